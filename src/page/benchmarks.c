/* SPDX-License-Identifier: ISC
 *
 * benchmarks.c - /review/benchmarks: released snapshots as consultants review
 * them, as page, PDF and workbook. */
#include "page/benchmarks.h"

#include <string.h>

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "database/db.h"
#include "form/form.h"
#include "http/http.h"
#include "page/desk.h"
#include "response/catalogue.h"

#define PARTNER "partner-activity"

static bool
leads(const struct page_context *page)
{
	return page->session != NULL && page->session->role == ACCESS_ROLE_LEAD;
}

static const char *
name_of(struct page_context *page, const struct form *f)
{
	return form_say(f, form_said(f->name) ? f->name : f->title, page->language);
}

/* Released or proposed; for leads also what is only built. */
static bool
may_choose(const struct page_context *page, const struct bench_listed *l)
{
	return strcmp(l->state, "released") == 0 || strcmp(l->state, "proposed") == 0 ||
	       (leads(page) && strcmp(l->state, "built") == 0);
}

bool
review_is_released(const struct bench_listed *l)
{
	return strcmp(l->state, "released") == 0;
}

static int
year_of(const struct bench_listed *l)
{
	return clock_civil(l->built_at).year;
}

/* The one released last, of a year or (0) of any. */
static const struct bench_listed *
newest(const struct review *r, const char *slug, int year)
{
	const struct bench_listed *best = NULL;

	for (size_t i = 0; i < r->count; i++) {
		const struct bench_listed *l = &r->list[i];

		if (review_is_released(l) && strcmp(l->form, slug) == 0 &&
		    (year == 0 || year_of(l) == year) &&
		    (best == NULL || l->released_at > best->released_at))
			best = l;
	}
	return best;
}

/* false: a snapshot that the reader may not choose, or none of this survey. */
static bool
choose(struct page_context *page, struct review *r)
{
	struct text asked = page_query(page, "snapshot");
	const char *slug = r->current->slug;
	int64_t     id = 0;

	if (!text_empty(asked) && !parse_int(asked, 1, INT64_MAX, &id))
		return false;
	r->offers = ARENA_ARRAY(page->arena, struct review_offer, r->count + 1);
	if (id == 0)
		r->chosen = newest(r, slug, 0);
	for (size_t i = 0; i < r->count; i++) {
		const struct bench_listed *l = &r->list[i];
		struct review_offer       *offer = &r->offers[r->input.offer_count];

		if (strcmp(l->form, slug) != 0 || !may_choose(page, l))
			continue;
		if (l->id == id || (id == 0 && r->chosen == NULL))
			r->chosen = l;
		offer->id = l->id;
		offer->label = arena_printf(page->arena, "%lld, %s%s", (long long)l->id,
		    view_date(page->arena, page->language, l->built_at, false).s,
		    review_is_released(l)
		        ? ""
		        : arena_printf(page->arena, " (%s)", page_t(page, "not released")));
		r->input.offer_count++;
	}
	for (size_t i = 0; i < r->input.offer_count; i++)
		r->offers[i].chosen = r->chosen != NULL && r->offers[i].id == r->chosen->id;
	r->input.offers = r->offers;
	return id == 0 || r->chosen != NULL;
}

/* The chosen snapshot's groups, and this group in the last released one of each
 * year before. */
static enum err
load_waves(struct page_context *page, struct tx *tx, struct review *r,
    const struct bench_pick *wanted, size_t count)
{
	const struct bench_pick all = { 6, 0, 0, 0 };
	struct review_input    *in = &r->input;
	int                     year = year_of(r->chosen);

	in->preview = !review_is_released(r->chosen);
	in->waves[0].year = year;
	TRY(bench_groups_load(page->arena, tx, r->chosen->id, wanted, count,
	    &in->waves[0].snapshot));
	in->wave_count = 1;
	for (int back = 1; back < REVIEW_WAVES_MAX; back++) {
		const struct bench_listed *l = newest(r, r->current->slug, year - back);
		struct review_wave        *wave = &in->waves[in->wave_count];

		if (l == NULL)
			continue;
		wave->year = year - back;
		TRY(bench_groups_load(page->arena, tx, l->id, &in->pick.pick, 1,
		    &wave->snapshot));
		in->wave_count++;
	}
	if (r->partner != NULL)
		TRY(bench_groups_load(page->arena, tx, r->partner->id, &all, 1,
		    &in->partner_snapshot));
	TRY(bench_items_load(page->arena, tx, r->chosen->id, &r->items, &in->item_count));
	in->items = r->items;
	return ERR_OK;
}

