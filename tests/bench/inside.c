/* SPDX-License-Identifier: ISC
 *
 * inside: what the parts cost without anything around them.  CONNINFO is the
 * operator's.
 *
 * inside compare CONNINFO SNAPSHOT RESPONSE     microseconds a comparison
 * inside distributions CONNINFO SNAPSHOT        milliseconds from asking for a
 *                                               group to its answers in bins:
 *                                               median and slowest of all groups
 * inside report CONNINFO RESPONSE FILE          CPU milliseconds: HTML, PDF, and
 *                                               both mail parts with the message;
 *                                               FILE takes the message
 * inside letters CONNINFO SKIP RESPONSE...      CPU milliseconds a letter: its PDF,
 *                                               both parts and the message, the
 *                                               first SKIP not counted
 * inside render CONFIG PATH COOKIE COUNT        CPU microseconds a page */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "address/address.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "benchmark/bench_view.h"
#include "config/config.h"
#include "database/db.h"
#include "http/http.h"
#include "link/link.h"
#include "mailer/message.h"
#include "page/page.h"
#include "report/load.h"
#include "report/pdf.h"
#include "response/catalogue.h"
#include "view/view.h"

static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median of a few rounds of one thing, in seconds. */
static double
median(void (*one)(void *), void *with, int rounds, int times)
{
	double took[64];

	for (int i = 0; i < rounds; i++) {
		double begun = cpu();

		for (int j = 0; j < times; j++)
			one(with);
		took[i] = (cpu() - begun) / times;
	}
	qsort(took, (size_t)rounds, sizeof(*took), by_size);
	return took[rounds / 2];
}

static void
must(enum err err, const char *what)
{
	if (err != ERR_OK) {
		fprintf(stderr, "inside: %s: %s\n", what, err_name(err));
		exit(1);
	}
}

/* --- comparing ---------------------------------------------------------------- */

struct comparing {
	const struct bench_snapshot *snapshot;
	struct bench_subject         subject;
	struct bench_comparison      result;
};

static void
compare_once(void *with)
{
	struct comparing *c = with;

	bench_compare(c->snapshot, &c->subject, &c->result);
}

static int
compare(const char *conninfo, const char *snapshot, const char *response)
{
	static const struct db_scope scope = { .role = DB_ROLE_OPERATOR };
	static struct comparing      c;
	struct arena                *arena = arena_new((size_t)1 << 30);
	struct db                   *db = db_open(conninfo, "bench");
	struct tx                   *tx;
	struct uuid                  id;

	/* A subject in the midst of every group that there is. */
	c.subject.profession = c.subject.size = c.subject.region = 1;
	for (int i = 0; i < BENCH_FACTS_MAX; i++)
		c.subject.fact[i] = 1000;
	for (int i = 0; i < BENCH_MEASURES_MAX; i++)
		c.subject.score[i] = 50000000;
	check(uuid_parse(text_of(response), &id));
	must(db_begin(db, arena, &scope, &tx), db_problem(db));
	must(bench_snapshot_load(arena, tx, atoll(snapshot), &c.snapshot), db_problem(db));
	must(bench_own_load(arena, tx, atoll(snapshot), id, &c.subject), db_problem(db));
	compare_once(&c);
	if (!c.result.any) {
		fputs("inside: nothing was compared\n", stderr);
		return 1;
	}
	printf("%.3f\n", median(compare_once, &c, 9, 2000) * 1e6);
	return 0;
}

/* --- answers of a group ----------------------------------------------------------- */

static double
one_group(struct db *db, int64_t snapshot, struct bench_pick pick, size_t *shown)
{
	static const struct db_scope   scope = { .role = DB_ROLE_OPERATOR };
	static struct bench_comparison view;
	struct arena                  *arena = arena_new((size_t)1 << 30);
	const struct bench_snapshot   *s;
	struct tx                     *tx;
	int64_t                        begun = clock_monotonic();

	must(db_begin(db, arena, &scope, &tx), db_problem(db));
	must(bench_groups_load(arena, tx, snapshot, &pick, 1, &s), db_problem(db));
	must(db_commit(tx), db_problem(db));
	bench_view(s, pick, &view);
	begun = clock_monotonic() - begun;
	for (size_t i = 0; i < view.items; i++)
		*shown += view.item[i].any;
	arena_free(arena);
	return (double)begun / 1e3;
}

