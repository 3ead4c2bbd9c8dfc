/* SPDX-License-Identifier: ISC */
#include "main/metrics.h"

#include "base/buf.h"
#include "page/page.h"
#include "prefork/prefork.h"
#include "router/router.h"

static const struct {
	const char   *method, *pattern;
	page_handler *handler;
} rows[] = {
#define ROUTE(method, pattern, handler, role, csrf, who, fresh, rate, limit, prose) \
	{ #method, pattern, page_##handler },
#include "page/routes.def"
#undef ROUTE
	{ "ANY", "none", NULL },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* Upper bounds of the duration's buckets, in microseconds. */
static const int64_t bounds[] = { 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000,
	500000, 1000000, 2500000, 5000000, 10000000 };
#define BOUNDS  (sizeof(bounds) / sizeof(bounds[0]))
#define CLASSES 4 /* 2xx .. 5xx */

/* Where each counter lives. */
#define BUCKETS 0 /* BOUNDS + 1 of them, the last without a bound */
#define MICROS  (BUCKETS + BOUNDS + 1)
#define ANSWERS (MICROS + 1) /* a row's classes, row by row */
_Static_assert(ANSWERS + ROWS * CLASSES <= PREFORK_COUNTERS_MAX, "more routes than counters");

void
metrics_count(struct prefork_worker *worker, const struct route *route, int status,
    int64_t micros)
{
	size_t row = 0, bucket = 0;

	while (row < ROWS - 1 && (route == NULL || rows[row].handler != route->handler))
		row++;
	while (bucket < BOUNDS && micros > bounds[bucket])
		bucket++;
	if (status < 200 || status > 599)
		status = 599;
	prefork_count(worker, BUCKETS + bucket, 1);
	prefork_count(worker, MICROS, (uint64_t)micros);
	prefork_count(worker, ANSWERS + row * CLASSES + (size_t)status / 100 - 2, 1);
}

static void
head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_fmt(out, "# HELP soundings_%s %s\n# TYPE soundings_%s %s\n", name, help, name,
	    type);
}

static void
answers(struct buf *out, const struct prefork_worker *worker)
{
	head(out, "http_requests_total", "counter", "Requests answered.");
	for (size_t row = 0; row < ROWS; row++)
		for (size_t class = 0; class < CLASSES; class ++) {
			uint64_t n = prefork_counted(worker, ANSWERS + row * CLASSES + class);

			if (n > 0)
				buf_fmt(out,
				    "soundings_http_requests_total{method=\"%s\","
				    "route=\"%s\",code=\"%zuxx\"} %llu\n",
				    rows[row].method, rows[row].pattern, class + 2,
				    (unsigned long long)n);
		}
}

static void
durations(struct buf *out, const struct prefork_worker *worker)
{
	uint64_t sum = 0;

	head(out, "http_request_duration_seconds", "histogram",
	    "From the first byte read to the last one written.");
	for (size_t i = 0; i <= BOUNDS; i++) {
		sum += prefork_counted(worker, BUCKETS + i);
		buf_str(out, "soundings_http_request_duration_seconds_bucket{le=\"");
		if (i < BOUNDS)
			buf_fmt(out, "%g", (double)bounds[i] / 1e6);
		else
			buf_str(out, "+Inf");
		buf_fmt(out, "\"} %llu\n", (unsigned long long)sum);
	}
	buf_fmt(out, "soundings_http_request_duration_seconds_sum %.6f\n",
	    (double)prefork_counted(worker, MICROS) / 1e6);
	buf_fmt(out, "soundings_http_request_duration_seconds_count %llu\n",
	    (unsigned long long)sum);
}

static void
workers(struct buf *out, const struct prefork_worker *worker)
{
	struct prefork_state state = prefork_state(worker);

	head(out, "workers", "gauge", "Worker processes: configured, ready, busy.");
	buf_fmt(out, "soundings_workers{state=\"configured\"} %d\n", state.workers);
	buf_fmt(out, "soundings_workers{state=\"ready\"} %d\n", state.ready);
	buf_fmt(out, "soundings_workers{state=\"busy\"} %d\n", state.busy);
	head(out, "worker_starts_total", "counter", "Workers started.");
	buf_fmt(out, "soundings_worker_starts_total %llu\n",
	    (unsigned long long)state.started);
	head(out, "worker_deaths_total", "counter", "Workers that ended unplanned.");
	buf_fmt(out, "soundings_worker_deaths_total %llu\n", (unsigned long long)state.died);
	head(out, "worker_kills_total", "counter", "Workers killed when stuck.");
	buf_fmt(out, "soundings_worker_kills_total %llu\n", (unsigned long long)state.killed);
	head(out, "start_time_seconds", "gauge", "When the master began.");
	buf_fmt(out, "soundings_start_time_seconds %.3f\n", (double)state.since / 1e6);
}

struct text
metrics_text(void *arg, struct arena *arena)
{
	const struct prefork_worker *worker = arg;
	struct buf                   out;

	buf_init(&out, arena, 256 * 1024);
	head(&out, "build_info", "gauge", "Which program this is.");
	buf_str(&out, "soundings_build_info{version=\"" SOUNDINGS_VERSION "\"} 1\n");
	workers(&out, worker);
	answers(&out, worker);
	durations(&out, worker);
	return buf_as_text(&out);
}
