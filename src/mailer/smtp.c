/* SPDX-License-Identifier: ISC
 *
 * smtp.c - one message and how it ended. */
#include "mailer/smtp_inner.h"

#include <arpa/inet.h>
#include <string.h>

#include "address/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "mailer/message.h"

#define TOTAL_SECONDS 100
#define IDLE_SECONDS  60
#define MESSAGES_EACH 100 /* per connection: relays count, and tire of us */

const char *
smtp_end_name(enum smtp_end end)
{
	switch (end) {
	case SMTP_ACCEPTED:
		return "accepted";
	case SMTP_REFUSED:
		return "refused";
	case SMTP_RETRY:
		return "retry";
	case SMTP_AMBIGUOUS:
		return "ambiguous";
	case SMTP_UNREACHABLE:
		return "unreachable";
	case SMTP_UNTRUSTED:
		return "untrusted";
	case SMTP_ABANDONED:
		return "abandoned";
	}
	return "unknown";
}

bool
smtp_address_safe(struct text address)
{
	if (address.len == 0 || address.len > ADDRESS_MAX)
		return false;
	for (size_t i = 0; i < address.len; i++) {
		unsigned char c = (unsigned char)address.s[i];

		if (c <= ' ' || c == 0x7f || c == '<' || c == '>')
			return false;
	}
	return utf8_valid(address.s, address.len);
}

/* One clean line: no controls, whole characters only. */
static struct text
clean_words(struct arena *arena, const char *p, size_t len)
{
	struct buf out;
	bool       blank = true;

	buf_init(&out, arena, SMTP_WORDS_MAX + 8);
	for (size_t i = 0; i < len && out.len < SMTP_WORDS_MAX - 4;) {
		uint32_t code = 0;
		size_t   n = utf8_next(p + i, len - i, &code);

		if (n == 0 || code <= ' ' || (code >= 0x7f && code < 0xa0)) {
			if (!blank)
				buf_char(&out, ' ');
			blank = true;
		} else {
			buf_add(&out, p + i, n);
			blank = false;
		}
		i += n ? n : 1;
	}
	while (out.len > 0 && out.data[out.len - 1] == ' ')
		out.data[--out.len] = '\0';
	return buf_as_text(&out);
}

static bool
is_loopback(const char *host)
{
	struct in_addr  v4;
	struct in6_addr v6;

	if (strcmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &v4) == 1)
		return (ntohl(v4.s_addr) >> 24) == 127;
	return inet_pton(AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

int64_t
smtp_patience(const struct smtp *smtp)
{
	int total = smtp->settings->total_seconds;

	return ((total ? total : TOTAL_SECONDS) + 1) / 2 * CLOCK_SECOND;
}

enum err
smtp_open(struct arena *arena, const struct smtp_settings *settings, struct smtp **smtp_out)
{
	struct smtp *smtp;

	if (settings->tls == SMTP_PLAIN && !is_loopback(settings->host)) {
		LOG(EV_CONFIG_BAD, log_str("setting", "smtp_tls"),
		    log_str("problem", "\"none\" is for a relay on this machine"));
		return ERR_INVALID;
	}
	TRY(smtp_relay_ready());
	smtp = ARENA_NEW(arena, struct smtp);
	smtp->settings = settings;
	smtp->arena = arena;
	for (int i = 0; i < SMTP_SOCKETS_MAX; i++)
		smtp->sockets[i] = -1;
	*smtp_out = smtp;
	return ERR_OK;
}

void
smtp_close(struct smtp *smtp)
{
	smtp_relay_leave(smtp);
}

void
smtp_tidy(struct smtp *smtp)
{
	if (smtp->easy != NULL &&
	    clock_monotonic() - smtp->last > IDLE_SECONDS * CLOCK_SECOND)
		smtp_close(smtp);
}

static bool
is_trust_problem(CURLcode rc)
{
	return rc == CURLE_PEER_FAILED_VERIFICATION || rc == CURLE_USE_SSL_FAILED ||
	       rc == CURLE_SSL_CONNECT_ERROR || rc == CURLE_SSL_CERTPROBLEM ||
	       rc == CURLE_SSL_CACERT_BADFILE || rc == CURLE_SSL_ISSUER_ERROR ||
	       rc == CURLE_SSL_CIPHER || rc == CURLE_SSL_CRL_BADFILE;
}

/* The relay's last code and how far we came decide; the library's code only
 * tells trouble with TLS, for which there is no SMTP code. */
static enum smtp_end
judge(const struct smtp *smtp, CURLcode rc)
{
	int kind = smtp->code / 100;

	if (smtp->abandoned)
		return SMTP_ABANDONED;
	if (rc == CURLE_OK)
		return SMTP_ACCEPTED;
	if (smtp->stage < SMTP_AT_MAIL)
		return is_trust_problem(rc) ? SMTP_UNTRUSTED : SMTP_UNREACHABLE;
	if (smtp->complete && smtp->code == 354)
		return SMTP_AMBIGUOUS;
	if (smtp->complete && kind == 2)
		return SMTP_ACCEPTED; /* it said yes, then the line broke */
	if (smtp->code == 530 || smtp->code == 535)
		return SMTP_UNREACHABLE; /* wants a login: not this letter's fault */
	return kind == 5 ? SMTP_REFUSED : SMTP_RETRY;
}

/* The relay's words where it refused, else what happened to the line. */
static struct text
explain(const struct smtp *smtp, struct arena *arena, enum smtp_end end, CURLcode rc)
{
	static const char *const where[] = { "connecting", "greeting", "starting TLS",
		"login", "naming the sender", "naming the recipient", "the letter itself" };
	const char              *line;

	if (end == SMTP_ACCEPTED || (smtp->code >= 400 && end != SMTP_UNTRUSTED)) {
		line = arena_printf(arena, "%d %.*s", smtp->code, (int)smtp->words_len,
		    smtp->words);
		return clean_words(arena, line, strlen(line));
	}
	if (end == SMTP_ABANDONED)
		return text_of("another courier took the letter over");
	if (end == SMTP_UNTRUSTED)
		line = arena_printf(arena, "held: mail server not trusted (%s)",
		    rc == CURLE_USE_SSL_FAILED ? "it offers no TLS" : curl_easy_strerror(rc));
	else if (end == SMTP_AMBIGUOUS)
		line = arena_printf(arena,
		    "the connection ended after the whole letter was "
		    "handed over, before the relay answered (%s)",
		    curl_easy_strerror(rc));
	else
		line = arena_printf(arena, "%s: %s", where[smtp->stage],
		    curl_easy_strerror(rc));
	return clean_words(arena, line, strlen(line));
}

bool
smtp_beyond_ascii(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.s[i] >= 0x80)
			return true;
	return false;
}

