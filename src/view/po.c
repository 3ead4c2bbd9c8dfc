/* SPDX-License-Identifier: ISC */
#include "view/po.h"

#include <string.h>

#include "base/buf.h"

#define PO_TEXT_MAX ((size_t)64 * 1024)

struct rule {
	const char *expression; /* without blanks and outer brackets */
	int         forms;
	int (*form)(int64_t n);
};

struct po {
	struct po_entry  **entries;
	size_t             count, room;
	const struct rule *rule;
};

static int
form_none(int64_t n)
{
	(void)n;
	return 0;
}

static int
form_not_one(int64_t n)
{
	return n != 1;
}

static int
form_above_one(int64_t n)
{
	return n > 1;
}

static int
form_russian(int64_t n)
{
	if (n % 10 == 1 && n % 100 != 11)
		return 0;
	return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2;
}

static int
form_polish(int64_t n)
{
	if (n == 1)
		return 0;
	return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2;
}

static int
form_czech(int64_t n)
{
	return n == 1 ? 0 : n >= 2 && n <= 4 ? 1 : 2;
}

static int
form_arabic(int64_t n)
{
	if (n <= 2)
		return (int)n;
	if (n % 100 >= 3 && n % 100 <= 10)
		return 3;
	return n % 100 >= 11 ? 4 : 5;
}

/* The first row holds where a catalog names no rule. */
static const struct rule rules[] = {
	{ "n!=1", 2, form_not_one },
	{ "n>1", 2, form_above_one },
	{ "0", 1, form_none },
	{ "n%10==1&&n%100!=11?0:n%10>=2&&n%10<=4&&(n%100<10||n%100>=20)?1:2", 3,
	    form_russian },
	{ "n==1?0:n%10>=2&&n%10<=4&&(n%100<10||n%100>=20)?1:2", 3, form_polish },
	{ "n==1?0:n>=2&&n<=4?1:2", 3, form_czech },
	{ "n==0?0:n==1?1:n==2?2:n%100>=3&&n%100<=10?3:n%100>=11?4:5", 6, form_arabic },
};

struct reader {
	struct arena      *arena;
	const char        *at, *end;
	int                line;
	struct po_problem *problem;
};

static enum err
fail(struct reader *r, const char *what)
{
	*r->problem = (struct po_problem){ r->line, what };
	return ERR_INVALID;
}

static void
skip_blanks(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r'))
		r->at++;
}

static void
skip_line(struct reader *r)
{
	while (r->at < r->end && *r->at != '\n')
		r->at++;
	if (r->at < r->end)
		r->at++;
	r->line++;
}

static bool
word(struct reader *r, const char *w)
{
	size_t len = strlen(w);

	if ((size_t)(r->end - r->at) < len || memcmp(r->at, w, len) != 0)
		return false;
	r->at += len;
	return true;
}

/* One quoted piece; the caller saw the opening quote. */
static enum err
read_quoted(struct reader *r, struct buf *b)
{
	for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
		char c = *r->at;

		if (c == '\n')
			return fail(r, "a quoted text runs over the end of its line");
		if (c == '\\') {
			if (++r->at == r->end)
				break;
			c = *r->at;
			if (c == 'n')
				c = '\n';
			else if (c == 't')
				c = '\t';
			else if (c != '"' && c != '\\')
				return fail(r, "an escape other than \\n \\t \\\" \\\\");
		}
		buf_char(b, c);
	}
	if (r->at == r->end)
		return fail(r, "a quoted text is not closed");
	r->at++;
	skip_blanks(r);
	if (r->at < r->end && *r->at != '\n')
		return fail(r, "something follows a quoted text");
	return ERR_OK;
}

/* A text and its continuation lines. */
static enum err
read_text(struct reader *r, struct text *text_out)
{
	struct buf b;

	buf_init(&b, r->arena, PO_TEXT_MAX);
	skip_blanks(r);
	if (r->at == r->end || *r->at != '"')
		return fail(r, "a quoted text is missing");
	do {
		TRY(read_quoted(r, &b));
		skip_line(r);
		skip_blanks(r);
	} while (r->at < r->end && *r->at == '"');
	if (!buf_ok(&b))
		return fail(r, "a text over 64 KB");
	*text_out = buf_as_text(&b);
	return ERR_OK;
}

static enum err
read_header(struct reader *r, struct po *po, struct text header)
{
	char        rule[200];
	size_t      len = 0;
	const char *p = strstr(header.s, "plural=");

	if (p == NULL)
		return ERR_OK;
	for (p += strlen("plural="); *p != '\0' && *p != ';' && *p != '\n'; p++) {
		if (*p == ' ' || *p == '\t')
			continue;
		if (len + 1 == sizeof(rule))
			return fail(r, "the plural rule is too long");
		rule[len++] = *p;
	}
	rule[len] = '\0';
	if (len > 2 && rule[0] == '(' && rule[len - 1] == ')' &&
	    strchr(rule + 1, '(') == NULL) {
		rule[len - 1] = '\0';
		memmove(rule, rule + 1, len - 1);
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rule, rules[i].expression) == 0) {
			po->rule = &rules[i];
			return ERR_OK;
		}
	return fail(r, "a plural rule that is not in the table of po.c");
}

