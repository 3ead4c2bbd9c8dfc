/* SPDX-License-Identifier: ISC
 *
 * matrix_world.c - two firms, a survey that a firm keeps to itself, answers,
 * snapshots, and somebody of every role with a session. */
#include "matrix.h"

struct test_site t;

struct somebody people[WHO__MAX] = {
	[NOBODY] = { "nobody", NULL, NULL, NULL },
	[HALFWAY] = { "a lead without the code", "lead", NULL, NULL },
	[LEAD] = { "a lead", "lead", NULL, NULL },
	[CONSULTANT] = { "a consultant", "consultant", NULL, NULL },
	[REVIEWER] = { "a reviewer", "reviewer", NULL, NULL },
	[ADMINISTRATOR] = { "an administrator", "administrator", "Canary-Alpha LLP", NULL },
	[PARTNER] = { "a partner", "partner", "Canary-Alpha LLP", NULL },
	[MEMBER] = { "a member", "member", "Canary-Alpha LLP", NULL },
};

char *
value_of(const char *query)
{
	PGresult *r = PQexec(t.admin, query);
	char     *got = NULL;

	if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0)
		got = strdup(PQgetvalue(r, 0, 0));
	else if (PQresultStatus(r) == PGRES_FATAL_ERROR)
		printf("# %s\n", PQerrorMessage(t.admin));
	PQclear(r);
	return got;
}

void
run(const char *sql)
{
	free(value_of(sql));
}

static void
build(void)
{
	run("TRUNCATE draft, response, letter, firm_domain, person, throttle CASCADE");
	run("INSERT INTO firm (name) VALUES ('Canary-Alpha LLP'), ('Canary-Beta LLP')");
	run("INSERT INTO firm_domain SELECT lower(split_part(name, ' ', 1)) || '.example', id "
	    "FROM firm WHERE name LIKE 'Canary%'");
	/* A form of a firm's own, that nobody else may know of. */
	run("WITH f AS (INSERT INTO form (owner, slug, state, public) "
	    "SELECT id, 'canary-sealed', 'open', false FROM firm WHERE name LIKE 'Canary-Beta%' "
	    "RETURNING owner, id) "
	    "INSERT INTO form_version (owner, form, version, content, sha256, published_by) "
	    "SELECT f.owner, f.id, 1, c.content, sha256(convert_to(c.content, 'UTF8')), 'test' FROM f, form_version v "
	    "JOIN form k ON k.id = v.form, replace(v.content, 'kam-preparedness', 'canary-sealed') AS c (content) "
	    "WHERE k.slug = 'kam-preparedness' AND v.version = 1");
	run("INSERT INTO response (owner, id, form, version, firm_of_record, wave, language, answers, raw, "
	    "scores, consent, confirmed_at, source, body_hash) "
	    "SELECT k.owner, gen_random_uuid(), k.id, 1, f.id, 2026, 'en', jsonb_build_object('FM1', 'law', "
	    "'FM2', '25-49', 'FM5', 'uki', 'FX9', CASE WHEN k.slug = 'kam-preparedness' "
	    "THEN 'canary-said-' || lower(split_part(split_part(f.name, '-', 2), ' ', 1)) "
	    "ELSE 'canary-sealed' END), '', array_fill(50000000, ARRAY[8]), true, now(), 'web', '' "
	    "FROM form k, firm f WHERE f.name LIKE 'Canary%' "
	    "AND (k.slug = 'kam-preparedness' OR k.owner = f.id)");
	run("INSERT INTO response_contact (owner, response, email, email_domain) "
	    "SELECT r.owner, r.id, CASE WHEN f.name LIKE '%Alpha%' THEN 'canary-alice@' ELSE 'canary-bob@' END "
	    "|| d.domain, d.domain FROM response r JOIN firm f ON f.id = r.firm_of_record "
	    "JOIN firm_domain d ON d.firm = f.id");
	run("UPDATE response r SET pool = 'included' FROM firm f WHERE f.id = r.firm_of_record "
	    "AND f.name LIKE 'Canary-Alpha%' AND r.owner = operator_firm()");
	run("UPDATE response_contact SET contact_ok = true WHERE email LIKE 'canary-alice%'");
	run("INSERT INTO snapshot (owner, form, version, state, professions, sizes, regions, measures, facts, "
	    "items, built_by, proposed_by, proposed_at, released_by, released_at) "
	    "SELECT k.owner, k.id, 1, 'building', 6, 4, 6, 8, 0, 0, 'canary-sealed', NULL, NULL, NULL, NULL "
	    "FROM form k WHERE k.slug IN ('kam-preparedness', 'canary-sealed')");
	run("UPDATE snapshot SET built_by = 'Ann' WHERE owner = operator_firm()");
	run("UPDATE snapshot SET state = 'built'");
	run("UPDATE snapshot SET state = 'proposed', proposed_by = 'Ann', proposed_at = now()");
	run("UPDATE snapshot SET state = 'released', released_by = 'Bea', released_at = now()");
}

