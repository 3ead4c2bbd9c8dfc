/* SPDX-License-Identifier: ISC
 *
 * response.c - "soundings response import|erase". */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/form_file.h"
#include "command/progress.h"
#include "csv/csv.h"
#include "database/db.h"
#include "exchange/import.h"
#include "exchange/record.h"
#include "response/catalogue.h"

#define TOLD_MAX 50 /* broken rows that are told one by one */

struct importing {
	struct progress progress;
	int             fd;
	int64_t         told, told_known;
};

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

static int64_t
read_file(void *thing, void *dst, size_t size)
{
	const struct importing *importing = thing;
	ssize_t                 got;

	do
		got = read(importing->fd, dst, size);
	while (got < 0 && errno == EINTR && !interrupted);
	return got;
}

static void
tell_row(void *thing, int64_t line, const char *column, const char *why)
{
	struct importing *importing = thing;

	if (++importing->told > TOLD_MAX) {
		if (importing->told == TOLD_MAX + 1)
			fputs("More are broken; they are counted below.\n", stderr);
		return;
	}
	if (column != NULL)
		fprintf(stderr, "line %lld, %s: %s\n", (long long)line, column, why);
	else
		fprintf(stderr, "line %lld: the row %s\n", (long long)line, why);
}

static void
tell_known(void *thing, int64_t line, struct uuid id, bool erased)
{
	struct importing *importing = thing;
	char              text[UUID_TEXT + 1];

	if (++importing->told_known > TOLD_MAX) {
		if (importing->told_known == TOLD_MAX + 1)
			fputs("More are there already; they are counted below.\n", stderr);
		return;
	}
	fprintf(stderr, "line %lld: %s %s\n", (long long)line, uuid_format(id, text),
	    erased ? "was erased and stays so" : "is there already");
}

static bool
show_progress(void *thing, int64_t bytes, int64_t rows)
{
	struct importing *importing = thing;

	progress_show(&importing->progress, bytes, rows);
	return !interrupted;
}

static int
report_import(struct command_run *run, enum err err, const struct import_result *r,
    bool check_only)
{
	if (command_flag(run, "json"))
		printf("{\"rows\": %lld, \"added\": %lld, \"known\": %lld, "
		       "\"broken\": %lld}\n",
		    (long long)r->rows, (long long)r->added, (long long)r->known,
		    (long long)r->broken);
	fprintf(stderr, "%lld row%s: %lld %s, %lld there already, %lld broken.\n",
	    (long long)r->rows, r->rows == 1 ? "" : "s", (long long)r->added,
	    check_only ? "new" : "added", (long long)r->known, (long long)r->broken);
	if (err == ERR_INVALID && r->rows == 0) {
		fputs("Nothing was stored: mend the header and import again.\n", stderr);
		return EXIT_BAD_DATA;
	}
	if (err != ERR_OK)
		return command_failed(run, err,
		    "the import broke off; run it again, "
		    "rows that are there are passed over");
	if (r->stopped) {
		fputs("Stopped as asked. Run it again to go on: rows that are there are "
		      "passed over.\n",
		    stderr);
		return EXIT_LATER;
	}
	if (r->broken > 0) {
		fputs("Mend the broken rows and import the file again: rows that are "
		      "there are passed over.\n",
		    stderr);
		return EXIT_BAD_DATA;
	}
	return EXIT_DONE;
}

int
command_response_import(struct command_run *run)
{
	const char            *path = run->args[1];
	struct importing       importing = { .fd = STDIN_FILENO };
	struct import          import = { .check_only = command_flag(run, "dry-run"),
		         .send_reports = command_flag(run, "send-reports") };
	struct import_result   result = { 0 };
	struct catalogue      *catalogue;
	struct catalogue_form *form;
	struct stat            file = { 0 };
	int                    code;
	enum err               err;

	run->fills_tables = true;
	if (!command_db(run, &code))
		return code;
	if (!command_find_form(run, run->args[0], &catalogue, &form, &code))
		return code;
	if (strcmp(path, "-") != 0) {
		importing.fd = open(path, O_RDONLY | O_CLOEXEC);
		if (importing.fd < 0 || fstat(importing.fd, &file) != 0) {
			command_say(run, "%s: %s", path, strerror(errno));
			return EXIT_NO_INPUT;
		}
		if (S_ISDIR(file.st_mode)) {
			command_say(run, "%s: %s", path, strerror(EISDIR));
			return EXIT_NO_INPUT;
		}
	}
	if (import.send_reports && !import.check_only &&
	    !command_confirm(run, "This owes a report by mail to every confirmed row",
	        run->args[0]))
		return EXIT_FAILED;
	signal(SIGINT, interrupt);
	signal(SIGTERM, interrupt);
	import.db = run->db;
	import.form = form;
	import.reader = csv_reader_new(run->arena, read_file, &importing);
	import.language = "en";
	import.now = clock_now();
	import.thing = &importing;
	import.tell = tell_row;
	import.tell_known = tell_known;
	import.progress = show_progress;
	progress_begin(&importing.progress, "rows", file.st_size);
	err = import_run(run->arena, &import, &result);
	progress_end(&importing.progress, result.rows);
	return report_import(run, err, &result, import.check_only);
}

int
command_response_erase(struct command_run *run)
{
	struct uuid id;
	bool        erased;
	int         code;
	enum err    err;

	if (!command_reference(run, run->args[0]))
		return EXIT_USAGE;
	if (!command_confirm(run, "This erases the answers and the address for good",
	        run->args[0]))
		return EXIT_FAILED;
	if (!command_db(run, &code) || !command_referred(run, run->args[0], &id, &code))
		return code;
	err = record_erase(run->arena, run->db, id, command_value(run, "by"),
	    command_os_user(run->arena), &erased);
	if (err != ERR_OK)
		return command_failed(run, err, "the response could not be erased");
	if (!erased) {
		command_say(run, "there is no response %s", run->args[0]);
		return EXIT_NO_INPUT;
	}
	fputs("Erased. Released snapshots stay as they are; the next one is made "
	      "without it.\n",
	    stderr);
	return EXIT_DONE;
}
