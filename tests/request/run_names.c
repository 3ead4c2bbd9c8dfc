/* SPDX-License-Identifier: ISC
 *
 * run_names.c - what a test remembers under a name, put into its lines. */
#include <stdlib.h>
#include <string.h>

#include "run.h"

char *
copy(const char *s, size_t len)
{
	char *p = arena_alloc(t.words, len + 1);

	if (len > 0)
		memcpy(p, s, len);
	return p;
}

void
set_pair(struct pair *list, size_t *count, size_t max, char *name, char *value)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(list[i].name, name) == 0) {
			list[i].value = value;
			return;
		}
	if (*count < max)
		list[(*count)++] = (struct pair){ name, value };
}

void
remember(const char *name, const char *value)
{
	set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, name),
	    arena_strdup(t.words, value));
}

const char *
remembered(const char *name, size_t len)
{
	for (size_t i = 0; i < t.name_count; i++)
		if (strlen(t.names[i].name) == len && memcmp(t.names[i].name, name, len) == 0)
			return t.names[i].value;
	return NULL;
}

char *
fill_in(const char *line, size_t *len_out)
{
	char *out = arena_alloc(t.words, strlen(line) * 2 + 65536), *o = out;

	while (*line) {
		const char *end, *value;

		if (*line == '\\' && line[1] == 'x' && line[2] && line[3]) {
			char hex[3] = { line[2], line[3], 0 };

			*o++ = (char)strtol(hex, NULL, 16);
			line += 4;
			continue;
		}
		if (*line == '{' && (end = strchr(line, '}')) != NULL &&
		    (value = remembered(line + 1, (size_t)(end - line - 1))) != NULL) {
			o = stpcpy(o, value);
			line = end + 1;
			continue;
		}
		*o++ = *line++;
	}
	*o = '\0';
	if (len_out)
		*len_out = (size_t)(o - out);
	return out;
}
