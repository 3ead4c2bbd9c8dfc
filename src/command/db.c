/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "config/config.h"
#include "database/db.h"
#include "database/migration.h"
#include "gen/sql_command.h"

static struct db *
owner_db(struct command_run *run, int *exit_out)
{
	if (!command_config(run, exit_out))
		return NULL;
	run->db = db_open(run->config->database_owner, "soundings db");
	db_set_deadline(run->db, 60 * 60 * 1000);
	return run->db;
}

static void
tell(const char *line)
{
	fprintf(stderr, "%s\n", line);
}

/* The very first time, our own login is what is missing. */
static bool
no_roles_yet(const char *problem)
{
	return strstr(problem, "role \"soundings_owner\" does not exist") != NULL;
}

/* The database keeps what the settings say of those who release, so that no
 * program has to be believed about it. */
static enum err
tell_rule(struct command_run *run)
{
	static const struct db_scope scope = { .role = DB_ROLE_OWNER };
	bool                         two = run->config->snapshot_two_people;
	struct snapshot_rule_set_row row;
	struct tx                   *tx;

	TRY(db_begin(run->db, run->arena, &scope, &tx));
	TRY(sql_snapshot_rule_set(run->arena, tx,
	    &(struct snapshot_rule_set_in){ .two_people = two,
	        .os_user = text_of(command_os_user(run->arena)) },
	    &row));
	TRY(db_commit(tx));
	if (row.changed > 0)
		tell(two ? "the database lets nobody release a snapshot alone any more"
		         : "the database lets one person release a snapshot alone, for a "
		           "reason (snapshot.two_people = no)");
	return ERR_OK;
}

int
command_db_migrate(struct command_run *run)
{
	int      code;
	enum err err;

	if (owner_db(run, &code) == NULL)
		return code;
	err = migration_run(run->arena, run->db, command_flag(run, "destroy"), tell);
	if (err == ERR_OK) {
		err = tell_rule(run);
		return err == ERR_OK
		           ? EXIT_DONE
		           : command_failed(run, err,
		                 "the schema is up to date, but the database was not told "
		                 "who may release a snapshot");
	}
	if (err == ERR_INVALID) {
		command_say(run, "a pending migration loses data; read it, make a backup, "
		                 "then repeat with --destroy");
		return EXIT_FAILED;
	}
	if (err == ERR_UNAVAILABLE && !no_roles_yet(db_problem(run->db))) {
		command_say(run, "%s", db_problem(run->db));
		return EXIT_UNREACHED;
	}
	if (err == ERR_FORBIDDEN || err == ERR_UNAVAILABLE) {
		command_say(run, "%s", db_problem(run->db));
		fputs("Let a database administrator run this SQL first, in the same "
		      "database:\n",
		    stderr);
		fputs(migration_roles, stdout);
		return EXIT_FORBIDDEN;
	}
	return command_failed(run, err, "the schema was not changed");
}

int
command_db_status(struct command_run *run)
{
	static const char *const states[] = { "pending", "applied", "changed", "foreign" };
	struct migration_row    *rows;
	size_t                   count;
	bool                     json = command_flag(run, "json");
	int                      code, other = 0;
	enum err                 err;

	if (owner_db(run, &code) == NULL)
		return code;
	err = migration_status(run->arena, run->db, &rows, &count);
	if (err != ERR_OK) {
		command_say(run, "%s", db_problem(run->db));
		return EXIT_UNREACHED;
	}
	for (size_t i = 0; i < count; i++) {
		const struct migration_row *r = &rows[i];

		other += r->state != MIGRATION_APPLIED;
		if (json)
			printf("{\"version\": %d, \"name\": \"%s\", \"state\": \"%s\", "
			       "\"applied_at\": \"%s\"}\n",
			    r->version, r->name, states[r->state], r->applied_at);
		else
			printf("%04d %-28s %-8s %s%s%s\n", r->version, r->name,
			    states[r->state], r->applied_at, r->destroys ? " loses: " : "",
			    r->destroys ? r->destroys : "");
	}
	if (other > 0)
		fputs("The schema is not the one of this program: soundings db migrate\n",
		    stderr);
	return other > 0 ? EXIT_FAILED : EXIT_DONE;
}
