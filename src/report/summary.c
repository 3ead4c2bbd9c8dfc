/* SPDX-License-Identifier: ISC
 *
 * Page 1: stage, the overall bar, three sentences, three steps. */
#include "report/build.h"

static void
add_stages(struct builder *b)
{
	static const char *const place[] = { WORD("first"), WORD("second"), WORD("third"),
		WORD("last") };
	struct report_summary   *s = &b->m->summary;
	const char              *others[REPORT_STAGES];
	size_t                   other_count = 0, stages = b->form->stage_count;

	if (stages > REPORT_STAGES)
		stages = REPORT_STAGES;
	for (size_t i = 0; i < stages; i++) {
		s->stage_name[i] = word_say(b, b->form->stages[i].name);
		if ((int)i != b->score->stage)
			others[other_count++] = s->stage_name[i];
	}
	if (stages == 0)
		return;
	if (b->score->stage < 0 || (size_t)b->score->stage >= stages) {
		s->stage_aria = SAY(b, "No stage. The stages are {stages}.", "stages",
		    word_list(b, s->stage_name, stages), NULL);
		return;
	}
	s->stage = b->score->stage + 1;
	if (other_count == 0)
		return;
	s->stage_aria = SAY(b,
	    "Stage: {stage}, the {place} of {count}. The others are {others}.", "stage",
	    s->stage_name[b->score->stage], "place", T(b, place[b->score->stage]), "count",
	    word_count(b, (int64_t)stages), "others", word_list(b, others, other_count),
	    NULL);
}

const char *
stage_title(struct builder *b)
{
	int gate = b->score->gate_dimension;

	if (gate < 0 || b->score->dim[gate] != SCORE_NONE)
		return form_stage_title(b->arena, b->form, b->score, b->language);
	for (size_t i = 0; i < b->m->profile.area_count; i++) {
		const struct report_area *a = &b->m->profile.area[i];

		if (strcmp(a->code, b->form->dimensions[gate].code) == 0)
			return SAY(b,
			    area_plural(b, a) ? "{area} have no score yet"
			                      : "{area} has no score yet",
			    "area", area_subject(b, a), NULL);
	}
	return NULL;
}

static const char *
heading(struct builder *b)
{
	const struct report_summary *s = &b->m->summary;
	const char                  *title = stage_title(b);

	if (s->stage == 0)
		return b->form->stage_count == 0 && b->m->overall.score_text
		           ? SAY(b, "Overall you score {score} of 100", "score",
		                 b->m->overall.score_text, NULL)
		           : T(b, "Too few answers for a result");
	if (!title)
		return s->stage_name[s->stage - 1];
	return SAY(b, "{stage}: {title}", "stage", s->stage_name[s->stage - 1], "title",
	    title, NULL);
}

/* "Overall you score 48, in the third quarter of the field and ahead of about
 * 30 in 100 comparable firms." */
static const char *
statement(struct builder *b)
{
	const struct report_area *o = &b->m->overall;
	const char               *rank = word_whole(b, o->rank);

	if (!o->score_text)
		return b->form->scoring.overall_needs > 0
		           ? SAY(b,
		                 scored_count(b->m) == 1
		                     ? "No overall score: it needs at least {needs} of {count} "
		                       "areas, and {have} of yours has one."
		                     : "No overall score: it needs at least {needs} of {count} "
		                       "areas, and {have} of yours have one.",
		                 "needs", word_count(b, b->form->scoring.overall_needs),
		                 "count", word_count(b, (int64_t)b->form->dimension_count),
		                 "have", word_count(b, (int64_t)scored_count(b->m)), NULL)
		           : T(b, "This survey has no overall score.");
	if (o->quarter && o->rank)
		return SAY(b,
		    "Overall you score {score}, in the {quarter} of the field "
		    "and ahead of about {rank} in 100 comparable firms.",
		    "score", o->score_text, "quarter", o->standing, "rank", rank, NULL);
	if (o->quarter)
		return SAY(b, "Overall you score {score}, in the {quarter} of the field.",
		    "score", o->score_text, "quarter", o->standing, NULL);
	switch (area_side(o)) {
	case AREA_BELOW:
		return SAY(b, "Overall you score {score}, below the median of {median}.",
		    "score", o->score_text, "median", o->median_said, NULL);
	case AREA_CLOSE:
		return SAY(b, "Overall you score {score}, close to the median of {median}.",
		    "score", o->score_text, "median", o->median_said, NULL);
	case AREA_ABOVE:
		return SAY(b, "Overall you score {score}, above the median of {median}.",
		    "score", o->score_text, "median", o->median_said, NULL);
	case AREA_UNKNOWN:
	default:
		return SAY(b,
		    scored_count(b->m) == 1
		        ? "Overall you score {score} of 100, by one area alone."
		        : "Overall you score {score} of 100, the mean of {count} areas.",
		    "score", o->score_text, "count",
		    word_count(b, (int64_t)scored_count(b->m)), NULL);
	}
}

