/* SPDX-License-Identifier: ISC
 *
 * matrix - every row of the route table x every role x own, foreign and absent
 * objects.  Beside tests/db/with-postgres; prints TAP.
 *
 * Who may not open a page gets the bytes of an address that does not exist; a
 * foreign object gets the bytes of an absent one; nothing is changed by what
 * is refused; canary words of one firm are on no page of another's.  The same
 * is asked again with row security off (the guards and statements alone) and,
 * for words and changes, with the guards off (the database alone).
 * matrix_doors.c asks what needs a fresh code and what is counted,
 * matrix_links.c what opens by a link that proves itself. */
#include "base/log.h"
#include "matrix.h"

/* By hand, not from the program: what each mark of a row lets in. */
const bool allowed[ACCESS_WHO__MAX][WHO__MAX] = {
	[ACCESS_ANYONE] = { true, true, true, true, true, true, true, true },
	[ACCESS_HALF] = { [HALFWAY] = true },
	[ACCESS_PERSON] = { false, false, true, true, true, true, true, true },
	[ACCESS_CONSULTANT] = { [LEAD] = true, [CONSULTANT] = true },
	[ACCESS_LEAD] = { [LEAD] = true },
	[ACCESS_REVIEWER] = { [REVIEWER] = true },
	[ACCESS_ADMINISTRATOR] = { [ADMINISTRATOR] = true },
	[ACCESS_FIRM] = { [ADMINISTRATOR] = true, [PARTNER] = true, [MEMBER] = true },
};

static void
refused(const struct route *row, const char *method, const char *path, enum who who)
{
	char        *before = state_of_all(), *after;
	struct reply got = ask(method, path, who);
	const char  *name = people[who].name;

	if (who == NOBODY && strcmp(method, "GET") == 0) {
		ok(got.status == 303 && strncmp(got.location, "/sign-in", 8) == 0,
		    "nobody is led to the door", method, row->pattern, name, got.location);
	} else if (who == NOBODY) {
		ok(got.status == 403, "nobody is refused", method, row->pattern, name,
		    heading_of(got.page));
	} else if (who == HALFWAY && strcmp(method, "GET") == 0) {
		ok(got.status == 303 && strcmp(got.location, "/sign-in/code") == 0,
		    "who is half way in is asked for the code", method, row->pattern, name,
		    got.location);
	} else if (who == HALFWAY) {
		ok(got.status == 403, "who is half way in is refused", method, row->pattern,
		    name, heading_of(got.page));
	} else {
		struct reply nowhere = ask(method, "/no/such/address", who);

		ok(same(&got, &nowhere), "refused as if it were not there", method,
		    row->pattern, name, heading_of(got.page));
		drop(&nowhere);
	}
	after = state_of_all();
	ok(strcmp(before, after) == 0, "nothing is changed by what is refused", method,
	    row->pattern, name, "");
	free(before);
	free(after);
	drop(&got);
}

static void
foreign_as_absent(const struct route *row, const char *method, const struct object *o,
    enum who who)
{
	char       *absent, *foreign;
	const char *name = people[who].name;
	int         i;

	for (i = 0; (foreign = filled(row->pattern, o, o->foreign, i)) != NULL; i++) {
		char        *before = state_of_all(), *after;
		struct reply got = ask(method, foreign, who), nothing;

		after = state_of_all();
		absent = filled(row->pattern, o, o->absent, i);
		if (absent == NULL) /* one for all of them */
			absent = filled(row->pattern, o, o->absent, 0);
		nothing = ask(method, absent, who);
		ok(same(&got, &nothing), "foreign is absent, byte for byte", method,
		    row->pattern, name, foreign);
		ok(got.status >= 400, "and refused", method, row->pattern, name, foreign);
		ok(strcmp(before, after) == 0, "and unchanged", method, row->pattern, name,
		    foreign);
		free(before);
		free(after);
		free(foreign);
		free(absent);
		drop(&got);
		drop(&nothing);
	}
	ok(i > 0, "the world lacks an object", method, row->pattern, "", "");
}

/* Fields without which there is nothing to ask about. */
static char *
fields_of(const char *pattern)
{
	static const struct {
		const char *pattern, *query;
	} fields[] = {
		{ "/review/firms/{code}",
		    "SELECT 'with=' || code FROM firm WHERE name LIKE 'Canary-Beta%'" },
		{ "/review/snapshots", "SELECT 'form=kam-preparedness'" },
		{ "/review/people", "SELECT 'do=invite'" },
		{ "/firm/people", "SELECT 'do=invite'" },
	};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (strcmp(pattern, fields[i].pattern) == 0)
			return value_of(fields[i].query);
	return strdup("");
}

