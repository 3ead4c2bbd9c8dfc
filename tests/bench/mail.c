/* SPDX-License-Identifier: ISC
 *
 * mail sink PORTFILE            takes mail on a port of its own, keeps nothing
 * mail plain PORT COUNT FILE    the ceiling: what any sender must do, as
 *                               smtp-source does: MAIL, RCPT, DATA, one write
 * mail ours PORT COUNT FILE     the same message by src/mailer
 *
 * One connection.  The senders print SECONDS CPU-SECONDS. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <netinet/tcp.h>

#include "address/address.h"
#include "base/arena.h"
#include "base/random.h"
#include "mailer/smtp.h"

#define BUFFER (256 * 1024)

static double
seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
say(int fd, const char *words)
{
	size_t len = strlen(words);

	if (send(fd, words, len, MSG_NOSIGNAL) != (ssize_t)len)
		_exit(1);
}

/* One conversation: lines are answered, data is dropped until its dot. */
static void
take(int fd)
{
	static char buf[BUFFER + 1];
	size_t      got = 0;
	int         in_data = 0;

	say(fd, "220 sink\r\n");
	for (;;) {
		ssize_t n = recv(fd, buf + got, BUFFER - got, 0);
		char   *end;

		if (n <= 0)
			_exit(0);
		got += (size_t)n;
		buf[got] = '\0';
		if (in_data) {
			if (got < 5 || memcmp(buf + got - 5, "\r\n.\r\n", 5) != 0) {
				if (got > BUFFER / 2) { /* keep what may be the end's start */
					memmove(buf, buf + got - 4, 4);
					got = 4;
				}
				continue;
			}
			in_data = 0;
			got = 0;
			say(fd, "250 taken\r\n");
			continue;
		}
		while ((end = memchr(buf, '\n', got)) != NULL) {
			if (strncasecmp(buf, "DATA", 4) == 0) {
				in_data = 1;
				say(fd, "354 go on\r\n");
			} else if (strncasecmp(buf, "QUIT", 4) == 0) {
				say(fd, "221 bye\r\n");
				_exit(0);
			} else if (strncasecmp(buf, "EHLO", 4) == 0) {
				say(fd, "250-sink\r\n250 8BITMIME\r\n");
			} else {
				say(fd, "250 ok\r\n");
			}
			got -= (size_t)(end + 1 - buf);
			memmove(buf, end + 1, got);
		}
	}
}

static int
sink(const char *port_file)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t          len = sizeof(a);
	int                s = socket(AF_INET, SOCK_STREAM, 0);
	FILE              *f;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	signal(SIGCHLD, SIG_IGN);
	if (bind(s, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(s, 100) < 0 ||
	    getsockname(s, (struct sockaddr *)&a, &len) < 0)
		return 69;
	f = fopen(port_file, "w");
	if (f == NULL || fprintf(f, "%d\n", ntohs(a.sin_port)) < 0 || fclose(f) != 0)
		return 73;
	for (;;) {
		int fd = accept(s, NULL, NULL), on = 1;

		if (fd < 0)
			continue;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			close(s);
			take(fd);
		}
		close(fd);
	}
}

static void
expect(int fd, char code)
{
	char    line[1000];
	ssize_t n = recv(fd, line, sizeof(line), 0);

	if (n <= 0 || line[0] != code) {
		fputs("mail: an unexpected answer\n", stderr);
		exit(1);
	}
}

static void
send_plain(int port, long count, struct bytes message)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int                s = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(s, (struct sockaddr *)&a, sizeof(a)) < 0)
		exit(69);
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	expect(s, '2');
	say(s, "EHLO source\r\n");
	expect(s, '2');
	for (long i = 0; i < count; i++) {
		say(s, "MAIL FROM:<survey@soundings.example>\r\n");
		expect(s, '2');
		say(s, "RCPT TO:<partner@firm.example>\r\n");
		expect(s, '2');
		say(s, "DATA\r\n");
		expect(s, '3');
		if (send(s, message.p, message.len, MSG_NOSIGNAL) != (ssize_t)message.len)
			exit(1);
		say(s, "\r\n.\r\n");
		expect(s, '2');
	}
	say(s, "QUIT\r\n");
	close(s);
}

static void
send_ours(struct arena *arena, int port, long count, struct bytes message)
{
	const struct smtp_settings settings = { .host = "127.0.0.1",
		.port = port,
		.tls = SMTP_PLAIN,
		.hello = "soundings.example" };
	struct mail_addr           from, to;
	struct smtp               *smtp;

	if (address_parse(arena, TEXT_LIT("survey@soundings.example"), &from) !=
	        ADDRESS_FINE ||
	    address_parse(arena, TEXT_LIT("partner@firm.example"), &to) != ADDRESS_FINE ||
	    smtp_open(arena, &settings, &smtp) != ERR_OK)
		exit(70);
	for (long i = 0; i < count; i++) {
		struct arena      *one = arena_new((size_t)8 << 20);
		struct smtp_result r = smtp_send(smtp, one, &from, &to, message, NULL, NULL);

		if (r.end != SMTP_ACCEPTED) {
			fprintf(stderr, "mail: %s\n", smtp_end_name(r.end));
			exit(1);
		}
		arena_free(one);
	}
	smtp_close(smtp);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	double        begun = seconds(CLOCK_MONOTONIC);
	struct bytes  message;
	uint8_t      *data = arena_alloc(arena, (size_t)8 << 20);
	FILE         *f;

	random_start();
	if (argc == 3 && strcmp(argv[1], "sink") == 0)
		return sink(argv[2]);
	if (argc != 5)
		return 64;
	f = fopen(argv[4], "rb");
	if (f == NULL)
		return 66;
	message = (struct bytes){ data, fread(data, 1, (size_t)8 << 20, f) };
	fclose(f);
	if (strcmp(argv[1], "plain") == 0)
		send_plain(atoi(argv[2]), atol(argv[3]), message);
	else
		send_ours(arena, atoi(argv[2]), atol(argv[3]), message);
	printf("%.6f %.6f\n", seconds(CLOCK_MONOTONIC) - begun,
	    seconds(CLOCK_PROCESS_CPUTIME_ID));
	return 0;
}
