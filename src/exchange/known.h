/* SPDX-License-Identifier: ISC
 *
 * known.h - inside the exchange room: which rows of an import are there already. */
#ifndef EXCHANGE_KNOWN_H
#define EXCHANGE_KNOWN_H

#include "exchange/import.h"

/* Tell each row whose id is stored, was erased, or stands further up in the
 * same batch; lines[] are their places in the file.  Stores nothing. */
MUST_CHECK enum err known_rows(struct arena *, const struct import *, const struct uuid *ids,
    const int64_t *lines, size_t count, int64_t *known_out);

#endif
