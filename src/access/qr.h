/* SPDX-License-Identifier: ISC
 *
 * qr.h - a QR code as inline SVG: black on white with its quiet zone, whatever
 * the colours of the page, for cameras want it so. */
#ifndef ACCESS_QR_H
#define ACCESS_QR_H

#include "base/text.h"

/* label: what it is, for those who do not see it.  ERR_TOO_LARGE: more text
 * than a code holds. */
MUST_CHECK enum err
qr_svg(struct arena *, struct text content, struct text label, struct html *svg_out);

#endif
