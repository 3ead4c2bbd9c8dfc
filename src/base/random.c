/* SPDX-License-Identifier: ISC */
#include "base/random.h"

#include <sodium.h>

void
random_start(void)
{
	check(sodium_init() >= 0);
}

void
random_bytes(void *dst, size_t len)
{
	randombytes_buf(dst, len);
}

uint32_t
random_below(uint32_t below)
{
	return randombytes_uniform(below);
}
