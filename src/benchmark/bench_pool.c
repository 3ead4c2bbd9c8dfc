/* SPDX-License-Identifier: ISC
 *
 * bench_pool.c - the firms of the pool, written down and counted as they come.
 *
 * A connection of its own reads them by COPY, the transaction of the build
 * writes them in blocks; both see one state of the database, which the build
 * exports.  Sorting in the server, writing and counting go on side by side,
 * and no more than one block is here at a time. */
#include "benchmark/bench_making.h"

#include <string.h>

#include "base/buf.h"
#include "form/form.h"
#include "gen/sql_benchmark.h"

#define TELL_EVERY  10000
#define BLOCK_FIRMS 1024
#define LIST_MAX    (64 * 1024)

/* Firms not yet sent. */
struct block {
	int64_t  firm[BLOCK_FIRMS];
	int32_t  profession[BLOCK_FIRMS], size[BLOCK_FIRMS], region[BLOCK_FIRMS];
	int32_t *scores, *facts;
	uint8_t *items;
	size_t   n;
};

/* Which items are answered on a scale of five and scored; codes behind them are
 * counted, too. */
struct scored {
	bool   is[BENCH_ITEMS_MAX];
	int    list[BENCH_ITEMS_MAX];
	size_t count;
};

/* --- what to read of the answers -------------------------------------------------- */

static void
add_line(struct buf *list, bool first, const char *line)
{
	buf_fmt(list, "%s%s", first ? "" : "\n", line);
}

struct codes {
	struct text item, codes, groups;
};

static struct codes
codes_of(struct arena *arena, const struct form *form, enum form_role role)
{
	const struct form_item *item = form_item_of(form, role);
	struct buf              codes, groups;

	if (item == NULL)
		return (struct codes){ TEXT_NONE, TEXT_LIT(""), TEXT_LIT("") };
	buf_init(&codes, arena, LIST_MAX);
	buf_init(&groups, arena, LIST_MAX);
	for (size_t i = 0; i < item->option_count; i++) {
		add_line(&codes, i == 0, item->options[i].code);
		buf_fmt(&groups, "%s%d", i == 0 ? "" : "\n", item->options[i].group + 1);
	}
	return (struct codes){ text_of(item->id), buf_as_text(&codes), buf_as_text(&groups) };
}

static void
add_codes(struct buf *list, const struct form_item *item)
{
	for (size_t i = 0; i < item->option_count; i++)
		buf_fmt(list, "%s%s", i == 0 ? "" : "|", item->options[i].code);
}

static void
put_facts(struct arena *arena, const struct form *form, struct pool_firms_in *in)
{
	static const char *const kinds[] = { [FORM_FACT_NUMBER] = "number",
		[FORM_FACT_BANDS] = "bands",
		[FORM_FACT_RATIO] = "ratio",
		[FORM_FACT_STEPS] = "" };
	struct buf               kind, item, per, times, codes;

	buf_init(&kind, arena, LIST_MAX);
	buf_init(&item, arena, LIST_MAX);
	buf_init(&per, arena, LIST_MAX);
	buf_init(&times, arena, LIST_MAX);
	buf_init(&codes, arena, LIST_MAX);
	for (size_t i = 0; i < form->fact_count; i++) {
		const struct form_fact *f = &form->facts[i];
		bool                    ratio = f->kind == FORM_FACT_RATIO;

		add_line(&kind, i == 0, f->compared ? kinds[f->kind] : "");
		add_line(&item, i == 0, form->items[f->item].id);
		add_line(&per, i == 0, ratio ? form->items[f->per].id : "");
		buf_fmt(&times, "%s%d", i == 0 ? "" : "\n", ratio ? (int)f->times : 1);
		add_line(&codes, i == 0, "");
		if (f->kind == FORM_FACT_BANDS)
			add_codes(&codes, &form->items[f->item]);
	}
	in->fact_kinds = buf_as_text(&kind);
	in->fact_items = buf_as_text(&item);
	in->fact_pers = buf_as_text(&per);
	in->fact_times = buf_as_text(&times);
	in->fact_codes = buf_as_text(&codes);
}

