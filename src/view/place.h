/* SPDX-License-Identifier: ISC
 *
 * place.h - inside the view room: where in the HTML one stands after some text.
 *
 * A small reading of HTML's tokenizer, exact enough for templates that we
 * write ourselves: what it does not understand it refuses. */
#ifndef VIEW_PLACE_H
#define VIEW_PLACE_H

#include <stdbool.h>

enum place_kind {
	IN_CONTENT,
	IN_RCDATA,  /* title, textarea: references count, tags do not */
	IN_RAWTEXT, /* script, style */
	IN_COMMENT,
	IN_DECLARATION,
	IN_TAG_NAME,
	IN_TAG, /* between attributes */
	IN_ATTRIBUTE_NAME,
	BEFORE_VALUE,
	IN_DOUBLE_QUOTES,
	IN_SINGLE_QUOTES,
	IN_UNQUOTED
};

enum place_address { /* of an attribute that holds one */
	ADDRESS_START,
	ADDRESS_LITERAL,
	ADDRESS_TAG,
	ADDRESS_FRAGMENT
};

struct place {
	enum place_kind    kind;
	enum place_address address;
	bool               closing;
	char               element[16];
	char               attribute[16];
};

/* Go on over text.  false: an address goes on behind its tag with something but
 * a fragment. */
bool place_feed(struct place *, const char *s, const char *end);

/* <input{{#on}} checked{{/on}}>: all places between attributes are one. */
struct place place_settled(struct place);
bool         place_same(struct place, struct place);

/* An attribute that holds an address; one that takes no tag at all. */
bool place_holds_address(const char *attribute);
bool place_takes_no_tag(const char *attribute);

#endif
