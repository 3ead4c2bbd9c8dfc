/* SPDX-License-Identifier: ISC
 *
 * log.h - one line per event on stderr: time, level, event, key=value fields,
 * request id.  Events are rows of events.def.  Never answers, addresses,
 * tokens or mail bodies: there is no field type for them.
 *
 *     LOG(EV_WORKER_DIED, log_int("pid", pid), log_str("how", how)); */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#include "base/text.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

enum log_event {
#define EVENT(id, name, level, prose) EV_##id,
#include "base/events.def"
#undef EVENT
	EV__MAX
};

struct log_field {
	const char *key;
	const char *s; /* NULL: the number counts */
	int64_t     number;
};

static inline struct log_field
log_str(const char *key, const char *s)
{
	return (struct log_field){ key, s ? s : "-", 0 };
}

static inline struct log_field
log_int(const char *key, int64_t number)
{
	return (struct log_field){ key, NULL, number };
}

#define LOG(event, ...)                                               \
	log_write((event), (const struct log_field[]){ __VA_ARGS__ }, \
	    sizeof((const struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))

void log_write(enum log_event, const struct log_field *fields, size_t count);

/* The program's name for each line; level below which events are dropped. */
void log_open(const char *program, enum log_level lowest);

/* The request (or job) that following lines belong to; NULL: none.
 * The pointer is kept, not copied. */
void log_set_request(const char *id);

/* Tests: lines go to sink instead of stderr.  NULL: back to stderr. */
void log_set_sink(void (*sink)(enum log_event, const char *line));

#endif
