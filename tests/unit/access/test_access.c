/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "access/access.h"
#include "access/device.h"
#include "access/door.h"
#include "access/qr.h"
#include "access/recovery.h"
#include "access/totp.h"
#include "base/clock.h"
#include "base/random.h"

static struct arena *arena;

/* "12345678901234567890", the secret of RFC 6238's examples. */
static const struct bytes standard = { (const uint8_t *)"12345678901234567890", 20 };

static void
each_guard_admits_its_roles_and_no_other(void **state)
{
	/* consultant, lead, reviewer, administrator, partner, member */
	static const struct {
		enum access_who who;
		const char     *full, *half; /* y: admitted */
	} cases[] = {
		{ ACCESS_ANYONE, "yyyyyy", "yyyyyy" },
		{ ACCESS_HALF, "------", "yyyyyy" },
		{ ACCESS_PERSON, "yyyyyy", "------" },
		{ ACCESS_CONSULTANT, "yy----", "------" },
		{ ACCESS_LEAD, "-y----", "------" },
		{ ACCESS_REVIEWER, "--y---", "------" },
		{ ACCESS_ADMINISTRATOR, "---y--", "------" },
		{ ACCESS_FIRM, "---yyy", "------" },
	};

	(void)state;
	assert_int_equal(sizeof cases / sizeof *cases, ACCESS_WHO__MAX);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int r = 0; r < ACCESS_ROLE__MAX; r++) {
			struct access_session s = { .role = (enum access_role)r,
				.full = true };

			if (access_may(&s, cases[i].who) != (cases[i].full[r] == 'y'))
				fail_msg("guard %zu, %s", i, access_role_name(s.role));
			s.full = false;
			if (access_may(&s, cases[i].who) != (cases[i].half[r] == 'y'))
				fail_msg("guard %zu, %s, without code", i,
				    access_role_name(s.role));
		}
		assert_int_equal(access_may(NULL, cases[i].who),
		    cases[i].who == ACCESS_ANYONE);
	}
	assert_false(access_may(&(struct access_session){ .full = true }, ACCESS_WHO__MAX));
}

static void
role_names_read_back_and_nothing_else_is_a_role(void **state)
{
	enum access_role role;

	(void)state;
	for (int i = 0; i < ACCESS_ROLE__MAX; i++) {
		assert_true(
		    access_role_of(text_of(access_role_name((enum access_role)i)), &role));
		assert_int_equal(role, i);
	}
	assert_false(access_role_of(TEXT_LIT("owner"), &role));
	assert_false(access_role_of(TEXT_LIT(""), &role));
	assert_false(access_role_of(TEXT_NONE, &role));
}

static void
only_a_token_of_32_bytes_is_a_proof(void **state)
{
	/* sha256 of 32 zero bytes */
	static const uint8_t zeros[ACCESS_PROOF_BYTES] = { 0x66, 0x68, 0x7a, 0xad, 0xf8,
		0x62, 0xbd, 0x77, 0x6c, 0x8f, 0xc1, 0x8b, 0x8e, 0x9f, 0x8e, 0x20, 0x08, 0x97,
		0x14, 0x85, 0x6e, 0xe2, 0x33, 0xb3, 0x90, 0x2a, 0x59, 0x1d, 0x0d, 0x5f, 0x29,
		0x25 };
	uint8_t              proof[ACCESS_PROOF_BYTES];

	(void)state;
	assert_true(
	    access_proof(TEXT_LIT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), proof));
	assert_memory_equal(proof, zeros, sizeof zeros);
	assert_false(
	    access_proof(TEXT_LIT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), proof));
	assert_false(
	    access_proof(TEXT_LIT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), proof));
	assert_false(
	    access_proof(TEXT_LIT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A"), proof));
	assert_false(access_proof(TEXT_LIT(""), proof));
	assert_false(access_proof(TEXT_NONE, proof));
}

/* RFC 6238, appendix B, SHA-1: its eight figures end in these six. */
static void
codes_are_those_of_the_standard(void **state)
{
	static const struct {
		int64_t     second;
		const char *code;
	} cases[] = {
		{ 59, "287082" },
		{ 1111111109, "081804" },
		{ 1111111111, "050471" },
		{ 1234567890, "005924" },
		{ 2000000000, "279037" },
		{ 20000000000, "353130" },
	};
	char code[TOTP_DIGITS + 1];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		totp_code(standard, cases[i].second / TOTP_STEP, code);
		assert_string_equal(code, cases[i].code);
	}
}

