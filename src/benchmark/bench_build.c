/* SPDX-License-Identifier: ISC
 *
 * bench_build.c - count a snapshot.
 *
 * The database writes down the firms of the pool, one row each; they come
 * back as one binary COPY and are counted here.  Memory follows distinct
 * values; cells are merged, stored and forgotten one after the other. */
#include "benchmark/bench_build.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "benchmark/bench_history.h"
#include "benchmark/bench_items.h"
#include "database/db.h"
#include "form/form.h"
#include "gen/sql_benchmark.h"

#define WORK_MAX   ((size_t)1 << 32)
#define BUILD_WAIT (6 * 3600 * 1000) /* milliseconds: one statement may take long */
#define TELL_EVERY 10000

#define BATCH_ROWS   2000
#define BATCH_VALUES 200000

/* Cells on their way to the database. */
struct batch {
	int32_t  channel[BATCH_ROWS], level[BATCH_ROWS], profession[BATCH_ROWS];
	int32_t  size[BATCH_ROWS], region[BATCH_ROWS], n[BATCH_ROWS], length[BATCH_ROWS];
	bool     published[BATCH_ROWS], no_sd[BATCH_ROWS], no_alpha[BATCH_ROWS];
	double   sd[BATCH_ROWS], alpha[BATCH_ROWS];
	int32_t *vals, *cums;
	size_t   rows, values, room;
};

struct build {
	const struct bench_build *plan;
	struct arena             *arena; /* until the end */
	struct arena             *work;  /* one call */
	struct arena             *merge; /* one cell */
	struct batch             *batch;
	struct tx                *tx;
	struct bench_shape        shape;
	struct bench_counter     *counter;
	struct bench_history     *history;
	bool                      counted[BENCH_ITEMS_MAX]; /* answered on a scale of five */
	struct stats_alpha_sum    alpha[BENCH_MEASURES_MAX];
	size_t                    alpha_items[BENCH_MEASURES_MAX];
	struct bench_items        items;
	int64_t                   id, firms;
};

static void
tell(const struct build *b, const char *step, int64_t done, int64_t total)
{
	if (b->plan->progress != NULL)
		b->plan->progress(b->plan->context, step, done, total);
}

/* --- writing the firms down ------------------------------------------------------- */

struct codes {
	struct text      item;
	struct sql_texts codes;
	struct sql_int4s groups;
};

static struct codes
codes_of(struct build *b, enum form_role role)
{
	const struct form_item *item = form_item_of(b->plan->definition, role);
	struct text            *codes;
	int32_t                *groups;

	if (item == NULL)
		return (struct codes){ TEXT_NONE, { ARENA_NEW(b->work, struct text), 0 },
			{ ARENA_NEW(b->work, int32_t), NULL, 0 } };
	codes = ARENA_ARRAY(b->work, struct text, item->option_count + 1);
	groups = ARENA_ARRAY(b->work, int32_t, item->option_count + 1);
	for (size_t i = 0; i < item->option_count; i++) {
		codes[i] = text_of(item->options[i].code);
		groups[i] = item->options[i].group + 1;
	}
	return (struct codes){ text_of(item->id), { codes, item->option_count },
		{ groups, NULL, item->option_count } };
}

static struct text
joined_codes(struct arena *arena, const struct form_item *item)
{
	struct buf b;

	buf_init(&b, arena, 64 * 1024);
	buf_str(&b, "");
	for (size_t i = 0; i < item->option_count; i++)
		buf_fmt(&b, "%s%s", i == 0 ? "" : "|", item->options[i].code);
	return buf_as_text(&b);
}

