/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "address/address.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "command/command.h"
#include "database/db.h"
#include "gen/sql_command.h"

#define NAME_MAX_CHARACTERS 200

static enum err
audit(struct command_run *run, struct tx *tx, const char *action, struct text code,
    const char *detail, const char *by)
{
	struct firm_audit_row row;

	return sql_firm_audit(run->arena, tx,
	    &(struct firm_audit_in){
	        .actor = text_of(by != NULL ? by : command_os_user(run->arena)),
	        .os_user = text_of(command_os_user(run->arena)),
	        .action = text_of(action),
	        .code = code,
	        .detail = text_of(detail) },
	    &row);
}

/* What responses of that firm will be known by.  false: told. */
static bool
known_by(struct command_run *run, struct text *key_out)
{
	const char      *given = command_value(run, "domain");
	struct mail_addr addr;
	bool             whole = given != NULL && strchr(given, '@') != NULL;

	*key_out = TEXT_NONE;
	if (given == NULL)
		return true;
	if (address_parse(run->arena,
	        text_of(whole ? given : arena_printf(run->arena, "any@%s", given)),
	        &addr) != ADDRESS_FINE) {
		command_say(run,
		    "\"%s\" is no mail domain; one looks like "
		    "quillfeather.example",
		    given);
		return false;
	}
	if (!whole && address_is_free_mail(addr.domain)) {
		command_say(run, "%s gives mail to everybody: name the whole address", given);
		return false;
	}
	*key_out = address_firm_key(run->arena, &addr);
	return true;
}

static enum err
add(struct command_run *run, struct text domain, struct tx **tx, int64_t *id_out)
{
	struct firm_add_row row;

	TRY(command_begin(run, tx));
	TRY(sql_firm_add(run->arena, *tx,
	    &(struct firm_add_in){ .name = text_of(run->args[0]), .domain = domain }, &row));
	TRY(audit(run, *tx, "firm.add", row.code, "{}", NULL));
	*id_out = row.id;
	return db_commit(*tx);
}

int
command_firm_add(struct command_run *run)
{
	struct tx  *tx = NULL;
	struct text domain;
	int64_t     id;
	int         code;
	enum err    err;

	if (run->args[0][strspn(run->args[0], " ")] == '\0') {
		command_say(run, "the name is empty");
		return EXIT_USAGE;
	}
	if (!utf8_one_line(run->args[0], strlen(run->args[0]))) {
		command_say(run, "a name stands on one line, without characters "
		                 "that cannot be seen");
		return EXIT_USAGE;
	}
	if (utf8_count(run->args[0], strlen(run->args[0])) > NAME_MAX_CHARACTERS) {
		command_say(run, "the name is too long: it has at most %d characters",
		    NAME_MAX_CHARACTERS);
		return EXIT_USAGE;
	}
	if (!known_by(run, &domain))
		return EXIT_USAGE;
	if (!command_db(run, &code))
		return code;
	err = add(run, domain, &tx, &id);
	if (err == ERR_CONFLICT) {
		bool name = strstr(db_constraint(tx), "firm_name") != NULL;

		command_say(run, "a firm has that %s already: soundings firm list",
		    name ? "name" : "domain");
		if (!name)
			fputs("To name that firm: add the name without --domain, then "
			      "\"soundings firm merge\" the one into the other.\n",
			    stderr);
		return EXIT_FAILED;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "the firm could not be added");
	printf(command_flag(run, "json") ? "{\"firm\": %lld}\n" : "firm %lld\n",
	    (long long)id);
	return EXIT_DONE;
}

int
command_firm_list(struct command_run *run)
{
	struct firm_list_row *rows;
	struct tx            *tx;
	size_t                count;
	bool                  json = command_flag(run, "json");
	int                   code;
	enum err              err;

	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_firm_list(run->arena, tx, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the firms could not be read");
	if (!json)
		printf("%8s %-12s %9s %-36s %s\n", "firm", "code", "responses", "name",
		    "domains");
	for (size_t i = 0; i < count; i++) {
		const struct firm_list_row *f = &rows[i];

		if (json) {
			printf("{\"firm\": %lld, \"code\": ", (long long)f->id);
			command_json_string(stdout, f->code);
			fputs(", \"name\": ", stdout);
			command_json_string(stdout, f->name);
			printf(", \"operator\": %s, \"merged_into\": ",
			    f->operator? "true" : "false");
			if (f->merged_into.set)
				printf("%lld", (long long)f->merged_into.v);
			else
				fputs("null", stdout);
			fputs(", \"domains\": ", stdout);
			command_json_string(stdout, f->domains);
			printf(", \"responses\": %lld}\n", (long long)f->responses);
			continue;
		}
		printf("%8lld %-12s %9lld %-36s %s", (long long)f->id, f->code.s,
		    (long long)f->responses,
		    f->operator ? "(the operator)"
		    : f->name.s ? f->name.s
		                : "-",
		    f->domains.s);
		if (f->merged_into.set)
			printf(" (part of %lld)", (long long)f->merged_into.v);
		putchar('\n');
	}
	return EXIT_DONE;
}

static enum err
merge(struct command_run *run, int64_t firm, int64_t target, int64_t *changed_out)
{
	struct firm_merge_row row;
	struct tx            *tx;

	TRY(command_begin(run, &tx));
	TRY(sql_firm_merge(run->arena, tx,
	    &(struct firm_merge_in){ .firm = firm, .target = target }, &row));
	*changed_out = row.changed;
	if (row.changed == 0) { /* nothing to tell the audit */
		db_rollback(tx);
		return ERR_OK;
	}
	/* Codes are letters and digits: they need no escaping. */
	TRY(audit(run, tx, "firm.merge", row.code,
	    arena_printf(run->arena, "{\"into\": \"%s\"}", row.target_code.s),
	    command_value(run, "by")));
	return db_commit(tx);
}

int
command_firm_merge(struct command_run *run)
{
	int64_t  firm, target, changed;
	int      code;
	enum err err;

	if (!parse_int(text_of(run->args[0]), 1, INT64_MAX, &firm) ||
	    !parse_int(text_of(run->args[1]), 1, INT64_MAX, &target)) {
		command_say(run, "a firm is named by its number: soundings firm list");
		return EXIT_USAGE;
	}
	if (firm == target) {
		command_say(run, "a firm is part of itself already");
		return EXIT_USAGE;
	}
	if (!command_confirm(run,
	        arena_printf(run->arena,
	            "Firm %lld will count as part of firm %lld, and its people belong to "
	            "that; this cannot be undone",
	            (long long)firm, (long long)target),
	        "merge"))
		return EXIT_FAILED;
	if (!command_db(run, &code))
		return code;
	err = merge(run, firm, target, &changed);
	if (err != ERR_OK)
		return command_failed(run, err, "the firms could not be merged");
	if (changed == 0) {
		command_say(run, "there is no such pair of firms: soundings firm list");
		return EXIT_NO_INPUT;
	}
	fprintf(stderr,
	    "Firm %lld counts as part of firm %lld from the next snapshot "
	    "on. Reports exclude both at once.\n",
	    (long long)firm, (long long)target);
	return EXIT_DONE;
}
