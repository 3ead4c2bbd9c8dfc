/* SPDX-License-Identifier: ISC
 *
 * matrix_links.c - rows that anybody may ask: those behind a link that proves
 * itself, and surveys.  A link that is genuine but for somebody else's object
 * looks as one for an object that was never there; a link for another purpose,
 * an altered one and an invented one look alike; none changes anything. */
#include "base/clock.h"
#include "base/uuid.h"
#include "link/link.h"
#include "matrix.h"

#define OWN_ANSWERS                                                                   \
	"WITH r AS (INSERT INTO response (owner, id, form, version, firm_of_record, " \
	"wave, language, answers, raw, scores, consent, source, body_hash) "          \
	"SELECT owner, gen_random_uuid(), form, version, firm_of_record, wave, "      \
	"language, answers, raw, scores, true, 'web', 'own' FROM response "           \
	"WHERE owner = operator_firm() AND answers ->> 'FX9' = 'canary-said-alpha' "  \
	"LIMIT 1 RETURNING owner, id), c AS (INSERT INTO response_contact "           \
	"SELECT owner, id, 'canary-alice@canary-alpha.example', "                     \
	"'canary-alpha.example' FROM r) SELECT id FROM r"
#define FOREIGN_ANSWERS "SELECT id FROM response WHERE owner <> operator_firm() LIMIT 1"
#define DRAFT(slug)                                                               \
	"INSERT INTO draft (owner, id, form, version, language) SELECT f.owner, " \
	"gen_random_uuid(), f.id, 1, 'en' FROM form f WHERE slug = '" slug "' RETURNING id"

static const struct {
	const char       *pattern;
	enum link_purpose purpose, other;
	bool              looked_up; /* the page depends on the object */
	const char       *own, *foreign;
} kinds[] = {
	{ "/continue/{token}", LINK_RESUME, LINK_REPORT, true, DRAFT("kam-preparedness"),
	    DRAFT("canary-sealed") },
	{ "/receipt/{token}", LINK_RECEIPT, LINK_REPORT, true, OWN_ANSWERS, FOREIGN_ANSWERS },
	{ "/report/{token}", LINK_REPORT, LINK_RECEIPT, true, OWN_ANSWERS, FOREIGN_ANSWERS },
	{ "/unsubscribe/{token}", LINK_UNSUBSCRIBE, LINK_REPORT, false, OWN_ANSWERS,
	    FOREIGN_ANSWERS },
};

static const char *
token_of(enum link_purpose purpose, const char *query, uint32_t generation, int64_t expires)
{
	static char token[LINK_TOKEN_MAX + 1];
	char       *id = value_of(query);
	struct uuid object;
	struct text made;

	if (id == NULL || !uuid_parse(text_of(id), &object)) {
		ok(false, "the world lacks an object", "", query, "", "");
		free(id);
		return "";
	}
	arena_reset(t.arena);
	made = link_make(t.arena, t.site.keys, purpose, object, generation, expires);
	print_to(token, sizeof token, "%.*s", (int)made.len, made.s);
	free(id);
	return token;
}

static const char *
good(enum link_purpose purpose, const char *query)
{
	return token_of(purpose, query, 1, clock_now() + 3600 * CLOCK_SECOND);
}

/* Asks with the token put in, and takes it out of what came. */
static struct reply
ask_by(const char *method, const char *pattern, const char *token, enum who who)
{
	const char  *hole = strchr(pattern, '{');
	char         path[1024];
	struct reply got;

	print_to(path, sizeof path, "%.*s%s%s", (int)(hole - pattern), pattern, token,
	    strchr(hole, '}') + 1);
	run("DELETE FROM throttle");
	got = ask(method, path, who);
	for (char *p = got.page; (p = strstr(p, token)) != NULL && *token != '\0';)
		memmove(p, p + strlen(token), strlen(p + strlen(token)) + 1);
	return got;
}

static void
opens(const struct route *row, const char *pattern, const char *token, enum who who)
{
	const char  *method = http_method_name(row->method);
	struct reply got = ask_by(method, pattern, token, who);

	ok(row->method == HTTP_GET ? got.status == 200 || got.status == 303
	                           : got.status < 500 && got.status != 403 &&
	                                 got.status != 404 && got.status != 410,
	    "a good link opens", method, row->pattern, people[who].name,
	    heading_of(got.page));
	drop(&got);
}

static struct reply
changes_nothing(const struct route *row, const char *token, enum who who, const char *what)
{
	const char  *method = http_method_name(row->method);
	char        *before = state_of_all(), *after;
	struct reply got = ask_by(method, row->pattern, token, who);

	after = state_of_all();
	ok(strcmp(before, after) == 0, "nothing is changed", method, row->pattern,
	    people[who].name, what);
	free(before);
	free(after);
	return got;
}

/* Two tokens that must look alike. */
static void
alike(const struct route *row, enum who who, const char *what, const char *one,
    const char *other, int status)
{
	const char  *method = http_method_name(row->method);
	char        *first = strdup(one);
	struct reply b = changes_nothing(row, other, who, what);
	struct reply a = changes_nothing(row, first, who, what);

	ok(same(&a, &b), what, method, row->pattern, people[who].name, heading_of(a.page));
	ok(a.status == status, "and its status", method, row->pattern, people[who].name,
	    heading_of(a.page));
	drop(&a);
	drop(&b);
	free(first);
}