static int
distributions(const char *conninfo, const char *snapshot)
{
	static double             took[4096];
	const struct bench_groups g = { 6, 4, 6 };
	struct db                *db = db_open(conninfo, "bench");
	struct bench_pick         pick;
	size_t                    count = 0, shown = 0;

	(void)one_group(db, atoll(snapshot), (struct bench_pick){ 6, 0, 0, 0 }, &shown);
	for (int p = 0; p <= g.professions; p++)
		for (int z = 0; z <= g.sizes; z++)
			for (int w = 0; w <= (z > 0); w++)
				for (int r = 0; r <= g.regions; r++)
					if (bench_pick_of(g, p, z, w == 1, r, &pick))
						took[count++] = one_group(db,
						    atoll(snapshot), pick, &shown);
	if (shown == 0) {
		fputs("inside: no answers were shown\n", stderr);
		return 1;
	}
	qsort(took, count, sizeof(*took), by_size);
	printf("%.4f %.4f %zu\n", took[count / 2], took[count - 1], count);
	return 0;
}

/* --- the report ------------------------------------------------------------------ */

struct reporting {
	struct report_loaded   loaded;
	const struct view_set *views;
	struct bytes           pdf, message;
};

static void
html_once(void *with)
{
	struct reporting   *r = with;
	struct arena       *arena = arena_new((size_t)64 << 20);
	struct report_frame frame = { .confirmed = true,
		.operator_name = "O",
		.operator_contact = "C" };
	struct html         html;

	must(report_html(arena, r->views, r->loaded.model, &frame, &html), "HTML");
	arena_free(arena);
}

static void
pdf_once(void *with)
{
	struct reporting *r = with;
	struct arena     *arena = arena_new((size_t)256 << 20);

	must(report_pdf(arena, r->loaded.model, r->loaded.response.submitted_at, &r->pdf),
	    "PDF");
	arena_free(arena);
}

static void
message_in(struct arena *arena, struct reporting *r)
{
	struct report_frame frame = { .confirmed = true,
		.enclosed = true,
		.operator_name = "O",
		.operator_contact = "C",
		.report_url = { "https://x.example/report/abc", 28 },
		.home_url = { "https://x.example/", 18 } };
	struct message_file file = { TEXT_LIT("report.pdf"), "application/pdf", r->pdf };
	struct mail_addr    from, to;
	struct message      m = { .id = TEXT_LIT("5f0c@soundings.example"),
		     .date = clock_now(),
		     .from = &from,
		     .to = &to,
		     .subject = text_of(r->loaded.model->mail.subject),
		     .language = "en",
		     .files = &file,
		     .file_count = 1 };

	check(address_parse(arena, TEXT_LIT("survey@soundings.example"), &from) ==
	      ADDRESS_FINE);
	check(address_parse(arena, TEXT_LIT("partner@firm.example"), &to) == ADDRESS_FINE);
	frame.expires = "16 February 2027";
	must(report_text(arena, r->views, r->loaded.model, &frame, &m.text), "text");
	must(report_mail_html(arena, r->views, r->loaded.model, &frame, &m.html), "mail");
	must(message_build(arena, &m, &r->message), "message");
}

static void
message_once(void *with)
{
	struct arena *arena = arena_new((size_t)64 << 20);

	message_in(arena, with);
	arena_free(arena);
}

static void
free_cache(void *cache)
{
	bench_cache_free(cache);
}

static struct report_source
open_source(struct arena *arena, const char *conninfo)
{
	struct report_source source = { .db = db_open(conninfo, "bench"),
		.role = DB_ROLE_OPERATOR,
		.forms = catalogue_new(arena, DB_ROLE_OPERATOR),
		.snapshots = bench_cache_new() };

	arena_own(arena, source.snapshots, free_cache);
	must(catalogue_refresh(source.forms, source.db, clock_monotonic()), "forms");
	source.owner = catalogue_operator(source.forms);
	return source;
}