/* A kept connection begins at MAIL, a new one at its beginning. */
static CURLcode
transfer(struct smtp *smtp, struct arena *arena, const struct mail_addr *from,
    const struct mail_addr *to, bool *unable_out)
{
	CURLcode rc = CURLE_OK;

	smtp->stage = SMTP_AT_CONNECT;
	smtp->code = 0;
	smtp->more = smtp->over = false;
	smtp->words_len = 0;
	smtp->complete = smtp->abandoned = false;
	smtp->until = clock_monotonic() + smtp_patience(smtp);
	*unable_out = false;
	if (smtp->easy == NULL)
		rc = smtp_relay_connect(smtp);
	if (rc != CURLE_OK)
		return rc;
	/* Given raw bytes, a relay that knows no SMTPUTF8 may guess. */
	*unable_out = !smtp->offers_utf8 &&
	              (smtp_beyond_ascii(from->full) || smtp_beyond_ascii(to->full));
	return *unable_out ? CURLE_OK : smtp_talk(smtp, arena, from->full, to->full);
}

static struct smtp_result
attempt(struct smtp *smtp, struct arena *arena, const struct mail_addr *from,
    const struct mail_addr *to, bool *stale_out)
{
	struct smtp_result result = { .end = SMTP_REFUSED };
	bool               reused = smtp->easy != NULL, unable;
	CURLcode           rc = transfer(smtp, arena, from, to, &unable);

	*stale_out = false;
	if (unable) {
		result.reply = text_of("the relay takes only addresses in plain "
		                       "letters (it does not offer SMTPUTF8)");
		return result;
	}
	result.end = judge(smtp, rc);
	result.code = smtp->code;
	result.reply = explain(smtp, arena, result.end, rc);
	smtp->last = clock_monotonic();
	/* A kept connection may have been closed under us, which says nothing
	 * about the letter. */
	*stale_out = reused && rc != CURLE_OK && smtp->stage <= SMTP_AT_MAIL &&
	             (smtp->code == 0 || smtp->code == 421);
	if (rc != CURLE_OK || ++smtp->sent >= MESSAGES_EACH)
		smtp_close(smtp);
	return result;
}

struct smtp_result
smtp_send(struct smtp *smtp, struct arena *arena, const struct mail_addr *from,
    const struct mail_addr *to, struct bytes message, bool (*may_send)(void *context),
    void *context)
{
	struct smtp_result result = { .end = SMTP_REFUSED };
	const char        *why;
	bool               stale;

	if (!smtp_address_safe(from->full) || !smtp_address_safe(to->full)) {
		result.reply = text_of("not an address that mail can carry");
		return result;
	}
	if (!message_safe(message, &why)) {
		result.reply = text_of(arena_printf(arena, "not sent: %s", why));
		return result;
	}
	smtp->message = message;
	smtp->may_send = may_send;
	smtp->context = context;
	if (smtp->easy != NULL &&
	    clock_monotonic() - smtp->last > IDLE_SECONDS * CLOCK_SECOND)
		smtp_close(smtp);
	result = attempt(smtp, arena, from, to, &stale);
	if (stale)
		result = attempt(smtp, arena, from, to, &stale);
	return result;
}