static void
self_proving(const struct route *row, size_t kind, enum who who)
{
	const enum link_purpose purpose = kinds[kind].purpose;
	char                    altered[LINK_TOKEN_MAX + 1], kept[LINK_TOKEN_MAX + 1];
	const char             *invented = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	/* What such a page is when there is nothing behind a genuine link. */
	int gone = kinds[kind].looked_up ? 410 : 200;

	opens(row, row->pattern, good(purpose, kinds[kind].own), who);
	print_to(altered, sizeof altered, "%s", good(purpose, kinds[kind].own));
	altered[strlen(altered) - 2] ^= 1;
	alike(row, who, "an altered link is an invented one", altered, invented, 404);
	alike(row, who, "a link for another purpose is an invented one",
	    good(kinds[kind].other, kinds[kind].own), invented, 404);
	print_to(kept, sizeof kept, "%s", good(purpose, "SELECT gen_random_uuid()"));
	alike(row, who, "somebody else's object is an absent one",
	    good(purpose, kinds[kind].foreign), kept, gone);
	if (kinds[kind].looked_up)
		alike(row, who, "a link that another replaced is one for nothing",
		    token_of(purpose, kinds[kind].own, 0, clock_now() + 3600 * CLOCK_SECOND),
		    kept, gone);
	print_to(kept, sizeof kept, "%s",
	    token_of(purpose, "SELECT gen_random_uuid()", 1,
	        clock_now() - 3600 * CLOCK_SECOND));
	alike(row, who, "a link that is over is over, whatever was behind it",
	    token_of(purpose, kinds[kind].own, 1, clock_now() - 3600 * CLOCK_SECOND), kept,
	    410);
}

/* A survey that a firm keeps to itself is none that was never made. */
static void
survey(const struct route *row, enum who who)
{
	char        *before = state_of_all(), *after;
	const char  *method = http_method_name(row->method), *rest = row->pattern + 9;
	char         own[200], sealed[200];
	struct reply a, b;

	if (strcmp(rest, "/{page}") == 0)
		rest = "/lead";
	print_to(sealed, sizeof sealed, "/s/{form}%s", rest);
	print_to(own, sizeof own, "/s/kam-preparedness%s", rest);
	a = ask_by(method, sealed, "no-such-survey", who);
	b = ask_by(method, sealed, "canary-sealed", who);
	after = state_of_all();
	ok(same(&a, &b), "another firm's survey is an absent one", method, row->pattern,
	    people[who].name, heading_of(b.page));
	ok(b.status == 404, "and its status", method, row->pattern, people[who].name,
	    heading_of(b.page));
	ok(strcmp(before, after) == 0, "nothing is changed", method, row->pattern,
	    people[who].name, "");
	free(before);
	free(after);
	drop(&b);
	/* Whatever an open survey says to who has not begun it, it is there. */
	b = ask(method, own, who);
	ok(!same(&a, &b) && b.status < 500, "an open survey is there", method, row->pattern,
	    people[who].name, heading_of(b.page));
	drop(&a);
	drop(&b);
}

/* Links to sign in are random and bound to the browser that asked: looking
 * tells nothing about them, and pressing in another browser spends none. */
static void
signing_in(const struct route *row, enum who who)
{
	static const char link[] = "YWxwaGEtYWxwaGEtYWxwaGEtYWxwaGEtYWxwaGEtYWw";
	static const char none[] = "bm9uZS1ub25lLW5vbmUtbm9uZS1ub25lLW5vbmUtbm8";
	struct reply      a, b;

	run("INSERT INTO sign_in (person, hash, browser, expires_at) SELECT id, "
	    "sha256('alpha-alpha-alpha-alpha-alpha-al'), sha256('elsewhere'), now() + interval '15 minutes' "
	    "FROM person WHERE email LIKE 'administrator-%' ON CONFLICT DO NOTHING");
	a = changes_nothing(row, link, who, "somebody's link to sign in");
	b = changes_nothing(row, none, who, "an invented link to sign in");
	if (row->method == HTTP_GET)
		ok(same(&a, &b), "looking tells nothing", "GET", row->pattern,
		    people[who].name, "");
	else
		ok(a.status == 403 && b.status == 404, "no other browser gets in", "POST",
		    row->pattern, people[who].name, heading_of(a.page));
	drop(&a);
	drop(&b);
}

void
matrix_links(const char *mode)
{
	static const enum who askers[] = { NOBODY, MEMBER, CONSULTANT };
	size_t                count;
	const struct route   *rows = page_routes(&count);

	facts_begin();
	for (size_t i = 0; i < count * 3; i++) {
		const struct route *row = &rows[i / 3];
		enum who            who = askers[i % 3];
		size_t              kind = 0;

		if (row->who != ACCESS_ANYONE || strchr(row->pattern, '{') == NULL)
			continue;
		while (kind < sizeof kinds / sizeof kinds[0] &&
		       strncmp(row->pattern, kinds[kind].pattern,
		           strlen(kinds[kind].pattern)) != 0)
			kind++;
		if (kind < sizeof kinds / sizeof kinds[0])
			self_proving(row, kind, who);
		else if (strncmp(row->pattern, "/s/{form}", 9) == 0)
			survey(row, who);
		else if (strcmp(row->pattern, "/sign-in/{token}") == 0)
			signing_in(row, who);
		else
			ok(false, "this program knows no link for",
			    http_method_name(row->method), row->pattern, "", "");
	}
	/* Whoever crawls need not read them all. */
	run("DELETE FROM response WHERE body_hash = 'own'");
	run("DELETE FROM draft");
	facts_end("a link for somebody else's is a link for nothing", mode);
}