/* What a POST without its words does differs (it is told what it lacks, or that
 * it came too late), but it is not the page for strangers. */
static void
own_opens(const struct route *row, const char *method, const char *path, enum who who)
{
	bool         get = row->method == HTTP_GET;
	char        *body = get ? strdup("") : fields_of(row->pattern);
	struct reply got = ask_with(method, path, who, body, "10.0.0.1");
	const char  *word = canary_on(&got, who);

	ok(get ? got.status == 200 || got.status == 303
	       : got.status != 404 && got.status != 403 && got.status < 500,
	    "opens what is theirs", method, row->pattern, people[who].name,
	    heading_of(got.page));
	ok(word == NULL, "shows nothing of others", method, row->pattern, people[who].name,
	    word ? word : "");
	free(body);
	drop(&got);
}

static void
matrix(const char *mode)
{
	size_t              count;
	const struct route *rows = page_routes(&count);

	facts_begin();
	for (size_t i = 0; i < count; i++) {
		const struct route  *row = &rows[i];
		const char          *method = http_method_name(row->method);
		bool                 holes = strchr(row->pattern, '{') != NULL;
		const struct object *o = holes ? object_of(row->pattern) : NULL;
		char                *path;

		if (row->who == ACCESS_ANYONE)
			continue; /* matrix_links.c */
		path = some_path(row);
		if (path == NULL)
			ok(false, "this program knows no object for", method, row->pattern,
			    "", "");
		for (int w = NOBODY; path != NULL && w < WHO__MAX; w++) {
			run("DELETE FROM throttle");
			if (!allowed[row->who][w]) {
				refused(row, method, path, (enum who)w);
				continue;
			}
			if (o == NULL || o->own != NULL)
				own_opens(row, method, path, (enum who)w);
			if (holes)
				foreign_as_absent(row, method, o, (enum who)w);
		}
		free(path);
	}
	facts_end("every row, every role, own, foreign and absent", mode);
}

/* ---- each wall alone ---- */

#ifdef WITH_FAULTS
/* With the guards off whoever asks gets to every handler; what the database
 * then gives must be nothing, and nothing may change. */
static void
database_alone(void)
{
	size_t              count;
	const struct route *rows = page_routes(&count);
	char               *state = state_of_all(), *after;

	facts_begin();
	for (size_t i = 0; i < count; i++) {
		const struct route *row = &rows[i];
		const char         *method = http_method_name(row->method);

		if (row->who == ACCESS_ANYONE || row->who == ACCESS_HALF ||
		    row->who == ACCESS_PERSON)
			continue; /* those show and change the asker's own */
		for (int w = NOBODY; w < WHO__MAX; w++) {
			struct reply got;
			const char  *word;
			char        *path;

			if (allowed[row->who][w] || (path = some_path(row)) == NULL)
				continue;
			got = ask(method, path, (enum who)w);
			word = canary_on(&got, (enum who)w);
			ok(word == NULL, "the database keeps it back", method, row->pattern,
			    people[w].name, word ? word : "");
			drop(&got);
			free(path);
		}
	}
	after = state_of_all();
	ok(strcmp(state, after) == 0, "the database changes nothing", "", "", "", "");
	facts_end("the database alone shows and changes nothing", "guards off");
	free(state);
	free(after);
}
#endif

int
main(void)
{
	log_open("matrix", LOG_ERROR);
	if (!test_site_open(&t, "matrix"))
		return 0;
	world_build();
	matrix("both walls");
	matrix_links("both walls");
	matrix_crawls("both walls", true);
	matrix_doors();
#ifdef WITH_FAULTS
	setenv("SOUNDINGS_FAULT", "access.guard=error", 1);
	database_alone();
	matrix_crawls("guards off", false);
	unsetenv("SOUNDINGS_FAULT");
#else
	puts("ok - guards off # SKIP needs --enable-faults");
#endif
	rows_off(true);
	matrix("row security off");
	matrix_links("row security off");
	matrix_crawls("row security off", true);
	rows_off(false);
	world_end();
	test_site_close(&t);
	return facts_failed() ? 1 : 0;
}
