/* SPDX-License-Identifier: ISC
 *
 * cases.h - fixed forms, answers and comparisons to build reports from. */
#ifndef TESTS_REPORT_CASES_H
#define TESTS_REPORT_CASES_H

#include "benchmark/benchmark.h"
#include "form/score.h"
#include "report/report.h"

#define MICRO(x) ((int32_t)((x)*1000000))

/* The answers of domain vectors TV1: KP01..KP29, '-' missing. */
#define RAW_A "43422333432145234332423-12232"
#define RAW_B "3-2-443-22223-3-2443332322323"
#define RAW_C "21411221115252222215111111111"
#define RAW_D "54514545451515545451545454544"
#define RAW_E "44324433332333334343233332332"

enum case_group {
	GROUP_NONE,
	GROUP_FEW,   /* 5-9: medians */
	GROUP_TEN,   /* 10-19: quartiles */
	GROUP_FULL,  /* 20-39: ranks, distributions */
	GROUP_FORTY, /* 40+: tails */
	GROUP_MIXED  /* as full, with some measures withheld */
};

struct report_case {
	const char     *raw;
	const char     *facts; /* more members of the answers' JSON, "" for none */
	enum case_group group;
	const char     *earlier; /* raw answers of the wave before; NULL */
	bool            limited;
	const char     *language; /* NULL: English */
};

extern const struct form *case_form;

/* Facts of a firm with 640 fee-earners and nine key clients. */
extern const char case_facts[];

void case_load_form(struct arena *);

/* The comparison alone, for tests that change it. */
void
case_compare(enum case_group, const struct score *, struct bench_comparison *comparison_out);

/* Values that the model must not read: whatever the flags do not allow. */
void case_poison(struct bench_comparison *);

/* changed: a comparison to take instead of the case's own; NULL. */
struct report_model *case_build(struct arena *, const struct report_case *,
    const struct bench_comparison *changed);

#endif
