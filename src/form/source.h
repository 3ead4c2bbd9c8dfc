/* SPDX-License-Identifier: ISC
 *
 * source.h - where a value stands in JSON text.  Jansson keeps no positions,
 * so a pointer is followed through the text again when there is something to
 * say about it.  Only for text that jansson has accepted. */
#ifndef FORM_SOURCE_H
#define FORM_SOURCE_H

#include "base/text.h"

/* Line (from 1) of the value at an RFC 6901 pointer, or of the deepest of its
 * parents that is there. */
int source_line(struct bytes json, const char *pointer);

/* Deepest nesting of arrays and objects; safe on any bytes. */
size_t source_depth(struct bytes json);

#endif
