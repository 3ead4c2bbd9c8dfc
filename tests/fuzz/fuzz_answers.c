/* SPDX-License-Identifier: ISC
 *
 * Posted answers against a slow validator that knows the rules, but neither
 * the form tree nor the code under test: both take the same answers, refuse
 * the same items and give the same scores.  Input: NAME=VALUE&NAME=VALUE... */
#include "fuzz.h"

#include <math.h>

#include "base/utf8.h"
#include "form/score.h"

#define PAIRS_MAX 200

#define WORDS "\"name\":\"n\",\"low\":\"l\",\"mid\":\"m\",\"high\":\"h\",\"next_step\":\"x\""
static const char form_text[] =
    "{\"slug\":\"ff\",\"languages\":[\"en\"],\"title\":\"t\",\"name\":\"n\",\"minutes\":1,"
    "\"layout\":\"one-page\",\"words\":{\"dk\":\"d\",\"na\":\"n\",\"send\":\"s\"},"
    "\"start\":{\"heading\":\"h\",\"lead\":\"l\",\"button\":\"b\"},"
    "\"scales\":{\"maturity\":[\"a\",\"b\",\"c\",\"d\",\"e\"]},"
    "\"dimensions\":[{\"code\":\"D1\"," WORDS "},{\"code\":\"D2\"," WORDS "}],"
    "\"scoring\":{\"version\":1,\"share\":\"2/3\",\"overall_needs\":2,\"low_below\":40,"
    "\"high_from\":70},\"pages\":[{\"slug\":\"p1\",\"title\":\"t\",\"items\":["
    "{\"id\":\"A1\",\"kind\":\"maturity\",\"text\":\"q\",\"dk\":true,\"na\":true,\"dimension\":\"D1\"},"
    "{\"id\":\"A2\",\"kind\":\"maturity\",\"text\":\"q\",\"reverse\":true,\"dimension\":\"D1\"},"
    "{\"id\":\"A3\",\"kind\":\"single\",\"text\":\"q\",\"dimension\":\"D1\",\"show_if\":"
    "{\"item\":\"A1\",\"at_least\":3},\"options\":[{\"code\":\"no\",\"label\":\"l\",\"points\":0},"
    "{\"code\":\"half\",\"label\":\"l\",\"points\":\"100/3\"},{\"code\":\"all\",\"label\":\"l\",\"points\":100}]},"
    "{\"id\":\"B1\",\"kind\":\"integer\",\"text\":\"q\",\"low\":-3,\"high\":10,\"dk\":true,\"dimension\":\"D2\","
    "\"points\":[{\"from\":-3,\"points\":0},{\"from\":2,\"points\":\"200/3\"},{\"from\":9,\"points\":100}]},"
    "{\"id\":\"B2\",\"kind\":\"multi\",\"text\":\"q\",\"options\":[{\"code\":\"a\",\"label\":\"l\"},"
    "{\"code\":\"b\",\"label\":\"l\"},{\"code\":\"c\",\"label\":\"l\"}]},"
    "{\"id\":\"B3\",\"kind\":\"text\",\"text\":\"q\",\"max_length\":5,\"required\":true,\"missing\":\"m\","
    "\"show_if\":{\"any\":[{\"item\":\"B2\",\"any_of\":[\"a\",\"c\"]},{\"item\":\"B1\",\"answered\":true}]}},"
    "{\"id\":\"B4\",\"kind\":\"number\",\"text\":\"q\",\"low\":-1.5,\"high\":2.25,\"na\":true},"
    "{\"id\":\"B5\",\"kind\":\"percent\",\"text\":\"q\"}]}]}";

enum { A1, A2, A3, B1, B2, B3, B4, B5, ITEMS };
static const char *const ids[ITEMS] = { "A1", "A2", "A3", "B1", "B2", "B3", "B4", "B5" };

/* What the slow validator makes of one item: a code as in exports. */
struct expected {
	bool   wrong;
	char   code[64];
	double number;
};

struct pair {
	char name[32], value[400];
};

struct posted {
	struct pair pairs[PAIRS_MAX];
	size_t      count;
};

static bool
next_pair(void *context, size_t i, struct text *name, struct text *value)
{
	struct posted *posted = context;

	if (i >= posted->count)
		return false;
	*name = text_of(posted->pairs[i].name);
	*value = text_of(posted->pairs[i].value);
	return true;
}