static int
compare(struct text a, struct text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int    order = len > 0 ? memcmp(a.s, b.s, len) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int
by_id(const void *a, const void *b)
{
	const struct po_entry *const *x = a, *const *y = b;

	return compare((*x)->id, (*y)->id);
}

static void
keep(struct arena *arena, struct po *po, const struct po_entry *entry)
{
	struct po_entry *e = ARENA_NEW(arena, struct po_entry);

	if (po->count == po->room) {
		size_t            room = po->room ? po->room * 2 : 64;
		struct po_entry **more = ARENA_ARRAY(arena, struct po_entry *, room);

		if (po->count > 0)
			memcpy(more, po->entries, po->count * sizeof(struct po_entry *));
		po->entries = more;
		po->room = room;
	}
	*e = *entry;
	po->entries[po->count++] = e;
}

/* msgstr, or msgstr[0] to msgstr[forms - 1], all of them filled. */
static enum err
read_forms(struct reader *r, const struct po *po, struct po_entry *e, bool *full_out)
{
	if (e->plural.s == NULL) {
		if (!word(r, "msgstr"))
			return fail(r, "msgstr is missing");
		TRY(read_text(r, &e->forms[0]));
		*full_out = e->forms[0].len > 0;
		return ERR_OK;
	}
	*full_out = true;
	for (int i = 0; word(r, "msgstr["); i++) {
		if (i >= po->rule->forms)
			return fail(r, "more forms than the plural rule has");
		if (r->at == r->end || *r->at != '0' + i)
			return fail(r, "forms are not in order");
		r->at++;
		if (!word(r, "]"))
			return fail(r, "a ] is missing");
		TRY(read_text(r, &e->forms[i]));
	}
	for (int i = 0; i < po->rule->forms; i++)
		if (text_empty(e->forms[i]))
			*full_out = false;
	return ERR_OK;
}

static enum err
read_entry(struct reader *r, struct po *po, bool fuzzy)
{
	struct po_entry e = { 0 };
	bool            full;

	if (!word(r, "msgid"))
		return fail(r, "msgid is missing (msgctxt is not used here)");
	TRY(read_text(r, &e.id));
	if (word(r, "msgid_plural"))
		TRY(read_text(r, &e.plural));
	TRY(read_forms(r, po, &e, &full));
	if (e.id.len == 0)
		return read_header(r, po, e.forms[0].s ? e.forms[0] : TEXT_LIT(""));
	if (full && !fuzzy)
		keep(r->arena, po, &e);
	return ERR_OK;
}

enum err
po_parse(struct arena *arena, struct text source, struct po **po_out,
    struct po_problem *problem_out)
{
	struct reader r = { .arena = arena,
		.at = source.s,
		.end = source.s + source.len,
		.line = 1,
		.problem = problem_out };
	struct po    *po = ARENA_NEW(arena, struct po);
	bool          fuzzy = false;

	po->rule = &rules[0];
	while (skip_blanks(&r), r.at < r.end) {
		if (*r.at == '\n') {
			skip_line(&r);
		} else if (*r.at == '#') {
			/* "#, fuzzy" belongs to the entry that follows. */
			if (r.end - r.at > 1 && r.at[1] == ',') {
				const char *e = memchr(r.at, '\n', (size_t)(r.end - r.at));
				size_t      n = (size_t)((e ? e : r.end) - r.at);

				if (memmem(r.at, n, "fuzzy", 5) != NULL)
					fuzzy = true;
			}
			skip_line(&r);
		} else {
			TRY(read_entry(&r, po, fuzzy));
			fuzzy = false;
		}
	}
	if (po->count > 0)
		qsort(po->entries, po->count, sizeof(struct po_entry *), by_id);
	for (size_t i = 1; i < po->count; i++)
		if (text_equal(po->entries[i - 1]->id, po->entries[i]->id)) {
			r.line = 0;
			return fail(&r, "a msgid stands twice");
		}
	*po_out = po;
	return ERR_OK;
}

const struct po_entry *
po_find(const struct po *po, struct text id)
{
	size_t low = 0, high = po->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int    order = compare(po->entries[mid]->id, id);

		if (order == 0)
			return po->entries[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

size_t
po_count(const struct po *po)
{
	return po->count;
}

const struct po_entry *
po_at(const struct po *po, size_t i)
{
	check(i < po->count);
	return po->entries[i];
}

int
po_form(const struct po *po, int64_t n)
{
	return po->rule->form(n < 0 ? (n == INT64_MIN ? INT64_MAX : -n) : n);
}

int
po_forms(const struct po *po)
{
	return po->rule->forms;
}

static void
write_quoted(struct buf *b, const char *label, struct text text)
{
	buf_str(b, label);
	buf_str(b, " \"");
	for (size_t i = 0; i < text.len; i++) {
		switch (text.s[i]) {
		case '\n':
			buf_str(b, "\\n");
			break;
		case '\t':
			buf_str(b, "\\t");
			break;
		case '"':
		case '\\':
			buf_char(b, '\\');
			/* fall through */
		default:
			buf_char(b, text.s[i]);
		}
	}
	buf_str(b, "\"\n");
}

struct text
po_write(struct arena *arena, const struct po *po)
{
	struct buf b;

	buf_init(&b, arena, (size_t)16 * 1024 * 1024);
	buf_fmt(&b, "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=%d; plural=%s;\\n\"\n",
	    po->rule->forms, po->rule->expression);
	for (size_t i = 0; i < po->count; i++) {
		const struct po_entry *e = po->entries[i];

		buf_char(&b, '\n');
		write_quoted(&b, "msgid", e->id);
		if (e->plural.s == NULL) {
			write_quoted(&b, "msgstr", e->forms[0]);
			continue;
		}
		write_quoted(&b, "msgid_plural", e->plural);
		for (int f = 0; f < po->rule->forms; f++) {
			char label[16];

			check(print_to(label, sizeof(label), "msgstr[%d]", f));
			write_quoted(&b, label, e->forms[f]);
		}
	}
	return buf_as_text(&b);
}