static const char *
bar_aria(struct builder *b)
{
	const struct report_area *o = &b->m->overall;

	if (o->middle)
		return SAY(b,
		    "Overall {score} of 100. Half of comparable firms lie between "
		    "{low} and {high}; their median is {median}.",
		    "score", o->score_text, "low", word_half_said(b, o->chart.q1), "high",
		    word_half_said(b, o->chart.q3), "median", o->median_said, NULL);
	if (o->median_said)
		return SAY(b,
		    "Overall {score} of 100. The median of comparable firms is "
		    "{median}.",
		    "score", o->score_text, "median", o->median_said, NULL);
	return SAY(b, "Overall {score} of 100.", "score", o->score_text, NULL);
}

static void
add_bar(struct builder *b)
{
	struct report_summary    *s = &b->m->summary;
	const struct report_area *o = &b->m->overall;

	s->statement = statement(b);
	s->overall = o->chart;
	s->has_overall = o->score_text != NULL;
	if (!s->has_overall)
		return;
	s->overall.ticks[1].word = NULL;
	s->overall.own_word = SAY(b, "you {score}", "score", o->score_text, NULL);
	if (o->median_said)
		s->overall.median_word =
		    SAY(b, "median {median}", "median", o->median_said, NULL);
	s->overall.aria = bar_aria(b);
}

static void
say(struct report_summary *s, const char *sentence)
{
	check(s->sentence_count < 3);
	s->sentence[s->sentence_count++] = sentence;
}

/* The highest own score, and how it lies; alone at the top or not, one or many. */
static const char *
strength_sentence(struct builder *b, const struct report_area *a)
{
	static const char *const says[][2][2] = {
		[AREA_ABOVE] = { { WORD("{area} is your strength: at {score} it lies above the "
		                        "median of {median}."),
		                     WORD("{area} are your strength: at {score} they lie above "
		                          "the median of {median}.") },
		    { WORD("{area} is a strength: at {score} it lies above the median of "
		           "{median}."),
		        WORD("{area} are a strength: at {score} they lie above the median of "
		             "{median}.") } },
		[AREA_CLOSE] = { { WORD("{area} scores highest, {score}, close to the median "
		                        "of {median}."),
		                     WORD("{area} score highest, {score}, close to the median "
		                          "of {median}.") },
		    { WORD("{area} scores {score}, as high as any area and close to the "
		           "median of {median}."),
		        WORD("{area} score {score}, as high as any area and close to the "
		             "median of {median}.") } },
		[AREA_BELOW] = { { WORD("{area} scores highest, {score}, and still lies below "
		                        "the median of {median}."),
		                     WORD("{area} score highest, {score}, and still lie below "
		                          "the median of {median}.") },
		    { WORD("{area} scores {score}, as high as any area, and still lies below "
		           "the median of {median}."),
		        WORD("{area} score {score}, as high as any area, and still lie below "
		             "the median of {median}.") } },
		[AREA_UNKNOWN] = { { WORD("{area} scores highest, {score}."),
		                       WORD("{area} score highest, {score}.") },
		    { WORD("{area} scores {score}, as high as any area."),
		        WORD("{area} score {score}, as high as any area.") } },
	};

	return SAY(b, says[area_side(a)][sharing_highest(b->m) > 1][area_plural(b, a)],
	    "area", word_first(b, area_subject(b, a)), "score", a->score_text, "median",
	    a->median_said ? a->median_said : "", NULL);
}

/* The area furthest below its median; NULL: none lies below. */
static const struct report_area *
widest_gap(const struct report_model *m)
{
	const struct report_area *widest = NULL;

	for (size_t i = 0; i < m->profile.area_count; i++) {
		const struct report_area *a = &m->profile.area[i];

		if (area_side(a) == AREA_BELOW && (!widest || a->gap < widest->gap))
			widest = a;
	}
	return widest;
}

static const struct report_area *
gate_area(const struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	int                          gate = b->score->gate_dimension;

	if (gate < 0 || (size_t)gate >= b->form->dimension_count)
		return NULL;
	for (size_t i = 0; i < p->area_count; i++)
		if (strcmp(p->area[i].code, b->form->dimensions[gate].code) == 0)
			return p->area[i].score_text ? &p->area[i] : NULL;
	return NULL;
}

/* Where an area stands, then what its level means. */
static const char *
standing_sentence(struct builder *b, const struct report_area *a)
{
	const char *area = word_first(b, area_subject(b, a));
	bool        many = area_plural(b, a);

	if (a->quarter)
		return SAY(b,
		    many ? "{area} lie in the {quarter}. {reading}"
		         : "{area} lies in the {quarter}. {reading}",
		    "area", area, "quarter", a->standing, "reading", a->reading, NULL);
	if (a->standing)
		return SAY(b,
		    many ? "{area} lie {side}. {reading}" : "{area} lies {side}. {reading}",
		    "area", area, "side", a->standing, "reading", a->reading, NULL);
	return SAY(b,
	    many ? "{area} score {score}. {reading}" : "{area} scores {score}. {reading}",
	    "area", area, "score", a->score_text, "reading", a->reading, NULL);
}

