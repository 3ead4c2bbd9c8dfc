/* SPDX-License-Identifier: ISC
 *
 * demo_inner.h - inside the exchange room: invented firms and their answers. */
#ifndef EXCHANGE_DEMO_INNER_H
#define EXCHANGE_DEMO_INNER_H

#include "base/uuid.h"
#include "exchange/demo.h"
#include "form/form.h"

struct buf;

struct demo_chance {
	uint64_t state;
};

uint64_t demo_next(struct demo_chance *);
double   demo_uniform(struct demo_chance *); /* 0 .. below 1 */
int      demo_below(struct demo_chance *, int n);
double   demo_normal(struct demo_chance *, double mean, double deviation);

struct demo_firm {
	const char *name, *domain;
	int         profession, size, region, exact;
	double level, shift[FORM_MEASURES_MAX]; /* own level, and how dimensions differ */
};

/* The nth firm: always the same one, whoever else is there. */
struct demo_firm demo_firm(struct arena *, const struct form *, uint64_t seed, int nth);

enum demo_manner {
	DEMO_CAREFUL,
	DEMO_STRAIGHT, /* the same answer throughout */
	DEMO_UNSURE    /* knows little */
};

/* One answer set, as a row of the import. */
struct demo_row {
	struct uuid             id;
	const struct demo_firm *firm;
	const char             *name, *email; /* NULL: the firm's, somebody in it */
	const char             *contact;      /* "yes", "no"; NULL: by chance */
	int64_t                 at;
	enum demo_manner        manner;
	bool                    year_before; /* answers as of a year before */
	bool                    confirmed;
};

/* demo_words.c */
const char      *demo_words(struct demo_chance *);
struct demo_said demo_said(struct arena *);

void demo_header(const struct form *, struct buf *csv);
void demo_row(struct arena *, struct demo_chance *, const struct form *,
    const struct demo_row *, struct buf *csv);

#endif