static enum err
find_survey(struct page_context *page, struct review *r)
{
	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	TRY(catalogue_current(page->site->forms,
	    arena_strndup(page->arena, page->args[0].s, page->args[0].len), &r->current));
	return desk_form_here(page, r->current) ? ERR_OK : ERR_NOT_FOUND;
}

enum err
review_definition(struct page_context *page, const struct catalogue_form *current,
    int version, struct catalogue_form **form_out)
{
	return catalogue_version(page->site->forms, page->site->db, current->owner,
	    current->form, version, form_out);
}

struct url
review_url(struct page_context *page)
{
	return page_url_text(page, "/review/benchmarks/{}", page->args[0]);
}

enum err
review_refuse(struct page_context *page, struct http_response *response)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 400,
	        .heading = "There is no such group",
	        .paragraphs = { text_of(page_t(page,
	                            "Groups are: all firms; a profession; a range of sizes; a "
	                            "profession with a range of sizes or with one size; and a "
	                            "profession with one size and a region.")),
	            text_of(page_t(page,
	                "Something else was asked for, so nothing is shown.")) },
	        .links = { { "See all firms", review_url(page) } } });
}

static enum err
no_snapshot(struct page_context *page, struct http_response *response)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 400,
	        .heading = "There is no such snapshot to read",
	        .paragraphs = { text_of(page_t(page,
	            "No snapshot of this survey has that number, or it is not for you to read: "
	            "it is not proposed yet, or it was withdrawn.")) },
	        .links = { { "Read the newest", review_url(page) },
	            { "See the snapshots", URL_LIT("/review/snapshots") } } });
}

static enum err
nothing_yet(struct page_context *page, struct http_response *response)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "No snapshot is released yet",
	        .paragraphs = { text_of(page_t(page,
	            "Benchmarks are read from released snapshots. Once two people have released "
	            "the first, its groups stand here.")) },
	        .links = { { "See the snapshots", URL_LIT("/review/snapshots") } } });
}

enum err
review_gather(struct page_context *page, struct http_response *response, struct review *r)
{
	struct catalogue_form *partner;
	const struct form     *f;
	struct tx             *tx;

	TRY(find_survey(page, r));
	TRY(page_begin(page, &tx));
	TRY(bench_list(page->arena, tx, &r->list, &r->count));
	TRY(db_commit(tx));
	if (!choose(page, r)) {
		r->chosen = NULL;
		return no_snapshot(page, response);
	}
	if (r->chosen == NULL)
		return nothing_yet(page, response);
	TRY(review_definition(page, r->current, r->chosen->version, &r->counted));
	f = r->counted->definition;
	r->input.language = page->language;
	r->input.form = f;
	r->input.form_name = name_of(page, f);
	r->groups = bench_groups_of_form(f);
	r->partner = newest(r, PARTNER, 0);
	if (r->partner == NULL)
		return ERR_OK;
	TRY(catalogue_current(page->site->forms, PARTNER, &partner));
	TRY(review_definition(page, partner, r->partner->version, &partner));
	r->input.partner = partner->definition;
	return ERR_OK;
}

/* The filters once more, as they were chosen, with what is missing at its field;
 * of what is not offered at all nothing is kept. */
static enum err
ask_again(struct page_context *page, struct http_response *response, struct review *r,
    const struct review_asked *asked)
{
	const struct review_asked all = { .by = asked->by };
	const char               *field, *sentence;
	struct bench_pick         wanted[REVIEW_WANTED_MAX];
	struct review_model      *m;
	struct html               body;
	struct tx                *tx;

	if (!review_problem(r->input.form, r->groups, asked, page->language, &field,
	        &sentence) ||
	    !review_pick_of(r->input.form, r->groups, &all, &r->input.pick))
		return review_refuse(page, response);
	TRY(page_begin(page, &tx));
	TRY(load_waves(page, tx, r, wanted,
	    review_wanted(r->groups, &r->input.pick, wanted)));
	TRY(db_commit(tx));
	m = review_build(page->arena, &r->input);
	review_choose(m, asked);
	TRY(review_html_again(page->arena, page->site->views, m,
	    &(struct review_links){ .self = review_url(page) }, field, sentence, &body));
	TRY(review_send_page(page, response,
	    arena_printf(page->arena, "%s %s", page_t(page, "Error:"), m->title), body));
	response->status = 400;
	return ERR_OK;
}

