/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "tests/unit/arena.h"

static void
a_bad_line_is_named_with_what_is_accepted(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "workers = many\n",
		    "f:1: \"workers\" cannot be \"many\"; accepted: a whole number from "
		    "0 to 256\n" },
		{ "\n# note\nworkers=257\n", "f:3: \"workers\" cannot be \"257\"" },
		{ "wrokers = 4\n",
		    "f:1: there is no setting \"wrokers\"; did you mean \"workers\"?\n" },
		{ "nonsense = 4\n", "f:1: there is no setting \"nonsense\"\n" },
		{ "workers\n", "f:1: a setting is written as key = value\n" },
		{ "workers = 1\nworkers = 2\n",
		    "f:2: \"workers\" is set already in line 1\n" },
		{ "smtp_tls = maybe\n",
		    "f:1: \"smtp_tls\" cannot be \"maybe\"; accepted: one of: starttls, "
		    "tls, none\n" },
		{ "require_durable = true\n", "accepted: yes or no\n" },
		{ "base_url = http://survey.example\n", "http only for 127.0.0.1" },
		{ "base_url = https://survey.example/path\n", "without a path" },
		{ "base_url = http://localhost.evil.example\n", "http only for" },
		{ "key_file = keys\n", "beginning with /" },
		{ "mail_from = a@b@c\n", "one e-mail address" },
		{ "mail_from =\n", "one e-mail address" },
		{ "smtp_user = x\n", "needs \"smtp_password_file\"" },
		{ "workers = \xff\n", "is not UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct config *config;
		const char    *problem;
		enum err err = config_parse(arena, "f", rows[i].text, strlen(rows[i].text),
		    &config, &problem);

		if (err != ERR_INVALID || strstr(problem, rows[i].want) == NULL)
			fail_msg("\"%s\": %s", rows[i].text, problem);
	}
}

static void
every_bad_line_is_told_at_once(void **state)
{
	const char    *text = "workers = x\nsmtp_port = 0\n";
	const char    *problem;
	struct config *config;

	(void)state;
	assert_int_equal(config_parse(arena, "f", text, strlen(text), &config, &problem),
	    ERR_INVALID);
	assert_non_null(strstr(problem, "f:1:"));
	assert_non_null(strstr(problem, "f:2:"));
}

static void
good_values_are_taken_and_others_keep_their_defaults(void **state)
{
	const char    *text = "base_url = https://survey.example.org\r\n"
	                      "  workers=3\nrequire_durable = no\n"
	                      "operator_name = Longshore & Vane = consultants\n";
	const char    *problem;
	struct config *config;

	(void)state;
	assert_int_equal(config_parse(arena, "f", text, strlen(text), &config, &problem),
	    ERR_OK);
	assert_int_equal(config->workers, 3);
	assert_false(config->require_durable);
	assert_true(config->snapshot_two_people);
	assert_string_equal(config->operator_name, "Longshore & Vane = consultants");
	assert_string_equal(config->base_url, "https://survey.example.org");
	assert_int_equal(config->smtp_port, 587);
}

static void
a_password_in_a_connection_string_is_not_shown(void **state)
{
	static const struct {
		const char *value;
		bool        shown;
	} rows[] = {
		{ "host=/run dbname=soundings user=soundings_web", true },
		{ "postgresql://soundings_web@db.example/soundings", true },
		{ "postgresql://db.example:5432/soundings", true },
		{ "host=/run password=s3cret user=soundings_web", false },
		{ "host=/run sslpassword = 's3cret'", false },
		{ "postgresql://soundings_web:s3cret@db.example/soundings", false },
		{ "postgresql://db.example/soundings?password=s3cret", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char    *text = arena_printf(arena, "database = %s\n", rows[i].value);
		const char    *problem, *shown = NULL;
		struct config *config;

		assert_int_equal(
		    config_parse(arena, "f", text, strlen(text), &config, &problem), ERR_OK);
		assert_string_equal(config->database, rows[i].value);
		for (size_t k = 0; k < config_count(); k++)
			if (strcmp(config_row(arena, config, k).key, "database") == 0)
				shown = config_row(arena, config, k).value;
		assert_non_null(shown);
		assert_int_equal(strcmp(shown, rows[i].value) == 0, rows[i].shown);
		assert_null(strstr(shown, "s3cret"));
	}
}

static void
the_shipped_example_says_every_setting_and_parses(void **state)
{
	FILE          *file = fopen(SRCDIR "/soundings.conf.example", "r");
	char          *made = NULL, *kept = arena_alloc(arena, 100000);
	const char    *problem;
	struct config *config;
	size_t         size = 0, len;
	FILE          *memory = open_memstream(&made, &size);

	(void)state;
	assert_non_null(file);
	len = fread(kept, 1, 99999, file);
	fclose(file);
	config_print_example(memory);
	fclose(memory);
	if (len != size || memcmp(kept, made, size) != 0)
		fail_msg("soundings.conf.example is stale: soundings config example "
		         "> soundings.conf.example");
	assert_int_equal(config_parse(arena, "f", made, size, &config, &problem), ERR_OK);
	free(made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bad_line_is_named_with_what_is_accepted),
		cmocka_unit_test(every_bad_line_is_told_at_once),
		cmocka_unit_test(good_values_are_taken_and_others_keep_their_defaults),
		cmocka_unit_test(a_password_in_a_connection_string_is_not_shown),
		cmocka_unit_test(the_shipped_example_says_every_setting_and_parses),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