/* Headings of written answers, in the order in which they are packed. */
static void
put_headings(struct arena *arena, const struct form *form, struct pool_firms_in *in)
{
	struct buf items, codes;

	buf_init(&items, arena, LIST_MAX);
	buf_init(&codes, arena, LIST_MAX);
	for (size_t i = 0; i < form->code_count; i++) {
		const struct form_item *item = form_code_item(form, i);

		add_line(&items, i == 0, item->id);
		add_line(&codes, i == 0, item->codes[i - item->first_code].code);
	}
	in->heading_items = buf_as_text(&items);
	in->heading_codes = buf_as_text(&codes);
}

static enum err
open_pool(struct bench_making *b, struct tx *reader, struct sql_call **copy_out)
{
	const struct form   *form = b->plan->definition;
	struct codes         profession = codes_of(b->work, form, FORM_ROLE_PROFESSION);
	struct codes         size = codes_of(b->work, form, FORM_ROLE_SIZE);
	struct codes         region = codes_of(b->work, form, FORM_ROLE_REGION);
	struct pool_firms_in in = { .owner = b->plan->owner,
		.form = b->plan->form,
		.version = b->plan->version,
		.now = b->built_at,
		.needs = form->scoring.overall_needs,
		.profession_item = profession.item,
		.profession_codes = profession.codes,
		.profession_groups = profession.groups,
		.size_item = size.item,
		.size_codes = size.codes,
		.size_groups = size.groups,
		.region_item = region.item,
		.region_codes = region.codes,
		.region_groups = region.groups };

	put_facts(b->work, form, &in);
	put_headings(b->work, form, &in);
	return sql_pool_firms_open(b->work, reader, &in, copy_out);
}

/* --- writing down ----------------------------------------------------------------- */

static enum err
send_block(struct bench_making *b, struct arena *arena, struct block *k)
{
	size_t n = k->n;

	k->n = 0;
	if (n == 0)
		return ERR_OK;
	arena_reset(arena);
	return sql_snapshot_block_add(arena, b->tx,
	    &(struct snapshot_block_add_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .firms = { k->firm, NULL, n },
	        .professions = { k->profession, NULL, n },
	        .sizes = { k->size, NULL, n },
	        .regions = { k->region, NULL, n },
	        .scores = { k->scores, NULL, n * b->shape.measures },
	        .facts = { k->facts, NULL, n * b->shape.facts },
	        .items = { k->items, n * b->shape.items } },
	    NULL);
}

/* The row at the end of the block, in numbers. */
static void
put_in_block(const struct bench_shape *shape, struct block *k,
    const struct pool_firms_row *row)
{
	size_t  i = k->n++;
	uint8_t item[BENCH_ITEMS_MAX];

	k->firm[i] = row->firm;
	k->profession[i] = row->profession;
	k->size[i] = row->size;
	k->region[i] = row->region;
	bench_take_values(row->scores, shape->measures, k->scores + i * shape->measures);
	bench_take_values(row->facts, shape->facts, k->facts + i * shape->facts);
	bench_take_items(row->items, item);
	memcpy(k->items + i * shape->items, item, shape->items);
}

/* --- counting ----------------------------------------------------------------------- */

/* Add one firm's answers to items, if it has all of them. */
static void
add_alpha(struct bench_making *b, const struct scored *scored, size_t measure,
    const int *items, size_t count, const uint8_t *answers)
{
	const struct form *form = b->plan->definition;
	int                row[STATS_ITEMS_MAX];
	size_t             k = 0;

	for (size_t i = 0; i < count && k < STATS_ITEMS_MAX; i++) {
		int answer = answers[items[i]];

		if (!scored->is[items[i]])
			continue;
		if (answer < 1 || answer > 5)
			return;
		row[k++] = form->items[items[i]].reverse ? 6 - answer : answer;
	}
	b->alpha_items[measure] = k;
	stats_alpha_add(&b->alpha[measure], row, k);
}

