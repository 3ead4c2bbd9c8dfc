/* SPDX-License-Identifier: ISC
 *
 * Page 4: the two highest areas, then other views of the same statements. */
#include "report/build.h"

static void
add_strength(struct builder *b, const struct report_area *area)
{
	struct report_strengths *s = &b->m->strengths;
	const char              *text = area->reading;

	if (area->quarter)
		text = SAY(b, "In the {quarter} of the field. {reading}", "quarter",
		    area->standing, "reading", area->reading, NULL);
	else if (area->standing)
		text = SAY(b, "{side} of comparable firms. {reading}", "side",
		    word_first(b, area->standing), "reading", area->reading, NULL);
	s->strength[s->strength_count++] =
	    (struct report_term){ .name = SAY(b, "{area}, {score}", "area", area->name,
		                      "score", area->score_text, NULL),
		    .text = text };
}

static bool
shares_items(const struct builder *b, const struct form_lens *one)
{
	for (size_t i = 0; i < b->form->lens_count; i++) {
		const struct form_lens *other = &b->form->lenses[i];

		if (other == one || other->item_count != one->item_count)
			continue;
		if (memcmp(other->items, one->items,
		        one->item_count * sizeof(one->items[0])) == 0)
			return true;
	}
	return false;
}

/* What the bars of a set say: highest and lowest, as printed. */
static const char *
set_caption(struct builder *b, const struct report_lens_group *group, const char *title,
    const int32_t *value)
{
	size_t      high = 0, low = 0, known = 0, lowest = 0, highest = 0;
	const char *high_score, *low_score;

	for (size_t i = 0; i < group->lens_count; i++) {
		if (!group->lens[i].score_text)
			continue;
		if (known == 0)
			high = low = i;
		known++;
		if (value[i] > value[high])
			high = i;
		if (value[i] < value[low])
			low = i;
	}
	if (known == 0)
		return SAY(b, "{title}: too few answers", "title", title, NULL);
	high_score = group->lens[high].score_text;
	low_score = group->lens[low].score_text;
	for (size_t i = 0; i < group->lens_count; i++) {
		const char *score = group->lens[i].score_text;

		highest += score && strcmp(score, high_score) == 0;
		lowest += score && strcmp(score, low_score) == 0;
	}
	if (known == 1)
		return SAY(b, "{title}: {name} at {score}", "title", title, "name",
		    group->lens[high].name, "score", high_score, NULL);
	if (highest == known && known < group->lens_count)
		return SAY(b, "{title}: all that have a score are at {score}", "title",
		    title, "score", high_score, NULL);
	if (highest == known)
		return SAY(b, "{title}: all at {score}", "title", title, "score", high_score,
		    NULL);
	if (lowest > 1 && highest == 1 && lowest + highest == known)
		return SAY(b,
		    "{title}: {high} comes first at {high_score}, the others are "
		    "at {low_score}",
		    "title", title, "high", group->lens[high].name, "high_score", high_score,
		    "low_score", low_score, NULL);
	if (highest > 1 && lowest == 1 && lowest + highest == known)
		return SAY(b,
		    "{title}: {low} comes last at {low_score}, the others are "
		    "at {high_score}",
		    "title", title, "low", group->lens[low].name, "low_score", low_score,
		    "high_score", high_score, NULL);
	if (highest > 1 || lowest > 1)
		return SAY(b, "{title}: from {low_score} to {high_score}", "title", title,
		    "low_score", low_score, "high_score", high_score, NULL);
	return SAY(b,
	    "{title}: {high} comes first at {high_score}, {low} last at "
	    "{low_score}",
	    "title", title, "high", group->lens[high].name, "high_score", high_score, "low",
	    group->lens[low].name, "low_score", low_score, NULL);
}

static const char *
set_aria(struct builder *b, const struct report_lens_group *group)
{
	const char *part[REPORT_LENS_MAX];

	for (size_t i = 0; i < group->lens_count; i++)
		part[i] = SAY(b, "{name} {score}", "name", group->lens[i].name, "score",
		    group->lens[i].score_text ? group->lens[i].score_text
		                              : group->lens[i].no_score,
		    NULL);
	return SAY(b, "{list}.", "list", word_list(b, part, group->lens_count), NULL);
}