static void
put_facts(struct build *b, struct snapshot_fill_in *in)
{
	static const char *const kinds[] = { [FORM_FACT_NUMBER] = "number",
		[FORM_FACT_BANDS] = "bands",
		[FORM_FACT_RATIO] = "ratio",
		[FORM_FACT_STEPS] = "" };
	const struct form       *form = b->plan->definition;
	size_t                   n = form->fact_count;
	struct text             *kind = ARENA_ARRAY(b->work, struct text, n + 1);
	struct text             *item = ARENA_ARRAY(b->work, struct text, n + 1);
	struct text             *per = ARENA_ARRAY(b->work, struct text, n + 1);
	struct text             *codes = ARENA_ARRAY(b->work, struct text, n + 1);
	int32_t                 *times = ARENA_ARRAY(b->work, int32_t, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct form_fact *f = &form->facts[i];

		kind[i] = text_of(f->compared ? kinds[f->kind] : "");
		item[i] = text_of(form->items[f->item].id);
		per[i] = f->kind == FORM_FACT_RATIO ? text_of(form->items[f->per].id)
		                                    : TEXT_LIT("");
		times[i] = f->kind == FORM_FACT_RATIO ? f->times : 1;
		codes[i] = f->kind == FORM_FACT_BANDS
		               ? joined_codes(b->work, &form->items[f->item])
		               : TEXT_LIT("");
	}
	in->fact_kinds = (struct sql_texts){ kind, n };
	in->fact_items = (struct sql_texts){ item, n };
	in->fact_pers = (struct sql_texts){ per, n };
	in->fact_times = (struct sql_int4s){ times, NULL, n };
	in->fact_codes = (struct sql_texts){ codes, n };
}

static enum err
write_down(struct build *b)
{
	const struct bench_build *plan = b->plan;
	struct snapshot_begin_row begun;
	struct snapshot_fill_row  filled;
	struct snapshot_fill_in   in = { .owner = plan->owner };
	struct codes              profession = codes_of(b, FORM_ROLE_PROFESSION);
	struct codes              size = codes_of(b, FORM_ROLE_SIZE);
	struct codes              region = codes_of(b, FORM_ROLE_REGION);

	TRY(sql_snapshot_begin(b->work, b->tx,
	    &(struct snapshot_begin_in){ .owner = plan->owner,
	        .form = plan->form,
	        .version = plan->version,
	        .by = text_of(plan->by),
	        .professions = b->shape.professions,
	        .sizes = b->shape.sizes,
	        .regions = b->shape.regions,
	        .measures = (int32_t)b->shape.measures,
	        .facts = (int32_t)b->shape.facts,
	        .items = (int32_t)b->shape.items },
	    &begun));
	b->id = begun.id;
	in.snapshot = b->id;
	in.needs = plan->definition->scoring.overall_needs;
	in.profession_item = profession.item;
	in.profession_codes = profession.codes;
	in.profession_groups = profession.groups;
	in.size_item = size.item;
	in.size_codes = size.codes;
	in.size_groups = size.groups;
	in.region_item = region.item;
	in.region_codes = region.codes;
	in.region_groups = region.groups;
	put_facts(b, &in);
	tell(b, "collecting firms", 0, 0);
	TRY(sql_snapshot_fill(b->work, b->tx, &in, &filled));
	b->firms = filled.firms;
	return ERR_OK;
}

/* --- counting ----------------------------------------------------------------------- */

/* Add one firm's answers to items, if it has all of them. */
static void
add_alpha(struct build *b, size_t measure, const int *items, size_t count,
    const uint8_t *answers)
{
	const struct form *form = b->plan->definition;
	int                row[STATS_ITEMS_MAX];
	size_t             k = 0;

	for (size_t i = 0; i < count && k < STATS_ITEMS_MAX; i++) {
		int answer = answers[items[i]];

		if (!b->counted[items[i]])
			continue;
		if (answer < 1 || answer > 5)
			return;
		row[k++] = form->items[items[i]].reverse ? 6 - answer : answer;
	}
	b->alpha_items[measure] = k;
	stats_alpha_add(&b->alpha[measure], row, k);
}

static void
add_firm(struct build *b, const struct snapshot_values_row *row, const int *scored,
    size_t scored_count)
{
	const struct form *form = b->plan->definition;
	int32_t            score[BENCH_MEASURES_MAX], fact[BENCH_FACTS_MAX];
	uint8_t            item[BENCH_ITEMS_MAX];

	bench_take_values(row->scores, BENCH_MEASURES_MAX, score);
	bench_take_values(row->facts, BENCH_FACTS_MAX, fact);
	bench_take_items(row->items, item);
	bench_items_add(&b->items, row->items.p, row->items.len);
	for (size_t i = 0; i < b->shape.items; i++) {
		if (!b->counted[i])
			item[i] = 0;
	}
	bench_counter_add(b->counter, row->profession, row->size, row->region, score, fact,
	    item);
	add_alpha(b, 0, scored, scored_count, item);
	for (size_t d = 0; d < form->dimension_count; d++)
		add_alpha(b, d + 1, form->dimensions[d].items,
		    form->dimensions[d].item_count, item);
}

