/* SPDX-License-Identifier: ISC
 *
 * smtp.h - hands one message for one recipient to the relay, by libcurl.
 *
 * The outcome goes by the relay's last code and by how far we came, never by
 * the library's error alone.  A connection is kept for the next message.
 * TLS with a checked certificate unless the relay is on this machine and the
 * settings say "none"; there is no silent fallback.
 * The only user of curl.h. */
#ifndef MAILER_SMTP_H
#define MAILER_SMTP_H

#include <stdbool.h>

#include "base/text.h"

struct smtp;
struct mail_addr;

enum smtp_tls {
	SMTP_STARTTLS, /* required, on the mail submission port */
	SMTP_TLS,      /* from the first byte */
	SMTP_PLAIN,    /* loopback only */
};

/* Lives as long as the struct smtp made from it. */
struct smtp_settings {
	const char   *host;
	int           port;
	enum smtp_tls tls;
	const char   *ca_file; /* NULL: the system's */
	const char   *user;    /* NULL: no login */
	struct secret password;
	const char   *hello;           /* our name in EHLO */
	int           connect_seconds; /* 0: 10 */
	int           total_seconds;   /* 0: 100; keep below the lease */
};

enum smtp_end {
	SMTP_ACCEPTED,    /* 250 after the final dot */
	SMTP_REFUSED,     /* 5xx about this letter: do not try again */
	SMTP_RETRY,       /* 4xx, or lost before the letter was complete */
	SMTP_AMBIGUOUS,   /* the letter was complete, the answer is lost */
	SMTP_UNREACHABLE, /* trouble of the relay, not of the letter */
	SMTP_UNTRUSTED,   /* TLS missing or its certificate bad */
	SMTP_ABANDONED,   /* may_send said no; nothing was sent */
};

struct smtp_result {
	enum smtp_end end;
	int           code;  /* the relay's last, 0: none */
	struct text   reply; /* the relay's words or ours, one clean line */
};

/* ERR_INVALID: settings that may not be used (logged). */
MUST_CHECK enum err
     smtp_open(struct arena *, const struct smtp_settings *, struct smtp **smtp_out);
void smtp_close(struct smtp *);

/* may_send is asked when the relay waits for the first byte of the letter
 * (NULL: yes): the last moment at which not sending is certain. */
struct smtp_result smtp_send(struct smtp *, struct arena *, const struct mail_addr *from,
    const struct mail_addr *to, struct bytes message, bool (*may_send)(void *context),
    void *context);

/* Drop a connection that has been idle for a minute; call now and then. */
void smtp_tidy(struct smtp *);

/* "accepted", "refused", ... */
const char *smtp_end_name(enum smtp_end);

/* May this address stand in an SMTP command?  No blank, control character,
 * <, >, at most 254 bytes: some versions of libcurl let CR LF through. */
bool smtp_address_safe(struct text address);

#endif
