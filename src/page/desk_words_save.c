/* SPDX-License-Identifier: ISC
 *
 * desk_words_save.c - keep what was ticked.  Each answer stands for itself:
 * what somebody else sorted first, or the respondent corrected, is shown again
 * and nothing of it is lost; the others are kept. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "database/db.h"
#include "form/form.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/desk_words.h"
#include "page/done.h"
#include "page/frame.h"
#include "response/catalogue.h"

#define SEEN "seen-"
#define MOST (2 * DESK_WORDS_ROWS)

/* One answer as it was posted. */
struct posted {
	int32_t          revision, edition;
	struct sql_texts ticked;
	bool             both; /* a heading, and that there is nothing to sort */
	struct text      outcome;
};

struct saving {
	struct desk_words_asked asked;
	struct uuid             id[MOST];
	struct posted           answer[MOST];
	size_t                  count;
};

/* "3.1": the revision of the answer and the edition of its coding. */
static bool
read_seen(struct text value, struct posted *p)
{
	const char *dot = memchr(value.s, '.', value.len);
	size_t      head = dot != NULL ? (size_t)(dot - value.s) : 0;
	int64_t     revision, edition;

	if (dot == NULL ||
	    !parse_int((struct text){ value.s, head }, 1, INT32_MAX, &revision) ||
	    !parse_int((struct text){ dot + 1, value.len - head - 1 }, 0, INT32_MAX,
	        &edition))
		return false;
	p->revision = (int32_t)revision;
	p->edition = (int32_t)edition;
	return true;
}

static struct posted *
posted_of(struct saving *s, struct uuid id)
{
	for (size_t i = 0; i < s->count; i++)
		if (uuid_equal(s->id[i], id))
			return &s->answer[i];
	return NULL;
}

static void
read_ticked(struct page_context *page, struct uuid id, struct posted *p)
{
	const char  *name = arena_printf(page->arena, "code-%s", uuid_text(page->arena, id));
	size_t       fields = http_field_count(page->fields);
	struct text *list = ARENA_ARRAY(page->arena, struct text, fields + 1);

	p->ticked = (struct sql_texts){ list, 0 };
	for (size_t i = 0; i < fields; i++) {
		struct http_pair pair = http_field_at(page->fields, i);

		if (text_is(pair.name, name))
			list[p->ticked.n++] = pair.value;
	}
	for (size_t i = 0; i < p->ticked.n; i++)
		p->both = p->both || (p->ticked.n > 1 && text_is(list[i], DESK_WORDS_NONE));
}

/* Answers without a tick are left for later.  false: no page of ours sent this. */
static bool
read_posted(struct page_context *page, struct saving *s)
{
	const size_t len = strlen(SEEN);

	for (size_t i = 0; i < http_field_count(page->fields); i++) {
		struct http_pair pair = http_field_at(page->fields, i);
		struct posted    p = { .both = false };
		struct uuid      id;

		if (pair.name.len <= len || strncmp(pair.name.s, SEEN, len) != 0)
			continue;
		if (!read_seen(pair.value, &p) ||
		    !uuid_parse((struct text){ pair.name.s + len, pair.name.len - len }, &id))
			return false;
		read_ticked(page, id, &p);
		if (p.ticked.n == 0 || posted_of(s, id) != NULL)
			continue;
		if (s->count == MOST)
			return false;
		s->id[s->count] = id;
		s->answer[s->count++] = p;
	}
	return true;
}

static enum err
load_rows(struct page_context *page, struct tx *tx, const struct saving *s,
    struct desk_words_row **rows_out, size_t *count_out)
{
	const struct desk_question *q = &s->asked.question;

	return sql_desk_words(page->arena, tx,
	    &(struct desk_words_in){ .form = q->form->form,
	        .item = text_of(q->item->id),
	        .versions = { q->versions, NULL, q->version_count },
	        .state = TEXT_LIT(""),
	        .these = { s->id, NULL, s->count },
	        .most = MOST },
	    rows_out, count_out);
}

/* The codes in the order of their version, joined by |; false: one of them is
 * none of its headings. */
static bool
codes_of(struct page_context *page, const struct form_item *item,
    const struct sql_texts *ticked, struct text *codes_out)
{
	struct buf b;
	size_t     known = 0;

	buf_init(&b, page->arena, 4096);
	buf_str(&b, "");
	for (size_t i = 0; i < item->code_count; i++) {
		size_t times = 0;

		for (size_t k = 0; k < ticked->n; k++)
			times += text_is(ticked->v[k], item->codes[i].code);
		if (times > 0)
			buf_fmt(&b, "%s%s", b.len > 0 ? "|" : "", item->codes[i].code);
		known += times;
	}
	*codes_out = buf_as_text(&b);
	return known == ticked->n ||
	       (known == 0 && ticked->n == 1 && text_is(ticked->v[0], DESK_WORDS_NONE));
}

/* false: a heading that is not in the list. */
static enum err
keep(struct page_context *page, struct tx *tx, struct saving *s,
    const struct desk_words_row *rows, size_t count, bool *known_out)
{
	const struct desk_question *q = &s->asked.question;
	struct desk_code_row       *outcomes;
	struct uuid                 id[MOST];
	int32_t                     revision[MOST], edition[MOST];
	struct text                 codes[MOST];
	size_t                      n = 0, told;

	*known_out = true;
	for (size_t i = 0; i < count; i++) {
		struct posted *p = posted_of(s, rows[i].id);

		if (p == NULL || p->both)
			continue;
		id[n] = rows[i].id;
		revision[n] = p->revision;
		edition[n] = p->edition;
		if (!codes_of(page, q->items[desk_question_version(q, rows[i].version)],
		        &p->ticked, &codes[n++])) {
			*known_out = false;
			return ERR_OK;
		}
	}
	if (n == 0)
		return ERR_OK;
	TRY(sql_desk_code(page->arena, tx,
	    &(struct desk_code_in){ .form = q->form->form,
	        .item = text_of(q->item->id),
	        .ids = { id, NULL, n },
	        .revisions = { revision, NULL, n },
	        .editions = { edition, NULL, n },
	        .codes = { codes, n } },
	    &outcomes, &told));
	for (size_t i = 0; i < told; i++) {
		struct posted *p = posted_of(s, outcomes[i].id);

		if (p != NULL)
			p->outcome = outcomes[i].outcome;
	}
	return ERR_OK;
}