static enum err
count(struct build *b)
{
	const struct form         *form = b->plan->definition;
	struct snapshot_values_row row;
	struct sql_call           *copy;
	int                        scored[BENCH_ITEMS_MAX];
	size_t                     scored_count = 0;
	int64_t                    done = 0;
	bool                       more;

	for (size_t i = 0; i < form->item_count; i++) {
		b->counted[i] = form->items[i].option_count == 5 &&
		                form_item_scored(form, &form->items[i]);
		if (b->counted[i])
			scored[scored_count++] = (int)i;
	}
	b->counter = bench_counter_new(b->arena, &b->shape);
	TRY(sql_snapshot_values_open(b->work, b->tx,
	    &(struct snapshot_values_in){ .owner = b->plan->owner, .snapshot = b->id },
	    &copy));
	for (;;) {
		TRY(sql_snapshot_values_next(copy, &row, &more));
		if (!more)
			return ERR_OK;
		add_firm(b, &row, scored, scored_count);
		if (++done % TELL_EVERY == 0)
			tell(b, "counting", done, b->firms);
	}
}

/* --- what was shown before ------------------------------------------------------------ */

static const struct bench_own *
side_of(struct bench_own *own, bool there, struct opt_int profession, struct opt_int size,
    struct opt_int region, struct sql_int4s scores, struct sql_int4s facts,
    struct bytes items)
{
	if (!there)
		return NULL;
	own->profession = (int)profession.v;
	own->size = (int)size.v;
	own->region = (int)region.v;
	bench_take_values(scores, BENCH_MEASURES_MAX, own->score);
	bench_take_values(facts, BENCH_FACTS_MAX, own->fact);
	bench_take_items(items, own->item);
	return own;
}

static enum err
note_changes(struct build *b, int64_t source)
{
	struct snapshot_changes_row r;
	struct bench_own            before, now;
	struct sql_call            *copy;
	bool                        more;

	bench_history_begin(b->history, source);
	TRY(sql_snapshot_changes_open(b->work, b->tx,
	    &(struct snapshot_changes_in){ .owner = b->plan->owner,
	        .old = source,
	        .new = b->id },
	    &copy));
	for (;;) {
		TRY(sql_snapshot_changes_next(copy, &r, &more));
		if (!more)
			return ERR_OK;
		bench_history_note(b->history, source,
		    side_of(&before, r.old_firm, r.old_profession, r.old_size, r.old_region,
		        r.old_scores, r.old_facts, r.old_items),
		    side_of(&now, r.new_firm, r.new_profession, r.new_size, r.new_region,
		        r.new_scores, r.new_facts, r.new_items));
	}
}

static enum err
recall(struct build *b)
{
	struct snapshot_past_row *rows;
	struct arena             *kept = arena_new_in(b->arena, WORK_MAX);
	size_t                    count_rows;
	int64_t                   seen = -1;

	b->history = bench_history_new(b->arena, &b->shape);
	TRY(sql_snapshot_past(kept, b->tx,
	    &(struct snapshot_past_in){ .owner = b->plan->owner,
	        .form = b->plan->form,
	        .version = b->plan->version,
	        .measures = (int32_t)b->shape.measures },
	    &rows, &count_rows));
	for (size_t i = 0; i < count_rows; i++) {
		struct bench_key key = { rows[i].level, rows[i].profession, rows[i].size,
			rows[i].region };

		/* A form whose groups were changed has no past in their cells. */
		if (key.profession > b->shape.professions || key.size > b->shape.sizes ||
		    key.region > b->shape.regions ||
		    (size_t)rows[i].channel >= bench_channels(&b->shape))
			continue;
		bench_history_add(b->arena, b->history, key, (size_t)rows[i].channel,
		    &(struct bench_past){ .source = rows[i].source,
		        .shown_in = rows[i].shown_in,
		        .n = rows[i].n,
		        .standing = rows[i].standing });
	}
	for (;;) {
		int64_t next = INT64_MAX;

		for (size_t i = 0; i < count_rows; i++) {
			if (rows[i].source > seen && rows[i].source < next)
				next = rows[i].source;
		}
		if (next == INT64_MAX)
			return ERR_OK;
		arena_reset(b->work);
		tell(b, "comparing with earlier snapshots", 0, 0);
		TRY(note_changes(b, next));
		seen = next;
	}
}

/* --- publishing ------------------------------------------------------------------------ */

