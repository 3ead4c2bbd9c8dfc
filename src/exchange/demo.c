/* SPDX-License-Identifier: ISC
 *
 * demo.c - an invented firm, and what somebody in it answers. */
#include "exchange/demo_inner.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "csv/csv.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const first_names[] = { "Alder", "Brightkelp", "Calloway", "Dunmere",
	"Eastlake", "Farrow", "Greywether", "Holloway", "Inkerman", "Jessop", "Kestrel",
	"Larkspur", "Marchbank", "Northcote", "Oakhurst", "Pellworth", "Quillfeather",
	"Ravenhill", "Silverdale", "Thornbury", "Underhill", "Vellacott", "Westerby",
	"Yarrow", "Zennor" };
static const char *const second_names[] = { "Ashgrove", "Beck", "Carrow", "Denholm", "Esker",
	"Fenwick", "Garrick", "Hale", "Ings", "Keld", "Locke", "Moor", "Ness", "Orchard",
	"Penrose", "Rook", "Selby", "Tarn", "Vane", "Wick" };

/* How the invented pool is made up: weights, in the order of the options. */
static const int professions[] = { 42, 24, 14, 8, 7, 5 };
static const int sizes[] = { 4, 9, 13, 17, 22, 16, 11, 8 };
static const int regions[] = { 50, 20, 16, 4, 4, 6 };

uint64_t
demo_next(struct demo_chance *c)
{
	uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

double
demo_uniform(struct demo_chance *c)
{
	return (double)(demo_next(c) >> 11) / 9007199254740992.0;
}

int
demo_below(struct demo_chance *c, int n)
{
	return (int)(demo_uniform(c) * n);
}

/* About normal: the sum of twelve uniform numbers. */
double
demo_normal(struct demo_chance *c, double mean, double deviation)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += demo_uniform(c);
	return mean + sum * deviation;
}

static int
weighted(struct demo_chance *c, const int *weights, size_t count)
{
	int total = 0, at;

	for (size_t i = 0; i < count; i++)
		total += weights[i];
	at = demo_below(c, total);
	for (size_t i = 0; i < count; i++) {
		at -= weights[i];
		if (at < 0)
			return (int)i;
	}
	return (int)count - 1;
}

/* Fee-earners within the range that a size code names ("25-49", "1000+"). */
static int
exact_size(struct demo_chance *c, const char *code)
{
	int low = 0, high = 0;

	for (; *code >= '0' && *code <= '9'; code++)
		low = low * 10 + (*code - '0');
	if (*code == '-')
		for (code++; *code >= '0' && *code <= '9'; code++)
			high = high * 10 + (*code - '0');
	if (high < low)
		high = low * 2;
	return low + demo_below(c, high - low + 1);
}

struct demo_firm
demo_firm(struct arena *arena, const struct form *form, uint64_t seed, int nth)
{
	/* What firms find easy and hard, weakest where plans and targets are. */
	static const double tendency[] = { 6, 5, 1, -2, 3, -8, -6 };
	struct demo_chance  own = { seed + (uint64_t)nth * 2 }, *c = &own;
	struct demo_firm    firm = { 0 };
	const char         *a = first_names[(size_t)nth % COUNT(first_names)];
	const char *b = second_names[(size_t)(nth / (int)COUNT(first_names) * 7 + nth * 3) %
	                             COUNT(second_names)];
	const struct form_item *size = &form->items[form->roles[FORM_ROLE_SIZE]];
	struct buf              domain;

	c->state = demo_next(c);
	firm.name = arena_printf(arena, "%s %s", a, b);
	buf_init(&domain, arena, 128);
	for (const char *p = firm.name; *p != '\0'; p++)
		buf_char(&domain, *p == ' ' ? '-' : (char)(*p | 0x20));
	/* More firms than pairs of names: the later ones carry a number. */
	if (nth >= (int)(COUNT(first_names) * COUNT(second_names))) {
		firm.name = arena_printf(arena, "%s %d", firm.name, nth);
		buf_fmt(&domain, "-%d", nth);
	}
	buf_str(&domain, ".example");
	firm.domain = buf_as_text(&domain).s;
	firm.profession = weighted(c, professions, COUNT(professions));
	firm.size = weighted(c, sizes, COUNT(sizes));
	firm.region = weighted(c, regions, COUNT(regions));
	firm.exact = exact_size(c, size->options[firm.size].code);
	firm.level = demo_normal(c, 50 + firm.size, 11);
	for (size_t d = 0; d < form->dimension_count; d++)
		firm.shift[d] = (d < COUNT(tendency) ? tendency[d] : 0) +
		                demo_normal(c, 0, 8);
	return firm;
}