static bool
kept(const struct posted *p)
{
	return text_is(p->outcome, "done") || text_is(p->outcome, "same");
}

/* The words are others than those that were read. */
static bool
corrected(const struct posted *p, const struct desk_words_row *r)
{
	return r->revision != p->revision;
}

/* Why an answer was not kept. */
static const char *
sentence_of(struct page_context *page, const struct saving *s, const struct posted *p,
    const struct desk_words_row *r)
{
	const struct desk_question *q = &s->asked.question;
	size_t                      at = desk_question_version(q, r->version);

	if (corrected(p, r))
		return page_t(page,
		    "The answers were corrected meanwhile, and nothing was saved. Read the words "
		    "again and sort them");
	if (p->both)
		return page_t(page,
		    "Tick headings, or that there is nothing to sort, but not both");
	/* Consent that came back between two looks, or an edition that never was. */
	if (!text_is(p->outcome, "taken") || text_empty(r->coded_by))
		return page_t(page,
		    "This could not be sorted a moment ago, and now it can. Save again");
	return view_say(page->arena, page->language,
	    "{who} sorted this meanwhile, under: {headings}. That stands. Save again to put what "
	    "is ticked in its place",
	    "who", r->coded_by.s, "headings",
	    desk_headings(page, q->forms[at], q->items[at], &r->codes), NULL)
	    .s;
}

/* What was not kept, once more. */
static enum err
show_rest(struct page_context *page, struct http_response *response, struct saving *s,
    const struct desk_words_row *rows, size_t count, size_t saved)
{
	struct desk_words_shown *shown =
	    ARENA_ARRAY(page->arena, struct desk_words_shown, count + 1);
	const char *field = NULL, *sentence;
	size_t      n = 0;
	int         status = 422;

	for (size_t i = 0; i < count; i++) {
		struct posted *p = posted_of(s, rows[i].id);

		if (p == NULL || kept(p))
			continue;
		if (!p->both)
			status = 409;
		if (field == NULL)
			field = arena_printf(page->arena, "code-%s",
			    uuid_text(page->arena, rows[i].id));
		shown[n++] = (struct desk_words_shown){ &rows[i],
			corrected(p, &rows[i]) ? NULL : &p->ticked,
			sentence_of(page, s, p, &rows[i]) };
	}
	sentence =
	    n == 0
	        ? page_t(page,
	              "What was ticked was withdrawn meanwhile, or held back; nothing "
	              "of it is left to sort")
	        : view_say(page->arena, page->language,
	              view_tn(page->language,
	                  "{n} answer was not saved and stands here once more",
	                  "{n} answers were not saved and stand here once more", (int64_t)n),
	              "n", view_number(page->arena, page->language, (int64_t)n).s, NULL)
	              .s;
	if (saved > 0)
		sentence = arena_printf(page->arena, "%s. %s", sentence,
		    page_t(page, "The others are saved"));
	return desk_words_show(page, response, &s->asked, shown, n, false,
	    n == 0 ? 409 : status, sentence, field);
}

static enum err
answer(struct page_context *page, struct http_response *response, struct saving *s,
    const struct desk_words_row *rows, size_t count)
{
	size_t saved = 0;

	for (size_t i = 0; i < s->count; i++)
		saved += kept(&s->answer[i]);
	if (saved < s->count)
		return show_rest(page, response, s, rows, count, saved);
	if (saved > 0)
		page_done(page, response,
		    view_say(page->arena, page->language,
		        view_tn(page->language, "{n} answer is sorted.",
		            "{n} answers are sorted.", (int64_t)saved),
		        "n", view_number(page->arena, page->language, (int64_t)saved).s,
		        NULL));
	else
		page_done_str(page, response,
		    WORD("Nothing was ticked, so nothing was saved."));
	http_reply_redirect(response, desk_words_self(page, &s->asked));
	return ERR_OK;
}

enum err
page_desk_words_save(struct page_context *page, struct http_response *response)
{
	struct saving         *s = ARENA_NEW(page->arena, struct saving);
	struct desk_words_row *rows = NULL;
	struct tx             *tx;
	const char            *wrong;
	size_t                 count = 0;
	bool                   known;

	TRY(desk_words_read(page, &s->asked, &wrong));
	if (wrong != NULL)
		return desk_words_refuse(page, response, &s->asked, wrong);
	if (!read_posted(page, s))
		return desk_words_refuse(page, response, &s->asked,
		    page_t(page, "This was not sent by the page. Nothing was saved."));
	if (s->count > 0) {
		TRY(page_begin(page, &tx));
		TRY(load_rows(page, tx, s, &rows, &count));
		TRY(keep(page, tx, s, rows, count, &known));
		if (!known) {
			db_rollback(tx);
			return desk_words_refuse(page, response, &s->asked,
			    page_t(page,
			        "One of the headings is not in the list. Nothing was saved."));
		}
		TRY(load_rows(page, tx, s, &rows, &count));
		TRY(db_commit(tx));
	}
	return answer(page, response, s, rows, count);
}
