/* SPDX-License-Identifier: ISC
 *
 * Page 2: the areas beside the group, weakest first. */
#include "base/buf.h"
#include "report/build.h"

#define NAMED_MAX 3 /* areas of one kind named in a heading; more are counted */
#define NAMES_MAX 4 /* of both kinds */

/* The names inside a sentence of the areas that fit, in the order of the page.
 * Returns how many fit; *many_out: their verb is plural. */
static size_t
named(struct builder *b, bool (*fits)(const struct report_area *), const char **list_out,
    bool *many_out)
{
	const struct report_profile *p = &b->m->profile;
	const char                  *name[REPORT_AREAS_MAX];
	size_t                       count = 0;

	*many_out = false;
	for (size_t i = 0; i < p->area_count; i++)
		if (fits(&p->area[i])) {
			*many_out = area_plural(b, &p->area[i]);
			name[count++] = area_subject(b, &p->area[i]);
		}
	*many_out = *many_out || count > 1;
	*list_out = count ? word_list(b, name, count) : "";
	return count;
}

static bool
in_bottom(const struct report_area *a)
{
	return a->quarter == 1;
}

static bool
in_top(const struct report_area *a)
{
	return a->quarter == 4;
}

static bool
is_above(const struct report_area *a)
{
	return area_side(a) == AREA_ABOVE;
}

static bool
is_below(const struct report_area *a)
{
	return area_side(a) == AREA_BELOW;
}

static bool
has_quarter(const struct report_area *a)
{
	return a->quarter != 0;
}

static bool
has_side(const struct report_area *a)
{
	return area_side(a) != AREA_UNKNOWN;
}

static size_t
count_of(const struct builder *b, bool (*fits)(const struct report_area *))
{
	const struct report_profile *p = &b->m->profile;
	size_t                       count = 0;

	for (size_t i = 0; i < p->area_count; i++)
		count += fits(&p->area[i]);
	return count;
}

static const char *
counted(struct builder *b, size_t n)
{
	return word_count(b, (int64_t)n);
}

/* "A, b and c trail; d and e hold up." */
static const char *
quarters_heading(struct builder *b)
{
	size_t      known = count_of(b, has_quarter), above, bottom;
	const char *low, *high, *trail;
	bool        low_many, high_many;

	bottom = named(b, in_bottom, &low, &low_many);
	above = named(b, is_above, &high, &high_many);
	if (bottom == known && known > 1)
		return SAY(b, "All {count} areas lie in the bottom quarter of the field",
		    "count", counted(b, known), NULL);
	if (bottom == 0 && above == 0)
		return T(b, "No area lies in the bottom quarter, and none above its median");
	if (bottom == 0 && above == known && known > 1)
		return SAY(b, "All {count} areas lie above their median", "count",
		    counted(b, known), NULL);
	if (bottom == 0 && above > NAMED_MAX)
		return SAY(b,
		    "{above} of {count} areas lie above their median, none in "
		    "the bottom quarter",
		    "above", word_count_first(b, (int64_t)above), "count", counted(b, known),
		    NULL);
	if (bottom == 0)
		return SAY(b,
		    high_many
		        ? "{areas} lie above the median; no area lies in the bottom quarter"
		        : "{areas} lies above the median; no area lies in the bottom quarter",
		    "areas", word_first(b, high), NULL);
	trail = bottom > NAMED_MAX ? SAY(b, "{bottom} of {count} areas trail", "bottom",
	                                 word_count_first(b, (int64_t)bottom), "count",
	                                 counted(b, known), NULL)
	                           : SAY(b, low_many ? "{areas} trail" : "{areas} trails",
	                                 "areas", word_first(b, low), NULL);
	if (above == 0)
		return SAY(b, "{trail}, and no area lies above its median", "trail", trail,
		    NULL);
	if (above > 1 &&
	    (above > NAMED_MAX || (bottom <= NAMED_MAX && bottom + above > NAMES_MAX)))
		return SAY(b, "{trail}; {above} others lie above their median", "trail",
		    trail, "above", counted(b, above), NULL);
	return SAY(b, high_many ? "{trail}; {areas} hold up" : "{trail}; {areas} holds up",
	    "trail", trail, "areas", high, NULL);
}

static const char *
sides_heading(struct builder *b)
{
	size_t known = count_of(b, has_side), below = count_of(b, is_below);
	size_t above = count_of(b, is_above);

	if (below == 0)
		return above == 0 ? T(b, "Every area lies close to its median")
		                  : T(b, "No area lies below its median");
	if (below == known)
		return T(b, "Every area lies below its median");
	return SAY(b,
	    below == 1 ? "One of {count} areas lies below its median, {above} above"
	               : "{below} of {count} areas lie below their median, {above} above",
	    "below", word_count_first(b, (int64_t)below), "count", counted(b, known),
	    "above", counted(b, above), NULL);
}

