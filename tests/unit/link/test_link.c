/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/random.h"
#include "link/link.h"

#define KEY_1 "1111111111111111111111111111111111111111111111111111111111111111"
#define KEY_2 "2222222222222222222222222222222222222222222222222222222222222222"
#define NOW   (INT64_C(1795000000) * CLOCK_SECOND)

static struct arena *arena;
static struct uuid   object;

static int
setup(void **state)
{
	(void)state;
	random_start();
	arena = arena_new((size_t)4 * 1024 * 1024);
	assert_true(uuid_parse(TEXT_LIT("5f0c91d2-7a3e-4b68-9c1d-e0f423ab8871"), &object));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct link_keys *
keys_of(const char *text)
{
	struct link_keys *keys;
	const char       *problem = "";

	if (link_keys_parse(arena, text_of(text), &keys, &problem) != ERR_OK)
		fail_msg("%s", problem);
	return keys;
}

static void
a_link_is_read_as_it_was_made(void **state)
{
	struct link_keys *keys = keys_of("1 " KEY_1);
	struct text       token = link_make(arena, keys, LINK_REPORT, object, 7, NOW);
	struct uuid       got;
	uint32_t          generation;
	struct url        url;

	(void)state;
	assert_true(token.len <= LINK_TOKEN_MAX);
	assert_int_equal(link_read(keys, LINK_REPORT, token, NOW, &got, &generation), ERR_OK);
	assert_true(uuid_equal(got, object));
	assert_int_equal(generation, 7);
	url = link_url(arena, URL_LIT("https://s.example/"), "/report/{}", token);
	assert_string_equal(url.s,
	    arena_printf(arena, "https://s.example/report/%s", token.s));
	/* With its address a link fits a mail line of 78. */
	assert_true(url.len <= 96);
}

static void
a_link_ends_when_it_says(void **state)
{
	struct link_keys *keys = keys_of("1 " KEY_1);
	struct text       token = link_make(arena, keys, LINK_RECEIPT, object, 1, NOW + 1);
	struct uuid       got;
	uint32_t          generation;

	(void)state;
	assert_int_equal(
	    link_read(keys, LINK_RECEIPT, token, NOW + CLOCK_SECOND, &got, &generation),
	    ERR_OK);
	assert_int_equal(
	    link_read(keys, LINK_RECEIPT, token, NOW + CLOCK_SECOND + 1, &got, &generation),
	    ERR_NOT_FOUND);
	assert_true(uuid_equal(got, object));
}

static void
a_link_serves_one_purpose_only(void **state)
{
	struct link_keys *keys = keys_of("1 " KEY_1);
	struct uuid       got;
	uint32_t          generation;

	(void)state;
	for (int made = LINK_RECEIPT; made <= LINK_PLAN; made++) {
		struct text token =
		    link_make(arena, keys, (enum link_purpose)made, object, 0, NOW);

		for (int read = LINK_RECEIPT; read <= LINK_PLAN; read++)
			assert_int_equal(link_read(keys, (enum link_purpose)read, token, NOW,
			                     &got, &generation),
			    made == read ? ERR_OK : ERR_INVALID);
	}
}

static void
no_changed_character_goes_unseen(void **state)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	                               "0123456789-_=+/ .";
	struct link_keys *keys = keys_of("1 " KEY_1 "\n2 " KEY_2);
	struct text       token = link_make(arena, keys, LINK_REPORT, object, 0, NOW);
	struct text       id = link_form_id_make(arena, keys, TEXT_LIT("kam"), object);
	struct uuid       got;
	uint32_t          generation;

	(void)state;
	for (size_t i = 0; i < token.len; i++)
		for (const char *c = alphabet; *c != '\0'; c++) {
			char *s = arena_strdup(arena, token.s);

			if (s[i] == *c)
				continue;
			s[i] = *c;
			assert_int_equal(
			    link_read(keys, LINK_REPORT, text_of(s), NOW, &got, &generation),
			    ERR_INVALID);
		}
	for (size_t i = 0; i < id.len; i++) {
		char *s = arena_strdup(arena, id.s);

		s[i] = s[i] == 'A' ? 'B' : 'A';
		assert_int_equal(link_form_id_check(keys, TEXT_LIT("kam"), text_of(s), &got),
		    ERR_INVALID);
	}
	for (size_t len = 0; len < token.len; len++)
		assert_int_equal(link_read(keys, LINK_REPORT, (struct text){ token.s, len },
		                     NOW, &got, &generation),
		    ERR_INVALID);
	assert_int_equal(link_read(keys, LINK_REPORT, TEXT_NONE, NOW, &got, &generation),
	    ERR_INVALID);
	assert_int_equal(
	    link_read(keys, LINK_REPORT, text_of(arena_printf(arena, "%sA", token.s)), NOW,
	        &got, &generation),
	    ERR_INVALID);
}

