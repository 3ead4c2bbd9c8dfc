/* SPDX-License-Identifier: ISC
 *
 * pool.c - soundings response include, hold: who stands in the comparison. */
#include <stdio.h>
#include <string.h>

#include "benchmark/bench_build.h"
#include "command/command.h"
#include "database/db.h"

/* Why nothing was changed; NULL: it was. */
static const char *const words_of[] = {
	[BENCH_POOL_DONE] = NULL,
	[BENCH_POOL_SAME] = "stands so already",
	[BENCH_POOL_UNKNOWN] = "is not known",
	[BENCH_POOL_WITHDRAWN] = "was withdrawn by its respondent",
	[BENCH_POOL_REFUSED] = "has no consent (FM8) or no confirmed address",
};

static enum err
change(struct command_run *run, bool include, const struct uuid *ids,
    struct bench_pool_change **changes_out, size_t *count_out)
{
	const char *by = command_value(run, "by");
	const char *user = command_os_user(run->arena);
	struct tx  *tx;

	TRY(command_begin(run, &tx));
	TRY(bench_pool_change(run->arena, tx, ids, (size_t)run->count, include,
	    command_value(run, "reason"), (struct bench_person){ by ? by : user, user },
	    changes_out, count_out));
	return db_commit(tx);
}

static int
report(struct command_run *run, const char *state, const struct bench_pool_change *changes,
    size_t count)
{
	size_t changed = 0, wrong = 0;
	char   id[UUID_TEXT + 1];

	for (size_t i = 0; i < count; i++) {
		const char *words = words_of[changes[i].outcome];

		changed += words == NULL;
		wrong += words != NULL && changes[i].outcome != BENCH_POOL_SAME;
		if (words != NULL)
			command_say(run, "%s %s", uuid_format(changes[i].response, id),
			    words);
	}
	if (command_flag(run, "json"))
		printf("{\"%s\": %zu, \"refused\": %zu}\n", state, changed, wrong);
	else if (changed > 0 || wrong == 0)
		printf("%zu %s\n", changed, state);
	return wrong > 0 ? EXIT_FAILED : EXIT_DONE;
}

static int
change_pool(struct command_run *run, bool include, bool all)
{
	struct uuid *ids = ARENA_ARRAY(run->arena, struct uuid, (size_t)run->count + 1);
	struct bench_pool_change *changes;
	size_t                    count;
	int                       code;
	enum err                  err;

	if (all == (run->count > 0)) {
		command_say(run, all ? "name responses or say --all-unflagged, not both"
		                     : "name responses, or say --all-unflagged");
		return EXIT_USAGE;
	}
	for (int i = 0; i < run->count; i++)
		if (!command_reference(run, run->args[i]))
			return EXIT_USAGE;
	if (!command_db(run, &code))
		return code;
	for (int i = 0; i < run->count; i++)
		if (!command_referred(run, run->args[i], &ids[i], &code))
			return code;
	err = change(run, include, all ? NULL : ids, &changes, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the pool could not be changed");
	return report(run, include ? "included" : "held", changes, count);
}

int
command_response_include(struct command_run *run)
{
	return change_pool(run, true, command_flag(run, "all-unflagged"));
}

int
command_response_hold(struct command_run *run)
{
	const char *reason = command_value(run, "reason");

	if (reason == NULL || text_empty(text_trim(run->arena, text_of(reason)))) {
		command_say(run, "say why it is held: --reason TEXT");
		return EXIT_USAGE;
	}
	return change_pool(run, false, false);
}
