/* SPDX-License-Identifier: ISC */
#include "csv/csv.h"

#include <string.h>

#include "base/utf8.h"

#define CHUNK   (64 * 1024)
#define ENDLESS (16 * CSV_ROW_MAX) /* what runs on for that long is no table */

struct csv_reader {
	int64_t (*read)(void *, void *, size_t);
	void         *thing;
	unsigned char chunk[CHUNK];
	size_t        at, held;
	int64_t       offset; /* bytes taken out of the chunks */
	int64_t       row_at; /* where the row begins, or the empty lines before it */
	int64_t       line;
	bool          ended, failed, started;
	bool          endless; /* ended for that, and not told yet */
	char          separator;
	char         *row; /* bytes of the row, cells end in NUL */
	size_t        row_len;
	size_t        from[CSV_CELLS_MAX + 1]; /* where each cell begins */
	size_t        count;
	struct text   cells[CSV_CELLS_MAX];
};

struct csv_reader *
csv_reader_new(struct arena *arena, int64_t (*read)(void *, void *, size_t), void *thing)
{
	struct csv_reader *r = ARENA_NEW(arena, struct csv_reader);

	r->read = read;
	r->thing = thing;
	r->line = 1;
	r->separator = ',';
	r->row = arena_alloc(arena, CSV_ROW_MAX + 1);
	return r;
}

bool
csv_reader_failed(const struct csv_reader *r)
{
	return r->failed;
}

int64_t
csv_reader_offset(const struct csv_reader *r)
{
	return r->offset;
}

static bool
fill(struct csv_reader *r)
{
	int64_t got;

	if (r->ended)
		return false;
	if (r->offset - r->row_at > ENDLESS) {
		r->ended = r->endless = true;
		return false;
	}
	memmove(r->chunk, r->chunk + r->at, r->held - r->at);
	r->held -= r->at;
	r->at = 0;
	got = r->read(r->thing, r->chunk + r->held, CHUNK - r->held);
	if (got <= 0) {
		r->ended = true;
		r->failed = got < 0;
		return false;
	}
	r->held += (size_t)got;
	return true;
}

/* The next byte without taking it; -1: the end. */
static int
peek(struct csv_reader *r)
{
	if (r->at == r->held && !fill(r))
		return -1;
	return r->chunk[r->at];
}

static int
take(struct csv_reader *r)
{
	int c = peek(r);

	if (c >= 0) {
		r->at++;
		r->offset++;
		if (c == '\n')
			r->line++;
	}
	return c;
}

/* Byte order mark and the separator that the first line holds most of. */
static void
begin(struct csv_reader *r)
{
	size_t comma = 0, semicolon = 0, tab = 0;
	bool   quoted = false;

	r->started = true;
	while (r->held < CHUNK && fill(r))
		; /* the whole first chunk, however small the reads */
	if (r->held >= 3 && memcmp(r->chunk, "\xef\xbb\xbf", 3) == 0) {
		r->at = 3;
		r->offset = 3;
	}
	for (size_t i = r->at; i < r->held; i++) {
		unsigned char c = r->chunk[i];

		if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (c == '\n')
			break;
		comma += c == ',';
		semicolon += c == ';';
		tab += c == '\t';
	}
	if (semicolon > comma && semicolon >= tab)
		r->separator = ';';
	else if (tab > comma)
		r->separator = '\t';
	/* fill() may have seen the end, or a failure: ask again when empty. */
	r->ended = r->failed = false;
}

static const char *
add(struct csv_reader *r, int c)
{
	if (c == '\0')
		return "holds a NUL byte";
	if (r->row_len >= CSV_ROW_MAX - CSV_CELLS_MAX)
		return "is longer than 1 MB";
	if (r->row_len - r->from[r->count] >= CSV_CELL_MAX)
		return "holds a cell of more than 64 KB";
	r->row[r->row_len++] = (char)c;
	return NULL;
}

static const char *
end_cell(struct csv_reader *r)
{
	if (r->count == CSV_CELLS_MAX)
		return "has more than 512 columns";
	r->row[r->row_len++] = '\0';
	r->from[++r->count] = r->row_len;
	return NULL;
}

/* One cell up to its separator or line end, which stays.  NULL: well formed. */
static const char *
read_cell(struct csv_reader *r)
{
	const char *problem = NULL, *worse;
	int         c;

	if (peek(r) != '"') {
		while ((c = peek(r)) >= 0 && c != r->separator && c != '\n') {
			take(r);
			if (c == '\r' && (peek(r) == '\n' || peek(r) < 0))
				break;
			if (c == '"' && problem == NULL)
				problem = "has a quotation mark inside an unquoted cell";
			if (problem == NULL)
				problem = add(r, c);
		}
		return problem;
	}
	take(r);
	for (;;) {
		c = take(r);
		if (c < 0)
			return "has a quotation mark that is never closed";
		if (c == '"') {
			if (peek(r) != '"')
				break;
			take(r);
		}
		worse = add(r, c);
		if (problem == NULL)
			problem = worse;
	}
	while ((c = peek(r)) >= 0 && c != r->separator && c != '\n') {
		take(r);
		if (c != '\r' && problem == NULL)
			problem = "has text behind a closing quotation mark";
	}
	return problem;
}

static const char *
read_row(struct csv_reader *r)
{
	const char *problem = NULL, *worse;

	r->row_len = r->count = 0;
	r->from[0] = 0;
	for (;;) {
		int c;

		worse = read_cell(r);
		if (problem == NULL)
			problem = worse;
		if (problem == NULL)
			problem = end_cell(r);
		c = take(r);
		if (c != r->separator)
			return problem;
	}
}

/* Why the bytes ended before their time, or NULL. */
static const char *
cut_off(struct csv_reader *r, bool in_row)
{
	if (r->failed)
		return "could not be read";
	if (!r->endless)
		return NULL;
	r->endless = false;
	return in_row ? "runs on for more than 16 MB, so reading ended there: is a "
	                "quotation mark never closed?"
	              : "is one of 16 MB of empty lines: reading ended there";
}

enum csv_state
csv_read(struct csv_reader *r, struct csv_row *row_out, const char **problem_out)
{
	if (!r->started)
		begin(r);
	r->row_at = r->offset;
	for (;;) {
		const char *problem;

		*row_out = (struct csv_row){ .line = r->line, .offset = r->offset };
		if (peek(r) < 0) {
			*problem_out = cut_off(r, false);
			return *problem_out == NULL ? CSV_END : CSV_BROKEN;
		}
		*problem_out = read_row(r);
		problem = cut_off(r, true);
		if (problem != NULL)
			*problem_out = problem;
		if (*problem_out != NULL)
			return CSV_BROKEN;
		if (r->count > 1 || r->from[1] > 1)
			break; /* not an empty line */
	}
	for (size_t i = 0; i < r->count; i++) {
		size_t len = r->from[i + 1] - r->from[i] - 1;

		r->cells[i] = (struct text){ r->row + r->from[i], len };
		if (!utf8_valid(r->cells[i].s, len)) {
			*problem_out = "is not UTF-8: save the file as CSV UTF-8";
			return CSV_BROKEN;
		}
	}
	row_out->cells = r->cells;
	row_out->count = r->count;
	return CSV_ROW;
}
