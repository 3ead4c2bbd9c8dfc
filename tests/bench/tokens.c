/* SPDX-License-Identifier: ISC
 *
 * tokens KEYFILE form SLUG VERSION COUNT     ids of forms, as pages carry them
 * tokens KEYFILE report|receipt UUID         the end of a link to a response */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "link/link.h"

int
main(int argc, char **argv)
{
	struct arena     *arena = arena_new((size_t)1 << 30);
	struct link_keys *keys;
	const char       *problem;
	int64_t           now = clock_now();
	struct uuid       id;

	random_start();
	if (argc < 4 || link_keys_load(arena, argv[1], &keys, &problem) != ERR_OK)
		return 64;
	if (strcmp(argv[2], "form") == 0 && argc == 6) {
		for (long i = atol(argv[5]); i > 0; i--)
			printf("%s.%lld.%s\n",
			    link_form_id_make(arena, keys, text_of(argv[3]), uuid_new()).s,
			    (long long)(now / CLOCK_SECOND), argv[4]);
		return 0;
	}
	if (!uuid_parse(text_of(argv[3]), &id))
		return 64;
	printf("%s\n", link_make(arena, keys,
	                   strcmp(argv[2], "report") == 0 ? LINK_REPORT : LINK_RECEIPT, id,
	                   1, now + CLOCK_DAY)
	                   .s);
	return 0;
}