static const char *
heading(struct builder *b)
{
	if (scored_count(b->m) == 0)
		return own_statement(b);
	if (count_of(b, has_quarter) > 0)
		return quarters_heading(b);
	return count_of(b, has_side) > 0 ? sides_heading(b) : own_statement(b);
}

static const char *
drawn_aria(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	struct buf                   out;

	buf_init(&out, b->arena, 8000);
	buf_str(&out,
	    SAY(b, p->area_count == 1 ? "One area." : "{count} areas, weakest first.",
	        "count", word_count_first(b, (int64_t)p->area_count), NULL));
	for (size_t i = 0; i < p->area_count; i++) {
		const struct report_area *a = &p->area[i];
		const char               *own = a->score_text
		                                    ? SAY(b, "you {score}", "score", a->score_text, NULL)
		                                    : a->no_score;
		const char *median = a->median_said ? SAY(b, "median {median}", "median",
		                                          a->median_said, NULL)
		                                    : T(b, "median withheld");

		buf_str(&out, " ");
		if (!b->m->compared)
			buf_str(&out,
			    SAY(b, "{area}: {own}.", "area", a->name, "own", own, NULL));
		else if (a->standing)
			buf_str(&out, SAY(b, "{area}: {own}, {median}, {standing}.", "area",
			                  a->name, "own", own, "median", median, "standing",
			                  a->standing, NULL));
		else
			buf_str(&out, SAY(b, "{area}: {own}, {median}.", "area", a->name,
			                  "own", own, "median", median, NULL));
	}
	return buf_as_text(&out).s;
}

static void
stand_out(struct builder *b, const char *sentence)
{
	struct report_profile *p = &b->m->profile;

	check(p->stands_out_count < 3);
	p->stands_out[p->stands_out_count++] = sentence;
}

/* Lowest and highest score, when they are far enough apart to say so. */
static void
add_spread(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	size_t                       count = scored_count(b->m);
	int                          points;

	if (count < 2)
		return;
	points = p->area[count - 1].whole - p->area[0].whole;
	if (points == 0)
		stand_out(b, T(b, "All areas score the same: no single one pulls the overall "
		                  "score down."));
	else if (points >= 20)
		stand_out(b,
		    SAY(b,
		        "{points} points lie between your lowest and your "
		        "highest area. A mean hides that, so the stage looks at the weak ones.",
		        "points", word_whole(b, points), NULL));
	else
		stand_out(b,
		    SAY(b,
		        points == 1
		            ? "Your areas lie within one point of each other: no single one "
		              "pulls the overall score down."
		            : "Your areas lie within {points} points of each other: no single one "
		              "pulls the overall score down.",
		        "points", word_whole(b, points), NULL));
}

static void
add_quarters(struct builder *b)
{
	const char *low, *high;
	bool        low_many, high_many;
	size_t      bottom = named(b, in_bottom, &low, &low_many);
	size_t      top = named(b, in_top, &high, &high_many);

	if (bottom > 0)
		stand_out(b,
		    SAY(b,
		        low_many
		            ? "In the bottom quarter lie {areas}: about three in four comparable "
		              "firms score more there."
		            : "In the bottom quarter lies {areas}: about three in four comparable "
		              "firms score more there.",
		        "areas", low, NULL));
	if (top > 1) /* a single one is spoken of by itself */
		stand_out(b, SAY(b,
		                 high_many ? "In the top quarter lie {areas}."
		                           : "In the top quarter lies {areas}.",
		                 "areas", high, NULL));
	if (bottom == 0 && top == 0 && count_of(b, has_quarter) > 0)
		stand_out(b, T(b, "All areas lie in the two middle quarters of the field."));
}

