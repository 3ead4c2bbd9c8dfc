/* SPDX-License-Identifier: ISC
 *
 * mail_arena.h - the memory of one test program. */
#ifndef TESTS_MAILER_MAIL_ARENA_H
#define TESTS_MAILER_MAIL_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static inline int
setup(void **state)
{
	(void)state;
	arena = arena_new(64 * 1024 * 1024);
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
