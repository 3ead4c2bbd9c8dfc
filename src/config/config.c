/* SPDX-License-Identifier: ISC */
#include "config/config.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "config/rows.h"

#define FILE_MAX     (256 * 1024)
#define PROBLEMS_MAX (64 * 1024)

struct parser {
	struct arena  *arena;
	struct config *config;
	int           *line;
	const char    *name;
	struct buf     problems;
};

static void
set_presets(struct config *config)
{
	for (size_t i = 0; i < config_row_count; i++) {
		const struct row *row = &config_rows[i];
		char             *field = (char *)config + row->offset;

		switch (row->type) {
		case ROW_STR:
		case ROW_ONE:
			memcpy(field, &row->preset, sizeof(row->preset));
			break;
		case ROW_INT:
			memcpy(field, &row->number, sizeof(row->number));
			break;
		case ROW_BOOL:
			memcpy(field, &row->yes, sizeof(row->yes));
			break;
		}
	}
}

static bool
begins(struct text text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && memcmp(text.s, with, len) == 0;
}

/* http(s)://host[:port]; http on loopback only. */
static bool
good_url(struct text value)
{
	static const char *const loopback[] = { "127.0.0.1", "localhost", "[::1]" };
	bool                     https = begins(value, "https://");
	struct text              host = { value.s + (https ? 8 : 7), 0 };

	if (!https && !begins(value, "http://"))
		return false;
	host.len = value.len - (https ? 8 : 7);
	if (host.len == 0)
		return false;
	for (size_t i = 0; i < host.len; i++)
		if (strchr("/?#@ \"<>", host.s[i]) != NULL)
			return false;
	if (https)
		return true;
	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(loopback[i]);

		if (begins(host, loopback[i]) && (host.len == len || host.s[len] == ':'))
			return true;
	}
	return false;
}

static bool
good_string(const struct row *row, struct text value)
{
	const char *at;

	if (value.len == 0)
		return *row->preset == '\0'; /* unset, where that is allowed */
	switch (row->kind) {
	case KIND_FILE:
	case KIND_FOLDER:
		return value.s[0] == '/';
	case KIND_URL:
		return good_url(value);
	case KIND_MAIL:
		at = strchr(value.s, '@');
		return at != NULL && at > value.s && at[1] != '\0' &&
		       strchr(at + 1, '@') == NULL && strpbrk(value.s, " <>,;") == NULL;
	case KIND_TEXT:
	case KIND_CONN:
		break;
	}
	return true;
}

static bool
is_choice(const char *choices, struct text value)
{
	while (*choices != '\0') {
		size_t len = strcspn(choices, "|");

		if (len == value.len && memcmp(choices, value.s, len) == 0)
			return true;
		choices += len + (choices[len] == '|');
	}
	return false;
}

/* Take the value over, or say that it is not accepted. */
static bool
set_row(struct parser *p, const struct row *row, struct text value)
{
	char       *field = (char *)p->config + row->offset;
	const char *string = value.s;
	int64_t     number;
	bool        yes = text_is(value, "yes");

	switch (row->type) {
	case ROW_STR:
		if (!good_string(row, value))
			return false;
		memcpy(field, &string, sizeof(string));
		return true;
	case ROW_ONE:
		if (!is_choice(row->choices, value))
			return false;
		memcpy(field, &string, sizeof(string));
		return true;
	case ROW_INT:
		if (!parse_int(value, row->low, row->high, &number))
			return false;
		memcpy(field, &number, sizeof(number));
		return true;
	case ROW_BOOL:
		if (!yes && !text_is(value, "no"))
			return false;
		memcpy(field, &yes, sizeof(yes));
		return true;
	}
	return false;
}

