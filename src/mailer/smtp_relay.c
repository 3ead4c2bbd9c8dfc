/* SPDX-License-Identifier: ISC
 *
 * smtp_relay.c - a connection to the relay, ready for MAIL: TCP, TLS, greeting
 * and login, by libcurl. */
#include "mailer/smtp_inner.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define CONNECT_SECONDS 10

bool
smtp_relay_take(struct smtp *smtp, const char *line, size_t len)
{
	size_t  cut;
	int64_t code;

	if (len < 4 || !parse_int((struct text){ line, 3 }, 100, 599, &code))
		return false;
	if (!smtp->more || smtp->code != (int)code)
		smtp->words_len = 0;
	smtp->code = (int)code;
	smtp->more = line[3] == '-';
	line += 4; /* the code is kept apart */
	cut = len - 4;
	if (smtp->stage == SMTP_AT_HELLO) {
		smtp->offers_utf8 |= cut >= 8 && memcmp(line, "SMTPUTF8", 8) == 0;
		smtp->offers_size |= cut >= 4 && memcmp(line, "SIZE", 4) == 0;
	}
	if (smtp->words_len > 0 && smtp->words_len < SMTP_WORDS_MAX)
		smtp->words[smtp->words_len++] = ' ';
	if (cut > SMTP_WORDS_MAX - smtp->words_len)
		cut = SMTP_WORDS_MAX - smtp->words_len;
	memcpy(smtp->words + smtp->words_len, line, cut);
	smtp->words_len += cut;
	return true;
}

/* libcurl hands over each reply line, EHLO's included. */
static size_t
take_reply(char *line, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;

	if (!smtp->over)
		(void)smtp_relay_take(smtp, line, size * count);
	return size * count;
}

/* Commands on their way out tell how far we are.  Nothing is kept of them:
 * they carry passwords. */
static int
watch_commands(CURL *easy, curl_infotype type, char *data, size_t len, void *context)
{
	static const struct {
		const char     *word;
		enum smtp_stage stage;
	} verbs[] = {
		{ "EHLO ", SMTP_AT_HELLO },
		{ "HELO ", SMTP_AT_HELLO },
		{ "STARTTLS", SMTP_AT_STARTTLS },
		{ "AUTH ", SMTP_AT_LOGIN },
	};
	struct smtp *smtp = context;

	(void)easy;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (len >= 4 && memcmp(data, "QUIT", 4) == 0) {
		smtp->over = true;
		/* libcurl would wait two minutes for a relay that hangs to say
		 * goodbye, and the lease of the letter does not wait. */
		for (int i = 0; i < SMTP_SOCKETS_MAX; i++)
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
		if (smtp->stage == SMTP_AT_HELLO)
			smtp->offers_utf8 = smtp->offers_size = false;
		break;
	}
	return 0;
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
	for (int i = 0; i < SMTP_SOCKETS_MAX; i++)
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

	for (int i = 0; i < SMTP_SOCKETS_MAX; i++)
		if (smtp->sockets[i] == fd)
			smtp->sockets[i] = -1;
	return close(fd);
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

static void
new_handle(struct smtp *smtp)
{
	const struct smtp_settings *set = smtp->settings;
	struct arena_mark           mark = arena_mark(smtp->arena);
	int                         connect = set->connect_seconds;
	long                        half = (long)(smtp_patience(smtp) / CLOCK_SECOND);
	CURL                       *easy;

	smtp->easy = easy = curl_easy_init();
	check(easy != NULL);
	smtp->sent = 0;
	smtp->line_len = 0;
	smtp->offers_utf8 = smtp->offers_size = false;
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
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, half);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, half);
	/* Up to where MAIL would come; the rest is ours. */
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
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
}

enum err
smtp_relay_ready(void)
{
	static bool ready;

	if (!ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return ERR_INTERNAL;
	ready = true;
	return ERR_OK;
}

CURLcode
smtp_relay_connect(struct smtp *smtp)
{
	new_handle(smtp);
	return curl_easy_perform(smtp->easy);
}

void
smtp_relay_leave(struct smtp *smtp)
{
	if (smtp->easy == NULL)
		return;
	/* In the midst of a letter libcurl's QUIT would be a line of it. */
	for (int i = 0; smtp->in_letter && i < SMTP_SOCKETS_MAX; i++)
		if (smtp->sockets[i] >= 0)
			shutdown(smtp->sockets[i], SHUT_RDWR);
	curl_easy_cleanup(smtp->easy); /* says QUIT */
	smtp->easy = NULL;
	smtp->in_letter = false;
}
