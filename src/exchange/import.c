/* SPDX-License-Identifier: ISC */
#include "exchange/import.h"

#include "csv/csv.h"
#include "exchange/import_batch.h"

/* Two batches take turns: one is read while the server stores the other. */
struct run {
	const struct import  *import;
	struct import_columns columns;
	struct import_batch   batches[2];
	struct import_result *result;
};

/* Rows until the batch is full, or the file ends or cannot be read further. */
static void
fill(struct run *run, struct import_batch *batch, bool *end_out)
{
	const struct import *import = run->import;
	struct csv_row       csv;
	const char          *problem;

	import_batch_new(batch, batch->arena);
	*end_out = false;
	while (!*end_out && !import_batch_full(batch)) {
		enum csv_state    state = csv_read(import->reader, &csv, &problem);
		struct import_row row;

		*end_out = state == CSV_END;
		if (*end_out)
			break;
		run->result->rows++;
		if (state == CSV_BROKEN)
			import->tell(import->thing, csv.line, NULL, problem);
		if (state == CSV_ROW &&
		    import_row(batch->arena, import, &run->columns, &csv, &row))
			import_batch_add(import, &row, csv.line, batch);
		else
			run->result->broken++;
		if (csv_reader_failed(import->reader))
			*end_out = true;
	}
	batch->offset = csv_reader_offset(import->reader);
	batch->rows = run->result->rows;
}

static enum err
settle(struct run *run, struct import_batch *batch)
{
	const struct import  *import = run->import;
	struct import_result *r = run->result;
	int64_t               added;

	TRY(import_batch_finish(import, batch, &added));
	r->added += added;
	r->known += (int64_t)batch->n - added;
	if (!import->progress(import->thing, batch->offset, batch->rows))
		r->stopped = true;
	return ERR_OK;
}

/* What was read is stored before we stop, asked to or not. */
static enum err
run_batches(struct run *run)
{
	struct import_batch *stored = NULL;
	bool                 end = false;

	for (int turn = 0; !end && !run->result->stopped; turn = !turn) {
		struct import_batch *batch = &run->batches[turn];

		fill(run, batch, &end);
		if (stored != NULL)
			TRY(settle(run, stored));
		import_batch_start(run->import, batch);
		stored = batch;
	}
	TRY(settle(run, stored));
	return csv_reader_failed(run->import->reader) ? ERR_INVALID : ERR_OK;
}

enum err
import_run(struct arena *arena, const struct import *import, struct import_result *result_out)
{
	struct run     run = { .import = import, .result = result_out };
	struct csv_row csv;
	const char    *problem;
	enum csv_state state = csv_read(import->reader, &csv, &problem);

	*result_out = (struct import_result){ 0 };
	if (state != CSV_ROW) {
		import->tell(import->thing, csv.line, NULL,
		    state == CSV_END ? "is missing: the file is empty" : problem);
		return ERR_INVALID;
	}
	if (!import_header(arena, import, &csv, &run.columns))
		return ERR_INVALID;
	for (int i = 0; i < 2; i++)
		run.batches[i].arena = arena_new_in(arena, IMPORT_BATCH_MEMORY);
	return run_batches(&run);
}
