/* SPDX-License-Identifier: ISC */
#include "command/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#define WIDTH 30

/* "1 row", "2 rows". */
static void
say_count(const struct progress *p, int64_t count)
{
	fprintf(stderr, "%lld %.*s", (long long)count,
	    (int)strlen(p->what) - (count == 1 ? 1 : 0), p->what);
}

void
progress_begin(struct progress *p, const char *what, int64_t total)
{
	const char *term = getenv("TERM");

	*p = (struct progress){ .what = what, .total = total, .begun = clock_monotonic() };
	p->last = p->begun;
	p->bar = isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
}

void
progress_show(struct progress *p, int64_t at, int64_t count)
{
	int64_t now = clock_monotonic();
	int64_t pause = p->bar ? CLOCK_SECOND / 10 : 10 * CLOCK_SECOND;
	double  seconds = (double)(now - p->begun) / (double)CLOCK_SECOND;
	double  part = p->total > 0 ? (double)at / (double)p->total : 0;

	if (now - p->last < pause)
		return;
	p->last = now;
	p->drawn = true;
	if (p->bar) {
		fputs("\r[", stderr);
		for (int i = 0; i < WIDTH; i++)
			fputc(part * WIDTH > i ? '#' : '.', stderr);
		fputs("] ", stderr);
	}
	say_count(p, count);
	fprintf(stderr, ", %.0f a second", seconds > 0 ? (double)count / seconds : 0);
	if (part > 0.01)
		fprintf(stderr, ", %.0f %%, about %.0f s left", part * 100,
		    seconds / part - seconds);
	fputs(p->bar ? "   " : "\n", stderr);
	fflush(stderr);
}

void
progress_end(struct progress *p, int64_t count)
{
	double seconds = (double)(clock_monotonic() - p->begun) / (double)CLOCK_SECOND;

	if (p->bar && p->drawn)
		fputs("\r\033[K", stderr);
	say_count(p, count);
	fprintf(stderr, " in %.1f s\n", seconds);
}
