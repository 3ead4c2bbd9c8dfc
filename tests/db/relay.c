/* SPDX-License-Identifier: ISC */
#include "relay.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un here, server;
static int                listening;
static atomic_int         way;
static atomic_long        left, turns, bytes;
static atomic_int         asked;

static void
must(int fine, const char *what)
{
	if (fine)
		return;
	perror(what);
	exit(70);
}

void
relay_arm(enum relay_way new_way, long pass)
{
	left = pass;
	turns = 0;
	bytes = 0;
	asked = 0;
	way = (int)new_way;
}

long
relay_turns(void)
{
	return turns;
}

long
relay_bytes(void)
{
	return bytes;
}

static int
send_all(int fd, const char *p, ssize_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, p, (size_t)len, MSG_NOSIGNAL);

		if (n <= 0)
			return 0;
		p += n;
		len -= n;
	}
	return 1;
}

/* 0: close both sides. */
static int
answer(int client, const char *p, ssize_t len)
{
	if (asked) {
		asked = 0;
		turns++;
	}
	bytes += len;
	if (way == RELAY_PASS)
		return send_all(client, p, len);
	if (left >= len) {
		left -= len;
		return send_all(client, p, len);
	}
	if (left > 0)
		send_all(client, p, left);
	left = 0;
	return way == RELAY_SWALLOW;
}

static void *
serve(void *arg)
{
	int                  client = (int)(long)arg;
	int                  back = socket(AF_UNIX, SOCK_STREAM, 0);
	struct pollfd        fds[2] = { { .fd = client, .events = POLLIN },
		       { .fd = back, .events = POLLIN } };
	static __thread char data[65536];

	must(connect(back, (struct sockaddr *)&server, sizeof(server)) == 0, "connect");
	for (;;) {
		ssize_t n;

		if (poll(fds, 2, -1) < 0)
			continue;
		if (fds[0].revents) {
			n = read(client, data, sizeof(data));
			if (n <= 0 || !send_all(back, data, n))
				break;
			asked = 1;
		}
		if (fds[1].revents) {
			n = read(back, data, sizeof(data));
			if (n <= 0 || !answer(client, data, n))
				break;
		}
	}
	close(client);
	close(back);
	return NULL;
}

static void *
listen_on(void *arg)
{
	(void)arg;
	for (;;) {
		int       fd = accept(listening, NULL, NULL);
		pthread_t thread;

		must(fd >= 0, "accept");
		must(pthread_create(&thread, NULL, serve, (void *)(long)fd) == 0, "thread");
		pthread_detach(thread);
	}
	return NULL;
}

void
relay_start(const char *folder, int port)
{
	pthread_t thread;

	here.sun_family = server.sun_family = AF_UNIX;
	snprintf(here.sun_path, sizeof(here.sun_path), "%s/.s.PGSQL.%d", folder, port);
	snprintf(server.sun_path, sizeof(server.sun_path), "%s/.s.PGSQL.5432", folder);
	listening = socket(AF_UNIX, SOCK_STREAM, 0);
	unlink(here.sun_path); /* of a program that ran before */
	must(bind(listening, (struct sockaddr *)&here, sizeof(here)) == 0, "bind");
	must(listen(listening, 16) == 0, "listen");
	must(pthread_create(&thread, NULL, listen_on, NULL) == 0, "thread");
	pthread_detach(thread);
}
