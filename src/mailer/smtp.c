/* SPDX-License-Identifier: ISC */
#include "mailer/smtp.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "mailer/message.h"

#define CONNECT_SECONDS 10
#define TOTAL_SECONDS   100
#define IDLE_SECONDS    60
#define MESSAGES_EACH   100 /* per connection: relays count, and tire of us */
#define REPLY_MAX       500
#define SOCKETS_MAX     8 /* one for each address of the relay that is tried */

/* How far a message came.  Each command moves it on. */
enum stage { AT_CONNECT, AT_HELLO, AT_STARTTLS, AT_LOGIN, AT_MAIL, AT_RCPT, AT_DATA };

struct smtp {
	const struct smtp_settings *settings;
	struct arena               *arena;
	CURL                       *easy;
	int                         sent; /* on this connection */
	int64_t                     last; /* monotonic */
	bool                        offers_utf8;
	int                         sockets[SOCKETS_MAX]; /* open, -1: free */

	/* of the message at hand */
	enum stage   stage;
	int          code; /* last reply's */
	bool         more; /* that reply has further lines */
	bool         over; /* we said QUIT: what follows decides nothing */
	char         words[REPLY_MAX + 1];
	size_t       words_len;
	struct bytes message;
	size_t       given; /* bytes that libcurl has taken */
	bool         asked, abandoned;
	bool (*may_send)(void *context);
	void *context;
};

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

	buf_init(&out, arena, REPLY_MAX + 8);
	for (size_t i = 0; i < len && out.len < REPLY_MAX - 4;) {
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

/* libcurl hands over each reply line, EHLO's included. */
static size_t
take_reply(char *reply, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;
	const char  *line = reply;
	size_t       len = size * count, cut = len;
	int64_t      code;

	if (smtp->over || len < 4 || !parse_int((struct text){ line, 3 }, 100, 599, &code))
		return len;
	if (!smtp->more || smtp->code != (int)code)
		smtp->words_len = 0;
	smtp->code = (int)code;
	smtp->more = line[3] == '-';
	if (smtp->stage == AT_HELLO && len >= 12 && memcmp(line + 4, "SMTPUTF8", 8) == 0)
		smtp->offers_utf8 = true;
	line += 4; /* the code is kept apart */
	cut -= 4;
	if (smtp->words_len > 0 && smtp->words_len < REPLY_MAX)
		smtp->words[smtp->words_len++] = ' ';
	if (cut > REPLY_MAX - smtp->words_len)
		cut = REPLY_MAX - smtp->words_len;
	memcpy(smtp->words + smtp->words_len, line, cut);
	smtp->words_len += cut;
	return len;
}

/* Commands on their way out tell how far we are.  Nothing is kept of them:
 * they carry addresses and passwords. */
static int
watch_commands(CURL *easy, curl_infotype type, char *data, size_t len, void *context)
{
	static const struct {
		const char *word;
		enum stage  stage;
	} verbs[] = {
		{ "EHLO ", AT_HELLO },
		{ "HELO ", AT_HELLO },
		{ "STARTTLS", AT_STARTTLS },
		{ "AUTH ", AT_LOGIN },
		{ "MAIL FROM:", AT_MAIL },
		{ "RCPT TO:", AT_RCPT },
		{ "DATA\r\n", AT_DATA },
	};
	struct smtp *smtp = context;

	(void)easy;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (len >= 4 && memcmp(data, "QUIT", 4) == 0) {
		smtp->over = true;
		/* libcurl would wait two minutes for a relay that hangs to say
		 * goodbye, and the lease of the letter does not wait. */
		for (int i = 0; i < SOCKETS_MAX; i++)
			if (smtp->sockets[i] >= 0)
				shutdown(smtp->sockets[i], SHUT_RD);
	}
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		size_t n = strlen(verbs[i].word);

		if (len < n || memcmp(data, verbs[i].word, n) != 0)
			continue;
		smtp->stage = verbs[i].stage;
		smtp->code = 0;
		smtp->words_len = 0;
		if (smtp->stage == AT_HELLO)
			smtp->offers_utf8 = false;
		break;
	}
	return 0;
}