/* The model; NULL when the reply is written already. */
static enum err
build(struct page_context *page, struct http_response *response, struct review *r,
    struct review_model **model_out)
{
	const struct review_asked asked = { page_query(page, "profession"),
		page_query(page, "size"), page_query(page, "region"),
		page_query(page, "by") };
	struct bench_pick         wanted[REVIEW_WANTED_MAX];
	struct tx                *tx;

	*model_out = NULL;
	TRY(review_gather(page, response, r));
	if (r->chosen == NULL)
		return ERR_OK;
	if (!review_pick_of(r->input.form, r->groups, &asked, &r->input.pick))
		return ask_again(page, response, r, &asked);
	TRY(page_begin(page, &tx));
	TRY(load_waves(page, tx, r, wanted,
	    review_wanted(r->groups, &r->input.pick, wanted)));
	TRY(db_commit(tx));
	*model_out = review_build(page->arena, &r->input);
	return ERR_OK;
}

/* The same view as a file. */
static struct url
file_url(struct page_context *page, const struct review *r, const char *ending)
{
	return page_url_plus(page, review_url(page),
	    arena_printf(page->arena, "%s?snapshot=%lld&%s", ending, (long long)r->chosen->id,
	        review_query(page->arena, r->input.form, r->groups, &r->input.pick)));
}

enum err
page_benchmarks(struct page_context *page, struct http_response *response)
{
	struct review        r = { 0 };
	struct review_model *m;
	struct html          body;

	TRY(build(page, response, &r, &m));
	if (m == NULL)
		return ERR_OK;
	TRY(review_html(page->arena, page->site->views, m,
	    &(struct review_links){ review_url(page), file_url(page, &r, ".pdf"),
	        file_url(page, &r, ".xlsx") },
	    &body));
	return review_send_page(page, response,
	    arena_printf(page->arena, "%s: %s", m->title, m->group), body);
}

enum err
page_benchmarks_pdf(struct page_context *page, struct http_response *response)
{
	return review_send_pdf(page, response, build);
}

enum err
page_benchmarks_sheet(struct page_context *page, struct http_response *response)
{
	return review_send_sheet(page, response, build);
}

/* --- which survey ------------------------------------------------------------------ */

/* Is it the first row of its survey that the reader may choose? */
static bool
is_first(const struct page_context *page, const struct review *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (may_choose(page, &r->list[i]) &&
		    strcmp(r->list[i].form, r->list[at].form) == 0)
			return false;
	return may_choose(page, &r->list[at]);
}

enum err
page_benchmarks_all(struct page_context *page, struct http_response *response)
{
	struct view_model *m = page_model_str(page, "Benchmarks");
	struct review      r = { 0 };
	struct url         url = { NULL, 0 };
	size_t             count = 0;
	struct tx         *tx;

	TRY(page_begin(page, &tx));
	TRY(bench_list(page->arena, tx, &r.list, &r.count));
	TRY(db_commit(tx));
	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	view_list_in(m, "surveys");
	for (size_t i = 0; i < r.count; i++) {
		struct catalogue_form *form;
		struct view_model     *row;

		if (!is_first(page, &r, i))
			continue;
		TRY(catalogue_current(page->site->forms, r.list[i].form, &form));
		url = page_url(page, "/review/benchmarks/{}", r.list[i].form, NULL);
		row = view_list_add(m, "surveys");
		view_set_str(row, "name", name_of(page, form->definition));
		view_set_url(row, "to_url", url);
		count++;
	}
	if (count == 0)
		return nothing_yet(page, response);
	if (count == 1) {
		http_reply_redirect(response, url);
		return ERR_OK;
	}
	return page_render(page, response, 200, "page/benchmarks_all", m);
}
