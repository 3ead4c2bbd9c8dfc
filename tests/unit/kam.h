/* SPDX-License-Identifier: ISC
 *
 * kam.h - the preparedness survey, read from its file. */
#ifndef TESTS_KAM_H
#define TESTS_KAM_H

#include <stdio.h>

#include "base/log.h"
#include "form/form.h"

static inline const struct form *
kam_form(struct arena *memory)
{
	FILE                *f = fopen(SRCDIR "/forms/kam-preparedness.json", "rb");
	uint8_t             *bytes = arena_alloc(memory, FORM_BYTES_MAX);
	const struct form   *form = NULL;
	struct form_problems problems;
	size_t               len;

	check(f != NULL);
	len = fread(bytes, 1, FORM_BYTES_MAX, f);
	fclose(f);
	if (form_read(memory, (struct bytes){ bytes, len }, &form, &problems) != ERR_OK)
		fprintf(stderr, "%s\n",
		    form_problem_line(memory, "kam-preparedness.json", &problems.list[0]));
	check(form != NULL);
	return form;
}

#endif
