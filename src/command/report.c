/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "benchmark/benchmark.h"
#include "command/command.h"
#include "report/load.h"
#include "report/pdf.h"
#include "response/catalogue.h"
#include "view/view.h"

static void
free_cache(void *cache)
{
	bench_cache_free(cache);
}

static enum err
load(struct command_run *run, struct uuid id, struct report_loaded *loaded_out)
{
	struct report_source    source = { .db = run->db,
		   .role = DB_ROLE_OPERATOR,
		   .forms = catalogue_new(run->arena, DB_ROLE_OPERATOR),
		   .snapshots = bench_cache_new() };
	struct catalogue_form **forms;
	size_t                  count;
	enum err                err = ERR_NOT_FOUND;

	arena_own(run->arena, source.snapshots, free_cache);
	TRY(catalogue_refresh(source.forms, run->db, clock_monotonic()));
	forms = catalogue_all(source.forms, &count);
	/* The owner is part of the key; a form's owner is its responses' owner. */
	for (size_t i = 0; i < count && err == ERR_NOT_FOUND; i++) {
		bool asked = false;

		for (size_t j = 0; j < i; j++)
			asked = asked || forms[j]->owner == forms[i]->owner;
		if (asked)
			continue;
		source.owner = forms[i]->owner;
		err = report_load(run->arena, &source, id, NULL, loaded_out);
	}
	return err;
}

static enum err
draw(struct command_run *run, const struct report_loaded *loaded, struct bytes *out)
{
	const struct report_frame frame = { .confirmed = true, .printed = true };
	const struct view_set    *views;
	struct html               html;
	struct text               text;

	if (command_flag(run, "json")) {
		text = report_json(run->arena, loaded->model);
		*out = (struct bytes){ (const uint8_t *)text.s, text.len };
		return ERR_OK;
	}
	if (command_flag(run, "pdf"))
		return report_pdf(run->arena, loaded->model, loaded->response.submitted_at,
		    out);
	TRY(view_open(run->arena, &views));
	if (command_flag(run, "html")) {
		TRY(report_document(run->arena, views, loaded->model, &html));
		*out = (struct bytes){ (const uint8_t *)html.s, html.len };
		return ERR_OK;
	}
	TRY(report_text(run->arena, views, loaded->model, &frame, &text));
	*out = (struct bytes){ (const uint8_t *)text.s, text.len };
	return ERR_OK;
}

static int
write_out(struct command_run *run, struct bytes out)
{
	const char *path = command_value(run, "output");
	FILE       *f = path ? command_file(path) : stdout;
	bool        written;

	if (f == NULL) {
		command_say(run, "%s: %s", path, strerror(errno));
		return EXIT_IO;
	}
	written = fwrite(out.p, 1, out.len, f) == out.len && fflush(f) == 0;
	if (path)
		written = fclose(f) == 0 && written;
	if (!written) {
		command_say(run, "%s: not all was written", path ? path : "standard output");
		return EXIT_IO;
	}
	return EXIT_DONE;
}

int
command_report_show(struct command_run *run)
{
	static const char *const format[] = { "json", "html", "text", "pdf" };
	struct report_loaded     loaded;
	struct bytes             out;
	struct uuid              id;
	enum err                 err;
	int                      code, formats = 0;

	for (size_t i = 0; i < sizeof(format) / sizeof(format[0]); i++)
		formats += command_flag(run, format[i]);
	if (formats > 1) {
		command_say(run, "choose one of --json, --html, --text and --pdf");
		return EXIT_USAGE;
	}
	if (!command_reference(run, run->args[0]))
		return EXIT_USAGE;
	if (command_flag(run, "pdf") && !command_value(run, "output") &&
	    isatty(STDOUT_FILENO)) {
		command_say(run, "a PDF is not for the terminal: --output FILE, or a pipe");
		return EXIT_USAGE;
	}
	if (!command_db(run, &code) || !command_referred(run, run->args[0], &id, &code))
		return code;
	err = load(run, id, &loaded);
	if (err == ERR_NOT_FOUND) {
		command_say(run, "no response has the reference %s", run->args[0]);
		return EXIT_NO_INPUT;
	}
	if (err == ERR_OK)
		err = draw(run, &loaded, &out);
	if (err != ERR_OK)
		return command_failed(run, err, "the report could not be shown");
	return write_out(run, out);
}
