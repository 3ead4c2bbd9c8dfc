/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "config/config.h"
#include "config/rows.h"

size_t
config_count(void)
{
	return config_row_count;
}

/* libpq takes passwords in a connection string, though they belong elsewhere;
 * what is shown is pasted into mails. */
static bool
holds_password(const char *conninfo)
{
	const char *user = strstr(conninfo, "://");

	if (strstr(conninfo, "password") != NULL)
		return true;
	return user != NULL && strchr(user, '@') != NULL && strchr(user + 3, ':') != NULL &&
	       strchr(user + 3, ':') < strchr(user, '@');
}

static const char *
value_text(struct arena *arena, const struct row *row, const char *field)
{
	const char *string;
	int64_t     number;
	bool        yes;

	switch (row->type) {
	case ROW_INT:
		memcpy(&number, field, sizeof(number));
		return arena_printf(arena, "%lld", (long long)number);
	case ROW_BOOL:
		memcpy(&yes, field, sizeof(yes));
		return yes ? "yes" : "no";
	case ROW_STR:
	case ROW_ONE:
		break;
	}
	memcpy(&string, field, sizeof(string));
	if (row->kind == KIND_CONN && holds_password(string))
		return "(not shown: a password is in it)";
	return string;
}

static const char *
preset_text(struct arena *arena, const struct row *row)
{
	switch (row->type) {
	case ROW_INT:
		return arena_printf(arena, "%lld", (long long)row->number);
	case ROW_BOOL:
		return row->yes ? "yes" : "no";
	case ROW_STR:
	case ROW_ONE:
		break;
	}
	return row->preset;
}

struct config_row
config_row(struct arena *arena, const struct config *config, size_t index)
{
	const struct row *row = &config_rows[index];

	check(index < config_row_count);
	return (struct config_row){
		.key = row->key,
		.value = value_text(arena, row, (const char *)config + row->offset),
		.preset = preset_text(arena, row),
		.accepts = config_accepts(arena, row),
		.prose = row->prose,
		.line = config->line[index],
		.live = row->live,
	};
}

/* prose in comment lines of at most 78 columns */
static void
print_comment(FILE *file, const char *text)
{
	size_t column = 1;

	fputc('#', file);
	while (*text != '\0') {
		size_t word = strcspn(text, " ");

		if (column + 1 + word > 78) {
			fputs("\n#", file);
			column = 1;
		}
		fprintf(file, " %.*s", (int)word, text);
		column += 1 + word;
		text += word;
		while (*text == ' ')
			text++;
	}
	fputc('\n', file);
}

void
config_print_example(FILE *file)
{
	struct arena *arena = arena_new(1024 * 1024);

	fputs("# SPDX-License-Identifier: ISC\n"
	      "# Settings of Soundings, each with its default. Take the # away to set\n"
	      "# one. An unknown name or a bad value stops the programs with file and\n"
	      "# line; \"soundings config check\" tries a file without starting them.\n",
	    file);
	for (size_t i = 0; i < config_row_count; i++) {
		const struct row *row = &config_rows[i];
		const char       *preset = preset_text(arena, row);

		fputc('\n', file);
		print_comment(file, row->prose);
		print_comment(file,
		    arena_printf(arena, "Accepted: %s. Taken over %s.",
		        config_accepts(arena, row), row->live ? "on SIGHUP" : "at start"));
		fprintf(file, "#%s =%s%s\n", row->key, *preset ? " " : "", preset);
	}
	arena_free(arena);
}

/* As mdoc wants it: each sentence begins a line, and no line is long.  A capital
 * in front. */
static void
print_sentences(FILE *file, const char *text)
{
	size_t column = 0;
	char   last = ' ';

	while (*text != '\0') {
		size_t word = strcspn(text, " ");
		bool   capital = last == ' ' && text[0] >= 'a' && text[0] <= 'z';

		if (last != ' ') {
			bool fresh = last == '.' || column + 1 + word > 78;

			fputc(fresh ? '\n' : ' ', file);
			column = fresh ? 0 : column + 1;
		}
		fprintf(file, "%c%.*s", capital ? text[0] - 'a' + 'A' : text[0],
		    (int)word - 1, text + 1);
		column += word;
		last = text[word - 1];
		text += word;
		text += strspn(text, " ");
	}
	fputs(".\n", file);
}

void
config_print_manual(FILE *file)
{
	struct arena *arena = arena_new(1024 * 1024);

	for (size_t i = 0; i < config_row_count; i++) {
		const struct row *row = &config_rows[i];
		const char       *preset = preset_text(arena, row);

		fprintf(file, ".It Ic %s\n", row->key);
		print_sentences(file, row->prose);
		print_sentences(file,
		    arena_printf(arena, "accepted: %s", config_accepts(arena, row)));
		fprintf(file, "Taken over %s.\n", row->live ? "on SIGHUP" : "at start");
		if (*preset != '\0')
			fprintf(file, "The default is\n.Ql %s .\n", preset);
		else
			fprintf(file, "Not set by default.\n");
	}
	arena_free(arena);
}
