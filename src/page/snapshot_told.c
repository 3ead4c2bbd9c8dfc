/* SPDX-License-Identifier: ISC
 *
 * snapshot_told.c - what the page of a snapshot tells of its groups: what each
 * shows, what of it is otherwise than before, and what the auditor named. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/phrase.h"
#include "benchmark/bench_preview.h"
#include "database/db.h"
#include "form/form.h"
#include "page/frame.h"
#include "page/snapshots.h"
#include "review/moves.h"

#define GROUPS_A_PAGE 20  /* at most BENCH_MOVES_AT_ONCE */
#define MOVES_MOST    120 /* of a group and of one kind */
#define NAMED_MOST    100 /* groups that the auditor named */

static struct text
number(struct page_context *page, size_t n)
{
	return view_number(page->arena, page->language, (int64_t)n);
}

static const char *
group_name(struct page_context *page, const struct form *form, struct bench_pick pick)
{
	return view_first(page->arena,
	    bench_pick_words(page->arena, form, pick, page->language, view_t));
}

/* Set name to how many there are beyond those listed; false where there are none. */
static void
put_more(struct page_context *page, struct view_model *m, const char *name, size_t more)
{
	if (more > 0)
		view_set_text(m, name, number(page, more));
	else
		view_set_bool(m, name, false);
}

/* --- the auditor ------------------------------------------------------------------- */

/* What the last release showed or withheld of the results named of a group. */
static struct text
before_words(struct page_context *page, const struct form *form,
    const struct bench_unsafe *cells, size_t count)
{
	size_t     shown = 0, withheld = 0;
	struct buf b;

	buf_init(&b, page->arena, 4000);
	for (size_t i = 0; i < count; i++) {
		withheld += cells[i].was_withheld;
		if (cells[i].was_shown)
			buf_fmt(&b, "%s%s", shown++ > 0 ? " " : "",
			    bench_counted(form, cells[i].channel));
	}
	if (shown > 0)
		return view_say(page->arena, page->language,
		    "shown in the last release: {list}", "list",
		    buf_ok(&b) ? buf_as_text(&b).s : "", NULL);
	return text_of(withheld == count ? page_t(page, "withheld in the last release, too")
	                                 : page_t(page, "not shown in the last release"));
}

/* By group, each with what is counted of it, of those (not) known. */
static void
add_named(struct page_context *page, const struct form *form, const struct bench_named *named,
    bool known, bool beside, struct view_model *m, const char *list, const char *more)
{
	size_t left = NAMED_MOST, beyond = 0;

	view_list_in(m, list);
	for (size_t i = 0, end; i < named->count; i = end) {
		struct view_model *v = NULL;

		end = bench_named_group(named, i);
		for (size_t k = i; k < end; k++) {
			if (named->cells[k].known != known)
				continue;
			if (v == NULL && left == 0) {
				beyond++;
				break;
			}
			if (v == NULL) {
				v = view_list_add(m, list);
				view_set_str(v, "name",
				    group_name(page, form, named->cells[i].group));
				view_list_in(v, "counted");
				view_set_text(v, "before",
				    beside
				        ? before_words(page, form, &named->cells[i], end - i)
				        : TEXT_NONE);
				left--;
			}
			view_list_add_text(v, "counted",
			    text_of(bench_counted(form, named->cells[k].channel)));
		}
	}
	view_set_bool(m, arena_printf(page->arena, "any_%s", list), left < NAMED_MOST);
	put_more(page, m, more, beyond);
}

/* "101 results of 17 groups"; of which groups not everybody is told. */
static struct text
withheld_words(struct page_context *page, const struct bench_audited *a)
{
	const struct bench_named *w = &a->withheld;
	const char               *results;
	int64_t                   groups = 0;

	if (a->withheld_count == 0)
		return TEXT_NONE;
	for (size_t i = 0; i < w->count; i = bench_named_group(w, i))
		groups++;
	results = view_say(page->arena, page->language,
	    view_tn(page->language, "{n} result", "{n} results", a->withheld_count), "n",
	    number(page, (size_t)a->withheld_count).s, NULL)
	              .s;
	if (groups == 0)
		return text_of(results);
	return view_say(page->arena, page->language,
	    view_tn(page->language, "{results} of {n} group", "{results} of {n} groups",
	        groups),
	    "results", results, "n", number(page, (size_t)groups).s, NULL);
}

/* How much stands as in the last release; none: there is none to set it beside,
 * or the reader sees no groups. */