static void
read_line(struct parser *p, int number, struct text line)
{
	const struct row *row;
	const char       *equals;
	struct text       key, value;

	line = text_trim(p->arena, line);
	if (line.len == 0 || line.s[0] == '#')
		return;
	equals = memchr(line.s, '=', line.len);
	if (equals == NULL) {
		buf_fmt(&p->problems, "%s:%d: a setting is written as key = value\n",
		    p->name, number);
		return;
	}
	key = text_trim(p->arena, (struct text){ line.s, (size_t)(equals - line.s) });
	value = text_trim(p->arena,
	    (struct text){ equals + 1, line.len - (size_t)(equals - line.s) - 1 });
	row = config_row_find(key);
	if (row == NULL) {
		const char *near = config_nearest(key);

		buf_fmt(&p->problems, "%s:%d: there is no setting \"%s\"", p->name, number,
		    key.s);
		if (near != NULL)
			buf_fmt(&p->problems, "; did you mean \"%s\"?", near);
		buf_char(&p->problems, '\n');
		return;
	}
	if (p->line[row - config_rows] != 0) {
		buf_fmt(&p->problems, "%s:%d: \"%s\" is set already in line %d\n", p->name,
		    number, row->key, p->line[row - config_rows]);
		return;
	}
	p->line[row - config_rows] = number;
	if (!set_row(p, row, value))
		buf_fmt(&p->problems, "%s:%d: \"%s\" cannot be \"%s\"; accepted: %s\n",
		    p->name, number, row->key, value.s, config_accepts(p->arena, row));
}

/* Settings that only go together. */
static void
check_together(struct parser *p)
{
	const struct config *c = p->config;

	if (*c->smtp_user != '\0' && *c->smtp_password_file == '\0')
		buf_fmt(&p->problems,
		    "%s: \"smtp_user\" needs \"smtp_password_file\" beside it\n", p->name);
	if (strcmp(c->smtp_tls, "none") == 0 && *c->smtp_user != '\0')
		buf_fmt(&p->problems,
		    "%s: \"smtp_tls\" cannot be \"none\" with \"smtp_user\": the "
		    "password would travel in the open\n",
		    p->name);
}

enum err
config_parse(struct arena *arena, const char *name, const char *text, size_t len,
    struct config **config_out, const char **problem_out)
{
	struct parser p = { .arena = arena, .name = name };
	struct text   whole;
	int           number = 0;

	*problem_out = "";
	p.config = ARENA_NEW(arena, struct config);
	p.line = ARENA_ARRAY(arena, int, config_row_count);
	p.config->path = name;
	p.config->line = p.line;
	buf_init(&p.problems, arena, PROBLEMS_MAX);
	set_presets(p.config);
	if (text_check(arena, text, len, &whole) != ERR_OK) {
		*problem_out = arena_printf(arena, "%s: is not UTF-8 text\n", name);
		return ERR_INVALID;
	}
	for (size_t at = 0; at < whole.len;) {
		const char *end = memchr(whole.s + at, '\n', whole.len - at);
		size_t      size = end ? (size_t)(end - whole.s) - at : whole.len - at;

		read_line(&p, ++number, (struct text){ whole.s + at, size });
		at += size + 1;
	}
	check_together(&p);
	if (p.problems.len > 0) {
		*problem_out = p.problems.data;
		return ERR_INVALID;
	}
	*config_out = p.config;
	return ERR_OK;
}

enum err
config_load(struct arena *arena, const char *path, struct config **config_out,
    const char **problem_out)
{
	char  *text = arena_alloc(arena, FILE_MAX + 1);
	FILE  *file = fopen(path, "re");
	size_t len;
	bool   failed;
	int    why;

	if (file == NULL) {
		*problem_out = arena_printf(arena, "%s: %s\n", path, strerror(errno));
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_INVALID;
	}
	len = fread(text, 1, FILE_MAX + 1, file);
	failed = ferror(file) != 0;
	why = errno;
	fclose(file);
	if (failed || len > FILE_MAX) {
		*problem_out = arena_printf(arena, "%s: %s\n", path,
		    failed ? strerror(why) : "is larger than 256 KB");
		return ERR_INVALID;
	}
	return config_parse(arena, path, text, len, config_out, problem_out);
}

const char *
config_path(const char *flag)
{
	const char *named = getenv("SOUNDINGS_CONFIG");

	if (flag != NULL)
		return flag;
	return named != NULL && *named != '\0' ? named
	                                       : SYSCONFDIR "/soundings/soundings.conf";
}
