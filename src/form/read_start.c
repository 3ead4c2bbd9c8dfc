/* SPDX-License-Identifier: ISC
 * Scales and start page of a form file. */
#include <string.h>

#include "form/reader.h"

static const char *const scales_names[] = { "maturity", "agreement", "rating", "scale10",
	NULL };
static const char *const ends_names[] = { "low", "high", NULL };
static const char *const start_names[] = { "cap", "heading", "lead", "button", "facts",
	"sections", "example", NULL };
static const char *const term_names[] = { "term", "text", NULL };
static const char *const section_names[] = { "heading", "paragraphs", "points", "example",
	NULL };
static const char *const example_names[] = { "title", "text", "score", "q1", "median", "q3",
	NULL };

static bool
read_steps(struct reader *r, const struct at *at, json_t *object, const char *key,
    struct form_words words[5])
{
	json_t   *array = reader_array(r, at, object, key, 5, 5, OPTIONAL);
	struct at here = { at, key, 0 };

	for (size_t i = 0; i < json_array_size(array); i++) {
		struct at place = { &here, NULL, i };

		words[i] = reader_words_value(r, &place, json_array_get(array, i), NULL);
	}
	return array != NULL;
}

static void
read_ends(struct reader *r, const struct at *at, json_t *object, const char *key,
    struct form_words words[2])
{
	json_t   *ends = reader_object(r, at, object, key, OPTIONAL);
	struct at here = { at, key, 0 };

	if (ends == NULL)
		return;
	reader_known(r, &here, ends, ends_names);
	words[0] = reader_words(r, &here, ends, "low", REQUIRED);
	words[1] = reader_words(r, &here, ends, "high", REQUIRED);
}

void
read_scales(struct reader *r, const struct at *at, json_t *root)
{
	json_t   *object = reader_object(r, at, root, "scales", OPTIONAL);
	struct at here = { at, "scales", 0 };

	if (object == NULL)
		return;
	reader_known(r, &here, object, scales_names);
	r->has_maturity = read_steps(r, &here, object, "maturity", r->maturity);
	r->has_agreement = read_steps(r, &here, object, "agreement", r->agreement);
	read_ends(r, &here, object, "rating", r->rating_ends);
	read_ends(r, &here, object, "scale10", r->scale10_ends);
}

static void
read_terms(struct reader *r, const struct at *at, json_t *object)
{
	json_t           *array = reader_array(r, at, object, "facts", 1, 8, OPTIONAL);
	struct at         here = { at, "facts", 0 };
	size_t            count = json_array_size(array);
	struct form_term *terms = ARENA_ARRAY(r->arena, struct form_term, count + 1);

	r->form->start.facts = terms;
	r->form->start.fact_count = count;
	for (size_t i = 0; i < count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, term_names);
		terms[i].term = reader_words(r, &place, value, "term", REQUIRED);
		terms[i].text = reader_words(r, &place, value, "text", REQUIRED);
	}
}

static void
read_sections(struct reader *r, const struct at *at, json_t *object)
{
	json_t   *array = reader_array(r, at, object, "sections", 1, 12, OPTIONAL);
	struct at here = { at, "sections", 0 };
	size_t    count = json_array_size(array);
	struct form_section *sections = ARENA_ARRAY(r->arena, struct form_section, count + 1);

	r->form->start.sections = sections;
	r->form->start.section_count = count;
	for (size_t i = 0; i < count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, section_names);
		sections[i].heading = reader_words(r, &place, value, "heading", REQUIRED);
		sections[i].paragraphs = reader_words_list(r, &place, value, "paragraphs",
		    &sections[i].paragraph_count);
		sections[i].points =
		    reader_words_list(r, &place, value, "points", &sections[i].point_count);
		sections[i].example = reader_bool(r, &place, value, "example");
	}
}

static void
read_example(struct reader *r, const struct at *at, json_t *object)
{
	json_t            *example = reader_object(r, at, object, "example", OPTIONAL);
	struct at          here = { at, "example", 0 };
	struct form_start *start = &r->form->start;

	if (example == NULL)
		return;
	reader_known(r, &here, example, example_names);
	start->has_example = true;
	start->example_title = reader_words(r, &here, example, "title", REQUIRED);
	start->example_text = reader_words(r, &here, example, "text", REQUIRED);
	start->example_score =
	    (int)reader_int(r, &here, example, "score", 0, 100, 0, REQUIRED);
	start->example_q1 = (int)reader_int(r, &here, example, "q1", 0, 100, 0, REQUIRED);
	start->example_median =
	    (int)reader_int(r, &here, example, "median", 0, 100, 0, REQUIRED);
	start->example_q3 = (int)reader_int(r, &here, example, "q3", 0, 100, 0, REQUIRED);
	if (start->example_q1 > start->example_median ||
	    start->example_median > start->example_q3)
		reader_problem(r, &here, "median", "q1 <= median <= q3",
		    "the example's quartiles are out of order");
}

void
read_start(struct reader *r, const struct at *at, json_t *root)
{
	json_t            *object = reader_object(r, at, root, "start", REQUIRED);
	struct at          here = { at, "start", 0 };
	struct form_start *start = &r->form->start;

	if (object == NULL)
		return;
	reader_known(r, &here, object, start_names);
	start->cap = reader_words(r, &here, object, "cap", OPTIONAL);
	start->heading = reader_words(r, &here, object, "heading", REQUIRED);
	start->lead = reader_words(r, &here, object, "lead", REQUIRED);
	start->button = reader_words(r, &here, object, "button", REQUIRED);
	read_terms(r, &here, object);
	read_sections(r, &here, object);
	read_example(r, &here, object);
}
