/* SPDX-License-Identifier: ISC
 *
 * form.c - "soundings form": check, publish, open, close, list. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/form_file.h"
#include "database/db.h"
#include "gen/sql_form.h"

bool
command_form_bytes(struct command_run *run, const char *path, struct bytes *bytes_out)
{
	FILE    *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	uint8_t *data = arena_alloc(run->arena, FORM_BYTES_MAX + 2);
	bool     failed;

	if (file == NULL) {
		command_say(run, "%s cannot be read: %s", path, strerror(errno));
		return false;
	}
	bytes_out->p = data;
	bytes_out->len = fread(data, 1, FORM_BYTES_MAX + 1, file);
	failed = ferror(file) != 0;
	if (file != stdin)
		fclose(file);
	if (failed)
		command_say(run, "%s cannot be read: %s", path, strerror(errno));
	return !failed;
}

static void
print_problems_json(struct command_run *run, const char *path, const struct form *form,
    const struct form_problems *problems)
{
	fputs("{\"file\": ", stdout);
	command_json_string(stdout, text_of(path));
	fputs(", \"form\": ", stdout);
	if (form != NULL)
		command_json_string(stdout, text_of(form->slug));
	else
		fputs("null", stdout);
	fputs(", \"problems\": [", stdout);
	for (size_t i = 0; i < problems->count; i++) {
		const struct form_problem *p = &problems->list[i];

		printf("%s{\"line\": %d, \"pointer\": ", i > 0 ? ", " : "", p->line);
		command_json_string(stdout, text_of(p->pointer));
		fputs(", \"wrong\": ", stdout);
		command_json_string(stdout, text_of(p->wrong));
		fputs(", \"accepted\": ", stdout);
		if (p->accepted != NULL)
			command_json_string(stdout, text_of(p->accepted));
		else
			fputs("null", stdout);
		fputc('}', stdout);
	}
	puts("]}");
	(void)run;
}

static void
print_problems(struct command_run *run, const char *path,
    const struct form_problems *problems)
{
	for (size_t i = 0; i < problems->count; i++)
		fprintf(stderr, "%s\n",
		    form_problem_line(run->arena, path, &problems->list[i]));
}

int
command_form_check(struct command_run *run)
{
	int code = EXIT_DONE;

	for (int i = 0; i < run->count; i++) {
		struct arena_mark    mark = arena_mark(run->arena);
		const char          *path = run->args[i];
		const struct form   *form = NULL;
		struct form_problems problems;
		struct bytes         json;

		if (!command_form_bytes(run, path, &json)) {
			code = EXIT_NO_INPUT;
			continue;
		}
		if (form_read(run->arena, json, &form, &problems) != ERR_OK)
			code = EXIT_BAD_DATA;
		if (command_flag(run, "json"))
			print_problems_json(run, path, form, &problems);
		else if (form == NULL)
			print_problems(run, path, &problems);
		else
			printf("%s: %s, %zu item%s on %zu page%s, %zu dimension%s\n", path,
			    form->slug, form->item_count, form->item_count == 1 ? "" : "s",
			    form->page_count, form->page_count == 1 ? "" : "s",
			    form->dimension_count, form->dimension_count == 1 ? "" : "s");
		arena_rewind(run->arena, mark);
	}
	return code;
}

static enum err
audit(struct command_run *run, struct tx *tx, const char *action, const char *slug,
    int32_t version)
{
	const char           *by = command_value(run, "by");
	struct form_audit_row row;

	return sql_form_audit(run->arena, tx,
	    &(struct form_audit_in){
	        .actor = text_of(by != NULL ? by : command_os_user(run->arena)),
	        .os_user = text_of(command_os_user(run->arena)),
	        .action = text_of(action),
	        .object = text_of(arena_printf(run->arena, "form %s", slug)),
	        .detail = version > 0 ? text_of(arena_printf(run->arena, "{\"version\": %d}",
	                                    version))
	                              : TEXT_LIT("{}") },
	    &row);
}

/* What a publication came to. */
struct publication {
	int32_t              version;
	bool                 published; /* else: nothing new in it */
	struct form_problems changes;   /* ids that would change their meaning */
};

/* Against the newest version; *last_out is 0 without one. */
static enum err
compare(struct command_run *run, struct tx *tx, const struct form *form, struct bytes json,
    int32_t *last_out, struct publication *p)
{
	struct form_by_slug_row         row;
	struct form_version_content_row content;
	const struct form              *older;
	struct form_problems            problems;
	struct bytes                    text;
	enum err                        err;

	err = sql_form_by_slug(run->arena, tx,
	    &(struct form_by_slug_in){ .slug = text_of(form->slug) }, &row);
	*last_out = 0;
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(err);
	*last_out = row.version;
	TRY(sql_form_version_content(run->arena, tx,
	    &(struct form_version_content_in){ .owner = row.owner,
	        .form = row.id,
	        .version = row.version },
	    &content));
	text = (struct bytes){ (const uint8_t *)content.content.s, content.content.len };
	if (form_same_text(text, json)) {
		p->version = row.version;
		return ERR_CONFLICT;
	}
	TRY(form_read(run->arena, text, &older, &problems));
	form_published_as(older, row.id, row.version);
	p->changes = form_meaning_changes(run->arena, older, form);
	return p->changes.count > 0 ? ERR_INVALID : ERR_OK;
}

