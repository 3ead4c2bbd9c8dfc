/* SPDX-License-Identifier: ISC
 *
 * ask.c - which groups can be asked for: what a query may say, what the
 * filters offer, and how a group is called. */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "review/inner.h"

static const struct {
	const char    *code;
	enum review_by by;
} columns[] = { { "profession", REVIEW_BY_PROFESSION }, { "size", REVIEW_BY_SIZE },
	{ "region", REVIEW_BY_REGION } };

/* The first option of a group, and the group where the form names groups. */
static const struct form_option *
option_at(const struct form *form, enum form_role role, int place,
    const struct form_group **group_out)
{
	const struct form_item *item = form_item_of(form, role);

	*group_out = NULL;
	if (item == NULL || place <= 0)
		return NULL;
	if ((size_t)place <= item->group_count)
		*group_out = &item->groups[place - 1];
	for (size_t i = 0; i < item->option_count; i++)
		if (item->options[i].group == place - 1)
			return &item->options[i];
	return NULL;
}

const char *
sketch_group_code(const struct form *form, enum form_role role, int place)
{
	const struct form_group  *group;
	const struct form_option *option = option_at(form, role, place, &group);

	if (group != NULL)
		return group->code;
	return option != NULL ? option->code : NULL;
}

const char *
sketch_group_label(struct sketch *d, enum form_role role, int place)
{
	const struct form_group  *group;
	const struct form_option *option = option_at(d->form, role, place, &group);

	if (group != NULL)
		return sketch_say(d, group->label);
	return option != NULL ? sketch_say(d, option->label) : NULL;
}

/* "25 to 99", of the whole range of a pick's sizes. */
const char *
sketch_size_words(struct sketch *d, struct bench_pick pick)
{
	const struct form_item *item = form_item_of(d->form, FORM_ROLE_SIZE);
	int64_t                 low, high;
	int                     first, last;

	if (pick.size == 0)
		return T(d, "All sizes");
	bench_pick_sizes(d->groups, pick, &first, &last);
	if (item == NULL || (size_t)last > item->group_count)
		return sketch_group_label(d, FORM_ROLE_SIZE, pick.size);
	low = item->groups[first - 1].low;
	high = item->groups[last - 1].high;
	if (high < 0)
		return SAY(d, "{low} or more", "low",
		    view_number(d->arena, d->language, low).s, NULL);
	return SAY(d, "{low} to {high}", "low", view_number(d->arena, d->language, low).s,
	    "high", view_number(d->arena, d->language, high).s, NULL);
}

const char *
sketch_group_words(struct sketch *d, struct bench_pick pick)
{
	/* The words do not tell whether the group may be shown. */
	struct bench_comparison *c = ARENA_NEW(d->arena, struct bench_comparison);

	c->any = true;
	c->level = pick.level;
	c->profession = pick.profession;
	c->size = pick.size;
	c->region = pick.region;
	return sketch_first(d, bench_group_words(d->arena, d->form, c, d->language, view_t));
}

/* --- a query -------------------------------------------------------------------- */

static bool
place_of(const struct form *form, enum form_role role, int count, struct text asked,
    int *place_out)
{
	*place_out = 0;
	if (text_empty(asked))
		return true;
	for (int place = 1; place <= count; place++) {
		const char *code = sketch_group_code(form, role, place);

		if (code != NULL && text_is(asked, code)) {
			*place_out = place;
			return true;
		}
	}
	return false;
}

static const char *
window_code(struct arena *arena, const struct form *form, struct bench_groups g, int size)
{
	int first, last;

	bench_pick_sizes(g, (struct bench_pick){ 5, 0, size, 0 }, &first, &last);
	return arena_printf(arena, "%s-%s", sketch_group_code(form, FORM_ROLE_SIZE, first),
	    sketch_group_code(form, FORM_ROLE_SIZE, last));
}

static bool
size_of(const struct form *form, struct bench_groups g, struct text asked, int *size_out,
    bool *window_out)
{
	struct arena *scratch;
	bool          found = false;

	*window_out = false;
	if (place_of(form, FORM_ROLE_SIZE, g.sizes, asked, size_out))
		return true;
	scratch = arena_new(64 * 1024);
	for (int size = 1; size <= g.sizes && !found; size++) {
		found = text_is(asked, window_code(scratch, form, g, size));
		*size_out = size;
	}
	arena_free(scratch);
	*window_out = found;
	return found;
}

bool
review_pick_of(const struct form *form, struct bench_groups g,
    const struct review_asked *asked, struct review_pick *out)
{
	int  profession, size, region;
	bool window, by = text_empty(asked->by);

	out->by = REVIEW_BY_PROFESSION;
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		if (text_is(asked->by, columns[i].code)) {
			out->by = columns[i].by;
			by = true;
		}
	return by &&
	       place_of(form, FORM_ROLE_PROFESSION, g.professions, asked->profession,
	           &profession) &&
	       size_of(form, g, asked->size, &size, &window) &&
	       place_of(form, FORM_ROLE_REGION, g.regions, asked->region, &region) &&
	       bench_pick_of(g, profession, size, window, region, &out->pick);
}

