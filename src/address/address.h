/* SPDX-License-Identifier: ISC
 *
 * address.h - mail addresses, parsed: what passed cannot carry a blank, a
 * control character or an angle bracket, so it cannot add a command to SMTP
 * or a header to a message. */
#ifndef ADDRESS_ADDRESS_H
#define ADDRESS_ADDRESS_H

#include <stdbool.h>

#include "base/text.h"

#define ADDRESS_MAX 254 /* bytes, RFC 5321 with its path brackets taken off */

struct mail_addr {
	struct text local;
	struct text domain; /* lower-case A-label */
	struct text full;   /* local@domain */
};

enum address_problem {
	ADDRESS_FINE,
	ADDRESS_EMPTY,
	ADDRESS_TOO_LONG,
	ADDRESS_BLANK,     /* a blank inside */
	ADDRESS_CHARACTER, /* one that mail cannot carry */
	ADDRESS_NO_AT,
	ADDRESS_TWO_AT,
	ADDRESS_NO_LOCAL,  /* nothing before @ */
	ADDRESS_NO_DOMAIN, /* nothing behind @ */
	ADDRESS_STOPS,     /* a domain without a dot */
	ADDRESS_DOTS,      /* a dot first, last or twice */
	ADDRESS_DOMAIN     /* not a name that a host can have */
};

/* Blanks around it are taken off.  problem: for the visitor, not an error. */
enum address_problem address_parse(struct arena *, struct text, struct mail_addr *addr_out);

/* An English sentence for the visitor, without full stop at the end:
 * The email address stops after “quillfeather”. Add the rest, such as .example */
struct text address_sentence(struct arena *, enum address_problem, struct text given,
    const char *language);

/* "gmial.com" -> "gmail.com"; absent when nothing is likely.  To warn only. */
struct text address_likely_meant(struct arena *, const struct mail_addr *);

bool address_is_free_mail(struct text domain);
bool address_is_throwaway(struct text domain);

/* Nobody's: the local part says test, or the domain is reserved for trials and
 * documentation (RFC 2606; .example is left out, as invented firms live there). */
bool address_is_trial(const struct mail_addr *);

/* What a firm is known by: the domain or, for free mail, the whole address
 * in lower case. */
struct text address_firm_key(struct arena *, const struct mail_addr *);

#endif
