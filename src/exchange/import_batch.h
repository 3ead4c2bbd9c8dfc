/* SPDX-License-Identifier: ISC
 *
 * import_batch.h - inside the exchange room: rows on their way to the database.
 *
 * A batch is one transaction.  Its last statement is sent with COMMIT and not
 * waited for, so that the rows of the next batch are read meanwhile. */
#ifndef EXCHANGE_IMPORT_BATCH_H
#define EXCHANGE_IMPORT_BATCH_H

#include "base/err.h"
#include "exchange/import_row.h"

struct tx;
struct sql_call;

#define IMPORT_BATCH        1000
#define IMPORT_BATCH_MEMORY (48u * 1024 * 1024)
#define IMPORT_BATCH_FULL   (14u * 1024 * 1024) /* and as much again, twice, to send it */

/* Parallel arrays, as the statement takes them. */
struct import_batch {
	struct arena *arena; /* holds all of it, and is reset behind it */
	struct uuid  *id;
	struct text  *name, *domain, *email, *email_domain, *answers, *scores, *flags;
	int64_t      *submitted, *line;
	int32_t      *wave;
	struct bytes *raw, *hash;
	bool         *consent, *confirmed, *contact_ok;
	size_t        n;
	int64_t       offset, rows; /* of the file, behind its last row */
	/* Between start and finish. */
	struct tx       *tx;
	struct sql_call *sent;
	enum err         err;
};

/* An empty one; forgets what its arena held. */
void import_batch_new(struct import_batch *, struct arena *);

bool import_batch_full(const struct import_batch *);

void import_batch_add(const struct import *, const struct import_row *, int64_t line,
    struct import_batch *);

/* Begin to store it.  What fails is said by import_batch_finish. */
void import_batch_start(const struct import *, struct import_batch *);

/* Wait until it is stored; once more when the connection was lost, for the ids
 * make that safe. */
MUST_CHECK enum err
import_batch_finish(const struct import *, struct import_batch *, int64_t *added_out);

#endif
