/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "database/migration.h"

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

int
command_db_migrate(struct command_run *run)
{
	int      code;
	enum err err;

	if (owner_db(run, &code) == NULL)
		return code;
	err = migration_run(run->arena, run->db, command_flag(run, "destroy"), tell);
	if (err == ERR_OK)
		return EXIT_DONE;
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
