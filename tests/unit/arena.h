/* SPDX-License-Identifier: ISC
 *
 * arena.h - what most unit tests begin with: cmocka, and one arena for the
 * whole program. */
#ifndef TESTS_ARENA_H
#define TESTS_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static inline int
setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 * 1024 * 1024);
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#endif