static const char *
gap_sentence(struct builder *b, const struct report_area *a)
{
	return SAY(b,
	    area_plural(b, a)
	        ? "{area} show the widest gap: {score} against a median of {median}."
	        : "{area} shows the widest gap: {score} against a median of {median}.",
	    "area", word_first(b, area_subject(b, a)), "score", a->score_text, "median",
	    a->median_said, NULL);
}

/* How the areas spread over the quarters or the levels. */
static const char *
spread_sentence(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	size_t                       bottom = 0, top = 0, known = 0, low = 0, high = 0;
	size_t                       count = scored_count(b->m);

	for (size_t i = 0; i < count; i++) {
		known += p->area[i].quarter != 0;
		bottom += p->area[i].quarter == 1;
		top += p->area[i].quarter == 4;
		low += strcmp(p->area[i].level, T(b, "low")) == 0;
		high += strcmp(p->area[i].level, T(b, "high")) == 0;
	}
	if (known > 1)
		return SAY(b,
		    "Of {count} areas, {top} in the top quarter and {bottom} in "
		    "the bottom quarter of the field.",
		    "count", word_count(b, (int64_t)known), "top",
		    word_count(b, (int64_t)top), "bottom", word_count(b, (int64_t)bottom),
		    NULL);
	return SAY(b,
	    "Of {count} areas, {low} low (below {low_below}), {middle} in the "
	    "middle and {high} high ({high_from} or more).",
	    "count", word_count(b, (int64_t)count), "low", word_count(b, (int64_t)low),
	    "middle", word_count(b, (int64_t)(count - low - high)), "high",
	    word_count(b, (int64_t)high), "low_below",
	    word_whole(b, b->form->scoring.low_below), "high_from",
	    word_whole(b, b->form->scoring.high_from), NULL);
}

static void
add_sentences(struct builder *b)
{
	struct report_summary       *s = &b->m->summary;
	const struct report_profile *p = &b->m->profile;
	size_t                       count = scored_count(b->m);
	const struct report_area    *best, *worst, *gap, *gate;

	if (count == 0)
		return;
	if (count == 1) { /* neither highest nor lowest of anything */
		say(s, word_stop(b, own_statement(b)));
		if (p->area[0].standing)
			say(s, standing_sentence(b, &p->area[0]));
		return;
	}
	best = &p->area[count - 1];
	worst = &p->area[0];
	gap = widest_gap(b->m);
	gate = gate_area(b);
	if (best->whole == worst->whole) {
		say(s, SAY(b, "All areas score the same, {score}.", "score",
		           best->score_text, NULL));
		if (gap)
			say(s, gap_sentence(b, gap));
		say(s, spread_sentence(b));
		return;
	}
	say(s, strength_sentence(b, best));
	if (gate && gate != best)
		say(s, standing_sentence(b, gate));
	else if (worst != gap && worst != best)
		say(s, standing_sentence(b, worst));
	if (gap && gap != best)
		say(s, gap == gate ? spread_sentence(b) : gap_sentence(b, gap));
	else if (s->sentence_count < 2 || gate != worst)
		say(s, b->m->compared && !gap ? T(b, "No area lies clearly below its median.")
		                              : spread_sentence(b));
	if (s->sentence_count < 3)
		say(s, spread_sentence(b));
}

const char *
group_source(struct builder *b)
{
	if (!b->m->compared)
		return NULL;
	return SAY(b,
	    "Compared with {group}; {count} firms; snapshot of {date}. Your own "
	    "firm is never part of the comparison.",
	    "group", bench_group_words(b->arena, b->form, b->group, b->language, view_t),
	    "count", word_band(b, b->group->band), "date", word_date(b, b->in->snapshot_at),
	    NULL);
}

static const char *
group_note(struct builder *b)
{
	if (b->in->limited)
		return T(b,
		    "A firm has two reports with a comparison in a year, and one "
		    "corrected more than once has none. This one shows your own scores.");
	if (!b->m->compared)
		return T(b, "Too few comparable firms yet. We write to you when there "
		            "are enough.");
	if (b->m->overall.score_text && !b->m->overall.median_text)
		return T(b, "Too few comparable firms for the overall score, so nothing "
		            "about them is shown here.");
	return NULL;
}

void
build_summary(struct builder *b)
{
	struct report_summary *s = &b->m->summary;
	size_t                 steps;

	add_stages(b);
	s->stage_says = form_stage_sentence(b->arena, b->form, b->score, b->language);
	if (s->stage == 0 && b->form->stage_count > 0 && !s->stage_says)
		s->stage_says = T(b, "There are too few answers to name a stage. The "
		                     "areas with enough answers have their scores below.");
	add_bar(b);
	s->group_note = group_note(b);
	add_sentences(b);
	steps = b->m->steps.step_count;
	s->step_count = steps < 3 ? steps : 3;
	s->steps_title = SAY(b, s->step_count == 1 ? "One next step" : "{count} next steps",
	    "count", word_count_first(b, (int64_t)s->step_count), NULL);
	s->source = group_source(b);
	s->closing = T(b, "One person\u2019s view stands behind these scores.");
	add_page(b, REPORT_SUMMARY, T(b, "Are we ready?"), heading(b));
}
