/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "access/door.h"
#include "address/address.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "command/command.h"
#include "database/db.h"
#include "gen/sql_command.h"
#include "link/link.h"

static struct text
by(const struct command_run *run)
{
	const char *given = command_value(run, "by");

	return text_of(given != NULL ? given : command_os_user(run->arena));
}

/* What --reason says of why; false: told what was to be said. */
static bool
reasoned(const struct command_run *run, const char *wanted, struct text *reason_out)
{
	const char *given = command_value(run, "reason");

	*reason_out = text_trim(run->arena, text_of(given ? given : ""));
	if (reason_out->len >= 5)
		return true;
	command_say(run, "%s: --reason TEXT", wanted);
	return false;
}

/* Ends a change of one person; EXIT_DONE: it stands, or the verdict says more. */
static int
settled(struct command_run *run, struct tx *tx, enum err err, const struct text *verdict,
    const char *failed)
{
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK)
		return command_failed(run, err, failed);
	if (text_is(*verdict, "unknown")) {
		command_say(run, "nobody has that address: soundings person list");
		return EXIT_NO_INPUT;
	}
	return EXIT_DONE;
}

/* The role and the firm that --role and --firm name.  false: told. */
static bool
place(const struct command_run *run, enum access_role *role, struct opt_int *firm)
{
	const char *wanted = command_value(run, "role"),
	           *number = command_value(run, "firm");

	firm->set = number != NULL;
	if (number != NULL && !parse_int(text_of(number), 1, INT64_MAX, &firm->v)) {
		command_say(run, "a firm is named by its number: soundings firm list");
		return false;
	}
	if (wanted == NULL || !access_role_of(text_of(wanted), role)) {
		command_say(run,
		    "--role says what the person may do: consultant, lead or reviewer; "
		    "with --firm administrator, partner or member");
		return false;
	}
	if (access_role_is_operators(*role) == firm->set) {
		command_say(run,
		    firm->set ? "the role %s belongs to the operator: leave --firm out"
		              : "the role %s belongs to a firm: name it by --firm",
		    wanted);
		return false;
	}
	return true;
}

int
command_person_add(struct command_run *run)
{
	struct person_add_row row;
	struct mail_addr      address;
	struct text           name;
	enum access_role      role;
	struct opt_int        firm;
	struct tx            *tx;
	int                   code;
	enum err              err;

	if (address_parse(run->arena, text_of(run->args[0]), &address) != ADDRESS_FINE) {
		command_say(run, "\"%s\" is no mail address", run->args[0]);
		return EXIT_USAGE;
	}
	name = text_trim(run->arena, text_of(run->args[1]));
	if (name.len == 0) {
		command_say(run, "the name is empty");
		return EXIT_USAGE;
	}
	if (utf8_count(name.s, name.len) > 200) {
		command_say(run, "the name is too long: it has at most 200 characters");
		return EXIT_USAGE;
	}
	if (!place(run, &role, &firm))
		return EXIT_USAGE;
	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_person_add(run->arena, tx,
		    &(struct person_add_in){ .email = address.full,
		        .name = name,
		        .role = text_of(access_role_name(role)),
		        .firm = firm,
		        .by = by(run),
		        .os_user = text_of(command_os_user(run->arena)) },
		    &row);
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK)
		return command_failed(run, err, "the person could not be added");
	if (text_is(row.verdict, "taken")) {
		command_say(run, "somebody can sign in with that address already: "
		                 "soundings person list");
		return EXIT_FAILED;
	}
	if (text_is(row.verdict, "name")) {
		command_say(run, "a name stands on one line, without a web address");
		return EXIT_USAGE;
	}
	if (!text_is(row.verdict, "added")) {
		command_say(run, "there is no such firm, or it is part of another: "
		                 "soundings firm list");
		return EXIT_NO_INPUT;
	}
	fputs("An email says where to sign in. \"soundings person link\" prints a link "
	      "meanwhile.\n",
	    stderr);
	return EXIT_DONE;
}

static void
json_or_null(struct text value)
{
	if (value.s == NULL)
		fputs("null", stdout);
	else
		command_json_string(stdout, value);
}

