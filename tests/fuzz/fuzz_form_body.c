/* SPDX-License-Identifier: ISC
 *
 * A form body is refused with a reason, or keeps every stated limit and reads
 * the same after it is written again. */
#include "fuzz.h"

#include "base/utf8.h"
#include "http/http.h"

static bool
is_clean(struct text t)
{
	return memchr(t.s, '\0', t.len) == NULL && memchr(t.s, '\r', t.len) == NULL &&
	       utf8_valid(t.s, t.len) && t.s[t.len] == '\0';
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena       *arena = fuzz_arena();
	struct http_fields *fields, *again;
	struct http_problem problem;
	struct http_pair   *pairs;
	struct text         body;
	size_t              count;
	enum err err = http_parse_form(arena, (struct bytes){ data, len }, &fields, &problem);

	must((err == ERR_OK) == (problem.kind == HTTP_FINE));
	if (err != ERR_OK) {
		must(http_problem_sentence(arena, &problem).len > 0);
		must(http_problem_status(&problem) >= 400);
		return 0;
	}
	count = http_field_count(fields);
	must(len <= HTTP_BODY_MAX && count <= HTTP_FIELDS_MAX);
	pairs = ARENA_ARRAY(arena, struct http_pair, count);
	for (size_t i = 0; i < count; i++) {
		pairs[i] = http_field_at(fields, i);
		must(is_clean(pairs[i].name) && is_clean(pairs[i].value));
		must(pairs[i].name.len <= HTTP_NAME_MAX);
		must(utf8_count(pairs[i].value.s, pairs[i].value.len) <= HTTP_VALUE_MAX);
	}
	body = http_write_form(arena, pairs, count);
	if (body.len > HTTP_BODY_MAX)
		return 0;
	err = http_parse_form(arena, (struct bytes){ (const uint8_t *)body.s, body.len },
	    &again, &problem);
	must(err == ERR_OK && http_field_count(again) == count);
	for (size_t i = 0; i < count; i++) {
		must(text_equal(http_field_at(again, i).name, pairs[i].name));
		must(text_equal(http_field_at(again, i).value, pairs[i].value));
	}
	return 0;
}
