/* SPDX-License-Identifier: ISC
 *
 * run.c - what every command needs: settings, database, words for failures. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "command/command.h"
#include "database/db.h"

void
command_say(const struct command_run *run, const char *fmt, ...)
{
	const struct command *c = run->command;
	va_list               args;

	fflush(stdout);
	fprintf(stderr, "soundings %s%s%s: ", c->noun, *c->verb ? " " : "", c->verb);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

int
command_usage(const struct command_run *run)
{
	const struct command *c = run->command;

	fprintf(stderr, "Usage: soundings %s%s%s%s%s [OPTION...]\n  %s\n", c->noun,
	    *c->verb ? " " : "", c->verb, *c->args ? " " : "", c->args, c->example);
	return EXIT_USAGE;
}

bool
command_config(struct command_run *run, int *exit_out)
{
	const char *path = config_path(run->config_flag);
	const char *problem;
	enum err    err;

	if (run->config != NULL)
		return true;
	err = config_load(run->arena, path, &run->config, &problem);
	if (err == ERR_OK)
		return true;
	fputs(problem, stderr);
	if (err == ERR_NOT_FOUND)
		fputs("Name the settings file by --config FILE or $SOUNDINGS_CONFIG; "
		      "\"soundings config example\" prints one.\n",
		    stderr);
	*exit_out = EXIT_CONFIG;
	return false;
}

static FILE *
opened(int fd)
{
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	if (file == NULL && fd >= 0)
		close(fd);
	return file;
}

FILE *
command_file(const char *path)
{
	return opened(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
}

bool
command_replace(struct arena *arena, const char *path, struct text text)
{
	char       *fresh = NULL;
	struct stat there;
	FILE       *out;
	bool        fine;
	int         why;

	/* A device or a folder stays what it is. */
	if (stat(path, &there) == 0 && !S_ISREG(there.st_mode)) {
		out = command_file(path);
	} else {
		/* A name that nobody could put a link or a file of theirs at before. */
		fresh = arena_printf(arena, "%s.XXXXXX", path);
		out = opened(mkostemp(fresh, O_CLOEXEC));
	}
	if (out == NULL)
		return false;
	fine = fwrite(text.s, 1, text.len, out) == text.len && fflush(out) == 0 &&
	       (fresh == NULL || fsync(fileno(out)) == 0);
	why = errno;
	if (fclose(out) != 0 && fine) {
		fine = false;
		why = errno;
	}
	if (fine && (fresh == NULL || rename(fresh, path) == 0))
		return true;
	if (fine)
		why = errno;
	if (fresh != NULL)
		unlink(fresh);
	errno = why;
	return false;
}

bool
command_db(struct command_run *run, int *exit_out)
{
	enum err err;

	if (run->db != NULL)
		return true;
	if (!command_config(run, exit_out))
		return false;
	run->db = db_open(run->config->database_operator, "soundings");
	if (run->fills_tables)
		db_plan_once(run->db);
	/* Builds and imports are longer than a page may take. */
	db_set_deadline(run->db, 10 * 60 * 1000);
	err = db_ready(run->db);
	if (err == ERR_OK)
		return true;
	command_say(run, "%s", db_problem(run->db));
	*exit_out = err == ERR_CONFLICT ? EXIT_CONFIG : EXIT_UNREACHED;
	return false;
}

enum err
command_begin(struct command_run *run, struct tx **tx_out)
{
	static const struct db_scope scope = { .role = DB_ROLE_OPERATOR };

	return db_begin(run->db, run->arena, &scope, tx_out);
}

int
command_failed(struct command_run *run, enum err err, const char *what)
{
	const char *why = run->db != NULL ? db_problem(run->db) : "";

	switch (err) {
	case ERR_NOT_FOUND:
		command_say(run, "%s: there is no such thing", what);
		return EXIT_NO_INPUT;
	case ERR_FORBIDDEN:
		command_say(run, "%s: not allowed%s%s", what, *why ? ": " : "", why);
		return EXIT_FORBIDDEN;
	case ERR_CONFLICT:
		command_say(run, "%s: it stands in another state now%s%s", what,
		    *why ? ": " : "", why);
		return EXIT_FAILED;
	case ERR_UNAVAILABLE:
		command_say(run, "%s: try again later%s%s. Nothing was changed", what,
		    *why ? ": " : "", why);
		return EXIT_LATER;
	case ERR_UNCERTAIN:
		command_say(run,
		    "%s: the database's answer was lost, so it may have "
		    "happened. Look before you repeat it",
		    what);
		return EXIT_LATER;
	case ERR_INVALID:
	case ERR_TOO_LARGE:
		command_say(run, "%s: %s%s%s", what, err_name(err), *why ? ": " : "", why);
		return EXIT_BAD_DATA;
	case ERR_OK:
	case ERR_INTERNAL:
	case ERR__MAX:
		break;
	}
	command_say(run, "%s: a fault of ours%s%s", what, *why ? ": " : "", why);
	return EXIT_BUG;
}

bool
command_confirm(const struct command_run *run, const char *what, const char *word)
{
	const char *given = command_value(run, "confirm");
	char        line[256] = "";

	if (given != NULL) {
		if (strcmp(given, word) == 0)
			return true;
		command_say(run, "--confirm says \"%s\", not \"%s\": nothing was done",
		    given, word);
		return false;
	}
	if (run->no_input || !isatty(STDIN_FILENO)) {
		command_say(run, "%s. Repeat with --confirm=%s if you mean it", what, word);
		return false;
	}
	fprintf(stderr, "%s.\nType %s to go on: ", what, word);
	if (fgets(line, sizeof(line), stdin) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (strcmp(line, word) == 0)
		return true;
	command_say(run, "nothing was done");
	return false;
}

const char *
command_os_user(struct arena *arena)
{
	const struct passwd *user = getpwuid(getuid());

	if (user != NULL)
		return arena_strdup(arena, user->pw_name);
	return arena_printf(arena, "uid %lu", (unsigned long)getuid());
}

void
command_json_string(FILE *out, struct text text)
{
	if (text.s == NULL) {
		fputs("null", out);
		return;
	}
	fputc('"', out);
	for (size_t i = 0; i < text.len; i++) {
		const char *escape = json_escape(text.s[i]);

		if (escape != NULL)
			fputs(escape, out);
		else
			fputc(text.s[i], out);
	}
	fputc('"', out);
}
