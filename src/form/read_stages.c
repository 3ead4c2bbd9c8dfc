/* SPDX-License-Identifier: ISC
 * The path of stages and the ordered rules that find a firm's place on it. */
#include <string.h>

#include "form/reader.h"

static const char *const stages_names[] = { "path", "rules", NULL };
static const char *const path_names[] = { "code", "name", NULL };
static const char *const rule_names[] = { "stage", "all", "any", "title", "sentence", NULL };
static const char *const gate_names[] = { "measure", "below", "at_least", "or_missing",
	"title", "sentence", NULL };

static void
read_measure(struct reader *r, const struct at *at, json_t *object, struct form_gate *gate)
{
	const char *measure = reader_string(r, at, object, "measure", REQUIRED);

	gate->measure = FORM_OVERALL;
	if (measure == NULL || strcmp(measure, "overall") == 0)
		return;
	if (strcmp(measure, "each") == 0)
		gate->measure = FORM_EACH;
	else
		gate->measure = reader_dimension(r, at, "measure", measure);
}

static void
read_gate(struct reader *r, const struct at *at, json_t *object, struct form_gate *gate)
{
	json_t     *below, *least;
	const char *key;
	int64_t     bound = 0;

	if (!reader_is_object(r, at, object))
		return;
	reader_known(r, at, object, gate_names);
	read_measure(r, at, object, gate);
	below = json_object_get(object, "below");
	least = json_object_get(object, "at_least");
	key = below != NULL ? "below" : "at_least";
	gate->below = below != NULL;
	if ((below == NULL) == (least == NULL)) {
		reader_problem(r, at, NULL, "\"below\" or \"at_least\"",
		    "a gate needs exactly one bound");
	} else if (reader_unit(r, at, below != NULL ? below : least, key, &bound)) {
		if (bound < 0 || bound > 100 * FORM_UNIT)
			reader_problem(r, at, key, "0 to 100", "\"%s\" is not on the scale",
			    key);
		else
			gate->bound = (int32_t)bound;
	}
	gate->or_missing = reader_bool(r, at, object, "or_missing");
	gate->title = reader_words(r, at, object, "title", OPTIONAL);
	gate->sentence = reader_words(r, at, object, "sentence", OPTIONAL);
}

static void
read_gates(struct reader *r, const struct at *at, json_t *object,
    struct form_stage_rule *rule)
{
	bool              any = json_object_get(object, "any") != NULL;
	const char       *key = any ? "any" : "all";
	json_t           *array = reader_array(r, at, object, key, 1, 40, OPTIONAL);
	struct at         here = { at, key, 0 };
	struct form_gate *gates;

	if (any && json_object_get(object, "all") != NULL)
		reader_problem(r, at, "all", "\"all\" or \"any\"",
		    "a rule has one list of gates");
	rule->any = any;
	rule->gate_count = json_array_size(array);
	gates = ARENA_ARRAY(r->arena, struct form_gate, rule->gate_count + 1);
	rule->gates = gates;
	for (size_t i = 0; i < rule->gate_count; i++) {
		struct at place = { &here, NULL, i };

		read_gate(r, &place, json_array_get(array, i), &gates[i]);
	}
}

static void
read_path(struct reader *r, const struct at *at, json_t *object)
{
	json_t            *array = reader_array(r, at, object, "path", 2, 12, REQUIRED);
	struct at          here = { at, "path", 0 };
	size_t             count = json_array_size(array);
	struct form_stage *path = ARENA_ARRAY(r->arena, struct form_stage, count + 1);

	r->form->stages = path;
	r->form->stage_count = count;
	for (size_t i = 0; i < count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		path[i].code = "";
		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, path_names);
		path[i].code = reader_code(r, &place, value, "code", CODE_SLUG);
		path[i].name = reader_words(r, &place, value, "name", REQUIRED);
		for (size_t j = 0; j < i; j++)
			if (strcmp(path[j].code, path[i].code) == 0)
				reader_problem(r, &place, "code", "a code of its own",
				    "\"%s\" is used twice", path[i].code);
	}
}

static void
read_rules(struct reader *r, const struct at *at, json_t *object)
{
	json_t     *array = reader_array(r, at, object, "rules", 1, 20, REQUIRED);
	struct at   here = { at, "rules", 0 };
	size_t      count = json_array_size(array);
	const char *names[13] = { NULL };
	struct form_stage_rule *rules =
	    ARENA_ARRAY(r->arena, struct form_stage_rule, count + 1);

	for (size_t i = 0; i < r->form->stage_count; i++)
		names[i] = r->form->stages[i].code;
	r->form->stage_rules = rules;
	r->form->stage_rule_count = count;
	for (size_t i = 0; i < count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, rule_names);
		rules[i].stage = reader_choice(r, &place, value, "stage", names, 0, REQUIRED);
		rules[i].title = reader_words(r, &place, value, "title", OPTIONAL);
		rules[i].sentence = reader_words(r, &place, value, "sentence", OPTIONAL);
		read_gates(r, &place, value, &rules[i]);
	}
	if (count > 0 && rules[count - 1].gate_count > 0) {
		struct at place = { &here, NULL, count - 1 };

		reader_problem(r, &place, NULL, "a last rule without gates",
		    "a firm may fit no rule");
	}
}

void
read_stages(struct reader *r, const struct at *at, json_t *root)
{
	json_t   *object = reader_object(r, at, root, "stages", OPTIONAL);
	struct at here = { at, "stages", 0 };

	if (object == NULL)
		return;
	if (r->form->scoring.overall_needs == 0)
		reader_problem(r, at, "stages", "\"overall_needs\" above 0 in /scoring",
		    "stages need an overall score");
	reader_known(r, &here, object, stages_names);
	read_path(r, &here, object);
	read_rules(r, &here, object);
}
