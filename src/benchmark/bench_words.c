/* SPDX-License-Identifier: ISC
 *
 * bench_words.c - groups of firms in words. */
#include "benchmark/bench_view.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/phrase.h"
#include "form/form.h"

static const char *
english(const char *language, const char *phrase)
{
	(void)language;
	return phrase;
}

/* Group `place` (from 1) of a role item: its first option and, where the form
 * names groups, the group. */
static bool
group_at(const struct form *form, enum form_role role, int place,
    const struct form_option **option_out, const struct form_group **group_out)
{
	const struct form_item *item = form_item_of(form, role);

	*option_out = NULL;
	*group_out = NULL;
	if (item == NULL || place <= 0)
		return false;
	for (size_t i = 0; i < item->option_count && *option_out == NULL; i++) {
		if (item->options[i].group == place - 1)
			*option_out = &item->options[i];
	}
	if ((size_t)place <= item->group_count)
		*group_out = &item->groups[place - 1];
	return *option_out != NULL || *group_out != NULL;
}

static const char *
group_label(const struct form *form, enum form_role role, int place, const char *language)
{
	const struct form_option *option;
	const struct form_group  *group;

	if (!group_at(form, role, place, &option, &group))
		return NULL;
	if (option != NULL && form_said(option->group_label))
		return form_say(form, option->group_label, language);
	if (group != NULL && form_said(group->label))
		return form_say(form, group->label, language);
	return option == NULL ? NULL : form_say(form, option->label, language);
}

static const char *
group_code(const struct form *form, enum form_role role, int place)
{
	const struct form_option *option;
	const struct form_group  *group;

	if (!group_at(form, role, place, &option, &group))
		return "";
	return group != NULL ? group->code : option->code;
}

/* Fee-earners from low to high (-1: open) of the cell's size. */
static bool
size_range(const struct form *form, const struct bench_comparison *c, int64_t *low_out,
    int64_t *high_out)
{
	const struct form_item *item = form_item_of(form, FORM_ROLE_SIZE);
	int                     first = c->size, last = c->size;

	if (item == NULL || c->size <= 0 || (size_t)c->size > item->group_count)
		return false;
	if (c->level == 3 || c->level == 5) {
		first -= first > 1;
		last += (size_t)last < item->group_count;
	}
	*low_out = item->groups[first - 1].low;
	*high_out = item->groups[last - 1].high;
	return true;
}

/* "up to {high} fee-earners": what stands around the two numbers. */
static const char *
size_phrase(int64_t low, int64_t high)
{
	if (high < 0)
		return WORD("{low} or more fee-earners");
	return low <= 1 ? WORD("up to {high} fee-earners")
	                : WORD("{low} to {high} fee-earners");
}

static void
fill(struct buf *b, const char *phrase, const char *const pairs[][2], size_t count)
{
	while (*phrase != '\0') {
		size_t i = 0;

		for (; i < count; i++) {
			size_t len = strlen(pairs[i][0]);

			if (strncmp(phrase, pairs[i][0], len) != 0)
				continue;
			buf_str(b, pairs[i][1]);
			phrase += len;
			break;
		}
		if (i == count)
			buf_char(b, *phrase++);
	}
}

static const char *
size_words(struct arena *arena, const struct form *form, const struct bench_comparison *c,
    const char *language, bench_say *say)
{
	int64_t    low, high;
	struct buf b;

	if (!size_range(form, c, &low, &high))
		return NULL;
	buf_init(&b, arena, 400);
	fill(&b, say(language, size_phrase(low, high)),
	    (const char *const[][2]){
	        { "{low}", arena_printf(arena, "%lld", (long long)low) },
	        { "{high}", arena_printf(arena, "%lld", (long long)high) } },
	    2);
	return buf_as_text(&b).s;
}

const char *
bench_group_words(struct arena *arena, const struct form *form,
    const struct bench_comparison *c, const char *language, bench_say *say)
{
	const char *firms, *region, *size;
	struct buf  b;

	check(c->any);
	if (say == NULL)
		say = english;
	firms = group_label(form, FORM_ROLE_PROFESSION, c->profession, language);
	region = group_label(form, FORM_ROLE_REGION, c->region, language);
	size = size_words(arena, form, c, language, say);
	buf_init(&b, arena, 2000);
	fill(&b,
	    say(language, size == NULL ? WORD("{firms}, {region}")
	                               : WORD("{firms} with {size}, {region}")),
	    (const char *const[][2]){
	        { "{firms}",
	            firms ? firms : say(language, WORD("firms of all professions")) },
	        { "{size}", size ? size : "" },
	        { "{region}", region ? region : say(language, WORD("all regions")) } },
	    3);
	return buf_as_text(&b).s;
}

const char *
bench_firm_words(struct arena *arena, const struct form *form, int profession, int size,
    int region, const char *language, bench_say *say)
{
	const struct bench_comparison c = { .any = true, .level = 2, .size = size };
	const char                   *parts[3];
	struct buf                    b;

	if (say == NULL)
		say = english;
	parts[0] = group_label(form, FORM_ROLE_PROFESSION, profession, language);
	parts[1] = size_words(arena, form, &c, language, say);
	parts[2] = group_label(form, FORM_ROLE_REGION, region, language);
	buf_init(&b, arena, 2000);
	for (size_t i = 0; i < 3; i++) {
		if (parts[i] == NULL)
			continue;
		if (b.len > 0)
			buf_str(&b, ", ");
		buf_str(&b, parts[i]);
	}
	return buf_as_text(&b).s;
}

const char *
bench_group_short(struct arena *arena, const struct form *form,
    const struct bench_comparison *c)
{
	const char *size;
	struct buf  b;

	check(c->any);
	size = size_words(arena, form, c, "en", english);
	buf_init(&b, arena, 1000);
	buf_str(&b, c->profession == 0
	                ? "all"
	                : group_code(form, FORM_ROLE_PROFESSION, c->profession));
	if (size != NULL)
		buf_fmt(&b, ", %s", size);
	if (c->region != 0)
		buf_fmt(&b, ", %s", group_code(form, FORM_ROLE_REGION, c->region));
	return buf_as_text(&b).s;
}

static struct bench_comparison
with_pick(struct bench_pick p)
{
	return (struct bench_comparison){ .any = true,
		.level = p.level,
		.profession = p.profession,
		.size = p.size,
		.region = p.region };
}

const char *
bench_pick_words(struct arena *arena, const struct form *form, struct bench_pick pick,
    const char *language, bench_say *say)
{
	const struct bench_comparison c = with_pick(pick);

	return bench_group_words(arena, form, &c, language, say);
}

const char *
bench_pick_short(struct arena *arena, const struct form *form, struct bench_pick pick)
{
	const struct bench_comparison c = with_pick(pick);

	return bench_group_short(arena, form, &c);
}

bool
bench_pick_same(const struct bench_pick *a, const struct bench_pick *b)
{
	return a->level == b->level && a->profession == b->profession &&
	       a->size == b->size && a->region == b->region;
}

const char *
bench_counted(const struct form *form, size_t channel)
{
	const struct form_item *item;

	if (channel == 0)
		return "overall";
	if (channel <= form->dimension_count)
		return form->dimensions[channel - 1].code;
	channel -= 1 + form->dimension_count;
	if (channel < form->fact_count)
		return form->facts[channel].code;
	channel -= form->fact_count;
	if (channel < form->item_count)
		return form->items[channel].id;
	channel -= form->item_count;
	item = form_code_item(form, channel);
	return item->codes[channel - item->first_code].name;
}
