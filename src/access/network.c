/* SPDX-License-Identifier: ISC
 *
 * network.c - what counts as one place.  Kept as a hash, for a day at most. */
#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

#include "access/door.h"

void
access_network(struct text remote, uint8_t network_out[ACCESS_HASH])
{
	uint8_t bytes[16] = { 0 };
	size_t  len = 8;

	/* A household or office has 64 bits of IPv6 to choose from. */
	if (remote.s == NULL || inet_pton(AF_INET6, remote.s, bytes) != 1) {
		memset(bytes, 0, sizeof bytes);
		len = remote.s != NULL && inet_pton(AF_INET, remote.s, bytes + 1) == 1 ? 5
		                                                                       : 1;
		bytes[0] = 0xff; /* multicast: nobody comes from there */
	}
	check(crypto_generichash(network_out, ACCESS_HASH, bytes, len,
	          (const uint8_t *)"soundings network", 17) == 0);
}