static bool
read_pairs(const uint8_t *data, size_t len, struct posted *posted)
{
	size_t at = 0;

	posted->count = 0;
	if (len == 0 || !utf8_valid(data, len) || memchr(data, 0, len) != NULL)
		return false;
	while (at < len && posted->count < PAIRS_MAX) {
		struct pair   *pair = &posted->pairs[posted->count++];
		const uint8_t *end = memchr(data + at, '&', len - at);
		size_t         size = end != NULL ? (size_t)(end - data) - at : len - at;
		const uint8_t *equals = memchr(data + at, '=', size);
		size_t         name = equals != NULL ? (size_t)(equals - data) - at : size;
		size_t         value = equals != NULL ? size - name - 1 : 0;

		if (name >= sizeof(pair->name) || value >= sizeof(pair->value))
			return false;
		memcpy(pair->name, data + at, name);
		pair->name[name] = '\0';
		memcpy(pair->value, data + at + size - value, value);
		pair->value[value] = '\0';
		at += size + 1;
	}
	return true;
}

/* Line ends as LF, then blanks off both ends. */
static void
tidy(const char *value, char out[400])
{
	size_t len = 0, from;

	for (size_t i = 0; value[i] != '\0'; i++) {
		if (value[i] == '\r' && value[i + 1] == '\n')
			continue;
		out[len++] = value[i] == '\r' ? '\n' : value[i];
	}
	out[len] = '\0';
	from = strspn(out, " \t\r\n");
	memmove(out, out + from, len - from + 1);
	for (len -= from; len > 0 && strchr(" \t\r\n", out[len - 1]) != NULL; len--)
		out[len - 1] = '\0';
}

/* -?D{1,12}(.D{1,6})? by looking at each character. */
static bool
is_number(const char *s, bool whole, double *number_out)
{
	const char *dot;
	size_t      digits;

	*number_out = strtod(s, NULL);
	s += *s == '-';
	digits = strspn(s, "0123456789");
	if (digits < 1 || digits > 12)
		return false;
	dot = s + digits;
	if (*dot == '\0')
		return true;
	digits = strspn(dot + (*dot == '.'), "0123456789");
	return *dot == '.' && !whole && digits >= 1 && digits <= 6 && dot[1 + digits] == '\0';
}

static bool
one_of(const char *value, const char *list)
{
	char   wrapped[420];
	size_t len = strlen(value);

	if (len > 10 || strchr(value, ' ') != NULL)
		return false;
	snprintf(wrapped, sizeof(wrapped), " %s ", value);
	return strstr(list, wrapped) != NULL;
}

/* May the item have this value at all?  text: the value as it is kept. */
static bool
fits(int item, char *value, double *number_out)
{
	size_t len = strlen(value);

	*number_out = NAN;
	switch (item) {
	case A1:
		return one_of(value, " 1 2 3 4 5 dk na ");
	case A2:
		return one_of(value, " 1 2 3 4 5 ");
	case A3:
		return one_of(value, " no half all ");
	case B2:
		return one_of(value, " a b c ");
	case B1:
		return strcmp(value, "dk") == 0 ||
		       (is_number(value, true, number_out) && *number_out >= -3 &&
		           *number_out <= 10);
	case B4:
		return strcmp(value, "na") == 0 ||
		       (is_number(value, false, number_out) && *number_out >= -1.5 &&
		           *number_out <= 2.25);
	case B5:
		if (len > 0 && value[len - 1] == '%')
			value[--len] = '\0';
		if (len > 0 && value[len - 1] == ' ' && strlen(value) == len)
			value[--len] = '\0';
		return is_number(value, false, number_out) && *number_out >= 0 &&
		       *number_out <= 100;
	default:
		for (size_t i = 0; i < len; i++)
			if (((unsigned char)value[i] < 0x20 && value[i] != '\t') ||
			    value[i] == 0x7f)
				return false;
		return utf8_count(value, len) <= 5;
	}
}

static void
expect_item(const struct posted *posted, int item, struct expected *e)
{
	bool   set[3] = { false };
	char   first[400] = "", value[400];
	double number;

	*e = (struct expected){ .number = NAN };
	for (size_t i = 0; i < posted->count; i++) {
		if (strcmp(posted->pairs[i].name, ids[item]) != 0)
			continue;
		tidy(posted->pairs[i].value, value);
		if (value[0] == '\0')
			continue;
		if (!fits(item, value, &number)) {
			e->wrong = true;
		} else if (item == B2) {
			set[value[0] - 'a'] = true;
		} else if (first[0] == '\0') {
			strcpy(first, value);
			e->number = number;
		} else if (isnan(number) || isnan(e->number) ? strcmp(first, value) != 0
		                                             : number != e->number) {
			e->wrong = true;
		}
	}
	if (item == B2)
		snprintf(e->code, sizeof(e->code), "%s%s%s%s%s", set[0] ? "a" : "",
		    set[0] && (set[1] || set[2]) ? "|" : "", set[1] ? "b" : "",
		    set[1] && set[2] ? "|" : "", set[2] ? "c" : "");
	else
		snprintf(e->code, sizeof(e->code), "%.60s", first);
	if (e->wrong)
		e->code[0] = '\0';
}

