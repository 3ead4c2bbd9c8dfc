/* SPDX-License-Identifier: ISC
 *
 * inner.h - inside review/: what the files that fill the model share. */
#ifndef REVIEW_INNER_H
#define REVIEW_INNER_H

#include "form/form.h"
#include "review/review.h"
#include "view/words.h"

struct sketch {
	struct arena                *arena;
	const struct review_input   *in;
	const struct form           *form;
	const struct bench_snapshot *snapshot;
	struct bench_groups          groups;
	const char                  *language;
	struct bench_comparison     *shown; /* the group */
	struct bench_comparison     *all;   /* all firms */
	struct review_model         *m;
};

/* A sentence, and one with {names} filled in: SAY(d, "...", "n", "4", NULL) */
#define T(d, english) view_t((d)->language, (english))
#define SAY(d, ...)   (view_say((d)->arena, (d)->language, __VA_ARGS__).s)

/* words.c */
const char *sketch_column(struct sketch *, int64_t micro);  /* "44.0" */
const char *sketch_said(struct sketch *, int64_t micro);    /* "44", "62.5" */
const char *sketch_band(struct sketch *, enum bench_band);  /* "20–39"; NULL for none */
const char *sketch_share(struct sketch *, int share);       /* "50%", "under 5%" */
const char *sketch_hundredths(struct sketch *, int);        /* ".78"; NULL for INT_MIN */
const char *sketch_first(struct sketch *, const char *);    /* first letter large */
const char *sketch_say(struct sketch *, struct form_words); /* of the form; NULL */
int         sketch_share_drawn(uint8_t share);              /* for chart_answers */

/* Overall and the dimensions: what they are called, and inside a sentence. */
const char *sketch_measure_name(struct sketch *, size_t measure);
const char *sketch_measure_subject(struct sketch *, size_t measure);
const char *sketch_measure_code(const struct sketch *, size_t measure);

/* ask.c */
void        sketch_filters(struct sketch *);
const char *sketch_group_words(struct sketch *, struct bench_pick);
const char *
sketch_size_words(struct sketch *, struct bench_pick); /* "25 to 99"; "All sizes" */
/* Words and code of group `place` (from 1) of a role item; NULL. */
const char *sketch_group_label(struct sketch *, enum form_role, int place);
const char *sketch_group_code(const struct form *, enum form_role, int place);

/* Measures of the group, overall first, then lowest median first; withheld ones
 * last, in form order. */
size_t
sketch_measure_order(const struct bench_comparison *, size_t order_out[BENCH_MEASURES_MAX]);

/* The rows of a table of medians: measures in that order, a column for each of
 * `columns`, with the shades of the heat table or without. */
void
sketch_rows(struct sketch *, struct review_table *, const struct bench_comparison *columns,
    bool shaded, size_t order_out[BENCH_MEASURES_MAX]);

/* One file each. */
void sketch_strips(struct sketch *, const int32_t *own);
void sketch_items(struct sketch *);
void sketch_words(struct sketch *);
void sketch_heat(struct sketch *);
void sketch_waves(struct sketch *);
void sketch_facts(struct sketch *);
void sketch_partner(struct sketch *);
void sketch_reliability(struct sketch *);
void sketch_notes(struct sketch *);

#endif
