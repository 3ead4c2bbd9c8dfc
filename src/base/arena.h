/* SPDX-License-Identifier: ISC
 *
 * arena.h - memory with one lifetime: a process, a request, a loop round.
 *
 * Allocation does not fail.  Input limits keep a request far below the cap;
 * beyond the cap the process logs and aborts, and the master replaces it.
 * A function that returns memory takes the arena as its first argument.
 * Foreign things (a PGresult, a json_t, an open transaction) are handed over
 * with arena_own, so that an early return frees, decrefs or rolls back. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"

struct arena;

/* A place in an arena to come back to. */
struct arena_mark {
	void  *block;
	size_t used;
	void  *owned;
};

/* cap: most bytes it may ever hold. */
struct arena *arena_new(size_t cap);

/* One that is freed when owner is reset, freed or rewound past here. */
struct arena *arena_new_in(struct arena *owner, size_t cap);

/* Forget everything allocated, run the owned releases (last first), keep a
 * first block for the next round. */
void arena_reset(struct arena *);

/* Reset and give the memory back.  NULL is allowed. */
void arena_free(struct arena *);

/* n zeroed bytes, aligned for any type.  Never NULL. */
void *arena_alloc(struct arena *, size_t n) __attribute__((__malloc__, returns_nonnull));

/* count * size with overflow check, zeroed. */
void *arena_array(struct arena *, size_t count, size_t size)
    __attribute__((__malloc__, returns_nonnull));

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

char *arena_strdup(struct arena *, const char *s);
char *arena_strndup(struct arena *, const char *s, size_t len);
char *arena_printf(struct arena *, const char *fmt, ...) PRINTF(2, 3);

/* Call release(thing) when the arena is reset, freed or rewound past here. */
void arena_own(struct arena *, void *thing, void (*release)(void *));

/* Scratch use: everything since the mark goes, owned things included. */
struct arena_mark arena_mark(struct arena *);
void              arena_rewind(struct arena *, struct arena_mark);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *);

#endif
