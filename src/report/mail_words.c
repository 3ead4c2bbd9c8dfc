/* SPDX-License-Identifier: ISC
 *
 * What the mail says before and after the figures. */
#include "report/build.h"

static const char *
opening(struct builder *b)
{
	static const char *const place[] = { WORD("first"), WORD("second"), WORD("third"),
		WORD("last") };
	const struct report_summary *s = &b->m->summary;
	const char                  *date = word_date(b, b->in->submitted_at);

	if (s->stage == 0)
		return SAY(b, "Thank you for answering on {date}. {says}", "date", date,
		    "says", s->stage_says ? s->stage_says : s->statement, NULL);
	return SAY(b,
	    s->stage_says
	        ? "Thank you for answering on {date}. Your firm is at the {place} of {count} "
	          "stages, {stage}. {says}"
	        : "Thank you for answering on {date}. Your firm is at the {place} of {count} "
	          "stages, {stage}.",
	    "date", date, "place", T(b, place[s->stage - 1]), "count",
	    word_count(b, (int64_t)b->form->stage_count), "stage",
	    s->stage_name[s->stage - 1], "says", s->stage_says ? s->stage_says : "", NULL);
}

static const char *
strength(struct builder *b, const struct report_area *a)
{
	switch (area_side(a)) {
	case AREA_ABOVE:
		return SAY(b, "{area}, {score}: above the median of comparable firms.",
		    "area", a->name, "score", a->score_text, NULL);
	case AREA_CLOSE:
		return SAY(b, "{area}, {score}: close to the median of comparable firms.",
		    "area", a->name, "score", a->score_text, NULL);
	case AREA_BELOW:
		return SAY(b,
		    sharing_highest(b->m) > 1
		        ? "{area}, {score}: as high as any area, though below the median of "
		          "comparable firms."
		        : "{area}, {score}: your highest, though below the median of "
		          "comparable firms.",
		    "area", a->name, "score", a->score_text, NULL);
	case AREA_UNKNOWN:
	default:
		return SAY(b,
		    sharing_highest(b->m) > 1 ? "{area}, {score}: as high as any area."
		                              : "{area}, {score}: your highest.",
		    "area", a->name, "score", a->score_text, NULL);
	}
}

static const struct report_area *
weakest(const struct report_model *m, bool *gap_out)
{
	const struct report_area *widest = NULL;

	for (size_t i = 0; i < scored_count(m); i++)
		if (area_side(&m->profile.area[i]) == AREA_BELOW &&
		    (!widest || m->profile.area[i].gap < widest->gap))
			widest = &m->profile.area[i];
	*gap_out = widest != NULL;
	return widest ? widest : &m->profile.area[0];
}

static const char *
named_in(struct builder *b, int quarter)
{
	const struct report_profile *p = &b->m->profile;
	const char                  *name[REPORT_AREAS_MAX];
	size_t                       count = 0;

	for (size_t i = 0; i < p->area_count; i++)
		if (p->area[i].quarter == quarter)
			name[count++] = area_subject(b, &p->area[i]);
	return count ? word_list(b, name, count) : NULL;
}

static const char *
overall(struct builder *b)
{
	const struct report_area *o = &b->m->overall;
	const char               *low = named_in(b, 1), *high = named_in(b, 4), *first;

	if (o->middle && o->rank)
		first = SAY(b,
		    "Overall you score {score}; half of comparable firms lie between "
		    "{low} and {high}, and you are ahead of about {rank} in 100 of them.",
		    "score", o->score_text ? o->score_text : "", "low",
		    word_half_said(b, o->chart.q1), "high", word_half_said(b, o->chart.q3),
		    "rank", word_whole(b, o->rank), NULL);
	else if (o->middle && o->score_text)
		first = SAY(b,
		    "Overall you score {score}; half of comparable firms lie between "
		    "{low} and {high}.",
		    "score", o->score_text, "low", word_half_said(b, o->chart.q1), "high",
		    word_half_said(b, o->chart.q3), NULL);
	else
		first = b->m->summary.statement;
	if (low && high)
		return SAY(b,
		    "{first} In the bottom quarter of the field: {low}. In the top "
		    "quarter: {high}.",
		    "first", first, "low", low, "high", high, NULL);
	if (low)
		return SAY(b, "{first} In the bottom quarter of the field: {low}.", "first",
		    first, "low", low, NULL);
	if (high)
		return SAY(b, "{first} In the top quarter of the field: {high}.", "first",
		    first, "high", high, NULL);
	return first;
}

static const char *
areas_note(struct builder *b)
{
	if (!b->m->compared)
		return SAY(b, "Weakest first, on a scale from 0 to 100. {note}", "note",
		    b->m->summary.group_note, NULL);
	return SAY(b,
	    "Weakest first, on a scale from 0 to 100. The group is {group}, {count} "
	    "of them.",
	    "group", bench_group_words(b->arena, b->form, b->group, b->language, view_t),
	    "count", word_band(b, b->group->band), NULL);
}

void
build_mail(struct builder *b)
{
	struct report_mail_words *w = &b->m->mail;
	const struct report_page *first = report_page_of(b->m, REPORT_SUMMARY);
	const struct report_page *second = report_page_of(b->m, REPORT_PROFILE);
	size_t                    count = scored_count(b->m);
	const char               *title = stage_title(b);

	w->subject = T(b, "Your preparedness report");
	w->comparison_subject = T(b, "Your comparison is ready");
	w->comparison_opening = SAY(b,
	    b->m->overall.score_text
	        ? "You answered on {date}. There are now enough firms to compare yours with. "
	          "{statement} Your scores have not changed."
	        : "You answered on {date}. There are now enough firms to compare yours with. "
	          "Your scores have not changed.",
	    "date", word_date(b, b->in->submitted_at), "statement", b->m->summary.statement,
	    NULL);
	w->preheader =
	    b->m->compared
	        ? T(b,
	              "Where your firm stands beside comparable firms, and what to do first.")
	        : T(b, "Where your firm stands, and what to do first.");
	w->heading = title ? SAY(b, "Your firm: {title}", "title", title, NULL)
	                   : first->heading;
	w->comparison_heading = second ? second->heading : w->heading;
	w->opening = opening(b);
	if (count > 1) {
		const struct report_area *best = &b->m->profile.area[count - 1];
		bool                      gap;
		const struct report_area *worst = weakest(b->m, &gap);

		w->strength_label = T(b, "A strength.");
		w->strength = strength(b, best);
		w->weakness_label = T(b, "A weakness.");
		w->weakness = SAY(b,
		    gap ? "{area}, {score}: the widest gap to comparable firms."
		    : sharing_lowest(b->m) > 1 ? "{area}, {score}: as low as any area."
		                               : "{area}, {score}: your lowest.",
		    "area", worst->name, "score", worst->score_text, NULL);
		if (worst == best)
			w->strength_label = w->strength = NULL;
	}
	w->areas_title = SAY(b,
	    b->m->profile.area_count == 1 ? "Where you stand"
	                                  : "Where you stand in {count} areas",
	    "count", word_count(b, (int64_t)b->m->profile.area_count), NULL);
	w->areas_note = areas_note(b);
	w->overall = overall(b);
	w->steps_title = T(b, "What to do first");
	w->enclosed = T(b, "The full report is attached as a PDF.");
}