/* An area can be low in points and yet usual, or the other way round. */
static void
add_contrast(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;

	for (size_t i = 0; i < scored_count(b->m); i++) {
		const struct report_area *a = &p->area[i];
		const char               *band = form_band_word(b->form, a->score);

		if (p->stands_out_count >= 3)
			return;
		if (strcmp(band, "low") == 0 && a->quarter >= 3) {
			stand_out(b, SAY(b,
			                 "{area}, {score}, is low in points but not "
			                 "among comparable firms: their median is {median}.",
			                 "area", a->name, "score", a->score_text, "median",
			                 a->median_said, NULL));
			return;
		}
		if (strcmp(band, "high") == 0 && a->quarter == 4 &&
		    count_of(b, in_top) == 1) {
			stand_out(b,
			    SAY(b,
			        area_plural(b, a)
			            ? "{area} are high and ahead of most: {score} against a median "
			              "of {median}."
			            : "{area} is high and ahead of most: {score} against a median "
			              "of {median}.",
			        "area", word_first(b, area_subject(b, a)), "score",
			        a->score_text, "median", a->median_said, NULL));
			return;
		}
		if (strcmp(band, "mid") == 0 && a->quarter == 4) {
			stand_out(b,
			    SAY(b,
			        area_plural(b, a)
			            ? "{area} are ahead of most, though at {score} there is room to "
			              "grow. {reading}"
			            : "{area} is ahead of most, though at {score} there is room to "
			              "grow. {reading}",
			        "area", word_first(b, area_subject(b, a)), "score",
			        a->score_text, "reading", a->reading, NULL));
			return;
		}
	}
}

void
build_profile(struct builder *b)
{
	struct report_profile *p = &b->m->profile;
	bool                   withheld = false;

	for (size_t i = 0; i < p->area_count; i++)
		withheld = withheld || !p->area[i].median_text;
	p->caption = SAY(b,
	    p->area_count == 1 ? "One area; 0 to 100 points"
	                       : "{count} areas, weakest first; 0 to 100 points",
	    "count", word_count_first(b, (int64_t)p->area_count), NULL);
	p->area_head = count_of(b, has_quarter) > 0
	                   ? T(b, "Area, and your quarter of the field")
	                   : T(b, "Area");
	p->you_head = T(b, "You");
	p->median_head = T(b, "Median");
	p->aria = drawn_aria(b);
	p->scale_note = SAY(b,
	    "Scores run from 0 to 100. Below {low} is low, {high} and "
	    "above is high.",
	    "low", word_whole(b, b->form->scoring.low_below), "high",
	    word_whole(b, b->form->scoring.high_from), NULL);
	if (count_of(b, has_quarter) > 0)
		p->quarter_note = T(b,
		    "\u201cBottom quarter\u201d means below the first quartile; the quarters "
		    "count from the top. With ties they are not quite equal.");
	if (withheld)
		p->withheld_note =
		    b->m->compared
		        ? T(b, "\u201cWithheld\u201d: too few comparable firms answered, so nothing "
		               "about them is shown.")
		        : T(b, "\u201cWithheld\u201d: too few comparable firms yet, so nothing about "
		               "them is shown. We write to you when there are enough.");
	if (b->in->limited && withheld)
		p->withheld_note = T(b, "\u201cWithheld\u201d: this report shows your own "
		                        "scores only.");
	if (scored_count(b->m) < p->area_count)
		p->no_score_note = T(b, "\u201cNo score\u201d: fewer than two thirds of the "
		                        "statements in that area have an answer.");
	p->readings_title = T(b, "What each score says");
	p->stands_out_title = T(b, "What stands out");
	if (scored_count(b->m) > 0) {
		add_quarters(b);
		if (p->stands_out_count < 3)
			add_contrast(b);
		if (p->stands_out_count < 3)
			add_spread(b);
	}
	p->source = group_source(b);
	add_page(b, REPORT_PROFILE, T(b, "Where are we strong, where weak?"), heading(b));
}

void
build_result(struct builder *b)
{
	struct report_result        *r = &b->m->result;
	const struct report_summary *s = &b->m->summary;
	const struct score          *score = b->score;

	r->heading = s->stage ? SAY(b, "Your result: {stage}", "stage",
	                            s->stage_name[s->stage - 1], NULL)
	                      : T(b, "Your result");
	/* The first step fills the gap, if there is one. */
	if (b->m->steps.step_count > 0 && b->m->steps.step[0].gap)
		r->gap = SAY(b, "{step} \u201cCorrect my answers\u201d stands below.",
		    "step", b->m->steps.step[0].text, NULL);
	r->mean_of = counted(b, scored_count(b->m));
	r->caption = word_stop(b, own_statement(b));
	r->explanation = SAY(b,
	    "Your score in each area, weakest first. Lines at {low} and "
	    "{high} part low, middle and high.",
	    "low", word_whole(b, b->form->scoring.low_below), "high",
	    word_whole(b, b->form->scoring.high_from), NULL);
	r->made = SAY(b,
	    "{answered} of {asked} statements answered. Each answer counts 0, "
	    "25, 50, 75 or 100 points; an area is the mean of its answers.",
	    "answered", word_whole(b, score->answered), "asked", word_whole(b, score->asked),
	    NULL);
}
