/* SPDX-License-Identifier: ISC
 *
 * What may be sent, and over which line. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "mailer/encode.h"
#include "mailer/message.h"
#include "mailer/smtp.h"
#include "tests/unit/mailer/decode.h"
#include "tests/unit/arena.h"

static void
only_lines_that_wrapping_broke_are_joined(void **state)
{
	static const struct {
		const char *name, *in, *want;
	} rows[] = {
		{ "paragraph",
		    "Thank you for answering on 18 November. Your firm is at the first of\n"
		    "four stages.\n",
		    "Thank you for answering on 18 November. Your firm is at the first of \n"
		    "four stages.\n" },
		{ "short line", "Questions: help@soundings.example\nReference: 1\n",
		    "Questions: help@soundings.example\nReference: 1\n" },
		{ "address",
		    "Open your report, which stands at this address until 16 February:\nhttps://survey.soundings.example/report/x\n",
		    "Open your report, which stands at this address until 16 February:\nhttps://survey.soundings.example/report/x\n" },
		{ "table",
		    "  Insight and planning         25     44.0     31.5 to 56.5 and more\n  Targets\n",
		    "   Insight and planning         25     44.0     31.5 to 56.5 and more\n   Targets\n" },
		{ "signature", "-- \nYou\n", "-- \nYou\n" },
		{ "trailing blanks", "a  \nb\n", "a\nb\n" },
		{ "quote and From", "> a\nFrom me\n", " > a\n From me\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text got = encode_flowed(arena, text_of(rows[i].in));

		if (!text_is(got, rows[i].want))
			fail_msg("%s: [%s]", rows[i].name, got.s);
	}
}

static void
messages_that_mail_cannot_carry_are_not_safe(void **state)
{
	static const struct {
		const char *name, *bytes;
	} rows[] = {
		{ "bare LF", "A: b\r\n\r\nx\ny\r\n" },
		{ "bare CR", "A: b\r\n\r\nx\ry\r\n" },
		{ "smuggled end", "A: b\r\n\r\nx\n.\nMAIL FROM:<a@b>\r\n" },
		{ "8 bit in the body", "A: b\r\n\r\n\xc3\xa9\r\n" },
		{ "no end", "A: b\r\n\r\nx" },
		{ "no body", "A: b\r\n" },
	};
	const char *why;
	char        line[1100];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes b = { (const uint8_t *)rows[i].bytes, strlen(rows[i].bytes) };

		if (message_safe(b, &why) || why == NULL)
			fail_msg("%s counts as safe", rows[i].name);
	}
	for (size_t len = 998; len <= 999; len++) {
		memset(line, 'a', sizeof(line));
		memcpy(line, "\r\n", 2);
		memcpy(line + 2 + len, "\r\n", 2);
		assert_int_equal(
		    message_safe((struct bytes){ (const uint8_t *)line, len + 4 }, &why),
		    len == 998);
	}
}

/* Wherever it stands: the check reads in blocks. */
static void
a_byte_that_could_end_a_letter_is_found_at_any_place(void **state)
{
	static const char  evil[] = { '\r', '\n', '\0', '\xe9' };
	static const char  head[] = "A: b\r\n\r\n";
	const size_t       begin = sizeof(head) - 1;
	char               mail[700], copy[700];
	const char        *why;
	const struct bytes whole = { (const uint8_t *)copy, sizeof(copy) };

	(void)state;
	memset(mail, 'a', sizeof(mail));
	memcpy(mail, head, begin);
	for (size_t end = 75; end < sizeof(mail); end += 76)
		memcpy(mail + end, "\r\n", 2);
	memcpy(mail + sizeof(mail) - 2, "\r\n", 2);
	memcpy(copy, mail, sizeof(mail));
	assert_true(message_safe(whole, &why));
	for (size_t i = begin; i < sizeof(mail); i++)
		for (size_t k = 0; k < sizeof(evil); k++) {
			memcpy(copy, mail, sizeof(mail));
			copy[i] = evil[k];
			if (copy[i] != mail[i] && message_safe(whole, &why))
				fail_msg("byte %d at %zu counts as safe", evil[k], i);
		}
}

static int bad_settings;

static void
count_bad_settings(enum log_event event, const char *line)
{
	(void)line;
	assert_int_equal(event, EV_CONFIG_BAD);
	bad_settings++;
}

static void
settings_without_tls_are_for_this_machine_only(void **state)
{
	static const struct {
		const char *host;
		enum err    want;
	} rows[] = {
		{ "127.0.0.1", ERR_OK },
		{ "::1", ERR_OK },
		{ "localhost", ERR_OK },
		{ "127.9.9.9", ERR_OK },
		{ "192.0.2.1", ERR_INVALID },
		{ "mail.example", ERR_INVALID },
		{ "127.0.0.1.example", ERR_INVALID },
		{ "localhost.example", ERR_INVALID },
	};

	(void)state;
	log_set_sink(count_bad_settings);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct smtp_settings set = { .host = rows[i].host,
			.port = 25,
			.tls = SMTP_PLAIN,
			.hello = "soundings.example" };
		struct smtp         *smtp;

		if (smtp_open(arena, &set, &smtp) != rows[i].want)
			fail_msg("%s", rows[i].host);
	}
	log_set_sink(NULL);
	assert_int_equal(bad_settings, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_lines_that_wrapping_broke_are_joined),
		cmocka_unit_test(messages_that_mail_cannot_carry_are_not_safe),
		cmocka_unit_test(a_byte_that_could_end_a_letter_is_found_at_any_place),
		cmocka_unit_test(settings_without_tls_are_for_this_machine_only),
	};

	return cmocka_run_group_tests_name("sendable", tests, setup, teardown);
}