static void
a_code_is_good_for_one_step_before_and_after(void **state)
{
	int64_t now = INT64_C(1234567890) * CLOCK_SECOND,
	        step = now / CLOCK_SECOND / TOTP_STEP;
	int64_t found;
	char    code[TOTP_DIGITS + 1];

	(void)state;
	for (int64_t off = -3; off <= 3; off++) {
		bool good = off >= -1 && off <= 1;

		totp_code(standard, step + off, code);
		assert_int_equal(totp_check(standard, text_of(code), now, &found), good);
		if (good)
			assert_int_equal(found, step + off);
	}
}

static void
a_code_may_have_blanks_and_nothing_else(void **state)
{
	static const struct {
		const char *given;
		bool        good;
	} cases[] = {
		{ "005924", true },
		{ " 005 924 ", true },
		{ "05924", false },
		{ "0059240", false },
		{ "5924", false },
		{ "00592a", false },
		{ "005-924", false },
		{ "", false },
		{ "\xd9\xa0\xd9\xa0\xd9\xa5\xd9\xa9\xd9\xa2\xd9\xa4", false },
	};
	int64_t found;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (totp_check(standard, text_of(cases[i].given),
		        INT64_C(1234567890) * CLOCK_SECOND, &found) != cases[i].good)
			fail_msg("\"%s\"", cases[i].given);
}