static void
sign_everybody_in(void)
{
	char query[1024];

	for (int w = HALFWAY; w < WHO__MAX; w++) {
		print_to(query, sizeof query,
		    "WITH p AS (INSERT INTO person (email, name, factor, factor_at) VALUES ('%s-%d@own.example', 'Own Person', '\\x00', now()) RETURNING id),"
		    " m AS (INSERT INTO membership SELECT f.id, p.id, '%s' FROM p, firm f WHERE %s%s%s),"
		    " k AS (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS token),"
		    " s AS (INSERT INTO session (hash, person, full_at, code_at)"
		    " SELECT sha256(sha256(k.token)), p.id, %s, %s FROM p, k)"
		    " SELECT translate(rtrim(encode(token, 'base64'), '='), '+/', '-_') FROM k",
		    people[w].role, w, people[w].role,
		    people[w].firm ? "f.name = '" : "f.operator",
		    people[w].firm ? people[w].firm : "", people[w].firm ? "'" : "",
		    w == HALFWAY ? "NULL" : "now()", w == HALFWAY ? "NULL" : "now()");
		people[w].token = value_of(query);
	}
	run("WITH p AS (INSERT INTO person (email, name) VALUES ('canary-account@beta-people.example', 'Canary-Account') RETURNING id) "
	    "INSERT INTO membership SELECT f.id, p.id, 'partner' FROM p, firm f WHERE f.name LIKE 'Canary-Beta%'");
}

char *
state_of_all(void)
{
	return value_of(
	    "SELECT md5(string_agg(x, '|' ORDER BY x)) FROM ("
	    "SELECT r::text AS x FROM response r UNION ALL SELECT c::text FROM response_contact c UNION ALL "
	    "SELECT q::text FROM response_question q UNION ALL SELECT f::text FROM firm f UNION ALL "
	    "SELECT k::text FROM response_coding k UNION ALL SELECT u::text FROM response_unsorted u UNION ALL "
	    "SELECT d::text FROM firm_domain d UNION ALL SELECT p::text FROM person p UNION ALL "
	    "SELECT m::text FROM membership m UNION ALL SELECT s::text FROM snapshot s UNION ALL "
	    "SELECT l::text FROM letter l UNION ALL SELECT v.id::text || v.state FROM form v UNION ALL "
	    "SELECT d::text FROM draft d UNION ALL SELECT d::text FROM draft_page d UNION ALL "
	    "SELECT h::text FROM response_history h UNION ALL SELECT u::text FROM suppression u UNION ALL "
	    "SELECT t::text FROM response_tombstone t UNION ALL SELECT q::text FROM snapshot_request q UNION ALL "
	    "SELECT n.id::text || n.full_at FROM session n UNION ALL SELECT r::text FROM recovery_code r UNION ALL "
	    "SELECT i::text FROM sign_in i) AS every");
}

void
world_build(void)
{
	build();
	sign_everybody_in();
}

void
world_end(void)
{
	for (int w = 0; w < WHO__MAX; w++)
		free(people[w].token);
}

void
rows_off(bool off)
{
	char *sql = value_of(
	    off ? "SELECT string_agg(format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', c.oid::regclass), ';') "
	          "FROM pg_class c WHERE relnamespace = 'soundings'::regnamespace AND relrowsecurity"
	        : "SELECT string_agg(format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', c.oid::regclass), ';') "
	          "FROM pg_class c WHERE relnamespace = 'soundings'::regnamespace AND relforcerowsecurity");

	run(sql);
	free(sql);
}
