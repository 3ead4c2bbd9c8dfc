/* SPDX-License-Identifier: ISC
 *
 * inner.h - inside review/: what the files that fill the model share. */
#ifndef REVIEW_INNER_H
#define REVIEW_INNER_H

#include "form/form.h"
#include "review/review.h"
#include "view/words.h"

struct draft {
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
const char *word_column(struct draft *, int64_t micro);  /* "44.0" */
const char *word_said(struct draft *, int64_t micro);    /* "44", "62.5" */
const char *word_band(struct draft *, enum bench_band);  /* "20–39"; NULL for none */
const char *word_share(struct draft *, int share);       /* "50%", "under 5%" */
const char *word_hundredths(struct draft *, int);        /* ".78"; NULL for INT_MIN */
const char *word_first(struct draft *, const char *);    /* first letter large */
const char *word_say(struct draft *, struct form_words); /* of the form; NULL */
int         share_drawn(uint8_t share);                  /* for chart_answers */

/* Overall and the dimensions: what they are called, and inside a sentence. */
const char *measure_name(struct draft *, size_t measure);
const char *measure_subject(struct draft *, size_t measure);
const char *measure_code(const struct draft *, size_t measure);

/* ask.c */
void        build_filters(struct draft *);
const char *group_words(struct draft *, struct bench_pick);
const char *size_words(struct draft *, struct bench_pick); /* "25 to 99"; "All sizes" */
/* Words and code of group `place` (from 1) of a role item; NULL. */
const char *group_label(struct draft *, enum form_role, int place);
const char *group_code(const struct form *, enum form_role, int place);

/* Measures of the group, overall first, then lowest median first; withheld ones
 * last, in form order. */
size_t measure_order(const struct bench_comparison *, size_t order_out[BENCH_MEASURES_MAX]);

/* One file each. */
void build_strips(struct draft *, const int32_t *own);
void build_items(struct draft *);
void build_heat(struct draft *);
void build_waves(struct draft *);
void build_facts(struct draft *);
void build_partner(struct draft *);
void build_reliability(struct draft *);
void build_notes(struct draft *);

#endif
