/* SPDX-License-Identifier: ISC
 *
 * random.h - unguessable bytes and identifiers, by libsodium. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Once per process, before anything else here; safe to repeat.
 * Aborts when the system has no randomness to give. */
void random_start(void);

void random_bytes(void *dst, size_t len);

/* Even over 0 .. below-1. */
uint32_t random_below(uint32_t below);

#endif
