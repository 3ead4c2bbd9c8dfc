/* SPDX-License-Identifier: ISC
 *
 * access/inner.h - what the files of this room share.  Inside access/ only. */
#ifndef ACCESS_INNER_H
#define ACCESS_INNER_H

#include "access/door.h"

struct tx;

/* What secrets of second factors are sealed for; another word opens none. */
#define FACTOR_LABEL "soundings second factor"

/* A transaction of one statement, in the name of the browser's session. */
MUST_CHECK enum err access_begin(const struct access_door *, struct tx **tx_out);

#endif
