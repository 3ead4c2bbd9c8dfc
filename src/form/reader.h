/* SPDX-License-Identifier: ISC
 *
 * reader.h - inside the form room: reading members of a form file while
 * remembering where one stands, so that every problem names its place.
 *
 * A reader goes on after a problem with a harmless value: one run tells all. */
#ifndef FORM_READER_H
#define FORM_READER_H

#include <jansson.h>

#include "form/form.h"

#define READER_PROBLEMS_MAX 100
#define READER_WORDS_MAX    4000 /* characters in one text of a form */

/* Where we are: a chain on the C stack.  key NULL: an array's element. */
struct at {
	const struct at *up;
	const char      *key;
	size_t           index;
};

struct reader {
	struct arena          *arena;
	struct bytes           source;
	struct form           *form;
	struct form_item      *items;      /* form->items, while they are made */
	struct form_dimension *dimensions; /* the same */
	struct form_problem   *problems;
	size_t                 problem_count;
	bool                  *broken; /* items that said so: no follow-on problems */
	struct form_words      maturity[5], agreement[5];
	bool                   has_maturity, has_agreement;
	struct form_words      rating_ends[2], scale10_ends[2];
};

enum need { OPTIONAL, REQUIRED };

/* key: a member of the object we stand in, or NULL: this place itself. */
void reader_problem(struct reader *, const struct at *, const char *key,
    const char *accepted, const char *fmt, ...) PRINTF(5, 6);
/* accepted: "; did you mean x" for the nearest of names, else all of them. */
const char *reader_accepts(struct reader *, const char *given, const char *const *names);

/* Members outside names (NULL-terminated) are problems. */
void
reader_known(struct reader *, const struct at *, json_t *object, const char *const *names);
/* false: not an object (said). */
bool reader_is_object(struct reader *, const struct at *, json_t *value);

json_t *reader_object(struct reader *, const struct at *, json_t *object, const char *key,
    enum need);
json_t *reader_array(struct reader *, const struct at *, json_t *object, const char *key,
    size_t least, size_t most, enum need);
const char *reader_string(struct reader *, const struct at *, json_t *object,
    const char *key, enum need);
bool        reader_bool(struct reader *, const struct at *, json_t *object, const char *key);
int64_t     reader_int(struct reader *, const struct at *, json_t *object, const char *key,
        int64_t low, int64_t high, int64_t otherwise, enum need);
/* In FORM_UNIT; whole and decimal numbers. */
bool reader_unit(struct reader *, const struct at *, json_t *value, const char *key,
    int64_t *unit_out);
/* Index in names; otherwise when absent or (said) unknown. */
int reader_choice(struct reader *, const struct at *, json_t *object, const char *key,
    const char *const *names, int otherwise, enum need);
struct form_words
reader_words(struct reader *, const struct at *, json_t *object, const char *key, enum need);
struct form_words
reader_words_value(struct reader *, const struct at *, json_t *value, const char *key);
const struct form_words *reader_words_list(struct reader *, const struct at *,
    json_t *object, const char *key, size_t *count_out);
/* 0..100, whole or "200/3" with a denominator that divides 60. */
struct form_points
reader_points(struct reader *, const struct at *, json_t *value, const char *key);

enum code_kind { CODE_SLUG, CODE_ITEM, CODE_OPTION, CODE_DIMENSION, CODE__KINDS };
const char *reader_code(struct reader *, const struct at *, json_t *object, const char *key,
    enum code_kind);
/* The item so called among the first `before` ones; -1 (said). */
int reader_item(struct reader *, const struct at *, const char *key, const char *id,
    size_t before);
int reader_dimension(struct reader *, const struct at *, const char *key, const char *code);

/* A condition in member `key` of object, looking at items before `before`. */
const struct form_condition *reader_condition(struct reader *, const struct at *,
    json_t *object, const char *key, size_t before, enum need);

void read_languages(struct reader *, const struct at *, json_t *root);
void read_scales(struct reader *, const struct at *, json_t *root);
void read_dimensions(struct reader *, const struct at *, json_t *root);
void
read_item(struct reader *, const struct at *, json_t *object, size_t index, size_t page);
void read_codes(struct reader *, const struct at *, json_t *object, struct form_item *);
/* read_number.c */
void read_bounds(struct reader *, const struct at *, json_t *, struct form_item *);
void read_number_points(struct reader *, const struct at *, json_t *, struct form_item *);
void read_option_band(struct reader *, const struct at *, json_t *, struct form_option *);
void read_within(struct reader *, const struct at *, json_t *, struct form_item *);
void read_start(struct reader *, const struct at *, json_t *root);
void read_scoring(struct reader *, const struct at *, json_t *root);
void read_lenses(struct reader *, const struct at *, json_t *root);
void read_stages(struct reader *, const struct at *, json_t *root);
void read_facts(struct reader *, const struct at *, json_t *root);
void read_alerts(struct reader *, const struct at *, json_t *root);

#endif
