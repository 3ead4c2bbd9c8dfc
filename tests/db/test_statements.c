/* SPDX-License-Identifier: ISC
 *
 * Prepares every statement of sql/queries on a fresh schema and compares its
 * parameters and columns with its heading; then asks each role whether it may
 * run it.  Run by tests/db/run; prints TAP. */
#include <libpq-fe.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database/statement.h"

static const char *const logins[][2] = {
	{ "SOUNDINGS_TEST_WEB", "soundings_respondent" },
	{ "SOUNDINGS_TEST_WEB", "soundings_review" },
	{ "SOUNDINGS_TEST_COURIER", NULL },
	{ "SOUNDINGS_TEST_OPERATOR", NULL },
	{ "SOUNDINGS_TEST_OWNER", NULL },
};
#define LOGINS (sizeof(logins) / sizeof(logins[0]))

static PGconn *conns[LOGINS];
static int     number, failed;
static char    why[2048];

static void
complain(const char *fmt, ...)
{
	va_list args;
	size_t  used = strlen(why);

	va_start(args, fmt);
	vsnprintf(why + used, sizeof(why) - used, fmt, args);
	va_end(args);
}

static void
run(PGconn *conn, const char *sql)
{
	PQclear(PQexec(conn, sql));
}

static void
open_all(void)
{
	for (size_t i = 0; i < LOGINS; i++) {
		char role[200];

		if (getenv(logins[i][0]) == NULL) {
			fprintf(stderr, "run me by tests/db/run\n");
			exit(64);
		}
		conns[i] = PQconnectdb(getenv(logins[i][0]));
		if (PQstatus(conns[i]) != CONNECTION_OK) {
			fprintf(stderr, "%s", PQerrorMessage(conns[i]));
			exit(69);
		}
		run(conns[i],
		    "SET client_min_messages = error; SET search_path = soundings, pg_temp");
		if (logins[i][1] != NULL) {
			snprintf(role, sizeof(role), "SET ROLE %s", logins[i][1]);
			run(conns[i], role);
		}
	}
}

static bool
begins(const char *text, const char *with)
{
	while (*text == ' ' || *text == '\n')
		text++;
	return strncmp(text, with, strlen(with)) == 0;
}

/* COPY cannot be prepared; what it copies can. */
static void
plain_text(const struct sql_statement *s, char *out, size_t size)
{
	const char *open = strchr(s->text, '(');
	const char *from, *close;

	snprintf(out, size, "%s", s->text);
	if (s->shape == SQL_COPY_OUT && open != NULL) {
		close = strstr(s->text, "TO STDOUT");
		while (close != NULL && close > open && *close != ')')
			close--;
		snprintf(out, size, "%.*s", close ? (int)(close - open - 1) : 0, open + 1);
	} else if (s->shape == SQL_COPY_IN && open != NULL) {
		from = s->text + strspn(s->text, " \n") + strlen("COPY ");
		close = strchr(open, ')');
		snprintf(out, size, "SELECT %.*s FROM %.*s",
		    close ? (int)(close - open - 1) : 0, open + 1, (int)(open - from), from);
	}
}

/* Each login once: temporary tables that statements of the room speak of. */
static void
make_temporary(const struct sql_statement *const *room)
{
	for (; *room != NULL; room++)
		if (begins((*room)->text, "CREATE TEMP")) {
			char  text[8192];
			char *end;

			snprintf(text, sizeof(text), "%s", (*room)->text);
			end = strstr(text, "ON COMMIT DROP"); /* outlive this test's look */
			if (end != NULL)
				memset(end, ' ', strlen("ON COMMIT DROP"));
			run(conns[3], text);
		}
}

