/* SPDX-License-Identifier: ISC */
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048

static const struct {
	const char    *name;
	enum log_level level;
} events[EV__MAX] = {
#define EVENT(id, name, level, prose) [EV_##id] = { name, LOG_##level },
#include "base/events.def"
#undef EVENT
};

static const char    *program = "soundings";
static const char    *request;
static enum log_level lowest_level = LOG_INFO;
static bool           journal; /* reads our standard error */
static void (*line_sink)(enum log_event, const char *);

void
log_open(const char *name, enum log_level lowest)
{
	program = name;
	lowest_level = lowest;
	journal = getenv("JOURNAL_STREAM") != NULL;
}

void
log_set_request(const char *id)
{
	request = id;
}

void
log_set_sink(void (*sink)(enum log_event, const char *))
{
	line_sink = sink;
}

struct line {
	char   text[LINE_MAX_BYTES];
	size_t len;
};

static void
add_char(struct line *line, char c)
{
	if (line->len < sizeof(line->text) - 2)
		line->text[line->len++] = c;
}

static void
add_plain(struct line *line, const char *s)
{
	while (*s != '\0')
		add_char(line, *s++);
}

/* Quoted where needed.  Only printable ASCII passes: control characters and
 * bidi marks cannot forge or hide a line. */
static void
add_value(struct line *line, const char *s)
{
	bool plain = *s != '\0';

	for (const char *p = s; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || *p == '"' || *p == '=' || *p == '\\')
			plain = false;
	if (plain) {
		add_plain(line, s);
		return;
	}
	add_char(line, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\') {
			add_char(line, '\\');
			add_char(line, *s);
		} else if (*s >= ' ' && *s <= '~') {
			add_char(line, *s);
		} else {
			char hex[8];

			snprintf(hex, sizeof(hex), "\\x%02x", (unsigned char)*s);
			add_plain(line, hex);
		}
	}
	add_char(line, '"');
}

static void
add_time(struct line *line)
{
	static time_t   second = -1;
	static char     words[40]; /* of that second */
	char            text[24];
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (now.tv_sec != second) {
		struct tm utc;

		second = now.tv_sec;
		gmtime_r(&second, &utc);
		strftime(words, sizeof(words), "%Y-%m-%dT%H:%M:%S", &utc);
	}
	add_plain(line, words);
	snprintf(text, sizeof(text), ".%03ldZ", now.tv_nsec / 1000000);
	add_plain(line, text);
}

void
log_write(enum log_event event, const struct log_field *fields, size_t count)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };
	static const char *const priorities[] = { "<7>", "<6>", "<4>", "<3>" };
	struct line              line = { .len = 0 };
	enum log_level           level = events[event].level;

	if (level < lowest_level && line_sink == NULL)
		return;
	/* The journal reads the priority; a terminal need not see it. */
	if (line_sink == NULL && journal)
		add_plain(&line, priorities[level]);
	add_time(&line);
	add_char(&line, ' ');
	add_plain(&line, names[level]);
	add_char(&line, ' ');
	add_plain(&line, program);
	add_char(&line, ' ');
	add_plain(&line, events[event].name);
	for (size_t i = 0; i < count; i++) {
		char number[24];

		add_char(&line, ' ');
		add_plain(&line, fields[i].key);
		add_char(&line, '=');
		if (fields[i].s != NULL) {
			add_value(&line, fields[i].s);
		} else {
			snprintf(number, sizeof(number), "%lld", (long long)fields[i].number);
			add_plain(&line, number);
		}
	}
	if (request != NULL) {
		add_plain(&line, " request=");
		add_value(&line, request);
	}
	line.text[line.len] = '\0';
	if (line_sink != NULL) {
		line_sink(event, line.text);
		return;
	}
	line.text[line.len++] = '\n';
	/* One write, so that lines of several processes do not mix. */
	if (write(STDERR_FILENO, line.text, line.len) < 0)
		return; /* nowhere left to complain */
}
