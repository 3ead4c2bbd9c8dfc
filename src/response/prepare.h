/* SPDX-License-Identifier: ISC
 *
 * response/prepare.h - what is stored of an answer set, worked out in C.
 * Inside the room only, and for imports. */
#ifndef RESPONSE_PREPARE_H
#define RESPONSE_PREPARE_H

#include "database/db.h"
#include "response/response.h"

struct response_prepared {
	struct text      answers; /* JSON without the address */
	struct bytes     raw, body_hash;
	struct sql_int4s scores;
	struct sql_texts flags;
	struct opt_int   seconds;
	struct text      email, email_domain, firm_key; /* absent: none given */
	bool             consent, contact_ok;
};

void response_prepare(struct arena *, const struct response_submission *,
    struct response_prepared *prepared_out);

/* Bits of enum form_flag as they are stored. */
struct sql_texts response_flag_names(struct arena *, unsigned flags);

/* The scope of a respondent, who touches that one draft or response. */
static inline struct db_scope
respondent_of(int64_t owner, struct uuid id)
{
	return (struct db_scope){ .role = DB_ROLE_RESPONDENT, .firm = owner, .subject = id };
}

#endif
