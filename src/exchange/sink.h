/* SPDX-License-Identifier: ISC
 *
 * sink.h - where an export goes, piece by piece: a file, or a reply. */
#ifndef EXCHANGE_SINK_H
#define EXCHANGE_SINK_H

#include "base/buf.h"

struct export_sink {
	void *thing;
	/* Anything but ERR_OK ends the export. */
	enum err (*write)(void *thing, const void *p, size_t len);
	/* Now and then while nothing is written; NULL: nobody waits. */
	void (*alive)(void *thing);
};

/* What the buffer holds; it is empty afterwards. */
MUST_CHECK enum err sink_flush(const struct export_sink *, struct buf *);

#endif
