/* SPDX-License-Identifier: ISC
 *
 * totp.h - six figures that change every 30 seconds (RFC 6238, SHA-1, which
 * every authenticator app knows).  Pure: the time is an argument.  That a code
 * is taken only once is the database's part: it keeps the last step. */
#ifndef ACCESS_TOTP_H
#define ACCESS_TOTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define TOTP_SECRET_BYTES 20
#define TOTP_DIGITS       6
#define TOTP_STEP         30 /* seconds */

/* The code of one step (seconds since 1970 / 30). */
void totp_code(struct bytes secret, int64_t step, char code_out[TOTP_DIGITS + 1]);

/* Is it the code of this step, the one before or the one after?  Blanks inside
 * are passed over.  now: microseconds. */
bool totp_check(struct bytes secret, struct text code, int64_t now, int64_t *step_out);

/* For typing by hand: base32 in groups of four. */
struct text totp_words(struct arena *, struct bytes secret);

/* For the QR code: otpauth://totp/Soundings:somebody@... */
struct text totp_uri(struct arena *, struct bytes secret, struct text account);

#endif