int
command_person_list(struct command_run *run)
{
	struct person_list_row *rows;
	struct tx              *tx;
	size_t                  count;
	bool                    json = command_flag(run, "json");
	int                     code;
	enum err                err;

	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_person_list(run->arena, tx, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the people could not be read");
	if (!json)
		printf("%-36s %-14s %-8s %-8s %-28s %s\n", "address", "role", "firm",
		    "factor", "let in by", "name");
	for (size_t i = 0; i < count; i++) {
		const struct person_list_row *p = &rows[i];

		if (!json) {
			printf("%-36s %-14s %-8lld %-8s %-28s %s%s", p->email.s, p->role.s,
			    (long long)p->firm, p->factor ? "set up" : "none",
			    p->let_in.s  ? p->let_in.s
			    : p->vouched ? "operator (vouched)"
			                 : "operator",
			    p->name.s, p->disabled ? " (disabled)" : "");
			if (p->reset.s != NULL)
				printf(" (second factor reset by %s)", p->reset.s);
			putchar('\n');
			continue;
		}
		fputs("{\"address\": ", stdout);
		command_json_string(stdout, p->email);
		fputs(", \"name\": ", stdout);
		command_json_string(stdout, p->name);
		printf(", \"role\": \"%s\", \"firm\": %lld, \"disabled\": %s, "
		       "\"factor\": %s, \"vouched\": %s, \"let_in_by\": ",
		    p->role.s, (long long)p->firm, p->disabled ? "true" : "false",
		    p->factor ? "true" : "false", p->vouched ? "true" : "false");
		json_or_null(p->let_in);
		fputs(", \"reset_by\": ", stdout);
		json_or_null(p->reset);
		fputs("}\n", stdout);
	}
	return EXIT_DONE;
}

int
command_person_link(struct command_run *run)
{
	struct person_link_row row;
	struct text            token;
	uint8_t                hash[ACCESS_HASH];
	struct url             base;
	struct tx             *tx;
	int                    code;
	enum err               err;

	if (!command_config(run, &code) || !command_db(run, &code))
		return code;
	token = access_token(run->arena);
	check(access_token_hash(token, hash));
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_person_link(run->arena, tx,
		    &(struct person_link_in){ .email = text_of(run->args[0]),
		        .hash = { hash, sizeof hash },
		        .by = by(run),
		        .os_user = text_of(command_os_user(run->arena)) },
		    &row);
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK)
		return command_failed(run, err, "the link could not be made");
	if (!row.made) {
		command_say(run,
		    "nobody can sign in with that address: soundings person list");
		return EXIT_NO_INPUT;
	}
	base = (struct url){ run->config->base_url, strlen(run->config->base_url) };
	printf("%s\n", link_url(run->arena, base, "/sign-in/{}", token).s);
	fputs(
	    "It signs in once, within 15 minutes, in any browser: give it to nobody else. A "
	    "code is asked all the same.\n",
	    stderr);
	return EXIT_DONE;
}

static int
edit(struct command_run *run, const char *what, const char *done, const char *same)
{
	struct person_edit_row row;
	struct tx             *tx;
	int                    code;
	enum err               err;

	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_person_edit(run->arena, tx,
		    &(struct person_edit_in){ .email = text_of(run->args[0]),
		        .what = text_of(what),
		        .by = by(run),
		        .os_user = text_of(command_os_user(run->arena)) },
		    &row);
	code = settled(run, tx, err, &row.verdict, "the person could not be changed");
	if (code != EXIT_DONE)
		return code;
	fprintf(stderr, "%s\n", text_is(row.verdict, "same") ? same : done);
	return EXIT_DONE;
}

int
command_person_disable(struct command_run *run)
{
	return edit(run, "disable", "Signed out, and let in no more.",
	    "That was so already.");
}

int
command_person_enable(struct command_run *run)
{
	return edit(run, "enable", "Let in again.", "That was so already.");
}

int
command_person_reset(struct command_run *run)
{
	return edit(run, "reset",
	    "Taken away, with the recovery codes; an email tells of it.",
	    "There is no second factor to take away.");
}

int
command_person_remove(struct command_run *run)
{
	struct text              reason;
	struct person_remove_row row;
	struct tx               *tx;
	int                      code;
	enum err                 err;

	if (!reasoned(run, "say why the account goes", &reason))
		return EXIT_USAGE;
	if (!command_confirm(run,
	        "This erases, for good, the account with its name, its second factor and "
	        "all that signs it in",
	        run->args[0]))
		return EXIT_FAILED;
	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_person_remove(run->arena, tx,
		    &(struct person_remove_in){ .email = text_of(run->args[0]),
		        .by = by(run),
		        .os_user = text_of(command_os_user(run->arena)),
		        .reason = reason },
		    &row);
	code = settled(run, tx, err, &row.verdict, "the account could not be removed");
	if (code != EXIT_DONE)
		return code;
	if (text_is(row.verdict, "lead")) {
		command_say(run, "that is the last lead consultant: add another first, "
		                 "soundings person add ADDRESS NAME --role lead");
		return EXIT_FAILED;
	}
	if (text_is(row.verdict, "proposed")) {
		command_say(run, "a snapshot waits that they asked for or proposed: release "
		                 "or withdraw it first, soundings snapshot list");
		return EXIT_FAILED;
	}
	fputs("Removed. Answers given from that address stay: soundings privacy find. Write "
	      "the tombstones again: soundings privacy tombstones export FILE\n",
	    stderr);
	return EXIT_DONE;
}

int
command_person_vouch(struct command_run *run)
{
	struct text             reason;
	struct person_vouch_row row;
	struct tx              *tx;
	int                     code;
	enum err                err;

	if (!reasoned(run, "say how you know that person", &reason))
		return EXIT_USAGE;
	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = sql_person_vouch(run->arena, tx,
		    &(struct person_vouch_in){ .email = text_of(run->args[0]),
		        .by = by(run),
		        .os_user = text_of(command_os_user(run->arena)),
		        .reason = reason },
		    &row);
	code = settled(run, tx, err, &row.verdict, "the person could not be vouched for");
	if (code != EXIT_DONE)
		return code;
	fputs(text_is(row.verdict, "same")
	          ? "That account stands on nobody else's word.\n"
	          : "Now counts as somebody apart from who let them in.\n",
	    stderr);
	return EXIT_DONE;
}
