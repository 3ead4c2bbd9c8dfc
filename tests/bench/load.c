/* SPDX-License-Identifier: ISC
 *
 * load PORT CONNECTIONS SECONDS FILE once|again: a load client for pages,
 * submissions and whole journeys.
 *
 * FILE holds requests as they go over the wire, each after a line
 * "LENGTH STATUS LAST": the status that the answer must have, and 1 if the
 * journey ends here.  A journey keeps to one connection; the next free
 * connection takes the next journey, from the top again if told so.  A request
 * with a cookie bears the one that the answers to such requests have set, as in
 * a browser.  Prints
 *     ANSWERS JOURNEYS SECONDS WRONG BYTES MEDIAN-MICROSECONDS */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 256
#define INPUT_MAX       (512 * 1024)
#define TIMES_MAX       1000000
#define COOKIE_MAX      1024

struct step {
	char *bytes;
	int   len, status;
	char *cookie; /* its value, within bytes; NULL: none */
	bool  last;
};

struct connection {
	int    fd;
	size_t step; /* in steps[] */
	size_t sent, got;
	double begun;
	bool   idle;
	char  *input;
	char   cookie[COOKIE_MAX]; /* set in this journey; "": none */
};

static struct step       *steps;
static size_t             step_count, next_journey;
static bool               again;
static struct connection  connections[CONNECTIONS_MAX];
static struct sockaddr_in peer = { .sin_family = AF_INET };
static int                poller;
static float             *times;
static long               answers, journeys, wrong, bytes;

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
fail(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void
read_steps(const char *path)
{
	int         fd = open(path, O_RDONLY);
	struct stat st;
	char       *p, *end;
	size_t      room = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		fail(path);
	p = mmap(NULL, (size_t)st.st_size + 1, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		fail(path);
	for (end = p + st.st_size; p < end;) {
		struct step s = { 0 };
		char       *at;

		/* Not sscanf: it measures the rest of the file first, each time. */
		s.len = (int)strtol(p, &at, 10);
		s.status = (int)strtol(at, &at, 10);
		s.last = strtol(at, &at, 10) != 0;
		if (s.len <= 0 || s.status == 0 || *at != '\n')
			fail("a line of the file");
		s.bytes = at + 1;
		p = s.bytes + s.len;
		s.cookie = memmem(s.bytes, (size_t)s.len, "\nCookie: ", 9);
		if (s.cookie != NULL)
			s.cookie += 9;
		if (step_count == room) {
			room = room ? room * 2 : 1024;
			steps = realloc(steps, room * sizeof(*steps));
			if (steps == NULL)
				fail("memory");
		}
		steps[step_count++] = s;
	}
}

static void
open_connection(struct connection *c)
{
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
	int                on = 1;

	if (c->fd >= 0)
		close(c->fd);
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&peer, sizeof(peer)) < 0)
		fail("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &e);
	c->got = 0;
}

/* Requests are small: the socket takes them whole. */
static bool
send_whole(struct connection *c)
{
	const struct step *s = &steps[c->step];
	char              *end = s->bytes + s->len, *rest;
	struct iovec       parts[3];
	struct msghdr      message = { .msg_iov = parts, .msg_iovlen = 3 };

	if (s->cookie == NULL || c->cookie[0] == '\0')
		return send(c->fd, s->bytes, (size_t)s->len, MSG_NOSIGNAL) == s->len;
	rest = memchr(s->cookie, '\r', (size_t)(end - s->cookie));
	parts[0] = (struct iovec){ s->bytes, (size_t)(s->cookie - s->bytes) };
	parts[1] = (struct iovec){ c->cookie, strlen(c->cookie) };
	parts[2] = (struct iovec){ rest, (size_t)(end - rest) };
	return sendmsg(c->fd, &message, MSG_NOSIGNAL) ==
	       (ssize_t)(parts[0].iov_len + parts[1].iov_len + parts[2].iov_len);
}

static void
send_step(struct connection *c)
{
	c->begun = seconds();
	c->got = 0;
	if (!send_whole(c)) {
		open_connection(c);
		if (!send_whole(c))
			fail("send");
	}
}

/* The journey brings its own cookie; from there on it is as the answers say. */
static void
take_cookie(struct connection *c)
{
	const char *head_end = strstr(c->input, "\r\n\r\n");
	const char *value = strstr(c->input, "\nSet-Cookie: ");
	size_t      len;

	if (steps[c->step].cookie == NULL || value == NULL || value > head_end)
		return;
	value += 13;
	len = strcspn(value, ";\r");
	if (len >= COOKIE_MAX)
		fail("a cookie");
	memcpy(c->cookie, value, len);
	c->cookie[len] = '\0';
}

static void
start_journey(struct connection *c)
{
	if (next_journey >= step_count && again)
		next_journey = 0;
	c->idle = next_journey >= step_count;
	if (c->idle)
		return;
	c->step = next_journey;
	c->cookie[0] = '\0';
	while (!steps[next_journey++].last)
		;
	send_step(c);
}

/* The length of the answer once all of it is there; 0: not yet. */
static size_t
whole(struct connection *c, bool *closes)
{
	char  *head_end, *p;
	size_t head;

	c->input[c->got] = '\0';
	head_end = strstr(c->input, "\r\n\r\n");
	if (head_end == NULL)
		return 0;
	head = (size_t)(head_end - c->input) + 4;
	*head_end = '\0';
	*closes = strcasestr(c->input, "\nConnection: close") != NULL;
	p = strcasestr(c->input, "\nContent-Length:");
	*head_end = '\r';
	if (p != NULL) {
		size_t all = head + strtoul(p + 16, NULL, 10);

		return c->got >= all ? all : 0;
	}
	for (p = c->input + head;;) { /* chunked */
		char  *end;
		size_t n = strtoul(p, &end, 16);

		if (end == p || end + 2 > c->input + c->got)
			return 0;
		p = end + 2 + n + 2;
		if (p > c->input + c->got)
			return 0;
		if (n == 0)
			return (size_t)(p - c->input);
	}
}

static void
receive(struct connection *c)
{
	const struct step *s = &steps[c->step];
	bool               closes = false;
	ssize_t            n = recv(c->fd, c->input + c->got, INPUT_MAX - 1 - c->got, 0);

	if (n <= 0) { /* closed between two requests: send it anew */
		if (n == 0 && c->got > 0)
			wrong++;
		open_connection(c);
		if (!c->idle)
			send_step(c);
		return;
	}
	c->got += (size_t)n;
	if (whole(c, &closes) == 0)
		return;
	if (answers < TIMES_MAX)
		times[answers] = (float)((seconds() - c->begun) * 1e6);
	answers++;
	bytes += (long)c->got;
	take_cookie(c);
	if (atoi(c->input + 9) != s->status && wrong++ == 0)
		fprintf(stderr, "load: not %d but %.400s\nto %.200s\n", s->status, c->input,
		    s->bytes);
	if (closes)
		open_connection(c);
	if (s->last) {
		journeys++;
		start_journey(c);
	} else {
		c->step++;
		send_step(c);
	}
}

static int
by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	int    count, left = 1;
	long   kept;
	double begun, until, now;

	if (argc != 6)
		return 64;
	peer.sin_port = htons((uint16_t)atoi(argv[1]));
	peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	count = atoi(argv[2]);
	read_steps(argv[4]);
	again = strcmp(argv[5], "again") == 0;
	times = calloc(TIMES_MAX, sizeof(*times));
	poller = epoll_create1(0);
	if (times == NULL || count < 1 || count > CONNECTIONS_MAX)
		return 64;
	begun = seconds();
	until = begun + atof(argv[3]);
	for (int i = 0; i < count; i++) {
		connections[i].fd = -1;
		connections[i].input = malloc(INPUT_MAX);
		open_connection(&connections[i]);
		start_journey(&connections[i]);
	}
	while ((now = seconds()) < until && left > 0) {
		struct epoll_event events[64];
		int                n = epoll_wait(poller, events, 64, 100);

		for (int i = 0; i < n; i++)
			receive(events[i].data.ptr);
		left = 0;
		for (int i = 0; i < count; i++)
			left += !connections[i].idle;
	}
	kept = answers < TIMES_MAX ? answers : TIMES_MAX;
	qsort(times, (size_t)kept, sizeof(*times), by_size);
	printf("%ld %ld %.6f %ld %ld %.0f\n", answers, journeys, seconds() - begun, wrong,
	    bytes, kept ? (double)times[kept / 2] : 0.0);
	return 0;
}
