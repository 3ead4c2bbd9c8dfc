/* SPDX-License-Identifier: ISC
 *
 * build.h - inside report/: what the files that fill the model share. */
#ifndef REPORT_BUILD_H
#define REPORT_BUILD_H

#include "benchmark/benchmark.h"
#include "form/score.h"
#include "report/model.h"
#include "view/words.h"

struct builder {
	struct arena                  *arena;
	const struct report_input     *in;
	const struct form             *form;
	const char                    *language;
	const struct score            *score;
	const struct bench_comparison *group; /* NULL: nothing may be compared */
	struct report_model           *m;
};

/* A sentence, and one with {names} filled in: SAY(b, "...", "n", "4", NULL) */
#define T(b, english) view_t((b)->language, (english))
#define WORD(english) english /* translated where it is used */
#define SAY(b, ...)   (view_say((b)->arena, (b)->language, __VA_ARGS__).s)

/* words.c */
const char *word_whole(struct builder *, int whole);                    /* "48" */
const char *word_half(struct builder *, int64_t micro);                 /* "44.0" */
const char *word_half_said(struct builder *, int64_t micro);            /* "44", "62.5" */
const char *word_number(struct builder *, int64_t micro, int decimals); /* none needless */
const char *word_count(struct builder *, int64_t n);       /* "three", from 13 on "13" */
const char *word_count_first(struct builder *, int64_t n); /* "Three" */
const char *word_date(struct builder *, int64_t instant);
const char *word_band(struct builder *, enum bench_band);     /* "20-39" with a dash */
const char *word_first(struct builder *, const char *phrase); /* first letter large */
const char *word_list(struct builder *, const char *const *words, size_t count);
const char *word_say(struct builder *, struct form_words);     /* of the form; NULL */
const char *word_stop(struct builder *, const char *sentence); /* ends in a stop */

/* The dimension's words inside a sentence, and whether they are plural. */
const char *area_subject(struct builder *, const struct report_area *);
bool        area_plural(const struct builder *, const struct report_area *);

/* areas.c: rows of page 2 and the overall measure. */
void build_areas(struct builder *);

/* How an area lies to the median as printed: within a point is "close". */
enum area_side { AREA_UNKNOWN, AREA_BELOW, AREA_CLOSE, AREA_ABOVE };
enum area_side area_side(const struct report_area *);

/* "Insight and planning scores lowest, leadership and ownership highest", or how
 * many share either end: own scores alone. */
/* Of more areas at one score than a page has room for. */
const char *tied_heading(struct builder *, const struct report_area *);
const char *own_statement(struct builder *);

/* "put the client basics right first", or that the area it hangs on has no score;
 * NULL: no words. */
const char *stage_title(struct builder *);

/* Pages, each file one or two. */
void build_summary(struct builder *);
void build_profile(struct builder *); /* after areas: words of page 2 */
void build_weakest(struct builder *);
void build_strengths(struct builder *);
void build_facts(struct builder *);
void build_steps(struct builder *);
void build_change(struct builder *);
void build_method(struct builder *);
void build_mail(struct builder *);
void build_result(struct builder *);

/* The page after the ones there are. */
struct report_page *
add_page(struct builder *, enum report_page_kind, const char *question, const char *heading);

/* "Law firms with ...; 20-39 firms; snapshot of ..."; NULL without one. */
const char *group_source(struct builder *);

/* Areas that have a score, weakest first. */
size_t scored_count(const struct report_model *);

/* How many of them share the lowest, the highest score as printed; 0: none has one. */
size_t sharing(const struct report_model *, int whole); /* areas at that score */
size_t sharing_lowest(const struct report_model *);
size_t sharing_highest(const struct report_model *);

#endif
