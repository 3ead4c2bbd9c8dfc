/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/random.h"
#include "base/utf8.h"
#include "command/command.h"
#include "command/help.h"
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

/* What goes into the database and back onto pages is UTF-8; the name of a file may
 * be anything. */
static bool
say_no_text(struct command_run *run)
{
	struct option_name names[OPTIONS_MAX];
	size_t             count = options_of(run->command, names);
	const char        *name = run->command->args, *next = name;

	for (int i = 0; i < run->count; i++) {
		size_t len = strcspn(next, " .");

		name = next;
		if (next[len] == ' ')
			next += len + 1;
		if (memmem(name, len, "FILE", 4) == NULL &&
		    !utf8_valid(run->args[i], strlen(run->args[i]))) {
			command_say(run, "%.*s is not UTF-8 text", (int)len, name);
			return true;
		}
	}
	for (size_t i = 0; i < count; i++)
		if (names[i].value[0] != '\0' && strcmp(names[i].value, "FILE") != 0 &&
		    run->values[i] != NULL &&
		    !utf8_valid(run->values[i], strlen(run->values[i]))) {
			command_say(run, "--%s is not UTF-8 text", names[i].name);
			return true;
		}
	return false;
}

/* What was printed counts only when it arrived. */
static int
printed(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	fputs("soundings: the output could not be written\n", stderr);
	return EXIT_IO;
}

/* Where standard output is closed, the next thing opened would be taken for it,
 * the connection to the database, too.  A place that refuses keeps its number. */
static void
keep_standard_places(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
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
		help_command(stdout, c);
		code = EXIT_DONE;
	} else if (run.count < c->least || (c->most >= 0 && run.count > c->most)) {
		say_words(&run);
		code = command_usage(&run);
	} else if (say_no_text(&run)) {
		code = EXIT_USAGE;
	} else {
		code = c->run(&run);
	}
	if (run.db != NULL)
		db_close(run.db);
	arena_free(run.arena);
	return printed(code);
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
		    command_find(argv[options + 1], "") == NULL)
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
		*code_out = help_main(0, NULL);
	} else if (strcmp(word, "help") == 0) {
		*code_out = help_main(argc - at - 1, argv + at + 1);
	} else if (at == argc) {
		*code_out = help_short();
	} else {
		return false;
	}
	return true;
}

int
command_main(int argc, char **argv)
{
	const struct command *c;
	int                   code, at;

	keep_standard_places();
	/* A command says itself what went wrong, and to a person. */
	log_open("soundings", LOG_ERROR);
	if (about_itself(argc, argv, &code))
		return printed(code);
	at = leading_options(argc, argv) + 1;
	if (argv[at][0] == '-')
		return help_no_option(argv[at]);
	noun_first(argc, argv);
	c = command_find(argv[1], argc > 2 ? argv[2] : "");
	if (c == NULL && argc > 2 &&
	    (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0))
		return printed(help_main(1, argv + 1));
	if (c == NULL)
		return help_unknown(argc - 1, argv + 1);
	return run_command(c, argc, argv);
}
