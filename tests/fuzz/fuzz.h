/* SPDX-License-Identifier: ISC
 *
 * fuzz.h - what every target has: one function that takes one input, and
 * must(), a property that no input may break.
 *
 * A target is built twice: with replay.c as a plain program that `make check`
 * runs over tests/fuzz/seeds/NAME, and by tests/fuzz/run with libFuzzer. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define must(x)                                                                             \
	do {                                                                                \
		if (!(x)) {                                                                 \
			fprintf(stderr, "%s:%d: broken property: %s\n", __FILE__, __LINE__, \
			    #x);                                                            \
			abort();                                                            \
		}                                                                           \
	} while (0)

static inline void
fuzz_drop_line(enum log_event event, const char *line)
{
	(void)event;
	(void)line;
}

/* An empty arena, the same one each time; log lines go nowhere. */
static inline struct arena *
fuzz_arena(void)
{
	static struct arena *arena;

	if (arena == NULL) {
		arena = arena_new((size_t)256 * 1024 * 1024);
		log_set_sink(fuzz_drop_line);
	}
	arena_reset(arena);
	return arena;
}

#endif
