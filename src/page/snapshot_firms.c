/* SPDX-License-Identifier: ISC
 *
 * snapshot_firms.c - /review/snapshots/{id}/firms: with which group each firm
 * would be compared, under pseudonyms and without a figure of any. */
#include "base/arena.h"
#include "base/buf.h"
#include "benchmark/bench_preview.h"
#include "benchmark/bench_sees.h"
#include "database/db.h"
#include "form/form.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/snapshots.h"
#include "response/catalogue.h"

#define FIRMS_A_PAGE 50

struct listed {
	struct bench_sees *firms;
	size_t             count;
	bool               more, beside;
};

static const char *
turn_words(struct page_context *page, enum bench_turn turn)
{
	switch (turn) {
	case BENCH_TURN_SAME:
		return page_t(page, "the same");
	case BENCH_TURN_GAINS:
		return page_t(page, "gains a comparison");
	case BENCH_TURN_LOSES:
		return page_t(page, "loses its comparison");
	case BENCH_TURN_OTHER:
		return page_t(page, "another group");
	case BENCH_TURN_NONE:
		break;
	}
	return "–";
}

static void
add_firm(struct page_context *page, const struct bench_preview *p, const struct form *form,
    const struct bench_sees *f, struct view_model *v)
{
	const char *own = bench_firm_words(page->arena, form, f->profession, f->size,
	    f->region, page->language, view_t);

	view_set_str(v, "code", f->code);
	view_set_str(v, "own",
	    *own != '\0' ? view_first(page->arena, own) : page_t(page, "not known"));
	view_set_bool(v, "any", f->any);
	view_set_int(v, "level", f->group.level);
	view_set_str(v, "group",
	    f->any ? view_first(page->arena, bench_pick_words(page->arena, form, f->group,
	                                         page->language, view_t))
	           : "");
	view_set_str(v, "band",
	    f->any ? view_range(page->arena, bench_band_text(f->band)) : "–");
	view_set_text(v, "measures", snapshots_measures(page, p, f->measures));
	view_set_str(v, "turn", turn_words(page, f->turn));
}

static const char *
beside_words(struct page_context *page, const struct bench_preview *p, const struct listed *l)
{
	if (p->last == 0)
		return page_t(page, "Nothing was released before.");
	if (!l->beside)
		return page_t(page,
		    "The last one released counts other groups; it is not set beside this one.");
	return view_say(page->arena, page->language,
	    "The last column sets it beside snapshot {last}, the last one released: what a report "
	    "with the same answers would be compared with there.",
	    "last", arena_printf(page->arena, "%lld", (long long)p->last), NULL)
	    .s;
}

enum err
page_snapshot_firms(struct page_context *page, struct http_response *response)
{
	struct text            after = page_query(page, "after");
	struct url             here;
	struct catalogue_form *form;
	struct bench_preview   p;
	struct view_model     *m;
	struct listed          l;
	struct tx             *tx;
	int64_t                id;

	if (!parse_int(page->args[0], 1, INT64_MAX, &id))
		return ERR_NOT_FOUND;
	TRY(page_begin(page, &tx));
	TRY(bench_preview(page->arena, tx, id, &p));
	TRY(bench_sees_load(page->arena, tx, id, p.last,
	    after.s != NULL ? after : TEXT_LIT(""), FIRMS_A_PAGE, &l.firms, &l.count,
	    &l.more, &l.beside));
	TRY(db_commit(tx));
	TRY(catalogue_version(page->site->forms, page->site->db, p.owner, p.form, p.version,
	    &form));
	here = page_url_text(page, "/review/snapshots/{}", page->args[0]);
	m = page_model_str(page, "What each firm would see");
	view_set_url(m, "snapshot_url", here);
	view_set_text(m, "snapshot",
	    view_say(page->arena, page->language, "Snapshot {number}", "number",
	        arena_printf(page->arena, "%lld", (long long)id), NULL));
	view_set_str(m, "state", snapshots_state(page, p.state));
	view_set_str(m, "beside", beside_words(page, &p, &l));
	view_set_bool(m, "early", strcmp(p.state, "built") == 0);
	view_set_bool(m, "any", l.count > 0);
	view_set_bool(m, "compared", p.last != 0 && l.beside);
	view_list_in(m, "firms");
	for (size_t i = 0; i < l.count; i++)
		add_firm(page, &p, form->definition, &l.firms[i], view_list_add(m, "firms"));
	view_set_bool(m, "more", l.more);
	view_set_url(m, "more_url",
	    page_url_plus(page, here,
	        l.more
	            ? arena_printf(page->arena, "/firms?after=%s", l.firms[l.count - 1].code)
	            : "/firms"));
	return page_render(page, response, 200, "page/snapshot_firms", m);
}
