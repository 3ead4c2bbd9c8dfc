/* SPDX-License-Identifier: ISC
 *
 * Page 8: who is in the comparison, how figures are made, what is never shown. */
#include "report/build.h"

static void
term(struct builder *b, const char *name, const char *text)
{
	struct report_method *m = &b->m->method;

	check(m->term_count < REPORT_TERMS_MAX);
	m->term[m->term_count++] = (struct report_term){ name, text };
}

static const char *
why_this_group(struct builder *b)
{
	switch (b->group->level) {
	case 1:
		return T(b, "The closest group there is: profession, size and region.");
	case 2:
		return T(b, "The closest group with at least ten firms: profession and size. "
		            "With the region there were too few.");
	case 3:
		return T(b, "The closest group with at least ten firms: profession and "
		            "neighbouring sizes. Closer groups had too few.");
	case 4:
		return T(b, "The closest group with at least ten firms: your profession, any "
		            "size. Closer groups had too few.");
	case 5:
		return T(b, "The closest group with at least ten firms: neighbouring sizes, "
		            "any profession. Closer groups had too few.");
	default:
		return T(b, "All firms together. Every closer group had too few.");
	}
}

static void
add_comparison(struct builder *b)
{
	const char *date = word_date(b, b->in->snapshot_at);

	term(b, T(b, "Who is in the comparison"),
	    SAY(b,
	        "{group}. Your own firm is never "
	        "part of it.",
	        "group",
	        word_first(b,
	            bench_group_words(b->arena, b->form, b->group, b->language, view_t)),
	        NULL));
	term(b, T(b, "How many"),
	    SAY(b,
	        "{count} firms. We give bands, never exact numbers; "
	        "medians and quartiles to the nearest half, shares to the nearest 5%.",
	        "count", word_band(b, b->group->band), NULL));
	term(b, T(b, "Why this group"), why_this_group(b));
	term(b, T(b, "Each firm counts once"),
	    T(b, "With its latest answers of the past 24 months."));
	term(b, T(b, "Frozen on"),
	    b->in->one_person_reason && !*b->in->one_person_reason
	        ? SAY(b,
	              "{date}, released by one person. This report will look the same in ten "
	              "years.",
	              "date", date, NULL)
	    : b->in->one_person_reason
	        ? SAY(b,
	              "{date}, released by one person: {reason} This report will look the "
	              "same in ten years.",
	              "date", date, "reason", word_stop(b, b->in->one_person_reason), NULL)
	        : SAY(b,
	              "{date}, released by two people. This report will look the same in "
	              "ten years.",
	              "date", date, NULL));
}

static void
add_missing(struct builder *b)
{
	const struct score *s = b->score;
	int                 missing = s->asked - s->answered - s->dk - s->na;
	const char         *answered, *dk;

	answered = missing <= 0 && s->dk + s->na == 0
	               ? SAY(b, "All {asked} statements have an answer.", "asked",
	                     word_whole(b, s->asked), NULL)
	               : SAY(b,
	                     s->answered == 1
	                         ? "One of {asked} statements has an answer."
	                         : "{answered} of {asked} statements have an answer.",
	                     "answered", word_whole(b, s->answered), "asked",
	                     word_whole(b, s->asked), NULL);
	dk = s->dk == 0
	         ? T(b, "You chose \u201cDon\u2019t know\u201d for none.")
	         : SAY(b,
	               s->dk == 1 ? "You chose \u201cDon\u2019t know\u201d once."
	                          : "You chose \u201cDon\u2019t know\u201d for {count}.",
	               "count", word_count(b, s->dk), NULL);
	term(b, T(b, "Missing answers"),
	    SAY(b,
	        "{answered} {dk} An area has a score when "
	        "two thirds of its statements have an answer.",
	        "answered", answered, "dk", dk, NULL));
}