static struct text
stand_words(struct page_context *page, const struct bench_preview *p,
    const struct bench_audited *a)
{
	size_t     carried = 0, all = 0, too = 0;
	struct buf b;

	for (size_t i = 0; i < p->group_count; i++) {
		all += p->groups[i].is;
		carried += p->groups[i].is && p->groups[i].carried;
	}
	for (size_t i = 0; i < a->withheld.count; i++)
		too += a->withheld.cells[i].was_withheld;
	if (!p->beside || snapshots_hidden(page, p) != NULL || all == 0)
		return TEXT_NONE;
	buf_init(&b, page->arena, 1000);
	buf_str(&b, view_say(page->arena, page->language,
	                "Here {some} of {all} groups stand as they were.", "some",
	                number(page, carried).s, "all", number(page, all).s, NULL)
	                .s);
	if (a->withheld.count > 0)
		buf_fmt(&b, " %s",
		    view_say(page->arena, page->language,
		        "Of the {all} results withheld, {some} were withheld in the last "
		        "release, too.",
		        "all", number(page, a->withheld.count).s, "some",
		        number(page, too).s, NULL)
		        .s);
	return buf_as_text(&b);
}

void
snapshots_auditor(struct page_context *page, const struct form *form,
    const struct bench_preview *p, const struct bench_audited *a, struct view_model *m)
{
	view_set_text(m, "withheld", withheld_words(page, a));
	view_set_text(m, "stand", stand_words(page, p, a));
	put_more(page, m, "unproved", (size_t)a->unproved);
	add_named(page, form, &a->withheld, false, p->beside, m, "withheld_groups",
	    "withheld_more");
	view_set_text(m, "refused",
	    a->refused_at == 0 ? TEXT_NONE
	                       : view_date(page->arena, page->language, a->refused_at, true));
	add_named(page, form, &a->refused, true, false, m, "known_groups", "known_more");
	add_named(page, form, &a->refused, false, false, m, "open_groups", "open_more");
}

/* --- what changes ------------------------------------------------------------------ */

static const char *
overall_words(struct page_context *page, const struct form *form, const struct bench_moves *v)
{
	const struct bench_moved *m = v->list;

	if (v->count == 0 || m->channel != 0)
		return v->is == BENCH_NONE ? page_t(page, "overall is not shown")
		                           : page_t(page, "overall is as before");
	return view_say(page->arena, page->language, "overall {change}: {figures}", "change",
	    page_t(page, review_move_word(m->move)), "figures",
	    review_moved(page->arena, form, m, page->language), NULL)
	    .s;
}

/* Beyond overall, those of one kind: "LEAD 56.5 -> 58.0," and so on. */
static size_t
add_moves(struct page_context *page, const struct form *form, const struct bench_moves *moves,
    enum bench_move kind, struct view_model *v, const char *words)
{
	struct view_model *block = NULL;
	size_t             count = 0, told = 0;

	for (size_t i = 0; i < moves->count; i++)
		count += moves->list[i].channel != 0 && moves->list[i].move == kind;
	if (count == 0)
		return 0;
	block = view_list_add(v, "kinds");
	view_set_str(block, "words", words);
	view_list_in(block, "moved");
	for (size_t i = 0; i < moves->count && told < MOVES_MOST; i++) {
		const struct bench_moved *m = &moves->list[i];
		struct view_model        *one;

		if (m->channel == 0 || m->move != kind)
			continue;
		told++;
		one = view_list_add(block, "moved");
		view_set_str(one, "code", bench_counted(form, m->channel));
		view_set_str(one, "figures",
		    review_moved(page->arena, form, m, page->language));
		view_set_bool(one, "last", told == count);
	}
	put_more(page, block, "more", count - told);
	return count;
}

/* How many there are beyond overall, of those kinds that there are. */
static struct text
rest_words(struct page_context *page, size_t appear, size_t vanish, size_t move)
{
	const struct {
		const char *words;
		size_t      n;
	} kinds[] = { { WORD("appear {n}"), appear }, { WORD("vanish {n}"), vanish },
		{ WORD("move {n}"), move } };
	struct buf b;

	buf_init(&b, page->arena, 1000);
	buf_str(&b, page_t(page, "Dimensions, facts, statements and headings:"));
	for (size_t i = 0, told = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (kinds[i].n == 0)
			continue;
		buf_fmt(&b, "%s %s", told++ > 0 ? "," : "",
		    view_say(page->arena, page->language, kinds[i].words, "n",
		        number(page, kinds[i].n).s, NULL)
		        .s);
	}
	return buf_as_text(&b);
}

/* One group's line, if there is anything to tell. */
static void
add_change(struct page_context *page, const struct form *form, const struct bench_group *g,
    const struct bench_moves *moves, struct view_model *m)
{
	struct view_model *v;
	size_t             appear, vanish, move;

	if (moves->count == 0)
		return;
	v = view_list_add(m, "changes");
	view_set_str(v, "name", group_name(page, form, g->pick));
	view_set_str(v, "overall", overall_words(page, form, moves));
	view_list_in(v, "kinds");
	appear = add_moves(page, form, moves, BENCH_APPEARS, v, page_t(page, "Appear:"));
	vanish = add_moves(page, form, moves, BENCH_VANISHES, v, page_t(page, "Vanish:"));
	move = add_moves(page, form, moves, BENCH_MOVES, v, page_t(page, "Move:"));
	view_set_text(v, "rest",
	    appear + vanish + move == 0 ? TEXT_NONE : rest_words(page, appear, vanish, move));
}

