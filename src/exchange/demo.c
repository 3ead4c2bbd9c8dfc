/* SPDX-License-Identifier: ISC */
#include "exchange/demo.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "csv/csv.h"
#include "form/form.h"

#define CSV_MAX  (64u * 1024 * 1024)
#define DIM_MAX  FORM_MEASURES_MAX
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

struct chance {
	uint64_t state;
};

struct firm {
	const char *name, *domain;
	int         profession, size, region, exact;
	double      level, shift[DIM_MAX]; /* own level, and how dimensions differ */
};

static uint64_t
next(struct chance *c)
{
	uint64_t z = c->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static double
uniform(struct chance *c)
{
	return (double)(next(c) >> 11) / 9007199254740992.0;
}

static int
below(struct chance *c, int n)
{
	return (int)(uniform(c) * n);
}

/* About normal: the sum of twelve uniform numbers. */
static double
normal(struct chance *c, double mean, double deviation)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += uniform(c);
	return mean + sum * deviation;
}

static int
weighted(struct chance *c, const int *weights, size_t count)
{
	int total = 0, at;

	for (size_t i = 0; i < count; i++)
		total += weights[i];
	at = below(c, total);
	for (size_t i = 0; i < count; i++) {
		at -= weights[i];
		if (at < 0)
			return (int)i;
	}
	return (int)count - 1;
}

/* Fee-earners within the range that a size code names ("25-49", "1000+"). */
static int
exact_size(struct chance *c, const char *code)
{
	int low = 0, high = 0;

	for (; *code >= '0' && *code <= '9'; code++)
		low = low * 10 + (*code - '0');
	if (*code == '-')
		for (code++; *code >= '0' && *code <= '9'; code++)
			high = high * 10 + (*code - '0');
	if (high < low)
		high = low * 2;
	return low + below(c, high - low + 1);
}

static struct firm
invent(struct arena *arena, struct chance *c, const struct form *form, int nth)
{
	/* What firms find easy and hard, weakest where plans and targets are. */
	static const double tendency[] = { 6, 5, 1, -2, 3, -8, -6 };
	struct firm         firm = { 0 };
	const char         *a = first_names[(size_t)nth % COUNT(first_names)];
	const char *b = second_names[(size_t)(nth / (int)COUNT(first_names) * 7 + nth * 3) %
	                             COUNT(second_names)];
	const struct form_item *size = &form->items[form->roles[FORM_ROLE_SIZE]];
	struct buf              domain;

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
	firm.level = normal(c, 50 + firm.size, 11);
	for (size_t d = 0; d < form->dimension_count && d < DIM_MAX; d++)
		firm.shift[d] = (d < COUNT(tendency) ? tendency[d] : 0) + normal(c, 0, 8);
	return firm;
}

static const char *
scored(struct chance *c, const struct form_item *item, const struct firm *firm,
    double earlier)
{
	static const char *const raw[] = { "1", "2", "3", "4", "5" };
	double points = normal(c, firm->level + firm->shift[item->dimension] - earlier, 16);
	int    place = (int)(points / 25 + 0.5);

	if (uniform(c) < 0.03 && item->dk)
		return "dk";
	if (uniform(c) < 0.01)
		return "";
	place = place < 0 ? 0 : place > 4 ? 4 : place;
	return raw[item->reverse ? 4 - place : place];
}

/* Facts and the rest, by what the item is asked for. */
static const char *
other(struct arena *arena, struct chance *c, const struct form *form,
    const struct form_item *item, const struct firm *firm)
{
	double     skill = firm->level / 100;
	struct buf steps;

	switch (item->role) {
	case FORM_ROLE_PROFESSION:
		return item->options[firm->profession].code;
	case FORM_ROLE_SIZE:
		return item->options[firm->size].code;
	case FORM_ROLE_SIZE_EXACT:
		return uniform(c) < 0.7 ? arena_printf(arena, "%d", firm->exact) : "";
	case FORM_ROLE_REGION:
		return item->options[firm->region].code;
	case FORM_ROLE_CONSENT:
		return "yes";
	case FORM_ROLE_CONTACT:
		return uniform(c) < 0.3 ? "yes" : "no";
	case FORM_ROLE_EMAIL:
		return arena_printf(arena, "partner%d@%s", 1 + below(c, 9), firm->domain);
	case FORM_ROLE_STEPS:
		buf_init(&steps, arena, 256);
		for (size_t i = 0; i < item->option_count; i++)
			if (uniform(c) < skill * 1.5 - (double)i * 0.09) {
				if (steps.len > 0)
					buf_char(&steps, '|');
				buf_str(&steps, item->options[i].code);
			}
		return buf_as_text(&steps).s;
	default:
		break;
	}
	if (item->kind == FORM_SINGLE) {
		int place = (int)normal(c, skill * (double)item->option_count,
		    (double)item->option_count / 5);
		int last = (int)item->option_count - 1;

		if (item->dk && uniform(c) < 0.08)
			return "dk";
		return item->options[place < 0 ? 0 : place > last ? last : place].code;
	}
	if (item->kind == FORM_INTEGER) {
		double high = (double)item->high / (double)FORM_UNIT;
		double value;

		if (item->dk && uniform(c) < 0.08)
			return "dk";
		if (high > 100) /* a count that grows with the firm */
			value = normal(c, (double)firm->exact * 0.013 + 3, 3);
		else
			value = normal(c, high * (0.1 + 0.6 * skill), high * 0.16);
		value = value < 0 ? 0 : value > high ? high : value;
		if (!item->required && !item->dk && uniform(c) < 0.25)
			return "";
		return arena_printf(arena, "%d", (int)(value + 0.5));
	}
	(void)form;
	return "";
}

static void
add_row(struct arena *arena, struct chance *c, const struct form *form,
    const struct firm *firm, double earlier, int64_t at, struct buf *csv)
{
	for (size_t i = 0; i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];

		if (item->kind == FORM_STATEMENT)
			continue;
		csv_cell(csv, i == 0,
		    text_of(item->dimension >= 0 ? scored(c, item, firm, earlier)
		                                 : other(arena, c, form, item, firm)));
	}
	csv_cell(csv, false, text_of(clock_iso(arena, at)));
	csv_cell(csv, false, text_of(firm->name));
	csv_cell(csv, false, TEXT_LIT("yes"));
	csv_end_row(csv);
}

struct text
demo_csv(struct arena *arena, const struct form *form, int firms, uint64_t seed, int64_t now)
{
	struct chance c = { seed };
	struct buf    csv;

	buf_init(&csv, arena, CSV_MAX);
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].kind != FORM_STATEMENT)
			csv_cell(&csv, i == 0, text_of(form->items[i].id));
	csv_cell(&csv, false, TEXT_LIT("submitted_at"));
	csv_cell(&csv, false, TEXT_LIT("firm"));
	csv_cell(&csv, false, TEXT_LIT("confirmed"));
	csv_end_row(&csv);
	for (int i = 0; i < firms; i++) {
		struct firm firm = invent(arena, &c, form, i);
		int64_t     day = now - (20 + below(&c, 260)) * CLOCK_DAY;

		if (uniform(&c) < 0.4)
			add_row(arena, &c, form, &firm, 4,
			    day - (330 + below(&c, 60)) * CLOCK_DAY, &csv);
		add_row(arena, &c, form, &firm, 0, day, &csv);
		/* In some firms two partners answered. */
		if (uniform(&c) < 0.08)
			add_row(arena, &c, form, &firm, 0, day + 3 * CLOCK_DAY, &csv);
	}
	return buf_as_text(&csv);
}