static enum err
publish(struct command_run *run, const struct form *form, struct bytes json,
    struct publication *p)
{
	const char            *by = command_value(run, "by");
	struct form_ensure_row ensured;
	struct tx             *tx;
	int32_t                last;
	enum err               err;

	TRY(command_begin(run, &tx));
	TRY(sql_form_ensure(run->arena, tx,
	    &(struct form_ensure_in){ .slug = text_of(form->slug) }, &ensured));
	err = compare(run, tx, form, json, &last, p);
	if (err == ERR_CONFLICT && p->version > 0) {
		db_rollback(tx);
		return ERR_OK;
	}
	TRY(err);
	TRY(sql_form_publish(run->arena, tx,
	    &(struct form_publish_in){ .owner = ensured.owner,
	        .form = ensured.id,
	        .version = last + 1,
	        .content = { (const char *)json.p, json.len },
	        .published_by = text_of(by != NULL ? by : command_os_user(run->arena)) },
	    NULL));
	TRY(audit(run, tx, "form.publish", form->slug, last + 1));
	TRY(db_commit(tx));
	p->version = last + 1;
	p->published = true;
	return ERR_OK;
}

int
command_form_publish(struct command_run *run)
{
	const char          *path = run->args[0];
	struct publication   p = { .published = false };
	const struct form   *form;
	struct form_problems problems;
	struct bytes         json;
	int                  code;
	enum err             err;

	if (!command_form_bytes(run, path, &json))
		return EXIT_NO_INPUT;
	if (form_read(run->arena, json, &form, &problems) != ERR_OK) {
		print_problems(run, path, &problems);
		return EXIT_BAD_DATA;
	}
	if (!command_db(run, &code))
		return code;
	err = publish(run, form, json, &p);
	if (p.changes.count > 0) {
		for (size_t i = 0; i < p.changes.count; i++)
			fprintf(stderr, "%s: %s: %s; %s\n", path, p.changes.list[i].pointer,
			    p.changes.list[i].wrong, p.changes.list[i].accepted);
		command_say(run, "nothing was published");
		return EXIT_BAD_DATA;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "the form could not be published");
	if (command_flag(run, "json"))
		printf("{\"form\": \"%s\", \"version\": %d, \"published\": %s}\n",
		    form->slug, p.version, p.published ? "true" : "false");
	else
		printf("%s version %d%s\n", form->slug, p.version,
		    p.published ? "" : " stands already: nothing new in this file");
	return EXIT_DONE;
}

static enum err
set_state(struct command_run *run, const char *state, const char *action,
    struct form_set_state_row *row_out)
{
	const char *slug = run->args[0];
	struct tx  *tx;

	TRY(command_begin(run, &tx));
	TRY(sql_form_set_state(run->arena, tx,
	    &(struct form_set_state_in){ .slug = text_of(slug), .state = text_of(state) },
	    row_out));
	if (row_out->changed)
		TRY(audit(run, tx, action, slug, 0));
	return db_commit(tx);
}

static int
change_state(struct command_run *run, const char *state, const char *action)
{
	const char               *slug = run->args[0];
	struct form_set_state_row row;
	int                       code;
	enum err                  err;

	if (!command_db(run, &code))
		return code;
	err = set_state(run, state, action, &row);
	if (err == ERR_NOT_FOUND) {
		command_say(run, "there is no form \"%s\": soundings form list", slug);
		return EXIT_NO_INPUT;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "the form stays as it is");
	if (command_flag(run, "json")) {
		fputs("{\"form\": ", stdout);
		command_json_string(stdout, text_of(slug));
		printf(", \"state\": \"%s\", \"changed\": %s}\n", state,
		    row.changed ? "true" : "false");
	} else {
		printf("%s is %s%s\n", slug, state, row.changed ? "" : " already");
	}
	return EXIT_DONE;
}

int
command_form_open(struct command_run *run)
{
	return change_state(run, "open", "form.open");
}

int
command_form_close(struct command_run *run)
{
	return change_state(run, "closed", "form.close");
}

static enum err
load_list(struct command_run *run, struct form_list_row **rows_out, size_t *count_out)
{
	struct tx *tx;

	TRY(command_begin(run, &tx));
	TRY(sql_form_list(run->arena, tx, rows_out, count_out));
	return db_commit(tx);
}

int
command_form_list(struct command_run *run)
{
	struct form_list_row *rows;
	size_t                count;
	int                   code;
	enum err              err;

	if (!command_db(run, &code))
		return code;
	err = load_list(run, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the forms could not be read");
	if (!command_flag(run, "json"))
		printf("%-40s %-7s %7s %s\n", "form", "state", "version", "published");
	for (size_t i = 0; i < count; i++) {
		const struct form_list_row *f = &rows[i];
		const char                 *at = clock_iso(run->arena, f->published_at);

		if (!command_flag(run, "json")) {
			printf("%-40s %-7s %7d %s\n", f->slug.s, f->state.s, f->version, at);
			continue;
		}
		printf(
		    "{\"form\": \"%s\", \"state\": \"%s\", \"public\": %s, \"version\": %d, "
		    "\"published_at\": \"%s\", \"published_by\": ",
		    f->slug.s, f->state.s, f->public ? "true" : "false", f->version, at);
		command_json_string(stdout, f->published_by);
		puts("}");
	}
	return EXIT_DONE;
}