static void
add_lens(struct builder *b, struct report_lens_group *group, const struct form_lens *lens,
    int32_t value, bool *shared)
{
	struct report_lens *out = &group->lens[group->lens_count++];
	const char         *note = word_say(b, lens->note);

	out->name = word_say(b, lens->name);
	out->note = note;
	out->bar =
	    (struct chart_bar){ .low = 0, .high = 100 * CHART_MICRO, .value = CHART_NONE };
	if (shares_items(b, lens)) {
		*shared = true;
		out->note = note ? arena_printf(b->arena, "%s *", note) : "*";
	}
	if (value == SCORE_NONE) {
		out->no_score = T(b, "no score");
		return;
	}
	out->score_text = word_whole(b, form_score_whole(value));
	out->bar.value = form_score_whole(value) * CHART_MICRO;
}

static void
add_sets(struct builder *b)
{
	struct report_strengths *s = &b->m->strengths;

	for (size_t set = 0; set < b->form->lens_set_count && s->group_count < 2; set++) {
		struct report_lens_group *group = &s->group[s->group_count];
		const char               *note = word_say(b, b->form->lens_sets[set].shared);
		int32_t                   value[REPORT_LENS_MAX];
		bool                      shared = false;

		for (size_t i = 0; i < b->form->lens_count; i++)
			if (b->form->lenses[i].set == (int)set &&
			    group->lens_count < REPORT_LENS_MAX) {
				value[group->lens_count] = b->score->lens[i];
				add_lens(b, group, &b->form->lenses[i], b->score->lens[i],
				    &shared);
			}
		if (group->lens_count == 0)
			continue;
		group->caption =
		    set_caption(b, group, word_say(b, b->form->lens_sets[set].title), value);
		group->lens_head = T(b, "View");
		group->score_head = T(b, "Score");
		group->aria = set_aria(b, group);
		if (shared && note && !s->shared_note)
			s->shared_note = arena_printf(b->arena, "* %s", note);
		s->group_count++;
	}
	if (!s->shared_note)
		for (size_t g = 0; g < s->group_count; g++)
			for (size_t i = 0; i < s->group[g].lens_count; i++)
				if (s->group[g].lens[i].note &&
				    strchr(s->group[g].lens[i].note, '*'))
					s->shared_note = T(b,
					    "* These views rest on the same "
					    "statements. Do not add them up.");
}

/* A second area to build on: not low in points or in the field, and not one of
 * the weakest two. */
static const struct report_area *
second_of(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	size_t                       count = scored_count(b->m);

	if (count < 4 || p->area[count - 2].quarter == 1 ||
	    strcmp(form_band_word(b->form, p->area[count - 2].score), "low") == 0)
		return NULL;
	return &p->area[count - 2];
}

static const char *
heading(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	size_t                       count = scored_count(b->m);
	const struct report_area    *first = &p->area[count - 1];
	const struct report_area    *second = second_of(b);

	if (strcmp(form_band_word(b->form, first->score), "low") == 0)
		return SAY(b,
		    area_plural(b, first)
		        ? "{area} score highest, though at {score} still low"
		        : "{area} scores highest, though at {score} still low",
		    "area", word_first(b, area_subject(b, first)), "score",
		    first->score_text, NULL);
	if (first->quarter == 1)
		return SAY(b,
		    area_plural(b, first)
		        ? "{area} score highest, though in the bottom quarter of the field"
		        : "{area} scores highest, though in the bottom quarter of the field",
		    "area", word_first(b, area_subject(b, first)), NULL);
	if (second && sharing_highest(b->m) > 2)
		return tied_heading(b, first);
	if (!second)
		return SAY(b,
		    area_plural(b, first) ? "{area} are what you can build on"
		                          : "{area} is what you can build on",
		    "area", word_first(b, area_subject(b, first)), NULL);
	return SAY(b, "{first}, and {second}, are what you can build on", "first",
	    word_first(b, area_subject(b, first)), "second", area_subject(b, second), NULL);
}

void
build_strengths(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	size_t                       count = scored_count(b->m);

	if (count == 0)
		return;
	add_strength(b, &p->area[count - 1]);
	if (second_of(b))
		add_strength(b, second_of(b));
	add_sets(b);
	add_page(b, REPORT_STRENGTHS, T(b, "What can we build on?"), heading(b));
}
