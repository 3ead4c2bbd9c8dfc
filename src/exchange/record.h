/* SPDX-License-Identifier: ISC
 *
 * record.h - acts on responses that leave a trace in the audit. */
#ifndef EXCHANGE_RECORD_H
#define EXCHANGE_RECORD_H

#include "base/uuid.h"

struct catalogue_form;
struct db;
struct db_scope;
struct export_done;

/* Names are about to be exported.  by NULL: the operating-system user. */
MUST_CHECK enum err record_export(struct arena *, struct db *, const struct catalogue_form *,
    const char *format, const char *by, const char *os_user);

/* An export that was noted under this number broke off, or was whole and had
 * characters replaced. */
MUST_CHECK enum err record_ended(struct arena *, struct db *, const struct db_scope *,
    int64_t export, const struct export_done *, bool whole);

/* Erase a response for good, with its letters, draft and address. */
MUST_CHECK enum err record_erase(struct arena *, struct db *, struct uuid id, const char *by,
    const char *os_user, bool *erased_out);

#endif
