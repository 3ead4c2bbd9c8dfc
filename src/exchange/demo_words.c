/* SPDX-License-Identifier: ISC
 *
 * demo_words.c - what holds invented firms back, in their words. */
#include "exchange/demo_inner.h"

#define COUNT (sizeof list / sizeof list[0])

static const struct {
	const char *words, *codes;
} list[] = {
	{ "There is always a deadline that comes first.", "time" },
	{ "Fee-earning fills the week; this is what we do on Fridays after six.", "time" },
	{ "Time. And the feeling that nobody would thank us for it.", "time|rewards" },
	{ "Partners are paid for their own clients, so why share?", "rewards|guarding" },
	{ "Our bonus counts own billing and nothing else.", "rewards" },
	{ "Partners do not let colleagues near their clients.", "guarding" },
	{ "Old relationships that belong to one person.", "guarding" },
	{ "It was started twice and followed up by nobody.", "nobody|leaders" },
	{ "Nobody is responsible, so it stays a good intention.", "nobody" },
	{ "Management says yes and then asks about hours.", "leaders|time" },
	{ "We never agreed which clients count as key.", "clarity" },
	{ "Every practice does it in its own way.", "clarity" },
	{ "We do not know what other offices do for the same client.", "data" },
	{ "The contact database is out of date, so nobody uses it.", "data" },
	{ "Good advisers, poor at talking about anything but the matter.", "skills" },
	{ "Our clients buy on price, matter by matter.", "clients" },
	{ "-", "" },
};

const char *
demo_words(struct demo_chance *c)
{
	return list[demo_below(c, (int)COUNT)].words;
}

struct demo_said
demo_said(struct arena *arena)
{
	struct demo_said said = { .words = ARENA_ARRAY(arena, struct text, COUNT),
		.codes = ARENA_ARRAY(arena, struct text, COUNT),
		.count = COUNT };

	for (size_t i = 0; i < COUNT; i++) {
		said.words[i] = text_of(list[i].words);
		said.codes[i] = text_of(list[i].codes);
	}
	return said;
}
