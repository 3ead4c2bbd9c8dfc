/* SPDX-License-Identifier: ISC
 *
 * A message as it is built, byte by byte. */
#include <stdio.h>
#include <string.h>

#include "address/address.h"
#include "mailer/encode.h"
#include "mailer/message.h"
#include "mailer/smtp.h"
#include "tests/unit/mailer/decode.h"
#include "tests/unit/arena.h"

static struct mail_addr
addr(const char *full)
{
	const char      *at = strrchr(full, '@');
	struct mail_addr out = { .full = text_of(full) };

	if (at != NULL) {
		out.local = (struct text){ full, (size_t)(at - full) };
		out.domain = text_of(at + 1);
	}
	return out;
}

static struct mail_addr from, to;

static struct message
plain_message(void)
{
	from = addr("survey@soundings.example");
	to = addr("lettice.moor@quillfeather.example");
	return (struct message){
		.id = TEXT_LIT("5f0c91d2-7a3e-4b68-9c1d-e0f423ab8871@soundings.example"),
		.date = INT64_C(1763476320) * 1000000, /* 2025-11-18 14:32:00 */
		.from = &from,
		.from_name = TEXT_LIT("Soundings"),
		.to = &to,
		.subject = TEXT_LIT("Your preparedness report"),
		.language = "en",
		.text = TEXT_LIT("Hello.\n"),
	};
}

static struct text
build(const struct message *m)
{
	struct bytes out;
	const char  *why;

	assert_int_equal(message_build(arena, m, &out), ERR_OK);
	assert_true(message_safe(out, &why));
	return (struct text){ (const char *)out.p, out.len };
}

static void
message_has_these_very_bytes(void **state)
{
	static const char want[] =
	    "Date: Tue, 18 Nov 2025 14:32:00 +0000\r\n"
	    "From: \"Soundings\" <survey@soundings.example>\r\n"
	    "Reply-To: help@soundings.example\r\n"
	    "To: lettice.moor@quillfeather.example\r\n"
	    "Subject: Your preparedness report\r\n"
	    "Message-ID: <5f0c91d2-7a3e-4b68-9c1d-e0f423ab8871@soundings.example>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "Content-Language: en\r\n"
	    "List-Unsubscribe: <https://survey.soundings.example/unsubscribe/4Kq7vX2mPz9>\r\n"
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
	    "Content-Type: multipart/mixed;\r\n"
	    " boundary=\"=_mf3dc23842c692d85\"\r\n"
	    "\r\n"
	    "--=_mf3dc23842c692d85\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"=_af3dc23842c692d85\"\r\n"
	    "\r\n"
	    "--=_af3dc23842c692d85\r\n"
	    "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Your firm is at the first of four stages, Prepare. It scores 44, and a=20\r\n"
	    "firm below 50 does better to mend that first.\r\n"
	    "\r\n"
	    "   Insight and planning   25=E2=80=9330\r\n"
	    "--=20\r\n"
	    "=2Edot\r\n"
	    "\r\n"
	    "--=_af3dc23842c692d85\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "<p class=3D\"soft\">44</p>\r\n"
	    "\r\n"
	    "--=_af3dc23842c692d85--\r\n"
	    "\r\n"
	    "--=_mf3dc23842c692d85\r\n"
	    "Content-Type: application/pdf\r\n"
	    "Content-Disposition: attachment; filename=\"preparedness-report.pdf\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "\r\n"
	    "JVBERi0xLjUA/w==\r\n"
	    "\r\n"
	    "--=_mf3dc23842c692d85--\r\n";
	static const uint8_t      pdf[] = { '%', 'P', 'D', 'F', '-', '1', '.', '5', 0, 255 };
	const struct message_file file = { TEXT_LIT("preparedness-report.pdf"),
		"application/pdf", { pdf, sizeof(pdf) } };
	struct mail_addr          help = addr("help@soundings.example");
	struct message            m = plain_message();
	struct text               got;

	(void)state;
	m.reply_to = &help;
	m.unsubscribe = URL_LIT("https://survey.soundings.example/unsubscribe/4Kq7vX2mPz9");
	m.text = TEXT_LIT(
	    "Your firm is at the first of four stages, Prepare. It scores 44, and a\n"
	    "firm below 50 does better to mend that first.\n\n"
	    "  Insight and planning   25\xe2\x80\x93"
	    "30\n-- \n.dot\n");
	m.html = HTML_LIT("<p class=\"soft\">44</p>\n");
	m.files = &file;
	m.file_count = 1;
	got = build(&m);
	assert_string_equal(got.s, want);
	assert_true(text_equal(got, build(&m)));
}

