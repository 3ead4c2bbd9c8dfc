/* SPDX-License-Identifier: ISC
 *
 * smtp_inner.h - inside mailer/: one relay and the letter at hand, for the
 * files that make up smtp.h.  smtp_relay.c connects, smtp_talk.c hands a letter
 * over, smtp.c judges how it ended. */
#ifndef MAILER_SMTP_INNER_H
#define MAILER_SMTP_INNER_H

#include <curl/curl.h>

#include "mailer/smtp.h"

#define SMTP_WORDS_MAX   500 /* of a reply are kept */
#define SMTP_LINE_MAX    4096
#define SMTP_SOCKETS_MAX 8 /* one for each address of the relay that is tried */

/* How far a message came.  Each command moves it on. */
enum smtp_stage {
	SMTP_AT_CONNECT,
	SMTP_AT_HELLO,
	SMTP_AT_STARTTLS,
	SMTP_AT_LOGIN,
	SMTP_AT_MAIL,
	SMTP_AT_RCPT,
	SMTP_AT_DATA,
};

struct smtp {
	const struct smtp_settings *settings;
	struct arena               *arena;
	CURL                       *easy; /* NULL: no connection */
	int                         sent; /* on this connection */
	int64_t                     last; /* monotonic */
	bool                        offers_utf8, offers_size;
	int                         sockets[SMTP_SOCKETS_MAX]; /* open, -1: free */
	char                        line[SMTP_LINE_MAX]; /* of replies, read but not taken */
	size_t                      line_len;

	/* of the message at hand */
	enum smtp_stage stage;
	int             code; /* last reply's */
	bool            more; /* that reply has further lines */
	bool            over; /* we said QUIT: what follows decides nothing */
	char            words[SMTP_WORDS_MAX + 1];
	size_t          words_len;
	struct bytes    message;
	int64_t         until;     /* monotonic; all up to the letter's end */
	bool            in_letter; /* a command would be taken for part of it */
	bool            complete;  /* its end was under way */
	bool            abandoned;
	bool (*may_send)(void *context);
	void *context;
};

/* smtp_relay.c: TCP, TLS, greeting and login, by libcurl. */
enum err smtp_relay_ready(void);
CURLcode smtp_relay_connect(struct smtp *);
/* QUIT, where the relay waits for a command; else the line is just dropped. */
void smtp_relay_leave(struct smtp *);
/* One line of a reply.  false: it is none. */
bool smtp_relay_take(struct smtp *, const char *line, size_t len);

/* smtp_talk.c: MAIL, RCPT, DATA and the letter over the connection. */
CURLcode smtp_talk(struct smtp *, struct arena *, struct text from, struct text to);

/* Half of the time that a message may take, in microseconds: for all up to its
 * end, and once more for the answer. */
int64_t smtp_patience(const struct smtp *);

bool smtp_beyond_ascii(struct text);

#endif