static void
a_secret_is_written_for_apps_and_for_hands(void **state)
{
	(void)state;
	assert_string_equal(totp_words(arena, standard).s,
	    "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	assert_string_equal(totp_uri(arena, standard, TEXT_LIT("a+b@x.example")).s,
	    "otpauth://totp/Soundings:a%2Bb%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	    "&issuer=Soundings&algorithm=SHA1&digits=6&period=30");
}

static void
recovery_codes_read_back_however_they_are_typed(void **state)
{
	struct uuid           me = uuid_new(), other = uuid_new();
	struct recovery_codes codes = recovery_make(arena, me);
	uint8_t               hash[RECOVERY_HASH];
	char                  shouted[32];
	size_t                n = 0;

	(void)state;
	for (int i = 0; i < RECOVERY_CODES; i++) {
		assert_int_equal(codes.words[i].len, 29);
		assert_true(recovery_hash(codes.words[i], me, hash));
		assert_memory_equal(hash, codes.hashes[i].p, RECOVERY_HASH);
		assert_true(recovery_hash(codes.words[i], other, hash));
		assert_memory_not_equal(hash, codes.hashes[i].p, RECOVERY_HASH);
		for (int k = 0; k < i; k++)
			assert_false(text_equal(codes.words[i], codes.words[k]));
	}
	for (const char *p = codes.words[0].s; *p; p++)
		if (*p == '0')
			shouted[n++] = 'O';
		else if (*p == '1')
			shouted[n++] = 'l';
		else if (*p == '-')
			shouted[n++] = ' ';
		else
			shouted[n++] = *p >= 'a' ? (char)(*p - 32) : *p;
	assert_true(recovery_hash((struct text){ shouted, n }, me, hash));
	assert_memory_equal(hash, codes.hashes[0].p, RECOVERY_HASH);
	assert_false(recovery_hash((struct text){ codes.words[0].s, 28 }, me, hash));
	assert_false(recovery_hash(TEXT_LIT("123456"), me, hash));
	assert_false(recovery_hash(TEXT_LIT("uuuu-uuuu-uuuu-uuuu-uuuu-uuuu"), me, hash));
	assert_false(recovery_hash(TEXT_LIT("k7qa-20xp-k7qa-20xp-k7qa-20xp-k"), me, hash));
	assert_false(recovery_hash(TEXT_NONE, me, hash));
}

static void
devices_have_words_that_name_a_kind(void **state)
{
	static const struct {
		const char *agent, *words;
	} cases[] = {
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
		    "Firefox, Linux" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
		  "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
		    "Edge, Windows" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
		  "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
		    "Safari, iPhone" },
		{ "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile "
		  "Safari/537.36",
		    "Chrome, Android" },
		{ "curl/8.0", "curl" },
		{ "<script>", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(device_words(arena, text_of(cases[i].agent)).s,
		    cases[i].words);
	assert_string_equal(device_words(arena, TEXT_NONE).s, "");
}

static void
a_network_is_an_address_or_half_of_a_long_one(void **state)
{
	static const struct {
		const char *a, *b;
		bool        same;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1", true },
		{ "192.0.2.1", "192.0.2.2", false },
		{ "2001:db8::1", "2001:db8:0:0:ffff::9", true },
		{ "2001:db8::1", "2001:db8:0:1::1", false },
		{ "192.0.2.1", "::c000:201", false },
		{ "rubbish", "other rubbish", true },
		{ "0.0.0.0", "rubbish", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t a[ACCESS_HASH], b[ACCESS_HASH];

		access_network(text_of(cases[i].a), a);
		access_network(text_of(cases[i].b), b);
		if ((memcmp(a, b, sizeof a) == 0) != cases[i].same)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
	}
}

static void
tokens_are_all_different_and_prove_themselves(void **state)
{
	uint8_t     a[ACCESS_HASH], b[ACCESS_HASH];
	struct text one = access_token(arena), two = access_token(arena);

	(void)state;
	assert_int_equal(one.len, 43);
	assert_false(text_equal(one, two));
	assert_true(access_token_hash(one, a));
	assert_true(access_token_hash(two, b));
	assert_memory_not_equal(a, b, sizeof a);
}

static void
a_qr_code_says_what_it_is_and_grows_no_further_than_it_can(void **state)
{
	struct html svg;
	char        long_text[4000];

	(void)state;
	assert_int_equal(
	    qr_svg(arena, TEXT_LIT("otpauth://x"), TEXT_LIT("a \"code\""), &svg), ERR_OK);
	assert_non_null(strstr(svg.s, "role=\"img\" aria-label=\"a &quot;code&quot;\""));
	assert_null(strstr(svg.s, "style"));
	memset(long_text, 'a', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	assert_int_equal(qr_svg(arena, text_of(long_text), TEXT_LIT("x"), &svg),
	    ERR_TOO_LARGE);
}

static int
setup(void **state)
{
	(void)state;
	random_start();
	arena = arena_new((size_t)4 * 1024 * 1024);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_guard_admits_its_roles_and_no_other),
		cmocka_unit_test(role_names_read_back_and_nothing_else_is_a_role),
		cmocka_unit_test(only_a_token_of_32_bytes_is_a_proof),
		cmocka_unit_test(codes_are_those_of_the_standard),
		cmocka_unit_test(a_code_is_good_for_one_step_before_and_after),
		cmocka_unit_test(a_code_may_have_blanks_and_nothing_else),
		cmocka_unit_test(a_secret_is_written_for_apps_and_for_hands),
		cmocka_unit_test(recovery_codes_read_back_however_they_are_typed),
		cmocka_unit_test(devices_have_words_that_name_a_kind),
		cmocka_unit_test(a_network_is_an_address_or_half_of_a_long_one),
		cmocka_unit_test(tokens_are_all_different_and_prove_themselves),
		cmocka_unit_test(a_qr_code_says_what_it_is_and_grows_no_further_than_it_can),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