/* The relay said 354 and waits for the letter. */
static size_t
give_message(char *dst, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;
	size_t       len = smtp->message.len - smtp->given;

	if (!smtp->asked) {
		smtp->asked = true;
		if (smtp->may_send != NULL && !smtp->may_send(smtp->context)) {
			smtp->abandoned = true;
			return CURL_READFUNC_ABORT;
		}
	}
	if (len > size * count)
		len = size * count;
	memcpy(dst, smtp->message.p + smtp->given, len);
	smtp->given += len;
	return len;
}

/* What a look brings goes nowhere; libcurl's own choice is stdout. */
static size_t
drop_output(char *data, size_t size, size_t count, void *context)
{
	(void)data;
	(void)context;
	return size * count;
}

static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct smtp *smtp = context;
	int          fd;

	(void)purpose;
	fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	for (int i = 0; i < SOCKETS_MAX; i++)
		if (smtp->sockets[i] < 0) {
			smtp->sockets[i] = fd;
			break;
		}
	return fd;
}

/* Of two addresses tried at once the slower one is closed, and its number soon
 * belongs to something else. */
static int
close_socket(void *context, curl_socket_t fd)
{
	struct smtp *smtp = context;

	for (int i = 0; i < SOCKETS_MAX; i++)
		if (smtp->sockets[i] == fd)
			smtp->sockets[i] = -1;
	return close(fd);
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

static void
set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}

/* A handle of its own keeps the connection; a new one begins a new connection. */
static void
renew_handle(struct smtp *smtp)
{
	const struct smtp_settings *set = smtp->settings;
	struct arena_mark           mark = arena_mark(smtp->arena);
	int                         connect = set->connect_seconds;
	int                         half;
	CURL                       *easy;

	half = ((set->total_seconds ? set->total_seconds : TOTAL_SECONDS) + 1) / 2;
	if (smtp->easy != NULL)
		curl_easy_cleanup(smtp->easy);
	smtp->easy = easy = curl_easy_init();
	check(easy != NULL);
	smtp->sent = 0;
	smtp->offers_utf8 = false;
	set_protocols(easy);
	curl_easy_setopt(easy, CURLOPT_URL,
	    arena_printf(smtp->arena,
	        strchr(set->host, ':') ? "%s://[%s]:%d/%s" : "%s://%s:%d/%s",
	        set->tls == SMTP_TLS ? "smtps" : "smtp", set->host, set->port, set->hello));
	arena_rewind(smtp->arena, mark); /* libcurl keeps a copy */
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
	    set->tls == SMTP_PLAIN ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (set->ca_file != NULL) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, set->ca_file);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	if (set->user != NULL) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, set->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, set->password.s);
	}
	/* Nothing from the surroundings: no proxy, no .netrc, no signals. */
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT,
	    (long)(connect ? connect : CONNECT_SECONDS));
	/* The limit of a transfer does not hold behind the final dot (seen with
	 * 7.88.1): there only the limit of one reply does, two minutes at first.
	 * So half the time is for all up to the dot, half for what follows. */
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)half);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)half);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)half);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, smtp);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, smtp);
	/* Commands are seen only in verbose mode; the callback takes them all. */
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, watch_commands);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, smtp);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_reply);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, smtp);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop_output);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_message);
	curl_easy_setopt(easy, CURLOPT_READDATA, smtp);
}

