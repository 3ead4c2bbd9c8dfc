/* SPDX-License-Identifier: ISC
 *
 * device.h - "Firefox, Windows" from what a browser says about itself: enough
 * to know one's own devices again, and nothing that tells two of a kind apart. */
#ifndef ACCESS_DEVICE_H
#define ACCESS_DEVICE_H

#include "base/text.h"

/* "" when it says nothing that we know. */
struct text device_words(struct arena *, struct text user_agent);

#endif
