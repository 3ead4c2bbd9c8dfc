/* SPDX-License-Identifier: ISC
 *
 * snapshots.c - /review/snapshots: what there is, and a button that asks for a
 * new one.  Counting reads every firm's answers, which no page may, and takes
 * long: a courier does it, and this page says how far it is. */
#include "page/snapshots.h"

#include "base/arena.h"
#include "base/clock.h"
#include "benchmark/bench_preview.h"
#include "database/db.h"
#include "form/form.h"
#include "gen/sql_snapshots.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/done.h"
#include "page/frame.h"
#include "response/catalogue.h"

static const char *
word_of(struct page_context *page, const char *const words[][2], size_t count,
    const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i][0], code) == 0)
			return page_t(page, words[i][1]);
	return code;
}

const char *
snapshots_state(struct page_context *page, const char *state)
{
	static const char *const words[][2] = {
		{ "built", WORD("newly built") },
		{ "proposed", WORD("proposed") },
		{ "released", WORD("released") },
		{ "withdrawn", WORD("withdrawn") },
	};

	return word_of(page, words, sizeof words / sizeof words[0], state);
}

struct text
snapshots_measures(struct page_context *page, const struct bench_preview *p, int measures)
{
	return view_say(page->arena, page->language, "{some} of {all}", "some",
	    view_number(page->arena, page->language, measures).s, "all",
	    view_number(page->arena, page->language, p->measures).s, NULL);
}

static const char *
request_words(struct page_context *page, const struct review_requests_row *r)
{
	static const char *const states[][2] = {
		{ "waiting", WORD("waits for its turn") },
		{ "working", WORD("is being done") },
		{ "done", WORD("is done") },
		{ "failed", WORD("failed; whoever runs the service finds why in the log") },
	};
	static const char *const refusals[][2] = {
		{ "role", WORD("was refused: who asked is no consultant any more") },
		{ "state", WORD("was refused: the snapshot was not newly built any more") },
		{ "unsafe",
		    WORD("was refused: beside what was released since, two firms could work "
		         "out a third, or it is not proved that they cannot. Its page names the "
		         "groups. Build a new one.") },
		{ "busy", WORD("was refused: another count was running") },
	};

	if (text_is(r->state, "refused") && r->answer.s != NULL)
		return word_of(page, refusals, sizeof refusals / sizeof refusals[0],
		    r->answer.s);
	return word_of(page, states, sizeof states / sizeof states[0], r->state.s);
}

static const char *
form_name(struct page_context *page, const char *slug)
{
	struct catalogue_form *f;

	if (catalogue_current(page->site->forms, slug, &f) != ERR_OK)
		return slug;
	return form_say(f->definition, f->definition->title, page->language);
}

static bool
is_open(const struct review_requests_row *r)
{
	return text_is(r->state, "waiting") || text_is(r->state, "working");
}

const struct review_requests_row *
snapshots_under_way(const struct snapshots_asked *asked, const char *kind, const char *slug)
{
	for (size_t i = 0; i < asked->count; i++) {
		const struct review_requests_row *r = &asked->rows[i];

		if (is_open(r) && text_is(r->kind, kind) &&
		    (slug == NULL || text_is(r->slug, slug)))
			return r;
	}
	return NULL;
}

enum err
snapshots_requests(struct page_context *page, struct tx *tx, struct opt_int snapshot,
    struct view_model *m, struct snapshots_asked *asked_out)
{
	struct review_requests_row *rows;
	size_t                      count;
	bool                        open = false;

	TRY(sql_review_requests(page->arena, tx,
	    &(struct review_requests_in){ .snapshot = snapshot }, &rows, &count));
	view_list_in(m, "requests");
	for (size_t i = 0; i < count; i++) {
		const struct review_requests_row *r = &rows[i];
		struct view_model                *v = view_list_add(m, "requests");
		bool                              named = r->snapshot.set &&
		             (text_is(r->kind, "build") || text_is(r->answer, "unsafe"));

		view_set_str(v, "what",
		    text_is(r->kind, "build") ? page_t(page, "Count the pool")
		                              : page_t(page, "Audit and propose"));
		view_set_str(v, "form", form_name(page, r->slug.s));
		view_set_text(v, "by", r->asked_by);
		view_set_text(v, "at",
		    view_date(page->arena, page->language, r->asked_at, true));
		view_set_str(v, "state", request_words(page, r));
		view_set_bool(v, "named", named);
		view_set_int(v, "number", r->snapshot.set ? r->snapshot.v : 0);
		view_set_url(v, "one_url",
		    page_url(page, "/review/snapshots/{}",
		        arena_printf(page->arena, "%lld", (long long)r->snapshot.v), NULL));
		open = open || is_open(r);
	}
	view_set_bool(m, "asked", count > 0);
	view_set_bool(m, "working", open);
	*asked_out = (struct snapshots_asked){ rows, count };
	return ERR_OK;
}

