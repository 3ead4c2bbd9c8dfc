/* SPDX-License-Identifier: ISC */
#include "command/help.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "command/options.h"

const struct command *
command_find(const char *noun, const char *verb)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].noun, noun) == 0 &&
		    (*commands[i].verb == '\0' || strcmp(commands[i].verb, verb) == 0))
			return &commands[i];
	return NULL;
}

static bool
is_noun(const char *word)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].noun, word) == 0)
			return true;
	return false;
}

/* How to read a page of the manual: beside a program that was built where its
 * sources lie, man finds it only by its path. */
static void
print_manual(FILE *out, const char *page)
{
	char    path[4096], dir[4096];
	ssize_t len = readlink("/proc/self/exe", dir, sizeof(dir) - 1);

	fprintf(out, "Manual: man ");
	if (len > 0) {
		dir[len] = '\0';
		*strrchr(dir, '/') = '\0';
		if (print_to(path, sizeof(path), "%s/docs/man/%s.1", dir, page) &&
		    access(path, R_OK) == 0) {
			fprintf(out, "-l %s\n", path);
			return;
		}
	}
	fprintf(out, "%s\n", page);
}

void
help_command(FILE *out, const struct command *c)
{
	struct option_name names[OPTIONS_MAX];
	size_t             count = options_of(c, names);
	char               word[80];

	fprintf(out, "Usage: soundings %s%s%s%s%s [OPTION...]\n\n%c%s.\n\n", c->noun,
	    *c->verb ? " " : "", c->verb, *c->args ? " " : "", c->args,
	    c->prose[0] - 'a' + 'A', c->prose + 1);
	fprintf(out, "  %s\n\n", c->example);
	for (size_t i = 0; i < count; i++) {
		check(print_to(word, sizeof(word), "--%s%s%s", names[i].name,
		    names[i].value[0] ? " " : "", names[i].value));
		fprintf(out, "  %-17s %s\n", word, option_prose(names[i].name));
	}
	check(print_to(word, sizeof(word), "soundings-%s", c->noun));
	fputc('\n', out);
	print_manual(out, word);
}

static void
print_row(FILE *out, const struct command *c)
{
	fprintf(out, "  %-9s %-10s %s\n", c->noun, c->verb, c->prose);
}

static void
print_noun(FILE *out, const char *noun)
{
	for (size_t i = 0; i < command_count; i++)
		if (noun == NULL || strcmp(commands[i].noun, noun) == 0)
			print_row(out, &commands[i]);
}

static void
print_usage(FILE *out)
{
	fputs("Usage: soundings NOUN VERB [WORD...] [OPTION...]\n\n"
	      "  soundings doctor\n"
	      "  soundings response export kam-preparedness --csv\n\n",
	    out);
}

static void
print_help(FILE *out)
{
	print_usage(out);
	fputs("Commands:\n", out);
	print_noun(out, NULL);
	fputs("\n\"soundings help NOUN VERB\" tells more of one. Settings come from\n"
	      "--config FILE or $SOUNDINGS_CONFIG.\n",
	    out);
	print_manual(out, "soundings");
}

static void
say_where(void)
{
	fputs("\"soundings --help\" lists the commands.\n", stderr);
}

int
help_short(void)
{
	print_usage(stderr);
	say_where();
	return EXIT_USAGE;
}

/* A noun that is none: a slip, or a verb that lacks its noun ("export"), or stands
 * before it ("list firm"); else the nouns that there are. */
static void
say_nouns(const char *given, const char *next)
{
	const struct command *meant[256], *only = NULL;
	const char           *nouns[256], *near;
	size_t                count = 0, verbs = 0;

	check(command_count < 256);
	for (size_t i = 0; i < command_count; i++) {
		if (count == 0 || strcmp(nouns[count - 1], commands[i].noun) != 0)
			nouns[count++] = commands[i].noun;
		if (*given == '\0' || strcmp(commands[i].verb, given) != 0)
			continue;
		meant[verbs++] = &commands[i];
		if (strcmp(commands[i].noun, next) == 0)
			only = &commands[i];
	}
	if (verbs == 1)
		only = meant[0];
	near = nearest_word(text_of(given), nouns, count);
	fprintf(stderr, "soundings: there is no command \"%s\"; ", given);
	if (strcmp(given, "version") == 0) {
		fputs("did you mean \"soundings --version\"?\n", stderr);
	} else if (only != NULL) {
		fprintf(stderr, "did you mean \"%s %s\"?\n", only->noun, only->verb);
	} else if (verbs > 0) {
		fputs("did you mean one of these?\n", stderr);
		for (size_t i = 0; i < verbs; i++)
			print_row(stderr, meant[i]);
	} else if (near != NULL) {
		fprintf(stderr, "did you mean \"%s\"?\n", near);
	} else {
		fputs("there are", stderr);
		for (size_t i = 0; i < count; i++)
			fprintf(stderr, "%s %s",
			    i == 0           ? ""
			    : i + 1 == count ? " and"
			                     : ",",
			    nouns[i]);
		fputc('\n', stderr);
	}
	say_where();
}

/* Of a noun that we have: the verbs, and which of them was meant. */
static void
say_verbs(const char *noun, const char *given)
{
	const char *verbs[256], *near;
	size_t      count = 0;

	if (*given == '\0') {
		fprintf(stderr, "soundings %s: say what to do, one of these:\n", noun);
	} else {
		check(command_count < 256);
		for (size_t i = 0; i < command_count; i++)
			if (strcmp(commands[i].noun, noun) == 0)
				verbs[count++] = commands[i].verb;
		near = nearest_word(text_of(given), verbs, count);
		fprintf(stderr, "soundings: there is no command \"%s %s\"", noun, given);
		if (near != NULL)
			fprintf(stderr, "; did you mean \"%s %s\"?", noun, near);
		fputc('\n', stderr);
	}
	print_noun(stderr, noun);
}

int
help_unknown(int argc, char **argv)
{
	/* "soundings db --json": the word that is missing is the verb. */
	const char *next = argc > 1 && argv[1][0] != '-' ? argv[1] : "";

	if (is_noun(argv[0]))
		say_verbs(argv[0], next);
	else
		say_nouns(argv[0], next);
	return EXIT_USAGE;
}

int
help_no_option(const char *word)
{
	static const char *const ours[] = { "config", "help", "no-color", "no-input",
		"version" };
	int                      dashes = (int)strspn(word, "-");
	struct text              name = { word + dashes, strcspn(word + dashes, "=") };
	const char *near = nearest_word(name, ours, sizeof(ours) / sizeof(ours[0]));

	if (strcmp(word, "--config") == 0)
		fputs("soundings: --config needs its FILE\n", stderr);
	else if (dashes == 2 && option_exists(name))
		fprintf(stderr, "soundings: --%.*s belongs behind the command\n",
		    (int)name.len, name.s);
	else
		fprintf(stderr, "soundings: there is no option %.*s here%s%s%s\n",
		    dashes + (int)name.len, word, near != NULL ? "; did you mean --" : "",
		    near != NULL ? near : "", near != NULL ? "?" : "");
	return help_short();
}

int
help_main(int argc, char **argv)
{
	const struct command *c;

	if (argc == 0) {
		print_help(stdout);
		return EXIT_DONE;
	}
	c = command_find(argv[0], argc > 1 ? argv[1] : "");
	if (c != NULL) {
		help_command(stdout, c);
		return EXIT_DONE;
	}
	if (is_noun(argv[0]) && argc == 1) {
		print_noun(stdout, argv[0]);
		return EXIT_DONE;
	}
	return help_unknown(argc, argv);
}
