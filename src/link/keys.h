/* SPDX-License-Identifier: ISC
 *
 * keys.h - inside link/: the keys themselves. */
#ifndef LINK_KEYS_H
#define LINK_KEYS_H

#include <stddef.h>
#include <stdint.h>

#define LINK_KEY_BYTES 32
#define LINK_KEYS_MAX  16

struct link_key {
	uint8_t id;
	uint8_t bytes[LINK_KEY_BYTES];
};

struct link_keys {
	struct link_key keys[LINK_KEYS_MAX]; /* newest first, at least one */
	size_t          count;
};

#endif
