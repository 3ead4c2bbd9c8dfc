/* SPDX-License-Identifier: ISC */
#include "base/err.h"

#include <stdlib.h>

#include "base/log.h"

const char *
err_name(enum err err)
{
	static const char *const names[ERR__MAX] = {
		[ERR_OK] = "ok",
		[ERR_NOT_FOUND] = "not-found",
		[ERR_CONFLICT] = "conflict",
		[ERR_INVALID] = "invalid",
		[ERR_TOO_LARGE] = "too-large",
		[ERR_FORBIDDEN] = "forbidden",
		[ERR_UNAVAILABLE] = "unavailable",
		[ERR_UNCERTAIN] = "uncertain",
		[ERR_INTERNAL] = "internal",
	};

	return (unsigned)err < ERR__MAX ? names[err] : "unknown";
}

void
check_failed(const char *what, const char *file, int line)
{
	LOG(EV_BUG, log_str("check", what), log_str("file", file), log_int("line", line));
	abort();
}
