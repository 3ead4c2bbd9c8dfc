/* SPDX-License-Identifier: ISC
 *
 * moves.h - what a snapshot shows otherwise than the last one, in words that
 * the page and the command share.  Pure. */
#ifndef REVIEW_MOVES_H
#define REVIEW_MOVES_H

#include "benchmark/bench_preview.h"

/* Of what moves "56.5 → 58.0", of what appears or vanishes its figure alone;
 * of answers their shares in per cent: "25/30/45", ends as "<5" and ">95";
 * of a heading the share that was sorted there. */
const char *review_moved(struct arena *, const struct form *, const struct bench_moved *,
    const char *language);

/* "appears", "vanishes", "moves". */
const char *review_move_word(enum bench_move);

#endif