static void
a_form_id_is_bound_to_its_form(void **state)
{
	struct link_keys *keys = keys_of("1 " KEY_1);
	struct text       id = link_form_id_make(arena, keys, TEXT_LIT("kam"), object);
	struct uuid       got;

	(void)state;
	assert_true(id.len <= LINK_TOKEN_MAX);
	assert_int_equal(link_form_id_check(keys, TEXT_LIT("kam"), id, &got), ERR_OK);
	assert_true(uuid_equal(got, object));
	assert_int_equal(link_form_id_check(keys, TEXT_LIT("kam2"), id, &got), ERR_INVALID);
	assert_int_equal(link_form_id_check(keys, TEXT_LIT("ka"), id, &got), ERR_INVALID);
	assert_int_equal(link_form_id_check(keys, TEXT_LIT(""), id, &got), ERR_INVALID);
	assert_int_equal(link_form_id_check(keys_of("1 " KEY_2), TEXT_LIT("kam"), id, &got),
	    ERR_INVALID);
}

static void
old_keys_read_until_they_are_taken_off(void **state)
{
	struct link_keys *before = keys_of("1 " KEY_1);
	struct link_keys *during = keys_of("2 " KEY_2 "\n1 " KEY_1 "\n");
	struct link_keys *after = keys_of("2 " KEY_2);
	struct text       old = link_make(arena, before, LINK_REPORT, object, 0, NOW);
	struct text new = link_make(arena, during, LINK_REPORT, object, 0, NOW);
	struct uuid got;
	uint32_t    generation;

	(void)state;
	assert_int_equal(link_read(during, LINK_REPORT, old, NOW, &got, &generation), ERR_OK);
	assert_int_equal(link_read(after, LINK_REPORT, new, NOW, &got, &generation), ERR_OK);
	assert_int_equal(link_read(after, LINK_REPORT, old, NOW, &got, &generation),
	    ERR_INVALID);
	assert_int_equal(link_read(before, LINK_REPORT, new, NOW, &got, &generation),
	    ERR_INVALID);
}

static void
key_files_are_refused_with_line_and_reason(void **state)
{
	static const struct {
		const char *text, *problem; /* NULL: good */
	} rows[] = {
		{ "1 " KEY_1, NULL },
		{ "# note\n\n  255\t" KEY_1 "\r\n3 " KEY_2 "\n", NULL },
		{ "", "no key" },
		{ "# only a note\n", "no key" },
		{ "0 " KEY_1, "line 1: it does not begin" },
		{ "256 " KEY_1, "line 1: it does not begin" },
		{ KEY_1, "line 1: it does not begin" },
		{ "\n1 abc", "line 2: the key is not" },
		{ "1 " KEY_1 "1", "line 1: the key is not" },
		{ "1 g" KEY_1, "line 1: the key is not" },
		{ "1", "line 1: the key is not" },
		{ "1 " KEY_1 "\n1 " KEY_2, "line 2: this id stands twice" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct link_keys *keys;
		const char       *problem = "";
		enum err err = link_keys_parse(arena, text_of(rows[i].text), &keys, &problem);

		if ((err == ERR_OK) != (rows[i].problem == NULL))
			fail_msg("%s: %s", rows[i].text, problem);
		if (rows[i].problem != NULL && strstr(problem, rows[i].problem) == NULL)
			fail_msg("%s: %s", rows[i].text, problem);
	}
}

static void
generated_key_files_can_be_loaded_and_grow(void **state)
{
	struct link_keys *keys = NULL, *older = NULL;
	struct text       token = TEXT_NONE;
	struct uuid       got;
	uint32_t          generation;

	(void)state;
	for (int i = 0; i < 40; i++) {
		struct text text = link_keys_generate(arena, keys);

		keys = keys_of(text.s);
		if (i == 30) {
			older = keys;
			token = link_make(arena, older, LINK_REPORT, object, 0, NOW);
		}
	}
	assert_int_equal(link_read(keys, LINK_REPORT, token, NOW, &got, &generation), ERR_OK);
	assert_string_not_equal(link_keys_generate(arena, NULL).s,
	    link_keys_generate(arena, NULL).s);
}

static void
key_files_open_to_everybody_are_refused(void **state)
{
	char              path[] = "/tmp/soundings-keys-XXXXXX";
	struct link_keys *keys;
	const char       *problem = "";
	int               fd = mkstemp(path);
	struct text       text = link_keys_generate(arena, NULL);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.s, text.len), (ssize_t)text.len);
	close(fd);
	assert_int_equal(link_keys_load(arena, path, &keys, &problem), ERR_OK);
	assert_int_equal(chmod(path, 0604), 0);
	assert_int_equal(link_keys_load(arena, path, &keys, &problem), ERR_FORBIDDEN);
	assert_non_null(strstr(problem, "chmod o= "));
	unlink(path);
	assert_int_equal(link_keys_load(arena, path, &keys, &problem), ERR_UNAVAILABLE);
	assert_non_null(strstr(problem, "soundings config key"));
}

