/* SPDX-License-Identifier: ISC
 *
 * reference.c - the response that somebody names: by its reference, or by as
 * much of its beginning as the desk shows. */
#include <ctype.h>
#include <string.h>

#include "command/command.h"
#include "database/db.h"
#include "gen/sql_command.h"

#define SHORTEST 8
#define WHOLE    36

/* The first and the last that begin so.  false: none can. */
static bool
range_of(const char *given, struct uuid *low_out, struct uuid *high_out)
{
	char   low[] = "00000000-0000-0000-0000-000000000000";
	char   high[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
	size_t len = strlen(given);

	if (len < SHORTEST || len > WHOLE)
		return false;
	for (size_t i = 0; i < len; i++)
		low[i] = high[i] = (char)tolower((unsigned char)given[i]);
	return uuid_parse(text_of(low), low_out) && uuid_parse(text_of(high), high_out);
}

bool
command_reference(struct command_run *run, const char *given)
{
	struct uuid low, high;

	if (range_of(given, &low, &high))
		return true;
	command_say(run,
	    "\"%s\" is no reference of a response: 36 characters such as "
	    "5f0c91d2-7a3e-4b68-9c1d-e0f423ab8871, or at least the first %d of them",
	    given, SHORTEST);
	return false;
}

static enum err
look_up(struct command_run *run, struct uuid low, struct uuid high,
    struct response_beginning_row **rows, size_t *count)
{
	struct tx *tx;

	TRY(command_begin(run, &tx));
	TRY(sql_response_beginning(run->arena, tx,
	    &(struct response_beginning_in){ .low = low, .high = high }, rows, count));
	return db_commit(tx);
}

bool
command_referred(struct command_run *run, const char *given, struct uuid *id_out,
    int *code_out)
{
	struct response_beginning_row *rows;
	struct uuid                    high;
	size_t                         count;
	enum err                       err;

	if (!range_of(given, id_out, &high)) {
		*code_out = EXIT_USAGE;
		return false;
	}
	if (strlen(given) == WHOLE)
		return true;
	err = look_up(run, *id_out, high, &rows, &count);
	if (err != ERR_OK) {
		*code_out = command_failed(run, err, "the response could not be looked up");
		return false;
	}
	if (count == 1) {
		*id_out = rows[0].id;
		return true;
	}
	if (count == 0)
		command_say(run, "no response has a reference that begins with %s", given);
	else
		command_say(run,
		    "several responses begin with %s: give more of the reference", given);
	*code_out = count == 0 ? EXIT_NO_INPUT : EXIT_USAGE;
	return false;
}
