/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "access/access.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_guard_admits_its_roles_and_no_other),
		cmocka_unit_test(role_names_read_back_and_nothing_else_is_a_role),
		cmocka_unit_test(only_a_token_of_32_bytes_is_a_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