static void
a_name_is_the_same_for_the_same_and_needs_the_key(void **state)
{
	struct link_keys *one = keys_of("1 " KEY_1), *two = keys_of("2 " KEY_2);
	struct bytes      here = { (const uint8_t *)"here", 4 };
	struct bytes      there = { (const uint8_t *)"there", 5 };
	uint8_t           name[LINK_NAME], other[LINK_NAME];

	(void)state;
	link_name(one, "this", here, name);
	link_name(one, "this", here, other);
	assert_memory_equal(name, other, LINK_NAME);
	link_name(one, "this", there, other);
	assert_memory_not_equal(name, other, LINK_NAME);
	link_name(one, "that", here, other);
	assert_memory_not_equal(name, other, LINK_NAME);
	link_name(two, "this", here, other);
	assert_memory_not_equal(name, other, LINK_NAME);
}

static void
what_is_sealed_opens_for_its_purpose_with_its_key_and_unchanged(void **state)
{
	struct link_keys *one = keys_of("1 " KEY_1),
	                 *both = keys_of("2 " KEY_2 "\n1 " KEY_1);
	struct link_keys *two = keys_of("2 " KEY_2);
	struct bytes      plain = { (const uint8_t *)"a secret", 8 }, got;
	struct bytes      sealed = link_seal(arena, one, "this", plain);
	struct bytes      again = link_seal(arena, one, "this", plain);

	(void)state;
	assert_memory_not_equal(sealed.p, again.p, sealed.len);
	assert_int_equal(link_unseal(arena, both, "this", sealed, &got), ERR_OK);
	assert_int_equal(got.len, plain.len);
	assert_memory_equal(got.p, plain.p, plain.len);
	assert_int_equal(link_unseal(arena, one, "that", sealed, &got), ERR_INVALID);
	assert_int_equal(link_unseal(arena, two, "this", sealed, &got), ERR_INVALID);
	assert_int_equal(link_unseal(arena, one, "this", (struct bytes){ NULL, 0 }, &got),
	    ERR_INVALID);
	for (size_t i = 0; i < sealed.len; i++) {
		uint8_t *changed = arena_alloc(arena, sealed.len);

		memcpy(changed, sealed.p, sealed.len);
		changed[i] ^= 1;
		assert_int_equal(link_unseal(arena, both, "this",
		                     (struct bytes){ changed, sealed.len }, &got),
		    ERR_INVALID);
		assert_int_equal(
		    link_unseal(arena, both, "this", (struct bytes){ sealed.p, i }, &got),
		    ERR_INVALID);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_is_read_as_it_was_made),
		cmocka_unit_test(a_link_ends_when_it_says),
		cmocka_unit_test(a_link_serves_one_purpose_only),
		cmocka_unit_test(no_changed_character_goes_unseen),
		cmocka_unit_test(a_form_id_is_bound_to_its_form),
		cmocka_unit_test(old_keys_read_until_they_are_taken_off),
		cmocka_unit_test(key_files_are_refused_with_line_and_reason),
		cmocka_unit_test(generated_key_files_can_be_loaded_and_grow),
		cmocka_unit_test(key_files_open_to_everybody_are_refused),
		cmocka_unit_test(a_name_is_the_same_for_the_same_and_needs_the_key),
		cmocka_unit_test(
		    what_is_sealed_opens_for_its_purpose_with_its_key_and_unchanged),
	};

	return cmocka_run_group_tests_name("link", tests, setup, teardown);
}
