/* SPDX-License-Identifier: ISC
 *
 * smtp_talk.c - hands one letter over: MAIL, RCPT, DATA, the letter, its dot.
 *
 * libcurl could do this too; it looks at each byte for a dot and lets the
 * answer to the last one take as long as any other. */
#include "mailer/smtp_inner.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define PIECE ((size_t)256 * 1024)

static CURLcode
wait_for(struct smtp *smtp, short events, int64_t until)
{
	curl_socket_t fd = CURL_SOCKET_BAD;
	CURLcode      rc = curl_easy_getinfo(smtp->easy, CURLINFO_ACTIVESOCKET, &fd);
	struct pollfd poll_for = { .fd = fd, .events = events };

	if (rc != CURLE_OK || fd == CURL_SOCKET_BAD)
		return CURLE_SEND_ERROR;
	for (;;) {
		int64_t left = until - clock_monotonic();

		if (left <= 0)
			return CURLE_OPERATION_TIMEDOUT;
		/* A signal ends the courier after this letter, not within it. */
		if (poll(&poll_for, 1, (int)(left / 1000) + 1) > 0)
			return CURLE_OK;
	}
}

static CURLcode
give(struct smtp *smtp, const char *p, size_t len, int64_t until)
{
	while (len > 0) {
		size_t   sent = 0;
		CURLcode rc = curl_easy_send(smtp->easy, p, len < PIECE ? len : PIECE, &sent);

		if (rc == CURLE_AGAIN)
			rc = wait_for(smtp, POLLOUT, until);
		if (rc != CURLE_OK)
			return rc;
		p += sent;
		len -= sent;
	}
	return CURLE_OK;
}

/* All lines of one reply.  The code and words of the last reply stand until
 * the first of them arrives. */
static CURLcode
hear(struct smtp *smtp, int64_t until)
{
	smtp->more = false;
	for (;;) {
		char    *end = memchr(smtp->line, '\n', smtp->line_len);
		size_t   got = 0;
		CURLcode rc;

		if (end != NULL) {
			size_t len = (size_t)(end + 1 - smtp->line);
			bool   taken = smtp_relay_take(smtp, smtp->line, len);

			smtp->line_len -= len;
			memmove(smtp->line, end + 1, smtp->line_len);
			if (!taken)
				return CURLE_WEIRD_SERVER_REPLY;
			if (!smtp->more)
				return CURLE_OK;
			continue;
		}
		if (smtp->line_len == sizeof(smtp->line))
			return CURLE_WEIRD_SERVER_REPLY;
		rc = curl_easy_recv(smtp->easy, smtp->line + smtp->line_len,
		    sizeof(smtp->line) - smtp->line_len, &got);
		if (rc == CURLE_AGAIN)
			rc = wait_for(smtp, POLLIN, until);
		else if (rc == CURLE_OK && got == 0)
			rc = CURLE_GOT_NOTHING;
		if (rc != CURLE_OK)
			return rc;
		smtp->line_len += got;
	}
}

/* A command, and the reply of the kind that lets us go on (2: done, 3: go on). */
static CURLcode
say(struct smtp *smtp, enum smtp_stage stage, const char *command, int kind)
{
	CURLcode rc;

	smtp->stage = stage;
	smtp->code = 0;
	smtp->words_len = 0;
	/* Words that nobody asked for would be taken for the next answer, and a
	 * letter for delivered that is not: a farewell at best. */
	if (smtp->line_len > 0)
		return hear(smtp, smtp->until) == CURLE_OK ? CURLE_WEIRD_SERVER_REPLY
		                                           : CURLE_RECV_ERROR;
	rc = give(smtp, command, strlen(command), smtp->until);
	if (rc == CURLE_OK)
		rc = hear(smtp, smtp->until);
	if (rc == CURLE_OK && smtp->code / 100 != kind)
		rc = CURLE_WEIRD_SERVER_REPLY;
	return rc;
}

/* The letter itself.  Lines that begin with a dot get another one (RFC 5321,
 * 4.5.2), so that none of them is its end.  message_safe() has seen that LF
 * stands behind CR only. */
static CURLcode
give_letter(struct smtp *smtp)
{
	const char *from = (const char *)smtp->message.p, *end = from + smtp->message.len;
	const char *begin = from, *dot = from;
	CURLcode    rc = CURLE_OK;

	while (rc == CURLE_OK && (dot = memchr(dot, '.', (size_t)(end - dot))) != NULL) {
		if (dot == begin || dot[-1] == '\n') {
			rc = give(smtp, from, (size_t)(dot - from), smtp->until);
			if (rc == CURLE_OK)
				rc = give(smtp, ".", 1, smtp->until);
			from = dot;
		}
		dot++;
	}
	if (rc == CURLE_OK)
		rc = give(smtp, from, (size_t)(end - from), smtp->until);
	if (rc != CURLE_OK)
		return rc;
	smtp->complete = true;
	return give(smtp, ".\r\n", 3, smtp->until);
}

/* The relay waits for the first byte. */
static CURLcode
say_letter(struct smtp *smtp)
{
	CURLcode rc;

	smtp->in_letter = true;
	if (smtp->line_len > 0)
		return CURLE_WEIRD_SERVER_REPLY; /* as in say() */
	if (smtp->may_send != NULL && !smtp->may_send(smtp->context)) {
		smtp->abandoned = true;
		return CURLE_ABORTED_BY_CALLBACK;
	}
	rc = give_letter(smtp);
	/* A relay may think long about a letter (RFC 5321, 4.5.3.2.6). */
	if (rc == CURLE_OK)
		rc = hear(smtp, clock_monotonic() + smtp_patience(smtp));
	if (rc != CURLE_OK)
		return rc;
	smtp->in_letter = false;
	return smtp->code / 100 == 2 ? CURLE_OK : CURLE_WEIRD_SERVER_REPLY;
}

CURLcode
smtp_talk(struct smtp *smtp, struct arena *arena, struct text from, struct text to)
{
	const char *size =
	    smtp->offers_size ? arena_printf(arena, " SIZE=%zu", smtp->message.len) : "";
	const char *utf8 = smtp_beyond_ascii(from) || smtp_beyond_ascii(to) ? " SMTPUTF8"
	                                                                    : "";
	CURLcode    rc;

	rc = say(smtp, SMTP_AT_MAIL,
	    arena_printf(arena, "MAIL FROM:<%s>%s%s\r\n", from.s, utf8, size), 2);
	if (rc == CURLE_OK)
		rc = say(smtp, SMTP_AT_RCPT, arena_printf(arena, "RCPT TO:<%s>\r\n", to.s),
		    2);
	if (rc == CURLE_OK)
		rc = say(smtp, SMTP_AT_DATA, "DATA\r\n", 3);
	return rc == CURLE_OK ? say_letter(smtp) : rc;
}
