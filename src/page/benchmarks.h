/* SPDX-License-Identifier: ISC
 *
 * benchmarks.h - what the pages of a group and of one firm share: which
 * snapshot is asked for, and the ways to send a review. */
#ifndef PAGE_BENCHMARKS_H
#define PAGE_BENCHMARKS_H

#include "benchmark/bench_build.h"
#include "page/frame.h"
#include "review/review.h"

/* What a request asks for, before anything is put into words. */
struct review {
	struct catalogue_form     *current; /* the survey in force, */
	struct catalogue_form     *counted; /* and in the version that was counted */
	struct bench_listed       *list;    /* every snapshot that the reader may know of */
	size_t                     count;
	const struct bench_listed *chosen, *partner;
	struct bench_groups        groups;
	struct review_input        input;
	struct review_offer       *offers;
	struct bench_item         *items;
};

/* What there is to choose from, what was chosen, and by which definition it was
 * counted.  chosen stays NULL when the reply is written already: nothing is
 * released, or what was asked for is none of those offered. */
MUST_CHECK enum err
review_gather(struct page_context *, struct http_response *, struct review *);

bool       review_is_released(const struct bench_listed *);
struct url review_url(struct page_context *); /* the groups of this survey */

/* The definition that a snapshot was counted by. */
MUST_CHECK enum err review_definition(struct page_context *,
    const struct catalogue_form *current, int version, struct catalogue_form **form_out);

MUST_CHECK enum err review_refuse(struct page_context *, struct http_response *);

/* Makes the model of what is asked for; NULL when the reply is written already. */
typedef enum err review_maker(struct page_context *, struct http_response *, struct review *,
    struct review_model **model_out);

/* The same view three ways. */
MUST_CHECK enum err review_send_page(struct page_context *, struct http_response *,
    const char *title, struct html body);
MUST_CHECK enum err
review_send_pdf(struct page_context *, struct http_response *, review_maker *);
MUST_CHECK enum err
review_send_sheet(struct page_context *, struct http_response *, review_maker *);

#endif
