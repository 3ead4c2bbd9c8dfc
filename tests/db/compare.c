/* SPDX-License-Identifier: ISC
 *
 * compare SNAPSHOT: what reports would say, for a test that computes the same
 * with PostgreSQL's percentile_cont.  Reads lines
 *     RESPONSE PROFESSION SIZE REGION SCORE...     ("-" is no score)
 * and prints for each measure shown
 *     RESPONSE MEASURE LEVEL PROFESSION SIZE REGION BAND MEDIAN Q1 Q3 P10 P90 RANK QUARTER
 * with \N for what is not shown.
 *
 * compare SNAPSHOT LAST PROOF: what its firms would see, for the consultant whose
 * session has that proof (hex):
 *     CODE LEVEL PROFESSION SIZE REGION MEASURES TURN BAND */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "benchmark/bench_sees.h"
#include "database/db.h"

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

static void
print_value(bool shown, int32_t value)
{
	if (shown)
		printf("\t%d", value);
	else
		printf("\t\\N");
}

static void
print_comparison(const char *response, const struct bench_comparison *c)
{
	for (size_t m = 0; c->any && m < c->measures; m++) {
		const struct bench_shown *s = &c->measure[m];

		if (!s->any)
			continue;
		printf("%s\t%zu\t%d\t%d\t%d\t%d\t%s\t%d", response, m, c->level,
		    c->profession, c->size, c->region, bench_band_text(s->band), s->median);
		print_value(s->has_quartiles, s->q1);
		print_value(s->has_quartiles, s->q3);
		print_value(s->has_tails, s->p10);
		print_value(s->has_tails, s->p90);
		print_value(s->has_rank, s->rank);
		printf("\t%s\n", s->quarter ? bench_quarter_text(s->quarter) : "\\N");
	}
}

static bool
read_subject(char *line, struct uuid *response, struct bench_subject *s)
{
	char  *word, *rest = line;
	int    at = 0;
	size_t measures = 0;

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < BENCH_MEASURES_MAX; i++)
		s->score[i] = BENCH_NONE;
	for (size_t i = 0; i < BENCH_FACTS_MAX; i++)
		s->fact[i] = BENCH_NONE;
	while ((word = strsep(&rest, " \n")) != NULL) {
		int64_t v = BENCH_NONE;

		if (*word == '\0')
			continue;
		if (at > 0 && strcmp(word, "-") != 0 &&
		    !parse_int(text_of(word), INT32_MIN, INT32_MAX, &v))
			return false;
		if (at == 0 && !uuid_parse(text_of(word), response))
			return false;
		if (at == 1)
			s->profession = (int)v;
		else if (at == 2)
			s->size = (int)v;
		else if (at == 3)
			s->region = (int)v;
		else if (at > 3)
			s->score[measures++] = (int32_t)v;
		at++;
	}
	return at > 4;
}

static int
nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static int
print_firms(int64_t id, int64_t last, const char *hex)
{
	struct db         *db = db_open(getenv("SOUNDINGS_TEST_WEB"), "compare");
	struct arena      *arena = arena_new((size_t)64 << 20);
	struct text        after = TEXT_LIT("");
	uint8_t            proof[32];
	struct db_scope    scope = { .role = DB_ROLE_REVIEW, .firm = 1 };
	struct bench_sees *firms;
	struct tx         *tx;
	size_t             count;
	bool               more = true, beside;

	for (size_t i = 0; i < sizeof(proof); i++)
		proof[i] = (uint8_t)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
	scope.session = (struct bytes){ proof, sizeof(proof) };
	while (more) {
		if (db_begin(db, arena, &scope, &tx) != ERR_OK ||
		    bench_sees_load(arena, tx, id, last, after, 7, &firms, &count, &more,
		        &beside) != ERR_OK ||
		    db_commit(tx) != ERR_OK) {
			fprintf(stderr, "compare: %s\n", db_problem(db));
			return 1;
		}
		for (size_t i = 0; i < count; i++)
			printf("%s %d %d %d %d %d %d %s\n", firms[i].code,
			    firms[i].group.level, firms[i].group.profession,
			    firms[i].group.size, firms[i].group.region, firms[i].measures,
			    (int)firms[i].turn, bench_band_text(firms[i].band));
		if (count > 0)
			after = text_of(firms[count - 1].code);
	}
	arena_free(arena);
	db_close(db);
	return 0;
}

int
main(int argc, char **argv)
{
	const char                  *conninfo = getenv("SOUNDINGS_TEST_OPERATOR");
	struct bench_cache          *cache = bench_cache_new();
	const struct bench_snapshot *snapshot;
	static struct bench_subject  subject;
	struct bench_comparison      c;
	struct db                   *db;
	char                         line[1000];
	int64_t                      id, last;

	if (argc == 4 && strlen(argv[3]) == 64 &&
	    parse_int(text_of(argv[1]), 1, INT64_MAX, &id) &&
	    parse_int(text_of(argv[2]), 0, INT64_MAX, &last)) {
		random_start();
		return print_firms(id, last, argv[3]);
	}
	if (argc != 2 || conninfo == NULL || !parse_int(text_of(argv[1]), 1, INT64_MAX, &id))
		return 64;
	random_start();
	db = db_open(conninfo, "compare");
	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct arena *arena = arena_new((size_t)64 << 20);
		struct uuid   response = { { 0 } };
		struct tx    *tx;
		char          text[UUID_TEXT + 1];

		if (!read_subject(line, &response, &subject) ||
		    db_begin(db, arena, &operator_scope, &tx) != ERR_OK ||
		    bench_cache_get(cache, tx, id, &snapshot) != ERR_OK ||
		    bench_own_load(arena, tx, id, response, &subject) != ERR_OK) {
			fprintf(stderr, "compare: %s\n", db_problem(db));
			return 1;
		}
		bench_compare(snapshot, &subject, &c);
		print_comparison(uuid_format(response, text), &c);
		arena_free(arena);
	}
	db_close(db);
	bench_cache_free(cache);
	return 0;
}
