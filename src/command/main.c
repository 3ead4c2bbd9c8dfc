/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/nearest.h"
#include "base/random.h"
#include "command/command.h"
#include "command/options.h"
#include "database/db.h"
#include "gen/version.h"

#define ARENA_CAP (512u * 1024 * 1024)

const struct command commands[] = {
#define COMMAND(n, v, f, a, lo, hi, o, p, e) { n, v, f, a, lo, hi, o, p, e },
#include "command/commands.def"
#undef COMMAND
};
const size_t command_count = sizeof(commands) / sizeof(commands[0]);

static const struct command *
find(const char *noun, const char *verb)
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

static void
print_command(FILE *out, const struct command *c)
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
		fprintf(out, "  %-20s %s\n", word, option_prose(names[i].name));
	}
	check(print_to(word, sizeof(word), "soundings-%s", c->noun));
	fputc('\n', out);
	print_manual(out, word);
}

static void
print_noun(FILE *out, const char *noun)
{
	for (size_t i = 0; i < command_count; i++)
		if (noun == NULL || strcmp(commands[i].noun, noun) == 0)
			fprintf(out, "  %-9s %-10s %s\n", commands[i].noun, commands[i].verb,
			    commands[i].prose);
}

static void
print_help(FILE *out)
{
	fputs("Usage: soundings NOUN VERB [WORD...] [OPTION...]\n\n"
	      "  soundings doctor\n"
	      "  soundings snapshot build kam-preparedness\n\n"
	      "Commands:\n",
	    out);
	print_noun(out, NULL);
	fputs("\n\"soundings help NOUN VERB\" tells more of one. Settings come from\n"
	      "--config FILE or $SOUNDINGS_CONFIG.\n",
	    out);
	print_manual(out, "soundings");
}

static int
short_help(void)
{
	fputs("Usage: soundings NOUN VERB [WORD...] [OPTION...]\n\n"
	      "  soundings doctor\n"
	      "  soundings response export kam-preparedness --csv\n\n"
	      "\"soundings --help\" lists the commands.\n",
	    stderr);
	return EXIT_USAGE;
}

/* Neither a noun nor a verb that we have. */
static int
unknown(const char *noun, const char *verb)
{
	const char *words[256];
	size_t      count = 0;
	bool        known = is_noun(noun);
	const char *given, *near;

	/* "soundings db --json": the word that is missing is the verb. */
	if (verb[0] == '-')
		verb = "";
	given = known ? verb : noun;

	for (size_t i = 0; i < command_count && count < 256; i++)
		if (!known)
			words[count++] = commands[i].noun;
		else if (strcmp(commands[i].noun, noun) == 0)
			words[count++] = commands[i].verb;
	near = nearest_word(text_of(given), words, count);
	if (known && *given == '\0')
		fprintf(stderr, "soundings %s: say what to do, one of these:\n", noun);
	else
		fprintf(stderr, "soundings: there is no command \"%s%s%s\"", noun,
		    known ? " " : "", known ? verb : "");
	if (near != NULL && *given != '\0')
		fprintf(stderr, "; did you mean \"%s%s%s\"?", known ? noun : "",
		    known ? " " : "", near);
	if (!known || *given != '\0')
		fputc('\n', stderr);
	if (known)
		print_noun(stderr, noun);
	else
		fputs("\"soundings --help\" lists the commands.\n", stderr);
	return EXIT_USAGE;
}

static int
help(int argc, char **argv)
{
	const struct command *c;

	if (argc == 0) {
		print_help(stdout);
		return EXIT_DONE;
	}
	c = find(argv[0], argc > 1 ? argv[1] : "");
	if (c != NULL) {
		print_command(stdout, c);
		return EXIT_DONE;
	}
	if (is_noun(argv[0]) && argc == 1) {
		print_noun(stdout, argv[0]);
		return EXIT_DONE;
	}
	return unknown(argv[0], argc > 1 ? argv[1] : "");
}