/* The last firm of the block. */
static void
count_firm(struct bench_making *b, const struct scored *scored, const struct block *k)
{
	const struct form *form = b->plan->definition;
	size_t             i = k->n - 1;
	uint8_t            item[BENCH_ITEMS_MAX] = { 0 };

	for (size_t j = 0; j < scored->count; j++)
		item[scored->list[j]] =
		    k->items[i * b->shape.items + (size_t)scored->list[j]];
	for (size_t j = form->item_count; j < b->shape.items; j++)
		item[j] = k->items[i * b->shape.items + j];
	bench_counter_add(b->counter, k->profession[i], k->size[i], k->region[i],
	    k->scores + i * b->shape.measures, k->facts + i * b->shape.facts, item);
	if (bench_guard_is_first(&b->guard))
		bench_guard_add(&b->guard, k->profession[i], k->size[i], k->region[i],
		    k->scores + i * b->shape.measures, k->facts + i * b->shape.facts, item);
	add_alpha(b, scored, 0, scored->list, scored->count, item);
	for (size_t d = 0; d < form->dimension_count; d++)
		add_alpha(b, scored, d + 1, form->dimensions[d].items,
		    form->dimensions[d].item_count, item);
}

static void
find_scored(const struct form *form, struct scored *scored)
{
	for (size_t i = 0; i < form->item_count; i++) {
		scored->is[i] = form->items[i].option_count == 5 &&
		                form_item_scored(form, &form->items[i]);
		if (scored->is[i])
			scored->list[scored->count++] = (int)i;
	}
}

static struct block *
new_block(struct arena *arena, const struct bench_shape *shape)
{
	struct block *k = ARENA_NEW(arena, struct block);

	k->scores = ARENA_ARRAY(arena, int32_t, BLOCK_FIRMS * shape->measures + 1);
	k->facts = ARENA_ARRAY(arena, int32_t, BLOCK_FIRMS * shape->facts + 1);
	k->items = ARENA_ARRAY(arena, uint8_t, BLOCK_FIRMS * shape->items + 1);
	return k;
}

static enum err
read_pool(struct bench_making *b, struct tx *reader)
{
	struct scored          scored = { .count = 0 };
	struct block          *k = new_block(b->arena, &b->shape);
	struct arena          *sending = arena_new_in(b->arena, 4 * 1024 * 1024);
	struct pool_memory_row memory;
	struct pool_firms_row  row;
	struct sql_call       *copy;
	bool                   more;

	find_scored(b->plan->definition, &scored);
	b->counter = bench_counter_new(b->arena, &b->shape);
	TRY(sql_pool_memory(b->work, reader, &memory));
	TRY(open_pool(b, reader, &copy));
	for (;;) {
		TRY(sql_pool_firms_next(copy, &row, &more));
		if (!more)
			break;
		put_in_block(&b->shape, k, &row);
		count_firm(b, &scored, k);
		bench_items_add(&b->items, row.items.p, row.items.len);
		if (k->n == BLOCK_FIRMS)
			TRY(send_block(b, sending, k));
		if (++b->firms % TELL_EVERY == 0)
			bench_tell(b, "counting", b->firms, 0);
	}
	if (b->firms >= TELL_EVERY)
		bench_tell(b, "counting", b->firms, b->firms);
	return send_block(b, sending, k);
}

enum err
bench_collect(struct bench_making *b)
{
	struct snapshot_moment_row moment;
	struct tx                 *reader;
	enum err                   err;

	bench_tell(b, "collecting firms", 0, 0);
	TRY(sql_snapshot_moment(b->work, b->tx, &moment));
	TRY(db_begin(b->plan->reader, b->arena,
	    &(struct db_scope){ .role = DB_ROLE_OPERATOR, .firm = b->plan->owner }, &reader));
	db_freeze(reader, arena_strdup(b->arena, moment.name.s));
	err = read_pool(b, reader);
	db_rollback(reader);
	return err;
}