/* Send the cells gathered so far. */
static enum err
flush(struct build *b)
{
	struct batch *t = b->batch;
	size_t        n = t->rows;

	if (n == 0)
		return ERR_OK;
	t->rows = 0;
	arena_reset(b->work);
	TRY(sql_snapshot_cells_add(b->work, b->tx,
	    &(struct snapshot_cells_add_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .channels = { t->channel, NULL, n },
	        .levels = { t->level, NULL, n },
	        .professions = { t->profession, NULL, n },
	        .sizes = { t->size, NULL, n },
	        .regions = { t->region, NULL, n },
	        .published = { t->published, NULL, n },
	        .ns = { t->n, NULL, n },
	        .lengths = { t->length, NULL, n },
	        .vals = { t->vals, NULL, t->values },
	        .cums = { t->cums, NULL, t->values },
	        .sds = { t->sd, t->no_sd, n },
	        .alphas = { t->alpha, t->no_alpha, n } },
	    NULL));
	t->values = 0;
	return ERR_OK;
}

/* Room for so many values; a cell that is larger than a batch has one alone. */
static enum err
make_room(struct build *b, size_t values)
{
	struct batch *t = b->batch;

	if (t->rows == BATCH_ROWS || t->values + values > t->room)
		TRY(flush(b));
	if (values > t->room) {
		t->room = values;
		t->vals = ARENA_ARRAY(b->arena, int32_t, values);
		t->cums = ARENA_ARRAY(b->arena, int32_t, values);
	}
	return ERR_OK;
}

static enum err
store_fresh(struct build *b, struct bench_key key, size_t channel, bool published, int64_t n)
{
	struct batch     *t = b->batch;
	struct stats_dist dist = { 0 };
	struct arena_mark mark = arena_mark(b->merge);
	double            sd = (double)NAN, alpha = (double)NAN;
	size_t            i;

	if (published)
		bench_counter_dist(b->merge, b->counter, key, channel, &dist);
	TRY(make_room(b, dist.distinct));
	i = t->rows++;
	t->channel[i] = (int32_t)channel;
	t->level[i] = key.level;
	t->profession[i] = key.profession;
	t->size[i] = key.size;
	t->region[i] = key.region;
	t->published[i] = published;
	t->n[i] = (int32_t)n;
	t->length[i] = (int32_t)dist.distinct;
	if (dist.distinct > 0) {
		memcpy(t->vals + t->values, dist.vals, dist.distinct * sizeof(t->vals[0]));
		memcpy(t->cums + t->values, dist.cums, dist.distinct * sizeof(t->cums[0]));
		t->values += dist.distinct;
	}
	if (published && key.level == BENCH_LEVELS && channel < b->shape.measures &&
	    n >= BENCH_SPREAD) {
		sd = stats_sd(&dist) / STATS_MICRO;
		if (b->alpha[channel].n >= BENCH_SPREAD && b->alpha_items[channel] >= 2)
			alpha = stats_alpha_of(&b->alpha[channel], b->alpha_items[channel]);
	}
	t->sd[i] = sd;
	t->alpha[i] = alpha;
	t->no_sd[i] = isnan(sd);
	t->no_alpha[i] = isnan(alpha);
	arena_rewind(b->merge, mark);
	return ERR_OK;
}

static enum err
store_carried(struct build *b, struct bench_key key, size_t channel, bool published,
    const struct bench_past *past)
{
	arena_reset(b->work);
	return sql_snapshot_cell_carry(b->work, b->tx,
	    &(struct snapshot_cell_carry_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .shown_in = past->shown_in,
	        .source = past->source,
	        .channel = (int32_t)channel,
	        .level = key.level,
	        .profession = key.profession,
	        .size = key.size,
	        .region = key.region,
	        .published = published },
	    NULL);
}

/* The items of a dimension go with the pool's cell of it, which comes first. */
static enum err
store_items(struct build *b, size_t measure, bool published, const struct bench_past *past)
{
	if (measure == 0 || measure >= b->shape.measures || !published)
		return ERR_OK;
	arena_reset(b->work);
	if (past != NULL)
		return bench_items_carry(b->work, b->tx, b->plan->owner, b->id, measure,
		    past->shown_in);
	return bench_items_store(b->work, b->tx, b->plan->owner, b->id, b->plan->definition,
	    measure, &b->items, &b->alpha[measure]);
}