static void
compare(const struct sql_statement *s, PGconn *conn)
{
	PGresult *described = PQdescribePrepared(conn, s->name);

	if (PQnparams(described) != s->param_count)
		complain("# %d parameters, heading has %d\n", PQnparams(described),
		    s->param_count);
	for (int i = 0; i < PQnparams(described) && i < s->param_count; i++)
		if (PQparamtype(described, i) != sql_type_oid(s->params[i].type))
			complain("# parameter %s is of type %u, heading says %s\n",
			    s->params[i].name, PQparamtype(described, i),
			    sql_type_name(s->params[i].type));
	if (s->shape != SQL_NONE && PQnfields(described) != s->column_count)
		complain("# %d columns, heading has %d\n", PQnfields(described),
		    s->column_count);
	if (s->shape != SQL_NONE && PQnfields(described) == s->column_count)
		for (int i = 0; i < s->column_count; i++) {
			const char *name = PQfname(described, i);
			bool        right =
			    sql_type_reads(s->columns[i].type, PQftype(described, i));

			/* COPY has no types on the wire to tell jsonb from text. */
			if (s->shape == SQL_COPY_IN)
				right = PQftype(described, i) ==
				        sql_type_oid(s->columns[i].type);
			if (!right)
				complain("# column %s is of type %u, heading says %s\n",
				    name, PQftype(described, i),
				    sql_type_name(s->columns[i].type));
			for (int k = 0; k < s->column_count; k++)
				if (k != i && strcmp(name, s->columns[k].name) == 0 &&
				    strcmp(name, s->columns[i].name) != 0)
					complain("# column %d is %s, heading has %s there\n",
					    i + 1, name, s->columns[i].name);
		}
	PQclear(described);
}

/* EXPLAIN looks at rights as a run would, and runs nothing. */
static int
may_run(const struct sql_statement *s, PGconn *conn)
{
	char      sql[1024];
	int       used = snprintf(sql, sizeof(sql), "EXPLAIN EXECUTE %s", s->name);
	PGresult *result;
	int       answer;

	for (int i = 0; i < s->param_count; i++)
		used += snprintf(sql + used, sizeof(sql) - (size_t)used, "%sNULL",
		    i == 0 ? "(" : ", ");
	if (s->param_count > 0)
		snprintf(sql + used, sizeof(sql) - (size_t)used, ")");
	result = PQexec(conn, sql);
	answer = PQresultStatus(result) == PGRES_TUPLES_OK;
	if (!answer && strcmp(PQresultErrorField(result, PG_DIAG_SQLSTATE), "42501") != 0)
		answer = -1;
	PQclear(result);
	return answer;
}

/* What the programs do as the schema's owner, and nobody else may. */
static bool
for_the_owner(const struct sql_statement *s)
{
	static const char *const names[] = { "snapshot_rule_set", "demo_ask", "demo_over_web",
		"demo_released", "demo_dated", "demo_sorted", "demo_told", "demo_firms" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(s->name, names[i]) == 0)
			return true;
	return false;
}

static void
check_one(const struct sql_statement *s)
{
	static char text[65536];
	char        roles[200] = "";
	int         prepared = 0, asked = 0;
	Oid         types[DB_PARAMS_MAX];
	char        first[1024] = "";

	why[0] = '\0';
	plain_text(s, text, sizeof(text));
	for (int i = 0; i < s->param_count; i++)
		types[i] = sql_type_oid(s->params[i].type);
	for (size_t i = 0; i < LOGINS; i++) {
		PGresult *result = PQprepare(conns[i], s->name, text, s->param_count, types);

		if (PQresultStatus(result) == PGRES_COMMAND_OK) {
			if (prepared++ == 0)
				compare(s, conns[i]);
			if (begins(text, "SELECT") || begins(text, "INSERT") ||
			    begins(text, "UPDATE") || begins(text, "DELETE") ||
			    begins(text, "WITH")) {
				asked = 1;
				if (may_run(s, conns[i]) != 0 && i < LOGINS - 1)
					snprintf(roles + strlen(roles),
					    sizeof(roles) - strlen(roles), " %s",
					    logins[i][1] ? logins[i][1] + 10
					    : i == 2     ? "courier"
					                 : "operator");
			}
		} else if (first[0] == '\0') {
			snprintf(first, sizeof(first), "%s", PQresultErrorMessage(result));
		}
		PQclear(result);
	}
	if (prepared == 0)
		complain("# %s", first);
	else if (asked && roles[0] == '\0' && !for_the_owner(s))
		complain("# no role but the owner may run it: a GRANT is missing\n");
	else if (roles[0] != '\0' && for_the_owner(s))
		complain("# it is for the owner alone\n");
	printf("%s %d - %s (%s)%s%s\n%s", why[0] ? "not ok" : "ok", ++number, s->name,
	    s->where, roles[0] ? " for" : "", roles, why);
	failed += why[0] != '\0';
}

int
main(void)
{
	open_all();
	for (const struct sql_statement *const *const *room = sql_rooms; *room != NULL;
	     room++) {
		make_temporary(*room);
		for (const struct sql_statement *const *s = *room; *s != NULL; s++)
			check_one(*s);
	}
	printf("1..%d\n", number);
	for (size_t i = 0; i < LOGINS; i++)
		PQfinish(conns[i]);
	return failed != 0;
}
