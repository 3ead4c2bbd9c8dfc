/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/phrase.h"

static const char *
backwards(const char *language, const char *english)
{
	if (strcmp(language, "xx") == 0 && strcmp(english, "{a} before {b}") == 0)
		return "{b} erofeb {a}{c}";
	return english;
}

static void
phrase_is_english_until_a_look_up_is_lent(void **state)
{
	(void)state;
	assert_string_equal(phrase_t("xx", "{a} before {b}"), "{a} before {b}");
	phrase_use(backwards);
	assert_string_equal(phrase_t("xx", "{a} before {b}"), "{b} erofeb {a}{c}");
	assert_string_equal(phrase_t(NULL, "{a} before {b}"), "{a} before {b}");
	phrase_use(NULL);
}

static void
phrase_fills_names_in_the_order_of_the_translation(void **state)
{
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	assert_string_equal(
	    phrase_say(arena, "en", "{a} before {b}", "a", "{b}", "b", "2", NULL),
	    "{b} before 2");
	phrase_use(backwards);
	assert_string_equal(
	    phrase_say(arena, "xx", "{a} before {b}", "a", "1", "b", "2", NULL),
	    "2 erofeb 1{c}");
	phrase_use(NULL);
	assert_string_equal(phrase_say(arena, "en", "", NULL), "");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phrase_is_english_until_a_look_up_is_lent),
		cmocka_unit_test(phrase_fills_names_in_the_order_of_the_translation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