/* One channel in all cells. */
static enum err
publish(struct build *b, size_t channel)
{
	static const struct bench_past *past[BENCH_CELLS_MAX];
	static int64_t                  n[BENCH_CELLS_MAX], fresh[BENCH_CELLS_MAX];
	static int64_t                  source[BENCH_CELLS_MAX];
	static bool                     published[BENCH_CELLS_MAX];
	size_t                          cells = bench_cell_count(&b->shape);

	for (size_t i = 0; i < cells; i++) {
		enum bench_fate fate = bench_history_fate(b->history, i, channel, &past[i]);

		fresh[i] = bench_counter_n(b->counter, bench_cell_key(&b->shape, i), channel);
		n[i] = fate == BENCH_CARRIED  ? past[i]->n
		       : fate == BENCH_SILENT ? 0
		                              : fresh[i];
		source[i] = fate == BENCH_CARRIED ? past[i]->source : b->id;
	}
	bench_publish(&b->shape, bench_floor_of(&b->shape, channel), n, source, published);
	for (size_t i = 0; i < cells; i++) {
		struct bench_key key = bench_cell_key(&b->shape, i);

		if (past[i] != NULL)
			TRY(store_carried(b, key, channel, published[i], past[i]));
		else if (fresh[i] > 0)
			TRY(store_fresh(b, key, channel, published[i], fresh[i]));
	}
	return store_items(b, channel, published[0], past[0]);
}

static enum err
build(struct build *b)
{
	struct snapshot_lock_row  lock;
	struct snapshot_audit_row noted;
	size_t                    channels = bench_channels(&b->shape);

	TRY(sql_snapshot_lock(b->work, b->tx,
	    &(struct snapshot_lock_in){ .form = b->plan->form }, &lock));
	if (!lock.got)
		return ERR_CONFLICT;
	TRY(write_down(b));
	arena_reset(b->work);
	TRY(count(b));
	arena_reset(b->work);
	TRY(recall(b));
	for (size_t channel = 0; channel < channels; channel++) {
		tell(b, "publishing", (int64_t)channel, (int64_t)channels);
		TRY(publish(b, channel));
	}
	TRY(flush(b));
	arena_reset(b->work);
	TRY(sql_snapshot_finish(b->work, b->tx,
	    &(struct snapshot_finish_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .firms = (int32_t)b->firms },
	    NULL));
	TRY(sql_snapshot_audit(b->work, b->tx,
	    &(struct snapshot_audit_in){ .actor = text_of(b->plan->by),
	        .os_user = text_of(b->plan->os_user),
	        .action = TEXT_LIT("snapshot.build"),
	        .object = text_of(arena_printf(b->work, "snapshot %lld", (long long)b->id)),
	        .detail = text_of(
	            arena_printf(b->work, "{\"firms\": %lld}", (long long)b->firms)) },
	    &noted));
	tell(b, "publishing", (int64_t)channels, (int64_t)channels);
	return db_commit(b->tx);
}

/* A transaction's level must stand before its first statement. */
static enum err
isolate(struct arena *arena, struct db *db)
{
	struct snapshot_isolation_row row;
	struct tx                    *tx;

	TRY(db_begin(db, arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR }, &tx));
	TRY(sql_snapshot_isolation(arena, tx, &row));
	return db_commit(tx);
}

enum err
bench_build(struct arena *arena, struct db *db, const struct bench_build *plan,
    int64_t *id_out)
{
	struct build *b = ARENA_NEW(arena, struct build);
	enum err      err;

	b->plan = plan;
	TRY(bench_shape_of(plan->definition, &b->shape));
	db_set_deadline(db, BUILD_WAIT);
	TRY(isolate(arena, db));
	b->arena = arena_new(WORK_MAX);
	b->work = arena_new(WORK_MAX);
	b->merge = arena_new(WORK_MAX);
	b->batch = ARENA_NEW(b->arena, struct batch);
	b->batch->room = BATCH_VALUES;
	b->batch->vals = ARENA_ARRAY(b->arena, int32_t, BATCH_VALUES);
	b->batch->cums = ARENA_ARRAY(b->arena, int32_t, BATCH_VALUES);
	err = db_begin(db, arena,
	    &(struct db_scope){ .role = DB_ROLE_OPERATOR, .firm = plan->owner }, &b->tx);
	if (err == ERR_OK) {
		err = build(b);
		if (err != ERR_OK)
			db_rollback(b->tx);
	}
	arena_free(b->merge);
	arena_free(b->work);
	arena_free(b->arena);
	*id_out = b->id;
	return err;
}