static void
header_values_that_could_begin_a_header_are_refused(void **state)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
		{ "line feed", "a\nBcc: x@y.example" },
		{ "carriage return", "a\rBcc: x@y.example" },
		{ "both", "a\r\nBcc: x@y.example" },
		{ "NEL", "a\xc2\x85"
		         "b" },
		{ "line separator", "a\xe2\x80\xa8"
		                    "b" },
		{ "direction override", "a\xe2\x80\xae"
		                        "b" },
		{ "delete", "a\x7f" },
		{ "tab", "a\tb" },
		{ "half a character", "a\xc3" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct message      m;
		struct bytes        out;
		struct message_file file = { text_of(rows[i].value), "text/plain",
			{ (const uint8_t *)"", 0 } };

		m = plain_message();
		m.subject = text_of(rows[i].value);
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("subject with %s was taken", rows[i].name);
		m = plain_message();
		m.from_name = text_of(rows[i].value);
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("name with %s was taken", rows[i].name);
		m = plain_message();
		m.files = &file;
		m.file_count = 1;
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("file name with %s was taken", rows[i].name);
		m = plain_message();
		m.id = text_of(arena_printf(arena, "%s@x", rows[i].value));
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("id with %s was taken", rows[i].name);
		m = plain_message();
		m.unsubscribe = (struct url){ rows[i].value, strlen(rows[i].value) };
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("unsubscribe with %s was taken", rows[i].name);
	}
}

static void
addresses_that_need_quoting_or_carry_commands_are_refused(void **state)
{
	static const char *const bad[] = { "a@b.example\r\nRCPT TO:<x@y.example>",
		"a@b.example>", "<a@b.example", "a b@c.example", "a@b.example\n",
		"\"a\"@b.example", "a,b@c.example", "a@b@c.example", "ab.example",
		"@b.example", "a@", "a@b.example;c@d.example", "a(b)@c.example", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct message   m = plain_message();
		struct mail_addr evil = addr(bad[i]);
		struct bytes     out;

		m.to = &evil;
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("recipient taken: %s", bad[i]);
		m = plain_message();
		m.reply_to = &evil;
		if (message_build(arena, &m, &out) != ERR_INVALID)
			fail_msg("reply-to taken: %s", bad[i]);
	}
	assert_false(smtp_address_safe(text_of("a@b.example\r\nDATA")));
	assert_true(smtp_address_safe(text_of("a@b.example")));
}

/* Lengths of lines before the body; words of a fixed size to fold between. */
static void
long_and_foreign_subjects_fold_and_come_back_whole(void **state)
{
	static const char *const subjects[] = {
		"x",
		"A subject of many short words that is quite a bit longer than one line may be, "
		"so that it has to be folded once or more",
		"Ihr Bericht \xc3\xbc"
		"ber die Vorbereitung Ihrer Kanzlei auf ihre wichtigsten "
		"Mandanten im Jahr 2026, mit Vergleich",
		"\xe6\x82\xa8\xe7\x9a\x84\xe5\x87\x86\xe5\xa4\x87\xe6\x8a\xa5\xe5\x91\x8a"
		"\xe6\x82\xa8\xe7\x9a\x84\xe5\x87\x86\xe5\xa4\x87\xe6\x8a\xa5\xe5\x91\x8a"
		"\xe6\x82\xa8\xe7\x9a\x84\xe5\x87\x86\xe5\xa4\x87\xe6\x8a\xa5\xe5\x91\x8a",
		"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
		"two  blanks and =?UTF-8?Q?a_false_word?=",
		" blanks at both ends ",
		"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
		"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		struct message m = plain_message();
		struct text    mail, value;

		m.subject = m.from_name = text_of(subjects[i]);
		mail = build(&m);
		value = decode_words(arena, decode_header(arena, mail, "Subject"));
		if (!text_is(value, subjects[i]))
			fail_msg("row %zu came back as %s", i, value.s);
		assert_int_equal(decode_header_count(mail), 10);
		for (size_t at = 0; at < mail.len;) {
			const char *end = memmem(mail.s + at, mail.len - at, "\r\n", 2);
			size_t      len = (size_t)(end - mail.s) - at;

			if (len == 0)
				break;
			if (len > 78)
				fail_msg("row %zu has a line of %zu", i, len);
			if (memmem(mail.s + at, len, "=?UTF-8", 7) != NULL && len > 76)
				fail_msg("row %zu: a line of %zu with words", i, len);
			at += len + 2;
		}
	}
}

