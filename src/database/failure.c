/* SPDX-License-Identifier: ISC
 *
 * failure.c - what the server refused: which err it is, and what may be said of
 * it in a log. */
#include <string.h>

#include "base/log.h"
#include "database/session.h"

const char *
sql_state(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return state != NULL ? state : "";
}

static enum err
state_err(const char *state)
{
	static const struct {
		const char *prefix;
		enum err    err;
	} table[] = {
		{ "23505", ERR_CONFLICT },
		{ "23P01", ERR_CONFLICT },
		{ "23", ERR_INVALID },
		{ "22", ERR_INVALID },
		{ "P0002", ERR_NOT_FOUND },
		{ "P0001", ERR_INVALID },
		{ "42501", ERR_FORBIDDEN },
		{ "55P03", ERR_UNAVAILABLE }, /* lock timeout */
		{ "57", ERR_UNAVAILABLE },    /* statement timeout, shutdown */
		{ "53", ERR_UNAVAILABLE },    /* disk, memory, connections */
		{ "08", ERR_UNAVAILABLE },
		{ "40", ERR_UNAVAILABLE },
		{ "25006", ERR_UNAVAILABLE }, /* read-only: a standby */
		{ "25P03", ERR_UNAVAILABLE },
		{ "58", ERR_UNAVAILABLE },
		/* A table changed under a prepared statement, or a pooler
		 * forgot it: another session will do. */
		{ "0A000", ERR_UNAVAILABLE },
		{ "26000", ERR_UNAVAILABLE },
	};

	if (state[0] == '\0')
		return ERR_UNAVAILABLE;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(state, table[i].prefix, strlen(table[i].prefix)) == 0)
			return table[i].err;
	return ERR_INTERNAL;
}

/* Messages of these classes name tables, roles and limits, never values. */
static bool
message_is_safe(const char *state)
{
	static const char *const classes[] = { "42", "53", "55", "57", "25", "58" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strncmp(state, classes[i], 2) == 0)
			return true;
	return false;
}

enum err
sql_failure(struct db *db, struct tx *tx, const PGresult *result, const char *name)
{
	const char *state = sql_state(result);
	const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	const char *message = message_is_safe(state)
	                          ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
	                          : NULL;
	enum err    err = state_err(state);

	LOG(err == ERR_UNAVAILABLE ? EV_DB_BUSY
	    : err == ERR_CONFLICT || err == ERR_INVALID || err == ERR_NOT_FOUND
	        ? EV_DB_REFUSED
	        : EV_DB_ERROR,
	    log_str("statement", name), log_str("sqlstate", state),
	    log_str("constraint", constraint), log_str("message", message));
	session_problem(db, "%s: SQLSTATE %s%s%s%s%s", name, state,
	    constraint ? ", constraint " : "", constraint ? constraint : "",
	    message ? ": " : "", message ? message : "");
	if (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0)
		db->stale = true;
	if (tx != NULL && constraint != NULL)
		print_to(tx->constraint, sizeof(tx->constraint), "%s", constraint);
	return err;
}
