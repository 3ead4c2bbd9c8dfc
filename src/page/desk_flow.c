/* SPDX-License-Identifier: ISC
 *
 * desk_flow.c - /review/flow: how responses come in, where people stop, how
 * long they take, what they do not know.  Numbers of the operation, never of
 * single answers. */
#include "base/arena.h"
#include "database/db.h"
#include "gen/sql_desk.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/desk_count.h"
#include "page/frame.h"
#include "response/catalogue.h"

static void
set_number(struct page_context *page, struct view_model *m, const char *name, int64_t n)
{
	view_set_text(m, name, view_number(page->arena, page->language, n));
}

static void
set_weeks(struct page_context *page, struct view_model *m, const struct desk_week *rows)
{
	int64_t most = 1, all = 0;
	size_t  count = 0; /* with the first one in which one came */

	for (size_t i = 0; i < DESK_WEEKS; i++) {
		most = rows[i].came > most ? rows[i].came : most;
		all += rows[i].came;
		count = rows[i].came > 0 ? i + 1 : count;
	}
	view_set_text(m, "weeks_say",
	    view_say(page->arena, page->language,
	        "Responses this week: {week}; in the last 26 weeks: {all}", "week",
	        view_number(page->arena, page->language, rows[0].came).s, "all",
	        view_number(page->arena, page->language, all).s, NULL));
	view_list_in(m, "weeks");
	for (size_t i = 0; i < count; i++) {
		struct view_model *v = view_list_add(m, "weeks");

		view_set_text(v, "from",
		    view_date(page->arena, page->language, rows[i].from, false));
		set_number(page, v, "came", rows[i].came);
		set_number(page, v, "confirmed", rows[i].confirmed);
		set_number(page, v, "included", rows[i].included);
		set_number(page, v, "held", rows[i].held);
		set_number(page, v, "withdrawn", rows[i].withdrawn);
		view_set_int(v, "share", rows[i].came * 100 / most);
	}
	view_set_bool(m, "any", count > 0);
}

static const struct desk_drafts_row *
drafts_of(const struct desk_drafts_row *rows, size_t count, const char *page)
{
	for (size_t i = 0; i < count; i++)
		if (page == NULL ? rows[i].page.s == NULL : text_is(rows[i].page, page))
			return &rows[i];
	return NULL;
}

/* In the order of the form's pages; what is no page of this version is left out. */
static void
set_pages(struct page_context *page, struct view_model *m, const struct form *f,
    const struct desk_drafts_row *rows, size_t count)
{
	const struct desk_drafts_row *done = drafts_of(rows, count, NULL);
	int64_t                       sent = done != NULL ? done->reached : 0;

	view_list_in(m, "pages");
	for (size_t p = 0; p < f->page_count; p++) {
		const struct desk_drafts_row *r = drafts_of(rows, count, f->pages[p].slug);
		int64_t                       reached = sent + (r != NULL ? r->reached : 0);
		int64_t                       stayed = r != NULL ? r->stayed : 0;
		struct view_model            *v = view_list_add(m, "pages");

		view_set_str(v, "title", form_say(f, f->pages[p].title, page->language));
		set_number(page, v, "reached", reached);
		set_number(page, v, "stayed", stayed);
		view_set_int(v, "share",
		    reached > 0 ? (stayed * 200 + reached) / (2 * reached) : 0);
	}
	set_number(page, m, "sent", sent);
	view_set_bool(m, "paged", sent > 0 || count > 1);
}

static void
set_time(struct page_context *page, struct view_model *m, const struct desk_counts *counts)
{
	struct view_model *t;

	if (counts->timed < DESK_SPEAKS_FROM) {
		view_set_null(m, "time");
		return;
	}
	t = view_object_in(m, "time");
	set_number(page, t, "q1", (int64_t)(counts->q1 / 60 + 0.5));
	set_number(page, t, "median", (int64_t)(counts->median / 60 + 0.5));
	set_number(page, t, "q3", (int64_t)(counts->q3 / 60 + 0.5));
}

static int
by_share(const void *a, const void *b)
{
	const struct desk_item *x = a, *y = b;
	int64_t                 left = x->unknown * y->asked, right = y->unknown * x->asked;

	return left < right   ? 1
	       : left > right ? -1
	                      : (x->item > y->item) - (x->item < y->item);
}

static void
set_unknown(struct page_context *page, struct view_model *m, const struct form *f,
    struct desk_item *rows, size_t count)
{
	size_t shown = 0;

	qsort(rows, count, sizeof *rows, by_share);
	view_list_in(m, "unknown");
	for (size_t i = 0; i < count; i++) {
		const struct form_item *item = &f->items[rows[i].item];
		struct view_model      *v;

		if (!item->dk)
			continue;
		v = view_list_add(m, "unknown");
		view_set_str(v, "id", item->id);
		view_set_str(v, "question", form_item_heading(f, item, page->language));
		view_set_int(v, "share",
		    (rows[i].unknown * 200 + rows[i].asked) / (2 * rows[i].asked));
		shown++;
	}
	view_set_bool(m, "knowing", shown > 0);
}

enum err
page_desk_flow(struct page_context *page, struct http_response *response)
{
	struct view_model      *m = page_model_str(page, "How responses come in");
	struct desk_drafts_row *pages;
	struct desk_counts      counts;
	struct catalogue_form  *form;
	struct tx              *tx;
	size_t                  page_count;

	TRY(desk_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	TRY(page_begin(page, &tx));
	TRY(sql_desk_drafts(page->arena, tx, &(struct desk_drafts_in){ .form = form->form },
	    &pages, &page_count));
	TRY(desk_count(page->arena, tx, form, page->now, &counts));
	TRY(db_commit(tx));
	view_set_str(m, "survey",
	    form_say(form->definition, form->definition->title, page->language));
	set_weeks(page, m, counts.weeks);
	set_pages(page, m, form->definition, pages, page_count);
	set_time(page, m, &counts);
	set_unknown(page, m, form->definition, counts.items, counts.item_count);
	return page_render(page, response, 200, "page/desk_flow", m);
}