static const char *
scored(struct demo_chance *c, const struct form_item *item, const struct demo_row *row)
{
	/* How much firms gained in a year: most where plans were written. */
	static const double      gains[] = { 3, 1, 2, 2, 4, 15, 1 };
	static const char *const raw[] = { "1", "2", "3", "4", "5" };
	const struct demo_firm  *firm = row->firm;
	size_t                   d = (size_t)item->dimension;
	double earlier = row->year_before && d < COUNT(gains) ? gains[d] : 0;
	double points = demo_normal(c, firm->level + firm->shift[d] - earlier, 16);
	int    place = (int)(points / 25 + 0.5);

	if (row->manner == DEMO_STRAIGHT)
		return raw[2];
	if (demo_uniform(c) < (row->manner == DEMO_UNSURE ? 0.5 : 0.03) && item->dk)
		return "dk";
	if (demo_uniform(c) < 0.01)
		return "";
	place = place < 0 ? 0 : place > 4 ? 4 : place;
	return raw[item->reverse ? 4 - place : place];
}

/* What is common among ten clients: most stay, few had a review from outside. */
static double
item_share(const char *id)
{
	return strcmp(id, "FX7") == 0 ? 0.5 : strcmp(id, "FX3") == 0 ? 0 : 0.2;
}

/* Facts and the rest, by what the item is asked for. */
static const char *
other(struct arena *arena, struct demo_chance *c, const struct form_item *item,
    const struct demo_row *row)
{
	const struct demo_firm *firm = row->firm;
	double                  skill = firm->level / 100;
	struct buf              steps;

	switch (item->role) {
	case FORM_ROLE_PROFESSION:
		return item->options[firm->profession].code;
	case FORM_ROLE_SIZE:
		return item->options[firm->size].code;
	case FORM_ROLE_SIZE_EXACT:
		return demo_uniform(c) < 0.7 ? arena_printf(arena, "%d", firm->exact) : "";
	case FORM_ROLE_REGION:
		return item->options[firm->region].code;
	case FORM_ROLE_CONSENT:
		return "yes";
	case FORM_ROLE_CONTACT:
		return row->contact != NULL    ? row->contact
		       : demo_uniform(c) < 0.3 ? "yes"
		                               : "no";
	case FORM_ROLE_EMAIL:
		return row->email != NULL ? row->email
		                          : arena_printf(arena, "partner%d@%s",
		                                1 + demo_below(c, 9), firm->domain);
	case FORM_ROLE_STEPS:
		buf_init(&steps, arena, 256);
		for (size_t i = 0; i < item->option_count; i++)
			if (demo_uniform(c) < skill * 1.5 - (double)i * 0.09) {
				if (steps.len > 0)
					buf_char(&steps, '|');
				buf_str(&steps, item->options[i].code);
			}
		return buf_as_text(&steps).s;
	default:
		break;
	}
	if (item->kind == FORM_SINGLE) {
		int place = (int)demo_normal(c, skill * (double)item->option_count,
		    (double)item->option_count / 5);
		int last = (int)item->option_count - 1;

		if (item->dk && demo_uniform(c) < 0.08)
			return "dk";
		return item->options[place < 0 ? 0 : place > last ? last : place].code;
	}
	if (item->kind == FORM_INTEGER) {
		double high = (double)item->high / (double)FORM_UNIT;
		double value;

		if (item->dk && demo_uniform(c) < 0.08)
			return "dk";
		if (high > 100) /* a count that grows with the firm */
			value = demo_normal(c, (double)firm->exact * 0.013 + 3, 3);
		else
			value = demo_normal(c, high * (item_share(item->id) + 0.5 * skill),
			    high * 0.16);
		value = value < 0 ? 0 : value > high ? high : value;
		if (!item->required && !item->dk && demo_uniform(c) < 0.25)
			return "";
		return arena_printf(arena, "%d", (int)(value + 0.5));
	}
	return item->code_count > 0 && demo_uniform(c) < 0.7 ? demo_words(c) : "";
}

void
demo_header(const struct form *form, struct buf *csv)
{
	csv_cell(csv, true, TEXT_LIT("response"));
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].kind != FORM_STATEMENT)
			csv_cell(csv, false, text_of(form->items[i].id));
	csv_cell(csv, false, TEXT_LIT("submitted_at"));
	csv_cell(csv, false, TEXT_LIT("firm"));
	csv_cell(csv, false, TEXT_LIT("confirmed"));
	csv_end_row(csv);
}

void
demo_row(struct arena *arena, struct demo_chance *c, const struct form *form,
    const struct demo_row *row, struct buf *csv)
{
	csv_cell(csv, true, text_of(uuid_text(arena, row->id)));
	for (size_t i = 0; i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];
		/* Of its own, so that what one item is given changes no other. */
		struct demo_chance own = { demo_next(c) };

		if (item->kind == FORM_STATEMENT)
			continue;
		csv_cell(csv, false,
		    text_of(item->dimension >= 0 ? scored(&own, item, row)
		                                 : other(arena, &own, item, row)));
	}
	csv_cell(csv, false, text_of(clock_iso(arena, row->at)));
	csv_cell(csv, false, text_of(row->name != NULL ? row->name : row->firm->name));
	csv_cell(csv, false, row->confirmed ? TEXT_LIT("yes") : TEXT_LIT("no"));
	csv_end_row(csv);
}
