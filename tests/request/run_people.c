/* SPDX-License-Identifier: ISC
 *
 * run_people.c - people of a test, their letters and codes. */
#include <libpq-fe.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "access/people.h"
#include "access/totp.h"
#include "run.h"

static void
fill_sql(const char *query, const char *a, const char *b, const char *c)
{
	const char *values[] = { a, b, c };
	PGresult   *r = PQexecParams(t.s.admin, query, 3, NULL, values, NULL, NULL, 0);

	if (PQresultStatus(r) == PGRES_FATAL_ERROR)
		fail(a, PQerrorMessage(t.s.admin));
	PQclear(r);
}

void
add_person(char *rest)
{
	char *role = strsep(&rest, " "), *email = strsep(&rest, " ");

	if (rest != NULL)
		fill_sql(
		    "INSERT INTO firm (name) SELECT $3 WHERE coalesce($1, $2) IS NOT NULL "
		    "AND NOT EXISTS (SELECT FROM firm WHERE name = $3)",
		    role, email, rest);
	fill_sql(
	    "WITH p AS (INSERT INTO person (email, name) VALUES ($2, initcap(split_part($2, '@', 1))) "
	    "ON CONFLICT (lower(email)) DO UPDATE SET disabled_at = NULL, factor = NULL, "
	    "factor_at = NULL, factor_step = 0 RETURNING id) "
	    "INSERT INTO membership SELECT f.id, p.id, $1 FROM p, firm f "
	    "WHERE f.name = $3 OR ($3 IS NULL AND f.operator) "
	    "ON CONFLICT (person) DO UPDATE SET role = excluded.role, firm = excluded.firm",
	    role, email, rest);
}

void
be_in(char *email)
{
	struct text token = access_token(t.s.process);
	uint8_t     hash[ACCESS_HASH], again[ACCESS_HASH];
	char        hex[2 * ACCESS_HASH + 1];

	if (!access_token_hash(token, hash))
		exit(1);
	crypto_hash_sha256(again, hash, sizeof hash);
	sodium_bin2hex(hex, sizeof hex, again, sizeof again);
	fill_sql(
	    "INSERT INTO session (hash, person, full_at, code_at, device) SELECT decode($1, 'hex'), id, now(), "
	    "now(), 'Firefox, Linux' FROM person WHERE email = $2 AND $3::text IS NULL",
	    hex, email, NULL);
	set_pair(t.cookies, &t.cookie_count, COOKIES, arena_strdup(t.words, "session"),
	    arena_strdup(t.words, token.s));
}

void
take_id(char *rest)
{
	char       *name = strsep(&rest, " ");
	const char *values[] = { rest };
	PGresult   *r = PQexecParams(t.s.admin, "SELECT id FROM person WHERE email = $1", 1,
	      NULL, values, NULL, NULL, 0);

	if (PQntuples(r) < 1)
		fail("nobody", rest);
	else
		remember(name, PQgetvalue(r, 0, 0));
	PQclear(r);
}

void
mailed(char *rest)
{
	char       *name = strsep(&rest, " ");
	const char *values[] = { rest };
	PGresult   *r = PQexecParams(t.s.admin,
	      "SELECT object FROM letter WHERE kind = 'sign_in' AND address = $1 ORDER BY created_at DESC LIMIT 1",
	      1, NULL, values, NULL, NULL, 0);
	struct uuid id;
	struct text token;
	int64_t     expires;

	if (PQntuples(r) < 1 || !uuid_parse(text_of(PQgetvalue(r, 0, 0)), &id) ||
	    access_letter(t.s.process, t.courier, id, &token, &expires) != ERR_OK)
		fail("no letter", rest);
	else
		remember(name, token.s);
	PQclear(r);
}

void
app_code(char *rest)
{
	char    *name = strsep(&rest, " "), *steps = strsep(&rest, " ");
	char     code[TOTP_DIGITS + 1];
	uint8_t  secret[TOTP_SECRET_BYTES];
	size_t   n = 0;
	unsigned bits = 0, held = 0;

	for (const char *p = rest; *p != '\0' && n < sizeof secret; p++) {
		if (*p == ' ')
			continue;
		held = held << 5 | (unsigned)(*p >= 'A' ? *p - 'A' : *p - '2' + 26);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			secret[n++] = (uint8_t)(held >> bits);
		}
	}
	totp_code((struct bytes){ secret, n },
	    (clock_now() + t.later) / (TOTP_STEP * CLOCK_SECOND) + strtol(steps, NULL, 10),
	    code);
	remember(name, code);
}

void
add_and_be_in(char *rest)
{
	char *role = copy(rest, strlen(rest)), *email = strchr(rest, ' ');

	add_person(role);
	email += email != NULL;
	be_in(strsep(&email, " "));
}