static void
expect_all(const struct posted *posted, struct expected e[ITEMS])
{
	for (int i = 0; i < ITEMS; i++)
		expect_item(posted, i, &e[i]);
	if (strchr("345", e[A1].code[0]) == NULL || e[A1].code[0] == '\0')
		e[A3] = (struct expected){ .number = NAN };
	if (strchr(e[B2].code, 'a') == NULL && strchr(e[B2].code, 'c') == NULL &&
	    e[B1].code[0] == '\0')
		e[B3] = (struct expected){ .number = NAN };
	else if (e[B3].code[0] == '\0')
		e[B3].wrong = true;
	for (int i = 0; i < ITEMS; i++)
		if (e[i].wrong || e[i].code[0] != '\0' || !isnan(e[i].number))
			return;
	e[A1].wrong = true; /* nothing is answered at all */
}

static double
points_of(int item, const struct expected *e)
{
	if (e->code[0] == '\0' || strcmp(e->code, "dk") == 0 || strcmp(e->code, "na") == 0)
		return NAN;
	if (item == A1)
		return 25 * (e->code[0] - '1');
	if (item == A2)
		return 25 * ('5' - e->code[0]);
	if (item == A3)
		return e->code[0] == 'n' ? 0 : e->code[0] == 'h' ? 100.0 / 3 : 100;
	return e->number < 2 ? 0 : e->number < 9 ? 200.0 / 3 : 100;
}

static void
same_score(int32_t got, double want)
{
	must(isnan(want) ? got == SCORE_NONE : fabs((double)got - want * 1e6) <= 0.5001);
}

static void
compare_scores(struct arena *arena, const struct form_answers *answers,
    const struct expected e[ITEMS])
{
	double       sum = 0, d1, d2;
	int          given = 0, asked = e[A1].code[0] >= '3' && e[A1].code[0] <= '5' ? 3 : 2;
	struct score score;

	for (int i = A1; i <= A3; i++) {
		double points = points_of(i, &e[i]);

		given += !isnan(points);
		sum += isnan(points) ? 0 : points;
	}
	d1 = 3 * given >= 2 * asked ? sum / given : (double)NAN;
	d2 = points_of(B1, &e[B1]);
	form_score(arena, answers, &score);
	same_score(score.dim[0], d1);
	same_score(score.dim[1], d2);
	same_score(score.overall, (d1 + d2) / 2);
}

static const struct form *
the_form(void)
{
	static const struct form *form;
	static struct arena      *arena;
	struct form_problems      problems;

	if (arena == NULL)
		arena = arena_new((size_t)8 * 1024 * 1024);
	if (form == NULL)
		must(form_read(arena,
		         (struct bytes){ (const uint8_t *)form_text, sizeof(form_text) - 1 },
		         &form, &problems) == ERR_OK);
	return form;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct posted posted;
	struct arena        *arena = fuzz_arena();
	const struct form   *form = the_form();
	struct form_fields   fields = { &posted, next_pair };
	struct form_answers  again = form_answers_new(arena, form);
	struct expected      e[ITEMS];
	struct form_verdict  verdict;
	struct text          json;
	bool                 strange = false, wrong = false;

	if (!read_pairs(data, len, &posted))
		return 0;
	expect_all(&posted, e);
	for (size_t i = 0; i < posted.count; i++) {
		const char *name = posted.pairs[i].name;
		bool        known = false;

		for (int k = 0; k < ITEMS; k++)
			known = known || strcmp(ids[k], name) == 0;
		strange = strange || (name[0] >= 'A' && name[0] <= 'Z' && !known);
	}
	form_check(arena, form, NULL, &fields, NULL, "en", &verdict);
	for (int i = 0; i < ITEMS; i++) {
		const char *sentence = form_verdict_sentence(&verdict, &form->items[i]);
		const char *code = form_answer_code(arena, &verdict.answers, &form->items[i]);

		wrong = wrong || e[i].wrong;
		must((sentence != NULL) == e[i].wrong);
		must(sentence == NULL || utf8_valid(sentence, strlen(sentence)));
		if (isnan(e[i].number))
			must(strcmp(code != NULL ? code : "", e[i].code) == 0);
		else if (!e[i].wrong)
			must(code != NULL && strtod(code, NULL) == e[i].number);
	}
	must(verdict.accepted == (!wrong && !strange));
	compare_scores(arena, &verdict.answers, e);
	json = form_answers_to_json(arena, &verdict.answers, NULL, FORM_PARTS_ALL);
	must(form_answers_from_json(arena, json, &again, NULL) == ERR_OK);
	must(text_equal(json, form_answers_to_json(arena, &again, NULL, FORM_PARTS_ALL)));
	return 0;
}
