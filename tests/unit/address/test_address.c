/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "address/address.h"
#include "tests/unit/arena.h"

#define A10  "aaaaaaaaaa"
#define A60  A10 A10 A10 A10 A10 A10
#define L63  A60 "aaa"
#define D250 L63 "." L63 "." L63 "." A10 A10 A10 A10 A10 ".example"

static void
addresses_are_taken_or_refused_with_the_reason(void **state)
{
	static const struct {
		const char          *given;
		enum address_problem problem;
		const char          *full;
	} rows[] = {
		{ "j.ashgrove@quillfeather.example", ADDRESS_FINE,
		    "j.ashgrove@quillfeather.example" },
		{ "  j@q.example\n", ADDRESS_FINE, "j@q.example" },
		{ "J.Ash@Quill.EXAMPLE", ADDRESS_FINE, "J.Ash@quill.example" },
		{ "o'neil+kam@a-b.example", ADDRESS_FINE, "o'neil+kam@a-b.example" },
		{ "!#$%&'*+-/=?^_`{|}~@q.example", ADDRESS_FINE,
		    "!#$%&'*+-/=?^_`{|}~@q.example" },
		{ "a@b\u00fccher.example", ADDRESS_FINE, "a@xn--bcher-kva.example" },
		{ "a@B\u00dcCHER.example", ADDRESS_FINE, "a@xn--bcher-kva.example" },
		{ "a@XN--BCHER-KVA.example", ADDRESS_FINE, "a@xn--bcher-kva.example" },
		{ "a@stra\u00dfe.example", ADDRESS_FINE, "a@xn--strae-oqa.example" },
		{ "a@1.2.example", ADDRESS_FINE, "a@1.2.example" },
		{ A60 "aaaa@q.example", ADDRESS_FINE, A60 "aaaa@q.example" },
		{ "a@" L63 ".example", ADDRESS_FINE, "a@" L63 ".example" },
		{ "", ADDRESS_EMPTY, NULL },
		{ " \t ", ADDRESS_EMPTY, NULL },
		{ "a b@q.example", ADDRESS_BLANK, NULL },
		{ "a@q .example", ADDRESS_BLANK, NULL },
		{ "a@q.example b@q.example", ADDRESS_BLANK, NULL },
		{ "a@q.example\r\nRCPT TO:<b>", ADDRESS_CHARACTER, NULL },
		{ "a@q.example\r\nBcc", ADDRESS_BLANK, NULL },
		{ "a@q.example\x01", ADDRESS_CHARACTER, NULL },
		{ "a@q.example\x7f", ADDRESS_CHARACTER, NULL },
		{ "<a@q.example>", ADDRESS_CHARACTER, NULL },
		{ "A Name <a@q.example>", ADDRESS_CHARACTER, NULL },
		{ "a@q.example>", ADDRESS_CHARACTER, NULL },
		{ "\"a b\"@q.example", ADDRESS_CHARACTER, NULL },
		{ "a(b)@q.example", ADDRESS_CHARACTER, NULL },
		{ "a,b@q.example", ADDRESS_CHARACTER, NULL },
		{ "mailto:a@q.example", ADDRESS_CHARACTER, NULL },
		{ "\u00e9@q.example", ADDRESS_CHARACTER, NULL },
		{ "a@[127.0.0.1]", ADDRESS_CHARACTER, NULL },
		{ "a@\xff.example", ADDRESS_CHARACTER, NULL },
		{ "quillfeather.example", ADDRESS_NO_AT, NULL },
		{ "a@b@q.example", ADDRESS_TWO_AT, NULL },
		{ "a@@q.example", ADDRESS_TWO_AT, NULL },
		{ "@q.example", ADDRESS_NO_LOCAL, NULL },
		{ "a@", ADDRESS_NO_DOMAIN, NULL },
		{ "j.ashgrove@quillfeather", ADDRESS_STOPS, NULL },
		{ "a@localhost", ADDRESS_STOPS, NULL },
		{ ".a@q.example", ADDRESS_DOTS, NULL },
		{ "a.@q.example", ADDRESS_DOTS, NULL },
		{ "a..b@q.example", ADDRESS_DOTS, NULL },
		{ "a@.example", ADDRESS_DOTS, NULL },
		{ "a@q..example", ADDRESS_DOTS, NULL },
		{ "a@q.example.", ADDRESS_DOTS, NULL },
		{ "a@-q.example", ADDRESS_DOMAIN, NULL },
		{ "a@q-.example", ADDRESS_DOMAIN, NULL },
		{ "a@q_r.example", ADDRESS_DOMAIN, NULL },
		{ "a@127.0.0.1", ADDRESS_DOMAIN, NULL },
		{ "a@" L63 "a.example", ADDRESS_DOMAIN, NULL },
		{ "a@xn--a.example", ADDRESS_DOMAIN, NULL },
		{ "a@\u2603\u200d.example", ADDRESS_DOMAIN, NULL },
		{ A60 "aaaaa@q.example", ADDRESS_TOO_LONG, NULL },
		{ "aaaaaaaaaa@" D250, ADDRESS_TOO_LONG, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mail_addr     addr;
		enum address_problem got =
		    address_parse(arena, text_of(rows[i].given), &addr);

		if (got != rows[i].problem)
			fail_msg("%s: %d", rows[i].given, (int)got);
		if (got != ADDRESS_FINE)
			continue;
		assert_string_equal(addr.full.s, rows[i].full);
		assert_string_equal(
		    arena_printf(arena, "%s@%s", addr.local.s, addr.domain.s), rows[i].full);
	}
}

static void
reasons_are_told_in_a_sentence(void **state)
{
	static const struct {
		const char *given, *want;
	} rows[] = {
		{ "j.ashgrove@quillfeather ",
		    "The email address stops after "
		    "\u201cquillfeather\u201d. Add the rest, such as .example" },
		{ "", "Write an email address" },
		{ "a,b@q.example",
		    "The email address has \u201c,\u201d in it, which no address "
		    "can have there. Take it out" },
		{ "\u00e9@q.example",
		    "The email address has \u201c\u00e9\u201d in it, which no "
		    "address can have there. Take it out" },
		{ "a\x01@q.example", "The email address has a character that no address can "
		                     "have. Write it again by hand" },
		{ "a@q_r.example", "The email address ends in \u201cq_r.example\u201d, which "
		                   "cannot receive mail. Check the part after the @ sign" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mail_addr     addr;
		enum address_problem p = address_parse(arena, text_of(rows[i].given), &addr);

		assert_string_equal(
		    address_sentence(arena, p, text_of(rows[i].given), "en").s, rows[i].want);
	}
	for (int p = ADDRESS_FINE; p <= ADDRESS_DOMAIN; p++)
		assert_non_null(
		    address_sentence(arena, (enum address_problem)p, TEXT_LIT("a@b"), "en").s);
}

static struct mail_addr
parsed(const char *s)
{
	struct mail_addr addr;

	assert_int_equal(address_parse(arena, text_of(s), &addr), ADDRESS_FINE);
	return addr;
}

static void
a_firm_is_known_by_its_domain_or_the_whole_free_address(void **state)
{
	static const struct {
		const char *given, *key;
	} rows[] = {
		{ "J@Quill.example", "quill.example" },
		{ "J@mail.quill.example", "mail.quill.example" },
		{ "Jo@Gmail.com", "jo@gmail.com" },
		{ "a@B\u00dccher.example", "xn--bcher-kva.example" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mail_addr addr = parsed(rows[i].given);

		assert_string_equal(address_firm_key(arena, &addr).s, rows[i].key);
	}
}

static void
the_shipped_lists_are_sorted_lower_case_and_apart(void **state)
{
	static const char *const free_mail[] = {
#define FREE_MAIL(d) d,
#include "address/free_mail.def"
	};
	static const char *const throwaway[] = {
#define THROWAWAY(d) d,
#include "address/throwaway.def"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(free_mail) / sizeof(*free_mail); i++) {
		struct mail_addr addr = parsed(arena_printf(arena, "a@%s", free_mail[i]));

		assert_string_equal(addr.domain.s, free_mail[i]);
		assert_true(address_is_free_mail(text_of(free_mail[i])));
		assert_false(address_is_throwaway(text_of(free_mail[i])));
		assert_true(i == 0 || strcmp(free_mail[i - 1], free_mail[i]) < 0);
	}
	for (size_t i = 0; i < sizeof(throwaway) / sizeof(*throwaway); i++) {
		assert_true(address_is_throwaway(text_of(throwaway[i])));
		assert_false(address_is_free_mail(text_of(throwaway[i])));
		assert_true(i == 0 || strcmp(throwaway[i - 1], throwaway[i]) < 0);
	}
	assert_false(address_is_free_mail(TEXT_LIT("quill.example")));
	assert_false(address_is_free_mail(TEXT_NONE));
}

static void
addresses_made_for_trying_things_out_are_known(void **state)
{
	static const struct {
		const char *given;
		bool        want;
	} rows[] = {
		{ "test@quill.example", true },
		{ "Test+2@quill.example", true },
		{ "testing.kam@quill.example", true },
		{ "tester3@quill.example", true },
		{ "ada@example.com", true },
		{ "ada@mail.example.org", true },
		{ "ada@firm.test", true },
		{ "ada@quill.example", false },
		{ "testa@quill.example", false },
		{ "a.test@quill.example", false },
		{ "ada@contest.example", false },
		{ "ada@myexample.com", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mail_addr addr = parsed(rows[i].given);

		if (address_is_trial(&addr) != rows[i].want)
			fail_msg("%s", rows[i].given);
	}
}

static void
slips_in_common_domains_are_guessed(void **state)
{
	static const struct {
		const char *given, *want;
	} rows[] = {
		{ "a@gmial.com", "gmail.com" },
		{ "a@gmail.co", "gmail.com" },
		{ "a@gmaill.com", "gmail.com" },
		{ "a@hotmail.con", "hotmail.com" },
		{ "a@gmail.com", NULL },
		{ "a@mail.com", NULL },
		{ "a@ymail.com", NULL },
		{ "a@quill.example", NULL },
		{ "a@gmali.con", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct mail_addr addr = parsed(rows[i].given);
		struct text      got = address_likely_meant(arena, &addr);

		if (rows[i].want == NULL)
			assert_null(got.s);
		else
			assert_string_equal(got.s, rows[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_taken_or_refused_with_the_reason),
		cmocka_unit_test(reasons_are_told_in_a_sentence),
		cmocka_unit_test(a_firm_is_known_by_its_domain_or_the_whole_free_address),
		cmocka_unit_test(the_shipped_lists_are_sorted_lower_case_and_apart),
		cmocka_unit_test(addresses_made_for_trying_things_out_are_known),
		cmocka_unit_test(slips_in_common_domains_are_guessed),
	};

	return cmocka_run_group_tests_name("address", tests, setup, teardown);
}
