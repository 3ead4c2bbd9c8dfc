/* SPDX-License-Identifier: ISC
 *
 * export.c - "soundings response export": the responses, or what tells a
 * reader or a statistics program what their columns mean. */
#include <errno.h>
#include <stdio.h>

#include "base/clock.h"
#include "command/command.h"
#include "command/form_file.h"
#include "database/db.h"
#include "exchange/codebook.h"
#include "exchange/export.h"
#include "exchange/record.h"
#include "response/catalogue.h"

bool
command_find_form(struct command_run *run, const char *slug,
    struct catalogue **catalogue_out, struct catalogue_form **form_out, int *exit_out)
{
	enum err err;

	*catalogue_out = catalogue_new(run->arena, DB_ROLE_OPERATOR);
	err = catalogue_refresh(*catalogue_out, run->db, clock_monotonic());
	if (err == ERR_OK)
		err = catalogue_current(*catalogue_out, slug, form_out);
	if (err == ERR_OK)
		return true;
	if (err == ERR_NOT_FOUND) {
		command_say(run, "there is no form \"%s\": soundings form list", slug);
		*exit_out = EXIT_NO_INPUT;
	} else {
		*exit_out = command_failed(run, err, "the form could not be read");
	}
	return false;
}

static enum err
write_file(void *file, const void *p, size_t len)
{
	errno = 0;
	return fwrite(p, 1, len, file) == len ? ERR_OK : ERR_INTERNAL;
}

/* What is asked for: one of them. */
enum what { WHAT_CSV, WHAT_JSON, WHAT_XLSX, WHAT_CODEBOOK, WHAT_SPSS, WHAT_R };
static const char *const flags[] = { "csv", "json", "xlsx", "codebook", "spss", "r" };

static bool
what_is_asked(struct command_run *run, enum what *what_out)
{
	int count = 0;

	*what_out = WHAT_CSV;
	for (int i = 0; i <= WHAT_R; i++) {
		if (!command_flag(run, flags[i]))
			continue;
		*what_out = (enum what)i;
		/* The codebook is a table, in whatever file. */
		if (!(command_flag(run, "codebook") && i <= WHAT_XLSX && i != WHAT_JSON))
			count++;
	}
	return count <= 1;
}

/* The file that a script reads: what the export of this form is called. */
static const char *
csv_name(struct command_run *run)
{
	return arena_printf(run->arena, "%s.csv", run->args[0]);
}

static enum err
write_about(struct command_run *run, enum what what, const struct codebook *book,
    const struct export_sink *sink)
{
	if (what == WHAT_SPSS)
		return script_spss(run->arena, book, csv_name(run), sink);
	if (what == WHAT_R)
		return script_r(run->arena, book, csv_name(run), sink);
	return command_flag(run, "xlsx") ? codebook_book(run->arena, book, sink)
	                                 : codebook_csv(run->arena, book, sink);
}

static int
ended(struct command_run *run, enum err err)
{
	if (err == ERR_INTERNAL && errno != 0) {
		command_say(run, "the export broke off: %s", strerror(errno));
		return EXIT_IO;
	}
	if (err == ERR_TOO_LARGE) {
		command_say(run, "a workbook has room for 1,048,575 responses; take --csv");
		return EXIT_BAD_DATA;
	}
	return command_failed(run, err, "the export broke off and is a part only");
}

int
command_response_export(struct command_run *run)
{
	struct export export = { .scope = { .role = DB_ROLE_OPERATOR },
		.view = command_flag(run, "identities") ? EXPORT_NAMED : EXPORT_OPERATOR,
		.mark = command_flag(run, "bom"),
		.plain = command_flag(run, "plain"),
		.language = command_value(run, "language") };
	struct catalogue_form *form;
	const char            *path = command_value(run, "output");
	FILE                  *out;
	enum what              what;
	struct export_done     done = { -1, 0 };
	int                    code;
	enum err               err;

	if (!what_is_asked(run, &what)) {
		command_say(run, "one of --csv, --json, --xlsx, --codebook, --spss and --r");
		return EXIT_USAGE;
	}
	if (!command_db(run, &code) ||
	    !command_find_form(run, run->args[0], &export.catalogue, &form, &code))
		return code;
	if (export.view == EXPORT_NAMED && what <= WHAT_XLSX) {
		err = record_export(run->arena, run->db, form, flags[what],
		    command_value(run, "by"), command_os_user(run->arena));
		if (err != ERR_OK)
			return command_failed(run, err,
			    "the export could not be logged, "
			    "so nothing was exported");
	}
	export.db = run->db;
	export.form = form;
	export.format = what == WHAT_JSON   ? EXPORT_JSON
	                : what == WHAT_XLSX ? EXPORT_XLSX
	                                    : EXPORT_CSV;
	if (export.language == NULL)
		export.language = "en";
	out = path != NULL ? command_file(path) : stdout;
	if (out == NULL) {
		command_say(run, "%s: %s", path, strerror(errno));
		return EXIT_IO;
	}
	export.sink = (struct export_sink){ out, write_file, NULL };
	errno = 0;
	if (what > WHAT_XLSX)
		err = write_about(run, what,
		    &(struct codebook){ .form = form,
		        .view = export.view,
		        .language = export.language,
		        .mark = export.mark,
		        .plain = export.plain },
		    &export.sink);
	else
		err = export_run(run->arena, &export, &done);
	if ((path != NULL ? fclose(out) : fflush(out)) != 0 && err == ERR_OK)
		err = ERR_INTERNAL;
	if (err != ERR_OK)
		return ended(run, err);
	if (done.rows >= 0)
		fprintf(stderr, "%lld response%s.\n", (long long)done.rows,
		    done.rows == 1 ? "" : "s");
	if (done.mended > 0)
		fprintf(stderr,
		    "%lld answers held characters that cannot be printed: U+FFFD stands for "
		    "each.\n",
		    (long long)done.mended);
	return EXIT_DONE;
}
