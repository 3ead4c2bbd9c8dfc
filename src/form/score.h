/* SPDX-License-Identifier: ISC
 *
 * score.h - exact scores.  Fractions all the way, rounded once to micro-points
 * (score x 1,000,000; half away from zero), so that the same answers give the
 * same integers everywhere; overall comes from the unrounded dimensions. */
#ifndef FORM_SCORE_H
#define FORM_SCORE_H

#include "form/answers.h"

#define SCORE_NONE INT32_MIN /* too few answers */
#define SCORE_UNIT 1000000   /* micro-points in a point */

struct score {
	int32_t     overall;
	int32_t     dim[FORM_MEASURES_MAX];
	int32_t     lens[FORM_LENSES_MAX];
	int         stage;          /* index; -1: no result, or a form without stages */
	int         rule, gate;     /* stage rule, and its gate that decided; -1 */
	int         gate_dimension; /* dimension that the gate speaks of; -1 */
	const char *stage_reason;   /* "FOUND below 50"; NULL without a stage */
	int         asked;          /* scored items not skipped by routing */
	int         answered, dk, na;
};

/* The arena only holds stage_reason. */
void form_score(struct arena *, const struct form_answers *, struct score *score_out);

/* Stage, rule, gate and reason from the overall and dimension scores in it. */
void form_stage_find(struct arena *, const struct form *, struct score *);

/* Scores of a packed row: the same, but numbers with bands count as missing. */
void form_score_packed(struct arena *, const struct form *, struct bytes raw,
    struct score *score_out);

/* overall, then dimensions in form order; returns how many. */
size_t form_score_values(const struct form *, const struct score *,
    int32_t values_out[FORM_MEASURES_MAX]);
/* Back from stored values: measures only, stage and reason found again. */
void form_score_from_values(struct arena *, const struct form *, const int32_t *values,
    size_t count, struct score *score_out);

/* Name of measure 0 (overall) or 1.. (a dimension's code). */
const char *form_measure_code(const struct form *, size_t measure);

/* Whole points, half away from zero. */
int form_score_whole(int32_t micro);
/* "48.035714" */
const char *form_score_text(struct arena *, int32_t micro);

/* Low, mid or high words of a dimension at that score; absent without one. */
struct form_words form_interpretation(const struct form *, int dimension, int32_t micro);
/* "low", "mid", "high"; NULL without a score. */
const char *form_band_word(const struct form *, int32_t micro);

/* "put the client basics right first"; NULL: none. */
const char *form_stage_title(struct arena *, const struct form *, const struct score *,
    const char *language);
/* "Client experience basics score 44, and a firm below 50 ..."; NULL: none. */
const char *form_stage_sentence(struct arena *, const struct form *, const struct score *,
    const char *language);

/* Facts in thousandths (bands: option index x 1000); FORM_NO_FACT: none. */
void form_facts(const struct form_answers *, int32_t values_out[FORM_FACTS_MAX]);

/* Bit per alert of the form that these answers raise. */
uint32_t form_alerts(const struct form_answers *);

/* Dimensions in the order in which to act: those below a gate of the first
 * stage rule first, then the lowest; those without a score last. */
void form_next_steps(const struct form *, const struct score *,
    int dimensions_out[FORM_MEASURES_MAX]);

#endif
