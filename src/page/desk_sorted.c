/* SPDX-License-Identifier: ISC
 *
 * desk_sorted.c - open questions of a form, and under which headings their
 * answers were sorted. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "database/db.h"
#include "form/answers.h"
#include "form/form.h"
#include "page/desk.h"
#include "page/desk_words.h"
#include "page/frame.h"
#include "response/catalogue.h"

static const struct form_item *
asked_item(const struct form *f, struct text id)
{
	for (size_t i = 0; i < f->item_count; i++)
		if (f->items[i].code_count > 0 &&
		    (id.s == NULL || text_is(id, f->items[i].id)))
			return &f->items[i];
	return NULL;
}

enum err
desk_question_of(struct page_context *page, struct catalogue_form *form, struct text item,
    struct desk_question *q)
{
	size_t most = (size_t)form->version;

	*q = (struct desk_question){ .form = form,
		.item = asked_item(form->definition, item),
		.versions = ARENA_ARRAY(page->arena, int32_t, most),
		.items = ARENA_ARRAY(page->arena, const struct form_item *, most),
		.forms = ARENA_ARRAY(page->arena, const struct form *, most) };
	if (q->item == NULL)
		return ERR_NOT_FOUND;
	for (int32_t v = 1; v <= form->version; v++) {
		const struct form_item *there;
		struct catalogue_form  *version;
		enum err err = catalogue_version(page->site->forms, page->site->db,
		    form->owner, form->form, v, &version);

		if (err == ERR_NOT_FOUND)
			continue;
		TRY(err);
		there = asked_item(version->definition, text_of(q->item->id));
		if (there == NULL)
			continue;
		q->versions[q->version_count] = v;
		q->items[q->version_count] = there;
		q->forms[q->version_count++] = version->definition;
	}
	return ERR_OK;
}

size_t
desk_question_version(const struct desk_question *q, int32_t version)
{
	size_t i = 0;

	while (q->versions[i] != version)
		check(++i < q->version_count);
	return i;
}

enum err
desk_question_waiting(struct page_context *page, struct tx *tx,
    const struct desk_question *q, int64_t *waiting_out)
{
	struct desk_words_waiting_row row;

	TRY(sql_desk_words_waiting(page->arena, tx,
	    &(struct desk_words_waiting_in){ .form = q->form->form,
	        .item = text_of(q->item->id),
	        .versions = { q->versions, NULL, q->version_count },
	        .most = DESK_WORDS_MANY },
	    &row));
	*waiting_out = row.waiting;
	return ERR_OK;
}

const char *
desk_headings(struct page_context *page, const struct form *form,
    const struct form_item *item, const struct sql_texts *codes)
{
	struct buf b;

	if (codes->n == 0)
		return page_t(page, "nothing to sort");
	buf_init(&b, page->arena, 64 * 1024);
	for (size_t i = 0; i < codes->n; i++) {
		const struct form_code *code = form_code_find(item, codes->v[i]);

		buf_fmt(&b, "%s%s", i > 0 ? "; " : "",
		    code != NULL ? form_say(form, code->label, page->language)
		                 : codes->v[i].s);
	}
	return buf_as_text(&b).s;
}

/* Why its words are not sorted now, though they may be read; NULL: they are. */
static const char *
not_now(struct page_context *page, const struct catalogue_form *form,
    const struct form_item *item, struct text pool)
{
	struct catalogue_form *current;

	if (!text_is(pool, "waiting") && !text_is(pool, "included"))
		return page_t(page, "It is held back, so this is not sorted now.");
	if (catalogue_current(page->site->forms, form->slug, &current) != ERR_OK ||
	    asked_item(current->definition, text_of(item->id)) == NULL)
		return page_t(page, "The survey has no headings for this any more.");
	return NULL;
}

static const struct desk_codings_row *
coding_of(const struct desk_codings_row *rows, size_t count, const char *item)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(rows[i].item, item))
			return &rows[i];
	return NULL;
}

void
desk_sorted_list(struct page_context *page, struct view_model *m,
    const struct catalogue_form *form, const struct form_answers *answers, struct uuid id,
    struct text pool, const struct desk_codings_row *rows, size_t count)
{
	const struct form *f = form->definition;

	for (size_t i = 0; i < f->item_count; i++) {
		const struct form_item        *item = &f->items[i];
		const struct desk_codings_row *k = coding_of(rows, count, item->id);
		struct view_model             *v;

		if (item->code_count == 0 || answers->items[i].state != FORM_WRITTEN)
			continue;
		v = view_list_add(m, "sorted");
		view_set_str(v, "question",
		    form_say(f, form_said(item->check_text) ? item->check_text : item->text,
		        page->language));
		view_set_str(v, "headings",
		    k != NULL ? desk_headings(page, f, item, &k->codes) : NULL);
		view_set_bool(v, "stale", k != NULL && !k->current);
		view_set_text(v, "who", k != NULL ? k->coded_by : TEXT_NONE);
		view_set_text(v, "at",
		    k != NULL ? view_date(page->arena, page->language, k->coded_at, true)
		              : TEXT_NONE);
		view_set_str(v, "not_now", not_now(page, form, item, pool));
		view_set_url(v, "words_url",
		    page_url(page, "/review/words/{}?item={}&one={}", form->slug, item->id,
		        uuid_text(page->arena, id), NULL));
	}
}