static void
add_scores(struct builder *b)
{
	size_t reversed = 0;

	for (size_t i = 0; i < b->form->item_count; i++)
		reversed += b->form->items[i].reverse;
	term(b, T(b, "How scores are made"),
	    reversed == 0
	        ? T(b, "An answer counts 0, 25, 50, 75 or 100 points. An area is the mean of its "
	               "answers; overall is the mean of the areas.")
	        : SAY(b,
	              reversed == 1
	                  ? "An answer counts 0, 25, 50, 75 or 100 points, one statement the other way "
	                    "round. An area is the mean of its answers; overall is the mean of the "
	                    "areas."
	                  : "An answer counts 0, 25, 50, 75 or 100 points, {count} statements the "
	                    "other way round. An area is the mean of its answers; overall is the mean "
	                    "of the areas.",
	              "count", word_count(b, (int64_t)reversed), NULL));
}

static const char *
gate_words(struct builder *b, const struct form_gate *gate)
{
	const char *bound = word_whole(b, form_score_whole(gate->bound));

	if (gate->measure == FORM_OVERALL)
		return SAY(b,
		    gate->below ? "overall below {bound}" : "overall {bound} or more",
		    "bound", bound, NULL);
	if (gate->measure == FORM_EACH)
		return SAY(b, gate->below ? "an area below {bound}" : "no area below {bound}",
		    "bound", bound, NULL);
	return SAY(b, gate->below ? "{area} below {bound}" : "{area} {bound} or more", "area",
	    word_say(b, b->form->dimensions[gate->measure].subject), "bound", bound, NULL);
}

/* A rule that leads where the next one leads without any condition: its gates
 * choose words, not the stage. */
static bool
says_nothing(const struct form *f, size_t i)
{
	return i + 1 < f->stage_rule_count && f->stage_rules[i + 1].gate_count == 0 &&
	       f->stage_rules[i].gate_count > 0 &&
	       f->stage_rules[i].stage == f->stage_rules[i + 1].stage;
}

/* The rules as the form states them, first match first. */
static void
add_stages(struct builder *b)
{
	const char *said[8];
	size_t      count = 0;

	for (size_t i = 0; i < b->form->stage_rule_count && count < 8; i++) {
		const struct form_stage_rule *rule = &b->form->stage_rules[i];
		const char *name = word_say(b, b->form->stages[rule->stage].name);
		const char *gates = NULL;

		if (says_nothing(b->form, i))
			continue;
		for (size_t g = 0; g < rule->gate_count; g++) {
			const char *one = gate_words(b, &rule->gates[g]);

			gates = !gates ? one
			               : SAY(b,
			                     rule->any ? "{list}, or {next}"
			                               : "{list} and {next}",
			                     "list", gates, "next", one, NULL);
		}
		said[count++] =
		    gates ? SAY(b, "{stage}: {rule}.", "stage", name, "rule", gates, NULL)
		          : SAY(b, "Otherwise {stage}.", "stage", name, NULL);
	}
	if (count == 0)
		return;
	for (size_t i = 1; i < count; i++)
		said[0] = arena_printf(b->arena, "%s %s", said[0], said[i]);
	term(b, T(b, "How the stage is found"), said[0]);
}

void
build_method(struct builder *b)
{
	if (b->m->compared)
		add_comparison(b);
	else
		term(b, T(b, "The comparison"),
		    b->in->limited
		        ? T(b, "This report shows your own scores: a firm has two reports with a "
		               "comparison in a year, and one corrected more than once has "
		               "none.")
		        : T(b,
		              "There are too few comparable firms yet. A comparison needs at least "
		              "five, and your own is never part of it. We write to you when there "
		              "are enough."));
	add_missing(b);
	add_scores(b);
	add_stages(b);
	term(b, T(b, "What is never shown"),
	    T(b, "Another firm\u2019s name, score or rank; "
	         "any group under ten firms, or all firms together under five; means, best or worst of a group; words that someone "
	         "else wrote."));
	b->m->method.closing = T(b,
	    "One person\u2019s view stands behind these scores. If "
	    "partners disagree with them, that is worth a conversation: ask three "
	    "colleagues to answer, too, and compare notes.");
	add_page(b, REPORT_METHOD, T(b, "Can I trust it?"), T(b, "How this report was made"));
}