/* --- groups ------------------------------------------------------------------------- */

static const char *
change_words(struct page_context *page, const struct bench_preview *p,
    const struct bench_group *g)
{
	if (p->beside && g->is && !g->was)
		return page_t(page, "appears");
	if (p->beside && !g->is && g->was)
		return page_t(page, "vanishes");
	return g->carried ? page_t(page, "as before") : page_t(page, "counted anew");
}

static void
put_median(struct page_context *page, struct view_model *v, const char *name, int32_t median)
{
	view_set_text(v, name,
	    median == BENCH_NONE ? TEXT_LIT("–")
	                         : view_decimal(page->arena, page->language, median, 1));
}

/* Was overall of that group withheld by the auditor? */
static bool
is_withheld(const struct bench_audited *a, struct bench_pick pick)
{
	const struct bench_named *w = &a->withheld;

	for (size_t i = 0; i < w->count; i++)
		if (w->cells[i].channel == 0 && bench_pick_same(&w->cells[i].group, &pick))
			return true;
	return false;
}

static void
add_group(struct page_context *page, const struct form *form, const struct bench_preview *p,
    const struct bench_audited *a, const struct bench_group *g,
    const struct bench_moves *moves, struct view_model *v)
{
	view_set_str(v, "name", group_name(page, form, g->pick));
	view_set_bool(v, "is", g->is);
	view_set_str(v, "band",
	    g->is                     ? view_range(page->arena, bench_band_text(g->band))
	    : is_withheld(a, g->pick) ? page_t(page, "withheld")
	                              : page_t(page, "too few"));
	view_set_text(v, "measures", snapshots_measures(page, p, g->measures));
	view_set_str(v, "change", change_words(page, p, g));
	put_median(page, v, "median", moves->is);
	put_median(page, v, "before", moves->was);
	view_set_bool(v, "moved", p->beside && moves->is != moves->was);
}

static const char *
beside_words(struct page_context *page, const struct bench_preview *p)
{
	if (p->last == 0)
		return page_t(page, "Nothing was released before.");
	if (!p->beside)
		return page_t(page,
		    "The last one released counts other groups; it is not set beside this one.");
	return view_say(page->arena, page->language,
	    "Changes beside snapshot {last}, the last one released", "last",
	    arena_printf(page->arena, "%lld", (long long)p->last), NULL)
	    .s;
}

/* The groups after the place that the address names: how many, and from where. */
static enum err
choose(struct page_context *page, const struct bench_preview *p, size_t *first_out,
    size_t *count_out)
{
	struct text asked = page_query(page, "after");
	int64_t     after = 0;
	size_t      i = 0;

	if (!text_empty(asked) && !parse_int(asked, 0, INT32_MAX, &after))
		return ERR_NOT_FOUND;
	while (i < p->group_count && p->groups[i].place <= (size_t)after)
		i++;
	if (i == p->group_count && i > 0)
		return ERR_NOT_FOUND;
	*first_out = i;
	*count_out = p->group_count - i < GROUPS_A_PAGE ? p->group_count - i : GROUPS_A_PAGE;
	return ERR_OK;
}

static void
add_ways(struct page_context *page, const struct bench_preview *p, size_t first,
    size_t count, struct view_model *m)
{
	size_t left = p->group_count - first - count;

	put_more(page, m, "left", left);
	view_set_url(m, "left_url",
	    snapshots_url(page, left == 0 ? ""
	                                  : arena_printf(page->arena, "?after=%zu",
	                                        p->groups[first + count - 1].place)));
	view_set_bool(m, "later", first > 0);
	view_set_url(m, "first_url", snapshots_url(page, ""));
}

enum err
snapshots_groups(struct page_context *page, const struct form *form,
    const struct bench_preview *p, const struct bench_audited *a, struct view_model *m)
{
	const char        *why = snapshots_hidden(page, p);
	struct bench_moves moves[GROUPS_A_PAGE] = { 0 };
	struct tx         *tx;
	size_t             first = 0, count = 0;

	TRY(choose(page, p, &first, &count));
	if (why != NULL)
		count = 0;
	if (count > 0) {
		TRY(page_begin(page, &tx));
		TRY(bench_moves_load(page->arena, tx, p, form, first, count, moves));
		TRY(db_commit(tx));
	}
	view_set_str(m, "hidden", why);
	view_set_bool(m, "any", count > 0);
	view_set_str(m, "beside", beside_words(page, p));
	view_set_bool(m, "compared", p->beside);
	view_list_in(m, "groups");
	view_list_in(m, "changes");
	for (size_t i = 0; i < count; i++) {
		const struct bench_group *g = &p->groups[first + i];

		add_group(page, form, p, a, g, &moves[i], view_list_add(m, "groups"));
		add_change(page, form, g, &moves[i], m);
	}
	add_ways(page, p, first, count, m);
	return ERR_OK;
}
