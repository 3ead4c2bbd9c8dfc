/* SPDX-License-Identifier: ISC
 *
 * bench_words.c - codes to groups, groups to words, figures to paper. */
#include "benchmark/benchmark.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "stats/stats.h"

struct word {
	const char *code, *name, *phrase;
};

static const struct word professions[] = {
	{ NULL, "all professions", "firms of all professions" },
	{ "law", "law", "law firms" },
	{ "accounting", "accounting", "accounting firms" },
	{ "consulting", "consulting", "consulting firms" },
	{ "architecture", "architecture", "architecture firms" },
	{ "engineering", "engineering", "engineering firms" },
	{ "other", "other professional services", "other professional service firms" },
};

static const struct word regions[] = {
	{ NULL, "all regions", "all regions" },
	{ "uki", "UK and Ireland", "UK and Ireland" },
	{ "eur", "continental Europe", "continental Europe" },
	{ "nam", "North America", "North America" },
	{ "lam", "Latin America", "Latin America" },
	{ "mea", "Middle East and Africa", "Middle East and Africa" },
	{ "apac", "Asia-Pacific", "Asia-Pacific" },
};

static const struct {
	const char     *code;
	enum bench_size size;
} sizes[] = {
	{ "1-9", BENCH_Z1 }, { "10-24", BENCH_Z1 }, { "25-49", BENCH_Z2 },
	{ "50-99", BENCH_Z2 }, { "100-249", BENCH_Z3 }, { "250-499", BENCH_Z3 },
	{ "500-999", BENCH_Z4 }, { "1000+", BENCH_Z4 },
};

/* A single group, then the window around it. */
static const char *const size_alone[] = { "", "up to 24 fee-earners",
	"25 to 99 fee-earners", "100 to 499 fee-earners", "500 or more fee-earners" };
static const char *const size_window[] = { "", "up to 99 fee-earners",
	"up to 499 fee-earners", "25 or more fee-earners", "100 or more fee-earners" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
place_of(const struct word *words, size_t count, const char *code)
{
	for (size_t i = 1; i < count; i++) {
		if (strcmp(words[i].code, code) == 0)
			return (int)i;
	}
	return 0;
}

int
bench_profession_of(const char *code)
{
	return place_of(professions, COUNT(professions), code);
}

int
bench_region_of(const char *code)
{
	return place_of(regions, COUNT(regions), code);
}

enum bench_size
bench_size_of(const char *code)
{
	for (size_t i = 0; i < COUNT(sizes); i++) {
		if (strcmp(sizes[i].code, code) == 0)
			return sizes[i].size;
	}
	return BENCH_SIZE_ANY;
}

const char *
bench_band_text(enum bench_band band)
{
	static const char *const text[] = { "", "5-9", "10-19", "20-39", "40+" };

	return text[band];
}

const char *
bench_quarter_text(enum bench_quarter quarter)
{
	static const char *const text[] = { NULL, "bottom", "third", "second", "top" };

	return text[quarter];
}

static const char *
english(const char *language, const char *phrase)
{
	(void)language;
	return phrase;
}

static const char *
size_words(const struct bench_comparison *c)
{
	check(c->size >= BENCH_SIZE_ANY && c->size <= BENCH_Z4);
	return c->level == 3 || c->level == 5 ? size_window[c->size] :
	    size_alone[c->size];
}

const char *
bench_group_words(struct arena *arena, const struct bench_comparison *c,
    const char *language, bench_say *say)
{
	const char *firms, *region;

	check(c->any && c->profession >= 0 && c->profession < (int)COUNT(professions));
	check(c->region >= 0 && c->region < (int)COUNT(regions));
	if (say == NULL)
		say = english;
	firms = say(language, professions[c->profession].phrase);
	region = say(language, regions[c->region].phrase);
	if (c->size == BENCH_SIZE_ANY)
		return arena_printf(arena, "%s, %s", firms, region);
	return arena_printf(arena, "%s %s %s, %s", firms, say(language, "with"),
	    say(language, size_words(c)), region);
}

const char *
bench_group_short(struct arena *arena, const struct bench_comparison *c)
{
	struct buf b;

	check(c->any && c->profession >= 0 && c->profession < (int)COUNT(professions));
	check(c->region >= 0 && c->region < (int)COUNT(regions));
	buf_init(&b, arena, 200);
	buf_str(&b, c->level == 6 ? "all firms" : professions[c->profession].name);
	if (c->size != BENCH_SIZE_ANY)
		buf_fmt(&b, ", %s", size_words(c));
	if (c->region != 0)
		buf_fmt(&b, ", %s", regions[c->region].name);
	return buf_as_text(&b).s;
}

int32_t
bench_paper_quantile(int32_t micro)
{
	return (int32_t)(stats_divide(micro, STATS_MICRO / 2) * (STATS_MICRO / 2));
}

int
bench_paper_rank(int32_t micro_percent)
{
	int64_t steps = stats_divide(micro_percent, 5 * STATS_MICRO);

	return (int)(steps < 1 ? 5 : steps > 19 ? 95 : 5 * steps);
}
