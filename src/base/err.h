/* SPDX-License-Identifier: ISC
 *
 * err.h - the three kinds of trouble, never mixed.
 *
 * A bug: check(x) logs and aborts the process; the master replaces a worker.
 * A failure: enum err, which every caller must look at.  The lowest place
 * that knows the cause logs it once; above it only the code travels.
 * A refusal to the visitor (a field missing, a form closed) is data. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define MUST_CHECK         __attribute__((warn_unused_result))
#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

enum err {
	ERR_OK = 0,
	ERR_NOT_FOUND,   /* no such thing, or not yours: the same answer */
	ERR_CONFLICT,    /* another version of it stands already */
	ERR_INVALID,     /* outside input breaks its own rules */
	ERR_TOO_LARGE,   /* over a stated limit */
	ERR_FORBIDDEN,   /* known, and not allowed */
	ERR_UNAVAILABLE, /* try again later: nothing was changed */
	ERR_UNCERTAIN,   /* a write may or may not have happened */
	ERR_INTERNAL,    /* ours; logged where it was found */
	ERR__MAX
};

/* A short lower-case word for logs, never NULL. */
const char *err_name(enum err);

/* The one macro with a hidden return. */
#define TRY(call)                           \
	do {                                \
		enum err try_err_ = (call); \
		if (try_err_ != ERR_OK)     \
			return try_err_;    \
	} while (0)

/* An invariant.  Stays on in release builds. */
#define check(x)                                              \
	do {                                                  \
		if (__builtin_expect(!(x), 0))                \
			check_failed(#x, __FILE__, __LINE__); \
	} while (0)

void
check_failed(const char *what, const char *file, int line) __attribute__((noreturn, cold));

#endif