static enum err
add_snapshots(struct page_context *page, struct tx *tx, struct view_model *m)
{
	struct bench_listed *rows;
	size_t               count;

	TRY(bench_list(page->arena, tx, &rows, &count));
	view_list_in(m, "snapshots");
	for (size_t i = 0; i < count; i++) {
		const struct bench_listed *s = &rows[i];
		struct view_model         *v = view_list_add(m, "snapshots");

		view_set_int(v, "number", s->id);
		view_set_url(v, "one_url",
		    page_url(page, "/review/snapshots/{}",
		        arena_printf(page->arena, "%lld", (long long)s->id), NULL));
		view_set_str(v, "form", form_name(page, s->form));
		view_set_str(v, "state", snapshots_state(page, s->state));
		view_set_text(v, "firms", view_number(page->arena, page->language, s->firms));
		view_set_text(v, "built",
		    view_date(page->arena, page->language, s->built_at, false));
		view_set_str(v, "by", s->built_by);
		view_set_bool(v, "released", s->released_at != 0);
		view_set_text(v, "released_at",
		    s->released_at != 0
		        ? view_date(page->arena, page->language, s->released_at, false)
		        : TEXT_LIT(""));
	}
	view_set_bool(m, "any", count > 0);
	return ERR_OK;
}

static void
add_forms(struct page_context *page, const struct snapshots_asked *asked,
    struct view_model *m)
{
	struct catalogue_form **forms;
	size_t                  count;

	forms = catalogue_all(page->site->forms, &count);
	view_list_in(m, "forms");
	for (size_t i = 0; i < count; i++) {
		struct view_model *v;

		if (!desk_form_compares(forms[i]->definition) ||
		    !desk_form_here(page, forms[i]))
			continue;
		v = view_list_add(m, "forms");
		view_set_str(v, "slug", forms[i]->slug);
		view_set_bool(v, "counting",
		    snapshots_under_way(asked, "build", forms[i]->slug) != NULL);
		view_set_str(v, "name",
		    form_say(forms[i]->definition, forms[i]->definition->title,
		        page->language));
	}
}

enum err
page_snapshots(struct page_context *page, struct http_response *response)
{
	struct view_model     *m = page_model_str(page, "Snapshots");
	struct snapshots_asked asked;
	struct tx             *tx;

	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	TRY(page_begin(page, &tx));
	TRY(add_snapshots(page, tx, m));
	TRY(snapshots_requests(page, tx, OPT_INT_NONE, m, &asked));
	TRY(db_commit(tx));
	add_forms(page, &asked, m);
	return page_render(page, response, 200, "page/snapshots", m);
}

enum err
page_snapshots_build(struct page_context *page, struct http_response *response)
{
	struct text             slug = http_field(page->fields, "form");
	struct catalogue_form  *form;
	struct review_build_row row;
	struct tx              *tx;

	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	if (slug.s == NULL ||
	    catalogue_current(page->site->forms,
	        arena_strndup(page->arena, slug.s, slug.len), &form) != ERR_OK ||
	    !desk_form_here(page, form) || !desk_form_compares(form->definition))
		return ERR_NOT_FOUND;
	TRY(page_begin(page, &tx));
	TRY(sql_review_build(page->arena, tx,
	    &(struct review_build_in){ .form = form->form }, &row));
	if (text_is(row.answer, "unknown"))
		return ERR_NOT_FOUND;
	/* Asked already: the list says so. */
	TRY(db_commit(tx));
	page_done_str(page, response,
	    text_is(row.answer, "again")
	        ? WORD("It was asked for already; the count is on its way.")
	        : WORD("Asked for: the pool is counted in the background."));
	http_reply_redirect(response, URL_LIT("/review/snapshots"));
	return ERR_OK;
}
