/* SPDX-License-Identifier: ISC */
#include "command/options.h"

#include <string.h>

#include "base/buf.h"
#include "base/nearest.h"

#define COMMON "config=FILE help no-color no-input confirm=WORD"

static const struct {
	const char *name, *prose;
} meanings[] = {
#define OPTION(name, prose) { name, prose },
#include "command/options.def"
#undef OPTION
};

const char *
option_prose(const char *name)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (strcmp(meanings[i].name, name) == 0)
			return meanings[i].prose;
	check(!"an option of commands.def with a row in options.def");
	return "";
}

bool
option_exists(struct text name)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (text_is(name, meanings[i].name))
			return true;
	return false;
}

static size_t
split(const char *list, struct option_name *names, size_t count)
{
	while (*list != '\0') {
		size_t len = strcspn(list, " ");
		size_t name = strcspn(list, " =");

		if (len > 0) {
			check(count < OPTIONS_MAX);
			check(print_to(names[count].name, sizeof(names[count].name), "%.*s",
			    (int)name, list));
			check(print_to(names[count].value, sizeof(names[count].value),
			    "%.*s", name < len ? (int)(len - name - 1) : 0,
			    list + name + (name < len)));
			count++;
		}
		list += len + (list[len] == ' ');
	}
	return count;
}

size_t
options_of(const struct command *command, struct option_name names_out[OPTIONS_MAX])
{
	return split(COMMON, names_out, split(command->options, names_out, 0));
}

size_t
options_index(const struct command *command, const char *name)
{
	struct option_name names[OPTIONS_MAX];
	size_t             count = options_of(command, names);

	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i].name, name) == 0)
			return i;
	check(!"an option that the command's row names");
	return 0;
}

static const char *
unknown_option(struct arena *arena, const struct option_name *names, size_t count,
    struct text given)
{
	const char *words[OPTIONS_MAX];
	const char *near;

	for (size_t i = 0; i < count; i++)
		words[i] = names[i].name;
	near = nearest_word(given, words, count);
	if (near == NULL)
		return arena_printf(arena, "there is no option --%.*s", (int)given.len,
		    given.s);
	return arena_printf(arena, "there is no option --%.*s; did you mean --%s?",
	    (int)given.len, given.s, near);
}

/* Our own small reader instead of getopt_long: it keeps words in order and
 * its messages name the nearest option. */
bool
options_read(struct command_run *run, int argc, const char *const *argv, int from,
    bool *help_out, const char **problem_out)
{
	struct option_name names[OPTIONS_MAX];
	size_t             count = options_of(run->command, names), i;
	bool               only_words = false;

	run->values = ARENA_ARRAY(run->arena, const char *, OPTIONS_MAX);
	run->args = ARENA_ARRAY(run->arena, const char *, (size_t)argc + 1);
	*help_out = false;
	for (int k = from; k < argc; k++) {
		const char *word = argv[k];
		struct text name;

		if (only_words || word[0] != '-' || word[1] == '\0') {
			run->args[run->count++] = argv[k];
			continue;
		}
		if (strcmp(word, "--") == 0) {
			only_words = true;
			continue;
		}
		if (strcmp(word, "-h") == 0)
			word = "--help";
		if (word[1] != '-') {
			*problem_out = arena_printf(run->arena,
			    "there is no option %s; options have two dashes", word);
			return false;
		}
		name = (struct text){ word + 2, strcspn(word + 2, "=") };
		for (i = 0; i < count && !text_is(name, names[i].name); i++)
			;
		if (i == count) {
			*problem_out = unknown_option(run->arena, names, count, name);
			return false;
		}
		if (names[i].value[0] == '\0') {
			if (name.s[name.len] == '=') {
				*problem_out = arena_printf(run->arena,
				    "--%s takes no value", names[i].name);
				return false;
			}
			run->values[i] = "";
		} else if (name.s[name.len] == '=') {
			run->values[i] = name.s + name.len + 1;
		} else if (k + 1 < argc) {
			run->values[i] = argv[++k];
		} else {
			*problem_out = arena_printf(run->arena, "--%s needs its %s",
			    names[i].name, names[i].value);
			return false;
		}
	}
	*help_out = command_flag(run, "help");
	run->config_flag = command_value(run, "config");
	run->no_color = command_flag(run, "no-color");
	run->no_input = command_flag(run, "no-input");
	return true;
}

bool
command_flag(const struct command_run *run, const char *name)
{
	return run->values[options_index(run->command, name)] != NULL;
}

const char *
command_value(const struct command_run *run, const char *name)
{
	return run->values[options_index(run->command, name)];
}
