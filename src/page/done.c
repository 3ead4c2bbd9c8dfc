/* SPDX-License-Identifier: ISC */
#include "page/done.h"

#include <string.h>

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/http.h"
#include "link/link.h"
#include "page/frame.h"

#define SECONDS      60
#define SENTENCE_MAX 600
#define SEAL_LABEL   "done"

/* What is sealed: for whom, until when, and the sentence behind it. */
struct head {
	struct uuid person;
	int64_t     until;
};

static struct text
as_hex(struct arena *arena, struct bytes bytes)
{
	static const char digits[] = "0123456789abcdef";
	char             *s = arena_alloc(arena, 2 * bytes.len + 1);

	for (size_t i = 0; i < bytes.len; i++) {
		s[2 * i] = digits[bytes.p[i] >> 4];
		s[2 * i + 1] = digits[bytes.p[i] & 15];
	}
	s[2 * bytes.len] = '\0';
	return (struct text){ s, 2 * bytes.len };
}

static bool
from_hex(struct arena *arena, struct text hex, struct bytes *out)
{
	uint8_t *p = arena_alloc(arena, hex.len / 2 + 1);

	if (text_empty(hex) || hex.len % 2 != 0 || hex.len > 4 * SENTENCE_MAX)
		return false;
	for (size_t i = 0; i < hex.len; i += 2) {
		int high = text_hex(hex.s[i]), low = text_hex(hex.s[i + 1]);

		if (high < 0 || low < 0)
			return false;
		p[i / 2] = (uint8_t)(high << 4 | low);
	}
	*out = (struct bytes){ p, hex.len / 2 };
	return true;
}

void
page_done(struct page_context *page, struct http_response *response, struct text sentence)
{
	struct head head = { .until = page->now + SECONDS * CLOCK_SECOND };
	uint8_t    *plain;

	if (page->session == NULL || sentence.len > SENTENCE_MAX)
		return;
	head.person = page->session->person;
	plain = arena_alloc(page->arena, sizeof head + sentence.len);
	memcpy(plain, &head, sizeof head);
	memcpy(plain + sizeof head, sentence.s, sentence.len);
	http_set_cookie(page->arena, response, page->request->https, "done",
	    as_hex(page->arena, link_seal(page->arena, page->site->keys, SEAL_LABEL,
	                            (struct bytes){ plain, sizeof head + sentence.len })),
	    SECONDS);
}

void
page_done_str(struct page_context *page, struct http_response *response, const char *english)
{
	page_done(page, response, text_of(page_t(page, english)));
}

struct text
page_done_waiting(struct page_context *page)
{
	struct bytes sealed, plain;
	struct head  head;

	if (page->session == NULL || page->row == NULL ||
	    !from_hex(page->arena, http_cookie(page->arena, page->request, "done"),
	        &sealed) ||
	    link_unseal(page->arena, page->site->keys, SEAL_LABEL, sealed, &plain) !=
	        ERR_OK ||
	    plain.len <= sizeof head)
		return TEXT_NONE;
	memcpy(&head, plain.p, sizeof head);
	if (!uuid_equal(head.person, page->session->person) || head.until < page->now)
		return TEXT_NONE;
	return text_of(arena_strndup(page->arena, (const char *)plain.p + sizeof head,
	    plain.len - sizeof head));
}

void
page_done_shown(struct page_context *page, struct http_response *response)
{
	http_set_cookie(page->arena, response, page->request->https, "done", TEXT_LIT(""),
	    -1);
}
