/* SPDX-License-Identifier: ISC
 *
 * A message is refused, or it is safe to send, has exactly the headers it
 * should have, and its subject comes back as it was.  Input: subject, sender's
 * name and file name in a line each, then the text. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1 /* memmem */
#endif
#include "fuzz.h"

#include "address/address.h"
#include "base/utf8.h"
#include "mailer/message.h"
#include "tests/unit/mailer/decode.h"

#define HEADERS 9

static struct text
line(struct arena *arena, const uint8_t **p, size_t *len)
{
	const uint8_t *end = memchr(*p, '\n', *len);
	size_t         n = end ? (size_t)(end - *p) : *len;
	struct text    out = { arena_strndup(arena, (const char *)*p, n), n };

	*p += end ? n + 1 : n;
	*len -= end ? n + 1 : n;
	return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena       *arena = fuzz_arena();
	struct mail_addr    from = { .full = TEXT_LIT("survey@soundings.example") };
	struct mail_addr    to = { .full = TEXT_LIT("you@there.example") };
	struct message_file file = { .type = "application/pdf",
		.data = { (const uint8_t *)"x", 1 } };
	struct message      m = { .id = TEXT_LIT("1@soundings.example"),
		     .from = &from,
		     .to = &to,
		     .language = "en",
		     .files = &file,
		     .file_count = 1 };
	struct bytes        out;
	struct text         mail;
	const char         *why;

	m.subject = line(arena, &data, &len);
	m.from_name = line(arena, &data, &len);
	file.name = line(arena, &data, &len);
	m.text = (struct text){ arena_strndup(arena, (const char *)data, len), len };
	m.html = (struct html){ m.text.s, m.text.len };
	if (message_build(arena, &m, &out) != ERR_OK)
		return 0;
	must(message_safe(out, &why));
	mail = (struct text){ (const char *)out.p, out.len };
	must(decode_header_count(mail) == HEADERS);
	must(text_equal(decode_words(arena, decode_header(arena, mail, "Subject")),
	         m.subject) ||
	     memmem(m.subject.s, m.subject.len, "=?", 2) != NULL);
	must(utf8_valid(mail.s, mail.len));
	return 0;
}
