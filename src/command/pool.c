/* SPDX-License-Identifier: ISC
 *
 * pool.c - soundings response include, hold: who stands in the comparison. */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

static const struct {
	const char *outcome, *words;
} outcomes[] = {
	{ "done", NULL },
	{ "same", "stands so already" },
	{ "unknown", "there is no such response" },
	{ "withdrawn", "was withdrawn by its respondent" },
	{ "refused", "has no consent (FM8) or no confirmed address" },
};

static const char *
words_of(struct text outcome)
{
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		if (text_is(outcome, outcomes[i].outcome))
			return outcomes[i].words;
	}
	return "has an unknown state";
}

static enum err
change(struct command_run *run, const char *state, struct sql_uuids ids,
    struct pool_change_row **rows_out, size_t *count_out)
{
	static const struct db_scope scope = { .role = DB_ROLE_OPERATOR };
	const char                  *by = command_value(run, "by");
	const char                  *reason = command_value(run, "reason");
	struct pool_owner_row        owner;
	struct tx                   *tx;

	TRY(db_begin(run->db, run->arena, &scope, &tx));
	TRY(sql_pool_owner(run->arena, tx, &owner));
	TRY(sql_pool_change(run->arena, tx, &(struct pool_change_in){ .owner = owner.owner,
	    .ids = ids, .state = text_of(state),
	    .reason = reason ? text_of(reason) : TEXT_NONE,
	    .by = text_of(by ? by : command_os_user(run->arena)),
	    .os_user = text_of(command_os_user(run->arena)) }, rows_out, count_out));
	return db_commit(tx);
}

static int
report(struct command_run *run, const char *state, const struct pool_change_row *rows,
    size_t count)
{
	size_t changed = 0, wrong = 0;
	char   id[UUID_TEXT + 1];

	for (size_t i = 0; i < count; i++) {
		const char *words = words_of(rows[i].outcome);

		changed += words == NULL;
		wrong += words != NULL && !text_is(rows[i].outcome, "same");
		if (words != NULL)
			command_say(run, "%s %s", uuid_format(rows[i].id, id), words);
	}
	if (command_flag(run, "json"))
		printf("{\"%s\": %zu, \"refused\": %zu}\n", state, changed, wrong);
	else
		printf("%zu %s\n", changed, state);
	return wrong > 0 ? EXIT_FAILED : EXIT_DONE;
}

static int
change_pool(struct command_run *run, const char *state, bool all)
{
	struct uuid            *ids = ARENA_ARRAY(run->arena, struct uuid, (size_t)run->count + 1);
	struct pool_change_row *rows;
	size_t                  count;
	int                     code;
	enum err                err;

	if (all == (run->count > 0)) {
		command_say(run, all ? "name responses or say --all-unflagged, not both" :
		    strcmp(state, "included") == 0 ? "name responses, or say --all-unflagged" :
		    "name the responses");
		return EXIT_USAGE;
	}
	for (int i = 0; i < run->count; i++) {
		if (uuid_parse(text_of(run->args[i]), &ids[i]))
			continue;
		command_say(run, "%s is not the reference of a response", run->args[i]);
		return EXIT_USAGE;
	}
	if (!command_db(run, &code))
		return code;
	err = change(run, state, (struct sql_uuids){ all ? NULL : ids, NULL,
	    (size_t)run->count }, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the pool could not be changed");
	return report(run, state, rows, count);
}

int
command_response_include(struct command_run *run)
{
	return change_pool(run, "included", command_flag(run, "all-unflagged"));
}

int
command_response_hold(struct command_run *run)
{
	const char *reason = command_value(run, "reason");

	if (reason == NULL || text_empty(text_trim(run->arena, text_of(reason)))) {
		command_say(run, "say why it is held: --reason TEXT");
		return EXIT_USAGE;
	}
	return change_pool(run, "held", false);
}
