/* SPDX-License-Identifier: ISC
 *
 * recovery.h - ten codes for whoever has lost the second factor.  Shown once;
 * only hashes are kept.  Each is 120 random bits, so that a plain hash is
 * enough: there is nothing to guess. */
#ifndef ACCESS_RECOVERY_H
#define ACCESS_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

#define RECOVERY_CODES 10
#define RECOVERY_HASH  32

struct recovery_codes {
	struct text  words[RECOVERY_CODES]; /* "k7qa-20xp-..." */
	struct bytes hashes[RECOVERY_CODES];
};

struct recovery_codes recovery_make(struct arena *, struct uuid person);

/* What was typed, in any case, with any blanks and hyphens, O for 0 and I or L
 * for 1; false: it has not the shape of such a code. */
bool recovery_hash(struct text given, struct uuid person, uint8_t hash_out[RECOVERY_HASH]);

#endif