bool
review_problem(const struct form *form, struct bench_groups g,
    const struct review_asked *asked, const char *language, const char **field_out,
    const char **sentence_out)
{
	struct review_asked part = *asked;
	struct review_pick  pick;
	bool                region = !text_empty(asked->region);

	part.profession = part.size = part.region = TEXT_NONE;
	if (review_pick_of(form, g, asked, &pick) || !review_pick_of(form, g, &part, &pick))
		return false;
	part = *asked;
	part.region = TEXT_NONE;
	if (region && review_pick_of(form, g, &part, &pick)) {
		int place;

		if (!place_of(form, FORM_ROLE_REGION, g.regions, asked->region, &place))
			return false;
		*field_out = text_empty(asked->profession) ? "profession" : "size";
		*sentence_out =
		    text_empty(asked->profession)
		        ? view_t(language,
		              "Choose a profession and one size to narrow by region")
		        : view_t(language, "Choose one size to narrow by region");
		return true;
	}
	part.profession = text_of(sketch_group_code(form, FORM_ROLE_PROFESSION, 1));
	if (!text_empty(asked->profession) || !review_pick_of(form, g, &part, &pick))
		return false;
	*field_out = "profession";
	*sentence_out = view_t(language,
	    "Choose a profession for one size, or a range of sizes for all professions");
	return true;
}

void
review_choose(struct review_model *m, const struct review_asked *asked)
{
	const struct {
		const char *name;
		struct text code;
	} fields[] = { { "profession", asked->profession }, { "size", asked->size },
		{ "region", asked->region } };

	for (size_t i = 0; i < m->filter_count; i++)
		for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++) {
			struct review_filter *f = &m->filters[i];

			if (strcmp(f->name, fields[k].name) != 0)
				continue;
			for (size_t j = 0; j < f->choice_count; j++)
				f->choices[j].chosen =
				    text_is(fields[k].code.s ? fields[k].code : TEXT_LIT(""),
				        f->choices[j].code);
		}
}

const char *
review_query(struct arena *arena, const struct form *form, struct bench_groups g,
    const struct review_pick *p)
{
	const struct bench_pick *k = &p->pick;
	struct buf               b;

	buf_init(&b, arena, 1000);
	buf_fmt(&b, "by=%s", columns[p->by].code);
	if (k->profession > 0)
		buf_fmt(&b, "&profession=%s",
		    sketch_group_code(form, FORM_ROLE_PROFESSION, k->profession));
	if (k->size > 0)
		buf_fmt(&b, "&size=%s",
		    k->level == 3 || k->level == 5
		        ? window_code(arena, form, g, k->size)
		        : sketch_group_code(form, FORM_ROLE_SIZE, k->size));
	if (k->region > 0)
		buf_fmt(&b, "&region=%s",
		    sketch_group_code(form, FORM_ROLE_REGION, k->region));
	return buf_as_text(&b).s;
}

/* --- what is offered ------------------------------------------------------------ */

static struct review_filter *
filter(struct sketch *d, const char *name, const char *label, size_t room)
{
	struct review_filter *f = &d->m->filters[d->m->filter_count++];

	f->name = name;
	f->label = label;
	f->choices = ARENA_ARRAY(d->arena, struct review_choice, room);
	return f;
}

static void
offer(struct review_filter *f, const char *code, const char *label, const char *group,
    bool chosen)
{
	f->choices[f->choice_count++] = (struct review_choice){ code, label, group, chosen };
}

static void
offer_groups(struct sketch *d, const char *name, const char *label, const char *any,
    enum form_role role, int count, int chosen)
{
	struct review_filter *f = filter(d, name, label, (size_t)count + 1);

	offer(f, "", any, NULL, chosen == 0);
	for (int place = 1; place <= count; place++)
		offer(f, sketch_group_code(d->form, role, place),
		    sketch_group_label(d, role, place), NULL, chosen == place);
}

static void
offer_sizes(struct sketch *d)
{
	const struct bench_pick *k = &d->in->pick.pick;
	bool                     window = k->level == 3 || k->level == 5;
	struct review_filter    *f =
	    filter(d, "size", T(d, "Fee-earners"), 2 * (size_t)d->groups.sizes + 1);

	offer(f, "", T(d, "All sizes"), NULL, k->size == 0);
	for (int size = 1; size <= d->groups.sizes; size++)
		offer(f, window_code(d->arena, d->form, d->groups, size),
		    sketch_size_words(d, (struct bench_pick){ 5, 0, size, 0 }),
		    T(d, "A range"), window && k->size == size);
	for (int size = 1; size <= d->groups.sizes; size++)
		offer(f, sketch_group_code(d->form, FORM_ROLE_SIZE, size),
		    sketch_size_words(d, (struct bench_pick){ 2, 1, size, 0 }),
		    T(d, "One size, with a profession"), !window && k->size == size);
}

void
sketch_filters(struct sketch *d)
{
	const struct review_pick *p = &d->in->pick;
	struct review_filter     *f;

	f = filter(d, "snapshot", T(d, "Snapshot"), d->in->offer_count + 1);
	for (size_t i = 0; i < d->in->offer_count; i++)
		offer(f, arena_printf(d->arena, "%lld", (long long)d->in->offers[i].id),
		    d->in->offers[i].label, NULL, d->in->offers[i].chosen);
	offer_groups(d, "profession", T(d, "Profession"), T(d, "All professions"),
	    FORM_ROLE_PROFESSION, d->groups.professions, p->pick.profession);
	offer_sizes(d);
	offer_groups(d, "region", T(d, "Region, with one size"), T(d, "All regions"),
	    FORM_ROLE_REGION, d->groups.regions, p->pick.region);
	f = filter(d, "by", T(d, "Columns"), 3);
	offer(f, columns[0].code, T(d, "Profession"), NULL, p->by == REVIEW_BY_PROFESSION);
	offer(f, columns[1].code, T(d, "Size"), NULL, p->by == REVIEW_BY_SIZE);
	offer(f, columns[2].code, T(d, "Region"), NULL, p->by == REVIEW_BY_REGION);
}
