/* SPDX-License-Identifier: ISC */
#include "config/rows.h"

#include "base/buf.h"
#include "base/nearest.h"

#include <stddef.h>
#include <string.h>

enum { START = 0, LIVE = 1 };
#define TEXT   KIND_TEXT
#define FILE   KIND_FILE
#define FOLDER KIND_FOLDER
#define URL    KIND_URL
#define CONN   KIND_CONN
#define MAIL   KIND_MAIL

const struct row config_rows[] = {
#define CONFIG_STR(f, k, v, knd, when, p)             \
	{ .key = k,                                   \
		.type = ROW_STR,                      \
		.offset = offsetof(struct config, f), \
		.preset = v,                          \
		.kind = knd,                          \
		.live = when,                         \
		.prose = p },
#define CONFIG_INT(f, k, v, lo, hi, when, p)          \
	{ .key = k,                                   \
		.type = ROW_INT,                      \
		.offset = offsetof(struct config, f), \
		.number = v,                          \
		.low = lo,                            \
		.high = hi,                           \
		.live = when,                         \
		.prose = p },
#define CONFIG_BOOL(f, k, v, when, p)                 \
	{ .key = k,                                   \
		.type = ROW_BOOL,                     \
		.offset = offsetof(struct config, f), \
		.yes = v,                             \
		.live = when,                         \
		.prose = p },
#define CONFIG_ONE(f, k, v, c, when, p)               \
	{ .key = k,                                   \
		.type = ROW_ONE,                      \
		.offset = offsetof(struct config, f), \
		.preset = v,                          \
		.choices = c,                         \
		.live = when,                         \
		.prose = p },
#include "config/config.def"
#undef CONFIG_STR
#undef CONFIG_INT
#undef CONFIG_BOOL
#undef CONFIG_ONE
};
const size_t config_row_count = sizeof(config_rows) / sizeof(config_rows[0]);

#undef TEXT
#undef FILE
#undef FOLDER
#undef URL
#undef CONN
#undef MAIL

const char *
config_accepts(struct arena *arena, const struct row *row)
{
	static const char *const kinds[] = {
		[KIND_TEXT] = "text",
		[KIND_FILE] = "the path of a file, beginning with /",
		[KIND_FOLDER] = "the path of a folder, beginning with /",
		[KIND_URL] = "an address such as https://survey.example.org, without a "
		             "path; http only for 127.0.0.1, ::1 and localhost",
		[KIND_CONN] = "a libpq connection string",
		[KIND_MAIL] = "one e-mail address",
	};

	switch (row->type) {
	case ROW_INT:
		return arena_printf(arena, "a whole number from %lld to %lld",
		    (long long)row->low, (long long)row->high);
	case ROW_BOOL:
		return "yes or no";
	case ROW_ONE: {
		struct buf b;

		buf_init(&b, arena, 1024);
		buf_str(&b, "one of: ");
		for (const char *p = row->choices; *p != '\0'; p++)
			buf_str(&b, *p == '|' ? ", " : (char[]){ *p, '\0' });
		return buf_as_text(&b).s;
	}
	case ROW_STR:
		break;
	}
	return kinds[row->kind];
}

const struct row *
config_row_find(struct text key)
{
	for (size_t i = 0; i < config_row_count; i++)
		if (text_is(key, config_rows[i].key))
			return &config_rows[i];
	return NULL;
}

const char *
config_nearest(struct text key)
{
	const char *keys[128];

	check(config_row_count < sizeof(keys) / sizeof(keys[0]));
	for (size_t i = 0; i < config_row_count; i++)
		keys[i] = config_rows[i].key;
	return nearest_word(key, keys, config_row_count);
}
