/* SPDX-License-Identifier: ISC
 *
 * Page 6: what to do in the next 90 days, the gate first, and the nine steps. */
#include "report/build.h"

#define STEPS_LEAST 3
#define STEPS_MOST  4

/* The gate of the first stage rule that stands before this dimension; NULL. */
static const struct form_gate *
gate_of(const struct builder *b, int dim)
{
	const struct form_stage_rule *rule = b->form->stage_rules;

	if (b->form->stage_rule_count == 0)
		return NULL;
	for (size_t i = 0; i < rule->gate_count; i++)
		if (rule->gates[i].measure == dim && rule->gates[i].below)
			return &rule->gates[i];
	return NULL;
}

/* The bound that this dimension misses; -1: none. */
static int
missed_gate(const struct builder *b, int dim)
{
	const struct form_gate *gate = gate_of(b, dim);
	int32_t                 score = b->score->dim[dim];

	return gate && score != SCORE_NONE && score < gate->bound
	           ? form_score_whole(gate->bound)
	           : -1;
}

static bool
is_unknown_gate(const struct builder *b, int dim)
{
	return gate_of(b, dim) && b->score->dim[dim] == SCORE_NONE;
}

static const char *
reason(struct builder *b, const struct report_area *area, int dim)
{
	const char *subject = area_subject(b, area);
	bool        many = area_plural(b, area);
	int         gate = missed_gate(b, dim);

	if (gate >= 0)
		return SAY(b,
		    many ? "Why here: {area} score {score}, below {gate}, the gate "
		           "to the next stage."
		         : "Why here: {area} scores {score}, below {gate}, "
		           "the gate to the next stage.",
		    "area", subject, "score", area->score_text, "gate", word_whole(b, gate),
		    NULL);
	if (area->whole == b->m->profile.area[0].whole && sharing_lowest(b->m) > 1)
		return SAY(b,
		    many ? "Why here: {area} score {score}, and no area scores lower."
		         : "Why here: {area} scores {score}, and no area scores lower.",
		    "area", subject, "score", area->score_text, NULL);
	if (area == &b->m->profile.area[0])
		return SAY(b,
		    many ? "Why here: {area} score lowest, {score}."
		         : "Why here: {area} scores lowest, {score}.",
		    "area", subject, "score", area->score_text, NULL);
	return SAY(b,
	    many ? "Why here: {area} come next, with {score}."
	         : "Why here: {area} comes next, with {score}.",
	    "area", subject, "score", area->score_text, NULL);
}

static const struct report_area *
area_at(const struct builder *b, int dim)
{
	const struct report_profile *p = &b->m->profile;

	for (size_t i = 0; i < p->area_count; i++)
		if (strcmp(p->area[i].code, b->form->dimensions[dim].code) == 0)
			return &p->area[i];
	check(!"every dimension is an area");
	return NULL;
}

static void
add_step(struct builder *b, int index)
{
	struct report_steps         *s = &b->m->steps;
	const struct form_dimension *dim = &b->form->dimensions[index];
	const struct report_area    *area = area_at(b, index);
	struct report_step          *step = &s->step[s->step_count++];
	const char                  *source = word_say(b, dim->source);

	step->area = dim->code;
	step->title = word_say(b, dim->next_title);
	step->text = word_say(b, dim->next_step);
	step->owner = word_say(b, dim->owner);
	step->first_step = word_say(b, dim->first_step);
	if (!step->title)
		step->title = area->name;
	step->why = reason(b, area, index);
	if (source)
		step->why = arena_printf(b->arena, "%s %s", step->why, word_stop(b, source));
	if (step->owner && step->first_step)
		step->brief = SAY(b, "{owner}. {first}", "owner", step->owner, "first",
		    step->first_step, NULL);
	else
		step->brief = step->owner ? step->owner : step->first_step;
}

