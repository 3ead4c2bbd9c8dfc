/* SPDX-License-Identifier: ISC
 *
 * outside.h - paper and workbooks of a review as other programs read them. */
#ifndef TESTS_REVIEW_OUTSIDE_H
#define TESTS_REVIEW_OUTSIDE_H

#include <unistd.h>

#include "tests/unit/review/worlds.h"

static inline void
needs(const char *program)
{
	if (system(arena_printf(arena, "command -v %s >/dev/null", program)) != 0)
		skip();
}

/* A copy for whoever wants to look: where that variable says. */
static inline void
keep(const char *variable, struct bytes of)
{
	FILE *f;

	if (getenv(variable) == NULL)
		return;
	f = fopen(getenv(variable), "w");
	assert_non_null(f);
	assert_int_equal(fwrite(of.p, 1, of.len, f), of.len);
	fclose(f);
}

/* What a command prints of a file; its path follows the command's words. */
static inline char *
read_by(const char *command, struct bytes of, const char *more)
{
	char   path[] = "/tmp/review-XXXXXX";
	char  *out = arena_alloc(arena, 4 * PAGE_MOST);
	int    file = mkstemp(path);
	size_t got;
	FILE  *pipe;

	assert_true(file >= 0);
	assert_int_equal(write(file, of.p, of.len), of.len);
	close(file);
	pipe = popen(arena_printf(arena, "%s %s %s", command, path, more), "r");
	assert_non_null(pipe);
	got = fread(out, 1, 4 * PAGE_MOST - 1, pipe);
	out[got] = '\0';
	assert_int_equal(pclose(pipe), 0);
	unlink(path);
	return out;
}

static inline struct bytes
workbook_of(const struct review_model *m)
{
	uint8_t *book = arena_alloc(arena, PAGE_MOST);
	ssize_t  got;
	int      file;

	assert_int_equal(review_sheet(arena, m, &file), ERR_OK);
	got = read(file, book, PAGE_MOST);
	assert_in_range(got, 1, PAGE_MOST - 1);
	return (struct bytes){ book, (size_t)got };
}

#endif
