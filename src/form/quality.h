/* SPDX-License-Identifier: ISC
 *
 * quality.h - signs that a set of answers was not given with care.  They
 * inform a consultant; they never change a result or the pool by themselves. */
#ifndef FORM_QUALITY_H
#define FORM_QUALITY_H

#include "form/answers.h"

enum form_flag {
	FORM_FLAG_FAST,       /* under 3 seconds an answer */
	FORM_FLAG_STRAIGHT,   /* the same raw answer on 90 % of scored items */
	FORM_FLAG_REVERSE,    /* contradicts itself in two or more dimensions */
	FORM_FLAG_DONT_KNOW,  /* over 30 % don't know: a finding, not a fault */
	FORM_FLAG_THROW_AWAY, /* a throw-away mail domain */
	FORM_FLAG_DUPLICATE,  /* the firm has answered before in this wave */
	FORM_FLAG_TEST,       /* from an address made for trying things out */
	FORM_FLAG__MAX
};

/* How and by whom the answers were first given, which the answers do not tell:
 * these stay when answers are corrected. */
#define FORM_FLAGS_FIRST                                                                 \
	(1u << FORM_FLAG_FAST | 1u << FORM_FLAG_THROW_AWAY | 1u << FORM_FLAG_DUPLICATE | \
	    1u << FORM_FLAG_TEST)

/* What the answers themselves do not tell. */
struct form_setting {
	int  seconds; /* spent on the form; -1: not known */
	bool throw_away, duplicate, test;
};

/* Bit per flag. */
unsigned form_quality(const struct form_answers *, const struct form_setting *);

/* "fast", "straight-lining", ...: stored and shown to consultants. */
const char *form_flag_name(enum form_flag);

#endif