enum err
smtp_open(struct arena *arena, const struct smtp_settings *settings, struct smtp **smtp_out)
{
	static bool  ready;
	struct smtp *smtp;

	if (settings->tls == SMTP_PLAIN && !is_loopback(settings->host)) {
		LOG(EV_CONFIG_BAD, log_str("setting", "smtp_tls"),
		    log_str("problem", "\"none\" is for a relay on this machine"));
		return ERR_INVALID;
	}
	if (!ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return ERR_INTERNAL;
	ready = true;
	smtp = ARENA_NEW(arena, struct smtp);
	smtp->settings = settings;
	smtp->arena = arena;
	for (int i = 0; i < SOCKETS_MAX; i++)
		smtp->sockets[i] = -1;
	*smtp_out = smtp;
	return ERR_OK;
}

void
smtp_close(struct smtp *smtp)
{
	if (smtp->easy != NULL)
		curl_easy_cleanup(smtp->easy); /* says QUIT */
	smtp->easy = NULL;
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
	bool complete = smtp->stage == AT_DATA && smtp->given == smtp->message.len;
	int  kind = smtp->code / 100;

	if (smtp->abandoned)
		return SMTP_ABANDONED;
	if (rc == CURLE_OK)
		return SMTP_ACCEPTED;
	if (smtp->stage < AT_MAIL)
		return is_trust_problem(rc) ? SMTP_UNTRUSTED : SMTP_UNREACHABLE;
	if (complete && smtp->code == 354)
		return SMTP_AMBIGUOUS;
	if (complete && smtp->asked && kind == 2)
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

static CURLcode
transfer(struct smtp *smtp, const char *from, const char *to)
{
	struct curl_slist *recipients;
	CURLcode           rc;

	smtp->stage = AT_CONNECT;
	smtp->code = 0;
	smtp->more = smtp->over = false;
	smtp->words_len = 0;
	smtp->given = 0;
	smtp->asked = smtp->abandoned = false;
	recipients = curl_slist_append(NULL, to);
	check(recipients != NULL);
	curl_easy_setopt(smtp->easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(smtp->easy, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(smtp->easy, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(smtp->easy, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(smtp->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)smtp->message.len);
	curl_easy_setopt(smtp->easy, CURLOPT_FORBID_REUSE,
	    smtp->sent + 1 >= MESSAGES_EACH ? 1L : 0L);
	rc = curl_easy_perform(smtp->easy);
	curl_easy_setopt(smtp->easy, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	return rc;
}

/* Connect and greet without a letter, to see what the relay offers. */
static CURLcode
look(struct smtp *smtp)
{
	smtp->stage = AT_CONNECT;
	smtp->code = 0;
	smtp->words_len = 0;
	smtp->more = smtp->over = smtp->abandoned = false;
	curl_easy_setopt(smtp->easy, CURLOPT_UPLOAD, 0L);
	curl_easy_setopt(smtp->easy, CURLOPT_MAIL_FROM, NULL);
	curl_easy_setopt(smtp->easy, CURLOPT_CUSTOMREQUEST, "NOOP");
	return curl_easy_perform(smtp->easy);
}

static bool
beyond_ascii(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.s[i] >= 0x80)
			return true;
	return false;
}

static struct smtp_result
attempt(struct smtp *smtp, struct arena *arena, const struct mail_addr *from,
    const struct mail_addr *to, bool *stale_out)
{
	struct smtp_result result = { .end = SMTP_REFUSED };
	bool               reused = smtp->sent > 0;
	CURLcode           rc;

	*stale_out = false;
	if (smtp->easy == NULL)
		renew_handle(smtp);
	/* Given raw bytes, a relay that knows no SMTPUTF8 may guess. */
	if (beyond_ascii(to->full)) {
		rc = look(smtp);
		if (rc != CURLE_OK) {
			result.end = judge(smtp, rc);
			result.code = smtp->code;
			result.reply = explain(smtp, arena, result.end, rc);
			smtp_close(smtp);
			return result;
		}
		if (!smtp->offers_utf8) {
			result.reply = text_of("the relay takes only addresses in plain "
			                       "letters (it does not offer SMTPUTF8)");
			return result;
		}
	}
	rc = transfer(smtp, arena_printf(arena, "<%s>", from->full.s),
	    arena_printf(arena, "<%s>", to->full.s));
	result.end = judge(smtp, rc);
	result.code = smtp->code;
	result.reply = explain(smtp, arena, result.end, rc);
	smtp->last = clock_monotonic();
	/* A kept connection may have been closed under us, which says nothing
	 * about the letter. */
	*stale_out = reused && rc != CURLE_OK && smtp->stage <= AT_MAIL &&
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
	if (smtp->easy == NULL)
		smtp->sent = 0;
	result = attempt(smtp, arena, from, to, &stale);
	if (stale)
		result = attempt(smtp, arena, from, to, &stale);
	return result;
}