/* The word that is missing, by its name in the row, or the one too many. */
static void
say_words(struct command_run *run)
{
	const char *name = run->command->args;

	if (run->count >= run->command->least) {
		command_say(run, "\"%s\" is a word too many", run->args[run->command->most]);
		return;
	}
	for (int i = 0; i < run->count; i++) {
		name += strcspn(name, " ");
		name += strspn(name, " ");
	}
	command_say(run, "%.*s is missing", (int)strcspn(name, " ."), name);
}

static int
run_command(const struct command *c, int argc, char **argv)
{
	struct command_run run = { .arena = arena_new(ARENA_CAP), .command = c };
	const char        *problem = NULL;
	bool               wants_help;
	int                code;

	random_start();
	if (!options_read(&run, argc, (const char *const *)argv, *c->verb ? 3 : 2,
	        &wants_help, &problem)) {
		command_say(&run, "%s", problem);
		code = command_usage(&run);
	} else if (wants_help) {
		print_command(stdout, c);
		code = EXIT_DONE;
	} else if (run.count < c->least || (c->most >= 0 && run.count > c->most)) {
		say_words(&run);
		code = command_usage(&run);
	} else {
		code = c->run(&run);
	}
	if (run.db != NULL)
		db_close(run.db);
	arena_free(run.arena);
	/* What was printed counts only when it arrived. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("soundings: the output could not be written\n", stderr);
		return EXIT_IO;
	}
	return code;
}

/* How many leading words are options that belong to every command. */
static int
leading_options(int argc, char **argv)
{
	int n = 0;

	while (n + 1 < argc) {
		const char *word = argv[n + 1];

		if (strcmp(word, "--config") == 0 && n + 2 < argc)
			n += 2;
		else if (strncmp(word, "--config=", 9) == 0 ||
		         strcmp(word, "--no-color") == 0 || strcmp(word, "--no-input") == 0)
			n++;
		else
			break;
	}
	return n;
}

/* "soundings --config FILE db status" is "soundings db status --config FILE". */
static void
noun_first(int argc, char **argv)
{
	int options = leading_options(argc, argv);
	int words = 0;

	if (options + 1 < argc && argv[options + 1][0] != '-') {
		words = 1;
		if (options + 2 < argc && argv[options + 2][0] != '-' &&
		    find(argv[options + 1], "") == NULL)
			words = 2;
	}
	for (int w = 0; w < words; w++) {
		char *word = argv[options + 1 + w];

		for (int k = options + 1 + w; k > 1 + w; k--)
			argv[k] = argv[k - 1];
		argv[1 + w] = word;
	}
}

/* What is asked of the program itself, which needs no settings: the options
 * before it are passed over. */
static bool
about_itself(int argc, char **argv, int *code_out)
{
	int         at = leading_options(argc, argv) + 1;
	const char *word = at < argc ? argv[at] : "";

	if (strcmp(word, "--version") == 0) {
		puts("soundings " SOUNDINGS_BUILD);
		*code_out = EXIT_DONE;
	} else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
		*code_out = help(0, NULL);
	} else if (strcmp(word, "help") == 0) {
		*code_out = help(argc - at - 1, argv + at + 1);
	} else if (at == argc) {
		*code_out = short_help();
	} else {
		return false;
	}
	return true;
}

int
command_main(int argc, char **argv)
{
	const struct command *c;
	int                   code;

	/* A command says itself what went wrong, and to a person. */
	log_open("soundings", LOG_ERROR);
	if (about_itself(argc, argv, &code))
		return code;
	noun_first(argc, argv);
	if (argv[1][0] == '-') {
		fprintf(stderr,
		    strcmp(argv[1], "--config") == 0
		        ? "soundings: %s needs its FILE\n"
		        : "soundings: there is no option %s here\n",
		    argv[1]);
		return short_help();
	}
	c = find(argv[1], argc > 2 ? argv[2] : "");
	if (c == NULL && argc > 2 &&
	    (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0))
		return help(1, argv + 1);
	if (c == NULL)
		return unknown(argv[1], argc > 2 ? argv[2] : "");
	return run_command(c, argc, argv);
}