/* An area that decides about the stage, and of which nothing is known. */
static void
add_unknown(struct builder *b, int index)
{
	struct report_steps         *s = &b->m->steps;
	const struct form_dimension *dim = &b->form->dimensions[index];
	const struct report_area    *area = area_at(b, index);
	struct report_step          *step = &s->step[s->step_count++];
	const char                  *subject = area_subject(b, area);

	step->area = dim->code;
	step->gap = true;
	step->title = SAY(b, "Fill the gap: {area}", "area", subject, NULL);
	step->text = SAY(b,
	    "Ask a colleague who knows, and complete the statements about {area}.", "area",
	    subject, NULL);
	step->owner = T(b, "You");
	step->first_step = T(b, "Open this report online and choose \u201cCorrect my "
	                        "answers\u201d");
	step->why = SAY(b,
	    area_plural(b, area)
	        ? "Why here: {area} have no score, and the stage depends on them."
	        : "Why here: {area} has no score, and the stage depends on it.",
	    "area", subject, NULL);
	step->brief = SAY(b, "{owner}. {first}", "owner", step->owner, "first",
	    step->first_step, NULL);
}

static void
add_track(struct builder *b)
{
	struct report_steps      *s = &b->m->steps;
	int                       index = b->form->roles[FORM_ROLE_STEPS];
	const struct form_item   *item;
	const struct form_answer *answer;
	const char               *word[3];
	bool                      next_given = false;
	size_t                    ticked = 0;

	if (index < 0)
		return;
	item = &b->form->items[index];
	answer = &b->in->answers->items[index];
	if (!form_shown(item, b->in->answers) || answer->state == FORM_DK ||
	    answer->state == FORM_NA)
		return;
	word[REPORT_TRACK_DONE] = T(b, "done");
	word[REPORT_TRACK_NEXT] = T(b, "next");
	word[REPORT_TRACK_OPEN] = T(b, "open");
	for (size_t i = 0; i < item->option_count && i < REPORT_TRACK_MAX; i++) {
		struct report_track *track = &s->track[s->track_count++];
		const char          *shorter = word_say(b, item->options[i].short_label);

		track->name = shorter ? shorter : word_say(b, item->options[i].label);
		track->state = REPORT_TRACK_OPEN;
		if (answer->state == FORM_CHOSEN && (answer->options >> i & 1)) {
			track->state = REPORT_TRACK_DONE;
			ticked++;
		} else if (!next_given) {
			track->state = REPORT_TRACK_NEXT;
			next_given = true;
		}
		track->state_word = word[track->state];
	}
	s->track_title = SAY(b, "Where you are in the {count} steps", "count",
	    word_count(b, (int64_t)s->track_count), NULL);
	if (ticked == 0)
		s->track_note = T(b, "You marked no step as completed.");
	else if (ticked == s->track_count)
		s->track_note = T(b, "You marked every step as completed.");
}

static const char *
heading(struct builder *b, bool gated)
{
	const struct report_steps *s = &b->m->steps;
	const char                *count = word_count_first(b, (int64_t)s->step_count);

	if (s->step_count == 0)
		return T(b, "Answer more statements, and the steps follow");
	if (s->step_count == 1)
		return T(b, "One step to begin with");
	return gated ? SAY(b, "{count} steps, the gate first", "count", count, NULL)
	             : SAY(b, "{count} steps, the lowest area first", "count", count, NULL);
}

/* Gate first, then the lowest; areas that score high only to make up three. */
void
build_steps(struct builder *b)
{
	struct report_steps *s = &b->m->steps;
	int                  order[FORM_MEASURES_MAX];
	size_t               wanting = 0;
	bool                 gated = false;

	for (size_t i = 0; i < b->form->dimension_count; i++)
		if (b->score->answered > 0 && is_unknown_gate(b, (int)i)) {
			add_unknown(b, (int)i);
			wanting++;
			gated = true;
		}
	form_next_steps(b->form, b->score, order);
	for (size_t i = 0; i < b->form->dimension_count && s->step_count < STEPS_MOST; i++) {
		int         dim = order[i];
		const char *band = form_band_word(b->form, b->score->dim[dim]);

		if (!band || !form_said(b->form->dimensions[dim].next_step))
			continue;
		if (strcmp(band, "high") != 0)
			wanting++;
		else if (s->step_count >= STEPS_LEAST)
			continue;
		add_step(b, dim);
		gated = gated || missed_gate(b, dim) >= 0;
	}
	s->owner_head = T(b, "Owner");
	s->first_head = T(b, "First step");
	if (s->step_count > 0 && wanting == 0)
		s->intro = T(b, "Every area scores high. These steps keep the lowest of them "
		                "from slipping.");
	add_track(b);
	if (s->step_count > 0 || s->track_count > 0)
		add_page(b, REPORT_STEPS, T(b, "What do we do on Monday?"),
		    heading(b, gated));
}