static uint32_t seed = 1;

static uint32_t
some(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

static struct text
some_text(size_t most, bool lines)
{
	static const char *const pieces[] = { "a", " ", "  ", "=", ".", "From ", ">", "-",
		"word", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "http://x", "=?",
		"?=", "\"", "\\", "(", ",", "_", "--", "-- ", "=_m",
		"0123456789012345678901234567890" };
	struct buf               b;
	size_t                   n = some((uint32_t)most);

	buf_init(&b, arena, most * 40);
	for (size_t i = 0; i < n; i++) {
		if (lines && some(5) == 0)
			buf_char(&b, '\n');
		else
			buf_str(&b, pieces[some(sizeof(pieces) / sizeof(pieces[0]))]);
	}
	return buf_as_text(&b);
}

/* What flowing may change: blanks at line ends, and breaks it undoes. */
static struct text
squeezed(struct text in)
{
	struct buf b;

	buf_init(&b, arena, in.len + 1);
	for (size_t i = 0; i < in.len; i++)
		if (in.s[i] != ' ' && in.s[i] != '\n')
			buf_char(&b, in.s[i]);
	return buf_as_text(&b);
}

static void
any_text_comes_back_whole(void **state)
{
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct arena_mark mark = arena_mark(arena);
		struct message    m = plain_message();
		struct text       mail, body, subject = some_text(40, false);
		const char       *start;

		m.text = some_text(120, true);
		if (subject.len > 0 && subject.len <= 500)
			m.subject = subject;
		mail = build(&m);
		if (!text_equal(decode_words(arena, decode_header(arena, mail, "Subject")),
		        m.subject))
			fail_msg("round %d: subject %s", round, m.subject.s);
		assert_int_equal(decode_header_count(mail), 10);
		start = memmem(mail.s, mail.len, "\r\n\r\n", 4);
		assert_non_null(start);
		body = (struct text){ start + 4, mail.len - (size_t)(start + 4 - mail.s) };
		for (size_t i = 0, column = 0; i < body.len; i++) {
			column = body.s[i] == '\n' ? 0 : column + 1;
			if (column > 77) /* 76 and the CR */
				fail_msg("round %d: a body line is too long", round);
			if (body.s[i] == '\n' && i >= 2 && (body.s[i - 2] == ' '))
				fail_msg("round %d: a blank ends a line", round);
		}
		assert_true(decode_quoted(arena, body, &body));
		body = decode_flowed(arena, body);
		if (!text_equal(squeezed(body), squeezed(m.text)))
			fail_msg("round %d: text [%s] came back [%s]", round, m.text.s,
			    body.s);
		arena_rewind(arena, mark);
	}
}

static void
file_names_are_given_twice_when_they_are_foreign(void **state)
{
	const struct message_file files[] = {
		{ TEXT_LIT("rapport pr\xc3\xa9paration.pdf"), "application/pdf",
		    { (const uint8_t *)"x", 1 } },
		{ TEXT_LIT(
		      "\xe6\x82\xa8\xe7\x9a\x84\xe5\x87\x86\xe5\xa4\x87\xe6\x8a\xa5\xe5\x91\x8a"
		      "\xe6\x82\xa8\xe7\x9a\x84\xe5\x87\x86\xe5\xa4\x87\xe6\x8a\xa5\xe5\x91\x8a.pdf"),
		    "application/pdf", { (const uint8_t *)"y", 1 } },
	};
	struct message m = plain_message();
	struct text    mail;

	(void)state;
	m.files = files;
	m.file_count = 2;
	mail = build(&m);
	assert_non_null(
	    strstr(mail.s, "attachment; filename=\"rapport pr_paration.pdf\";\r\n"
	                   " filename*=UTF-8''rapport%20pr%C3%A9paration.pdf\r\n"));
	assert_non_null(
	    strstr(mail.s, "filename=\"____________.pdf\";\r\n filename*0*=UTF-8''%E6"));
	assert_non_null(strstr(mail.s, "\r\n filename*1*=%"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_has_these_very_bytes),
		cmocka_unit_test(header_values_that_could_begin_a_header_are_refused),
		cmocka_unit_test(addresses_that_need_quoting_or_carry_commands_are_refused),
		cmocka_unit_test(long_and_foreign_subjects_fold_and_come_back_whole),
		cmocka_unit_test(any_text_comes_back_whole),
		cmocka_unit_test(file_names_are_given_twice_when_they_are_foreign),
	};

	return cmocka_run_group_tests_name("message", tests, setup, teardown);
}
