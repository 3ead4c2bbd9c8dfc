/* SPDX-License-Identifier: ISC
 *
 * http_arena.h - the memory of one test program. */
#ifndef TESTS_HTTP_HTTP_ARENA_H
#define TESTS_HTTP_HTTP_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/http.h"

static struct arena *arena;

static inline int
setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 * 1024 * 1024);
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
