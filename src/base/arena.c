/* SPDX-License-Identifier: ISC */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP            16 /* a poisoned gap behind each piece finds overruns */
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define GAP            0
#endif

#define FIRST_BLOCK (16 * 1024)
#define ALIGN       (_Alignof(max_align_t))

struct block {
	struct block *below;
	size_t        size, used;
	_Alignas(max_align_t) unsigned char data[];
};

struct owned {
	struct owned *below;
	void         *thing;
	void (*release)(void *);
};

struct arena {
	struct block *top;
	struct owned *owned;
	size_t        cap;
	size_t        held; /* bytes in all blocks */
};

static struct block *
block_new(size_t size)
{
	struct block *block = malloc(sizeof(*block) + size);

	check(block != NULL);
	block->below = NULL;
	block->size = size;
	block->used = 0;
	POISON(block->data, size);
	return block;
}

static void
block_free(struct block *block)
{
	UNPOISON(block->data, block->size);
	free(block);
}

struct arena *
arena_new(size_t cap)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	check(arena != NULL);
	arena->cap = cap;
	return arena;
}

static size_t
rounded(size_t n)
{
	check(n <= SIZE_MAX - ALIGN - GAP);
	return (n + GAP + ALIGN - 1) / ALIGN * ALIGN;
}

void *
arena_alloc(struct arena *arena, size_t n)
{
	size_t        need = rounded(n ? n : 1);
	struct block *top = arena->top;
	void         *piece;

	if (top == NULL || top->size - top->used < need) {
		size_t size = top ? top->size * 2 : FIRST_BLOCK;

		if (size > 1024 * 1024)
			size = 1024 * 1024;
		if (size < need)
			size = need;
		check(arena->held + size <= arena->cap + FIRST_BLOCK);
		top = block_new(size);
		top->below = arena->top;
		arena->top = top;
		arena->held += size;
	}
	piece = top->data + top->used;
	top->used += need;
	UNPOISON(piece, n ? n : 1);
	memset(piece, 0, n ? n : 1);
	return piece;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t n;

	check(!__builtin_mul_overflow(count, size, &n));
	return arena_alloc(arena, n);
}

char *
arena_strndup(struct arena *arena, const char *s, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	if (len > 0)
		memcpy(copy, s, len);
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}

char *
arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list args;
	int     len;
	char   *out;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	check(len >= 0);
	out = arena_alloc(arena, (size_t)len + 1);
	va_start(args, fmt);
	vsnprintf(out, (size_t)len + 1, fmt, args);
	va_end(args);
	return out;
}

void
arena_own(struct arena *arena, void *thing, void (*release)(void *))
{
	struct owned *owned = ARENA_NEW(arena, struct owned);

	owned->below = arena->owned;
	owned->thing = thing;
	owned->release = release;
	arena->owned = owned;
}

static void
release_arena(void *arena)
{
	arena_free(arena);
}

struct arena *
arena_new_in(struct arena *owner, size_t cap)
{
	struct arena *arena = arena_new(cap);

	arena_own(owner, arena, release_arena);
	return arena;
}

struct arena_mark
arena_mark(struct arena *arena)
{
	struct arena_mark mark = { arena->top, arena->top ? arena->top->used : 0,
		arena->owned };

	return mark;
}

static void
release_until(struct arena *arena, const struct owned *until)
{
	while (arena->owned != until) {
		struct owned *last = arena->owned;

		/* Unlinked first: a release may allocate or own again. */
		arena->owned = last->below;
		last->release(last->thing);
	}
}

void
arena_rewind(struct arena *arena, struct arena_mark mark)
{
	release_until(arena, mark.owned);
	while (arena->top != mark.block) {
		struct block *top = arena->top;

		check(top != NULL);
		if (mark.block == NULL && top->below == NULL) {
			POISON(top->data, top->used); /* keep the first one */
			top->used = 0;
			return;
		}
		arena->top = top->below;
		arena->held -= top->size;
		block_free(top);
	}
	if (arena->top != NULL) {
		POISON(arena->top->data + mark.used, arena->top->used - mark.used);
		arena->top->used = mark.used;
	}
}

void
arena_reset(struct arena *arena)
{
	arena_rewind(arena, (struct arena_mark){ NULL, 0, NULL });
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_reset(arena);
	if (arena->top != NULL)
		block_free(arena->top);
	free(arena);
}

size_t
arena_used(const struct arena *arena)
{
	size_t used = 0;

	for (const struct block *b = arena->top; b != NULL; b = b->below)
		used += b->used;
	return used;
}
