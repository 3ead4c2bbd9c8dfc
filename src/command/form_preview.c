/* SPDX-License-Identifier: ISC
 *
 * form_preview.c - "soundings form preview": the questions of a form file or
 * of a published form, as text or as a page to print. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "command/form_file.h"
#include "database/db.h"
#include "form/preview.h"
#include "gen/sql_form.h"

static enum err
load_version(struct command_run *run, const char *slug, struct bytes *json_out)
{
	struct form_by_slug_row         row;
	struct form_version_content_row content;
	struct tx                      *tx;

	TRY(db_begin(run->db, run->arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR },
	    &tx));
	TRY(sql_form_by_slug(run->arena, tx,
	    &(struct form_by_slug_in){ .slug = text_of(slug) }, &row));
	TRY(sql_form_version_content(run->arena, tx,
	    &(struct form_version_content_in){ .owner = row.owner,
	        .form = row.id,
	        .version = row.version },
	    &content));
	*json_out = (struct bytes){ (const uint8_t *)content.content.s, content.content.len };
	return db_commit(tx);
}

static bool
load(struct command_run *run, const char *name, struct bytes *json_out, int *code_out)
{
	enum err err;

	if (strpbrk(name, "./") != NULL || strcmp(name, "-") == 0) {
		*code_out = EXIT_NO_INPUT;
		return command_form_bytes(run, name, json_out);
	}
	if (!command_db(run, code_out))
		return false;
	err = load_version(run, name, json_out);
	if (err == ERR_NOT_FOUND) {
		command_say(run,
		    "there is no form \"%s\": soundings form list, or name a "
		    "file such as ./%s.json",
		    name, name);
		*code_out = EXIT_NO_INPUT;
		return false;
	}
	if (err != ERR_OK)
		*code_out = command_failed(run, err, "the form could not be read");
	return err == ERR_OK;
}

static bool
has_language(const struct form *form, const char *language)
{
	for (size_t i = 0; i < form->language_count; i++)
		if (strcmp(form->languages[i], language) == 0)
			return true;
	return false;
}

int
command_form_preview(struct command_run *run)
{
	const char          *name = run->args[0], *language = command_value(run, "language");
	const struct form   *form;
	struct form_problems problems;
	struct bytes         json;
	int                  code;

	if (!load(run, name, &json, &code))
		return code;
	if (form_read(run->arena, json, &form, &problems) != ERR_OK) {
		for (size_t i = 0; i < problems.count; i++)
			fprintf(stderr, "%s\n",
			    form_problem_line(run->arena, name, &problems.list[i]));
		return EXIT_BAD_DATA;
	}
	if (language != NULL && !has_language(form, language)) {
		command_say(run, "%s has no texts in \"%s\"", form->slug, language);
		return EXIT_USAGE;
	}
	if (command_flag(run, "html")) {
		struct html page = form_preview_html(run->arena, form, language);

		fwrite(page.s, 1, page.len, stdout);
		fputc('\n', stdout);
	} else {
		struct text text = form_preview_text(run->arena, form, language);

		fwrite(text.s, 1, text.len, stdout);
	}
	return EXIT_DONE;
}