static int
letters(const char *conninfo, int skip, char **responses, int count)
{
	static struct reporting r;
	struct arena           *arena = arena_new((size_t)1 << 30);
	struct report_source    source = open_source(arena, conninfo);
	double                  used = 0;

	must(view_open(arena, &r.views), "templates");
	for (int i = 0; i < count; i++) {
		struct arena *one = arena_new((size_t)256 << 20);
		struct uuid   id;
		double        begun;

		check(uuid_parse(text_of(responses[i]), &id));
		must(report_load(one, &source, id, NULL, &r.loaded), "response");
		begun = cpu();
		must(report_pdf(one, r.loaded.model, r.loaded.response.submitted_at, &r.pdf),
		    "PDF");
		message_in(one, &r);
		if (i >= skip)
			used += cpu() - begun;
		arena_free(one);
	}
	printf("%.4f\n", used * 1e3 / (count - skip));
	return 0;
}

static int
report(const char *conninfo, const char *response, const char *path)
{
	static struct reporting r;
	struct arena           *arena = arena_new((size_t)1 << 30);
	struct report_source    source = open_source(arena, conninfo);
	struct uuid             id;
	double                  html, pdf, message;
	FILE                   *f = fopen(path, "wb");

	check(uuid_parse(text_of(response), &id) && f != NULL);
	must(report_load(arena, &source, id, NULL, &r.loaded), "response");
	must(view_open(arena, &r.views), "templates");
	html_once(&r);
	pdf_once(&r);
	html = median(html_once, &r, 9, 50);
	pdf = median(pdf_once, &r, 9, 3);
	must(report_pdf(arena, r.loaded.model, r.loaded.response.submitted_at, &r.pdf),
	    "PDF");
	message = median(message_once, &r, 9, 20);
	message_in(arena, &r);
	if (fwrite(r.message.p, 1, r.message.len, f) != r.message.len || fclose(f) != 0)
		return 74;
	printf("%.4f %.4f %.4f %zu %zu\n", html * 1e3, pdf * 1e3, message * 1e3, r.pdf.len,
	    r.message.len);
	return 0;
}

/* --- a page ---------------------------------------------------------------------- */

struct rendering {
	struct page_site    site;
	struct http_request request;
	struct arena       *arena;
	int                 status;
};

static void
render_once(void *with)
{
	struct rendering    *r = with;
	struct http_response response = { 0 };

	page_serve(&r->site, r->arena, &r->request, clock_now(), &response);
	http_security_headers(r->arena, &response, false);
	(void)http_write_head(r->arena, &response);
	r->status = response.status;
	arena_reset(r->arena);
}

static int
render(const char *config_file, const char *path, const char *cookie, int times)
{
	static struct rendering r;
	struct arena           *process = arena_new((size_t)1 << 30);
	struct config          *config;
	struct link_keys       *keys;
	const char             *problem;

	must(config_load(process, config_file, &config, &problem), "settings");
	must(link_keys_load(process, config->key_file, &keys, &problem), "keys");
	must(view_open(process, &r.site.views), "templates");
	r.site.process = process;
	r.site.config = config;
	r.site.keys = keys;
	r.site.db = db_open(config->database, "bench");
	must(db_ready(r.site.db), db_problem(r.site.db));
	must(page_site_start(&r.site), "the site");
	r.arena = arena_new((size_t)64 << 20);
	r.request.path = text_of(path);
	r.request.cookie_header = text_of(cookie);
	r.request.remote_addr = TEXT_LIT("127.0.0.1");
	render_once(&r);
	if (r.status != 200) {
		fprintf(stderr, "inside: %s gave %d\n", path, r.status);
		return 1;
	}
	printf("%.3f\n", median(render_once, &r, 9, times) * 1e6);
	return 0;
}

int
main(int argc, char **argv)
{
	random_start();
	log_open("bench", LOG_ERROR);
	if (argc == 4 && strcmp(argv[1], "distributions") == 0)
		return distributions(argv[2], argv[3]);
	if (argc == 5 && strcmp(argv[1], "compare") == 0)
		return compare(argv[2], argv[3], argv[4]);
	if (argc == 5 && strcmp(argv[1], "report") == 0)
		return report(argv[2], argv[3], argv[4]);
	if (argc > 4 && strcmp(argv[1], "letters") == 0 && atoi(argv[3]) < argc - 4)
		return letters(argv[2], atoi(argv[3]), argv + 4, argc - 4);
	if (argc == 6 && strcmp(argv[1], "render") == 0)
		return render(argv[2], argv[3], argv[4], atoi(argv[5]));
	return 64;
}
