/* SPDX-License-Identifier: ISC
 *
 * doctor.c - "soundings doctor": one line for each thing that must be right,
 * and what to do about those that are not. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "command/command.h"
#include "database/db.h"
#include "gen/sql_command.h"
#include "link/link.h"

enum health { FINE, WATCH, BAD };

struct doctor {
	struct command_run *run;
	bool                json;
	int                 lines, bad;
};

static void
tell(struct doctor *d, enum health health, const char *what, const char *how)
{
	static const char *const words[] = { "ok", "watch", "WRONG" };

	d->bad += health == BAD;
	if (!d->json) {
		printf("%-6s %-12s %s\n", words[health], what, how);
		return;
	}
	printf("%s\n{\"check\": \"%s\", \"state\": \"%s\", \"says\": ",
	    d->lines++ > 0 ? "," : "[", what,
	    health == FINE    ? "ok"
	    : health == WATCH ? "watch"
	                      : "wrong");
	command_json_string(stdout, text_of(how));
	putchar('}');
}

static void
look_at_keys(struct doctor *d)
{
	const char       *path = d->run->config->key_file;
	struct link_keys *keys;
	const char       *problem;

	if (link_keys_load(d->run->arena, path, &keys, &problem) == ERR_OK)
		tell(d, FINE, "keys", path);
	else
		tell(d, BAD, "keys", problem);
}

static bool
on_this_machine(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0 ||
	       strcmp(host, "localhost") == 0;
}

static void
look_at_mail(struct doctor *d)
{
	const struct config *c = d->run->config;
	const char          *what = arena_printf(d->run->arena, "%s:%lld, %s", c->smtp_host,
	             (long long)c->smtp_port, c->smtp_tls);

	if (*c->smtp_password_file != '\0' && access(c->smtp_password_file, R_OK) != 0)
		tell(d, BAD, "relay",
		    arena_printf(d->run->arena,
		        "%s cannot be read: set smtp_password_file to a file that the "
		        "courier may read",
		        c->smtp_password_file));
	else if (strcmp(c->smtp_tls, "none") == 0 && !on_this_machine(c->smtp_host))
		tell(d, WATCH, "relay",
		    arena_printf(d->run->arena,
		        "%s: mail travels unprotected, which is for a relay on this "
		        "machine only",
		        what));
	else
		tell(d, FINE, "relay", what);
	if (strstr(c->mail_from, "@localhost") != NULL)
		tell(d, WATCH, "sender",
		    "mail_from ends in @localhost: set an address "
		    "whose domain lets your relay send");
	else
		tell(d, FINE, "sender", c->mail_from);
}

static void
look_at_durability(struct doctor *d)
{
	struct db_durability now = db_durability(d->run->db);
	const char          *how = arena_printf(d->run->arena,
	             "fsync %s, full_page_writes %s, synchronous_commit %s", now.fsync ? "on" : "off",
            now.full_page_writes ? "on" : "off", now.synchronous_commit ? "on" : "off");

	if (now.fsync && now.full_page_writes && now.synchronous_commit)
		tell(d, FINE, "durability", how);
	else
		tell(d, BAD, "durability",
		    arena_printf(d->run->arena,
		        "%s: the server may forget confirmed answers; switch them on in "
		        "postgresql.conf",
		        how));
}

#define WAITED_LONG 600 /* seconds */

/* Its letters, and beside them its other process. */
static void
look_at_couriers(struct doctor *d, const struct doctor_state_row *row)
{
	struct arena *arena = d->run->arena;

	tell(d, row->oldest_due > WAITED_LONG ? BAD : FINE, "outbox",
	    row->oldest_due > WAITED_LONG
	        ? arena_printf(arena,
	              "the oldest letter has waited %lld minutes: is "
	              "soundings-courier running?",
	              (long long)row->oldest_due / 60)
	        : arena_printf(arena, "%lld waiting", (long long)row->due));
	if (row->failed > 0)
		tell(d, WATCH, "letters",
		    arena_printf(arena, "%lld failed or ambiguous: soundings outbox list",
		        (long long)row->failed));
	if (row->couriers == 0)
		tell(d, WATCH, "courier", "none is seen at this database: no letter leaves");
	else
		tell(d, FINE, "courier",
		    arena_printf(arena, "%lld running", (long long)row->couriers));
	if (row->oldest_asked > WAITED_LONG && row->working < 0)
		tell(d, BAD, "jobs",
		    arena_printf(arena,
		        "what a consultant asked about a snapshot has waited %lld minutes: is "
		        "soundings-courier running?",
		        (long long)row->oldest_asked / 60));
	else if (row->jobs == 0)
		tell(d, WATCH, "jobs",
		    "no courier's second process is seen at this database: nothing is counted, "
		    "audited or forgotten");
	else if (row->working >= 0)
		tell(d, FINE, "jobs",
		    arena_printf(arena, "at a snapshot for %lld minutes, %lld waiting",
		        (long long)row->working / 60, (long long)row->asked));
	else
		tell(d, FINE, "jobs",
		    arena_printf(arena, "%lld running, %lld waiting", (long long)row->jobs,
		        (long long)row->asked));
}

/* Who releases a snapshot: the stricter of the two counts. */
static void
look_at_rule(struct doctor *d, bool told)
{
	bool two = d->run->config->snapshot_two_people;

	if (two == told)
		tell(d, FINE, "release",
		    two ? "by two people" : "by one person, for a reason");
	else
		tell(d, BAD, "release",
		    told ? "the settings let one person release a snapshot, the database does "
		           "not: soundings db migrate"
		         : "the settings ask for two people to release a snapshot, the "
		           "database does not: soundings db migrate");
}

static void
look_inside(struct doctor *d)
{
	struct doctor_state_row      row;
	struct doctor_two_people_row rule;
	struct arena                *arena = d->run->arena;
	struct tx                   *tx;
	enum err                     err;

	err =
	    db_begin(d->run->db, arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR }, &tx);
	if (err == ERR_OK)
		err = sql_doctor_state(arena, tx, &row);
	if (err == ERR_OK)
		err = sql_doctor_two_people(arena, tx, &rule);
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK) {
		tell(d, BAD, "contents",
		    arena_printf(arena, "cannot be read: %s", db_problem(d->run->db)));
		return;
	}
	tell(d, row.forms_open > 0 ? FINE : WATCH, "forms",
	    row.forms_open > 0
	        ? arena_printf(arena, "%lld open", (long long)row.forms_open)
	        : "none is open: soundings form publish FILE, then form open NAME");
	tell(d, row.snapshots > 0 ? FINE : WATCH, "snapshots",
	    row.snapshots > 0
	        ? arena_printf(arena, "%lld released", (long long)row.snapshots)
	        : "none is released, so no report compares: soundings snapshot build "
	          "FORM");
	look_at_rule(d, rule.two_people);
	look_at_couriers(d, &row);
}

int
command_doctor(struct command_run *run)
{
	struct doctor d = { .run = run, .json = command_flag(run, "json") };
	int           code;

	if (!command_config(run, &code))
		return code;
	tell(&d, FINE, "settings", run->config->path);
	look_at_keys(&d);
	look_at_mail(&d);
	run->db = db_open(run->config->database_operator, "soundings");
	if (db_ready(run->db) != ERR_OK) {
		tell(&d, BAD, "database", db_problem(run->db));
	} else {
		tell(&d, FINE, "database",
		    arena_printf(run->arena, "schema %d", db_schema_version()));
		look_at_durability(&d);
		look_inside(&d);
	}
	if (d.json)
		puts("\n]");
	return d.bad > 0 ? EXIT_FAILED : EXIT_DONE;
}
