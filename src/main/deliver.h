/* SPDX-License-Identifier: ISC
 *
 * deliver.h - inside the courier: what it works with, and how one claimed
 * letter is brought to its end. */
#ifndef MAIN_DELIVER_H
#define MAIN_DELIVER_H

#include "address/address.h"
#include "mailer/smtp.h"
#include "main/letters.h"

struct courier {
	struct arena      *process, *batch, *arena; /* life, one claim, one letter */
	const char        *config_flag;
	bool               once;
	struct letter_desk desk;
	struct smtp       *smtp;
	struct mail_addr   from, reply_to;
	bool               has_reply_to;
	int                relay_pause; /* seconds; 0: the relay is well */
	int64_t            relay_again; /* monotonic */
	/* Of the letter being sent: */
	bool             confirmed; /* its address */
	enum err         renewal;
	enum outbox_hold hold;
};

/* false: trouble that the next letter would meet too. */
bool courier_deliver(struct courier *, const struct outbox_letter *);

#endif
