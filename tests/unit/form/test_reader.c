/* SPDX-License-Identifier: ISC
 * Every refusal of the form reader: small.json with one thing changed, and
 * the whole of what is said about it, "LINE: POINTER: WRONG; ACCEPTED". */
#include "fixture.h"

struct refusal {
	const char *name, *find, *replace, *want;
};

static const struct refusal refusals[] = {
	{ "a name that is not known", "\"minutes\": 3", "\"minuets\": 3",
	    "1: \"minutes\" is missing; a whole number from 1 to 240\n"
	    "6: /minuets: \"minuets\" is not known here; did you mean \"minutes\"?" },
	{ "an unknown kind", "\"kind\": \"maturity\"", "\"kind\": \"maturty\"",
	    "29: /pages/0/items/0/kind: \"maturty\" is no kind we know; did you mean \"maturity\"?" },
	{ "an unknown kind far from all", "\"kind\": \"maturity\"", "\"kind\": \"slider\"",
	    "29: /pages/0/items/0/kind: \"slider\" is no kind we know; accepted: single, multi, maturity, agreement, rating, scale10, integer, number, percent, text, long-text, email, date, statement" },
	{ "a slug with a capital", "\"slug\": \"small\"", "\"slug\": \"Small\"",
	    "2: /slug: \"Small\" cannot be used as slug; 2 to 40 of a-z, 0-9 and -, a letter first" },
	{ "no languages", "\"languages\": [\"en\", \"de\"]", "\"languages\": []",
	    "3: /languages: \"languages\" has 0 entries; 1 to 16 entries\n"
	    "4: /title/de: \"de\" is not one of this form's languages; accepted: en\n"
	    "33: /pages/0/items/2/options/1/label/de: \"de\" is not one of this form's languages; accepted: en\n"
	    "48: /pages/1/items/8/codes/0/label/de: \"de\" is not one of this form's languages; accepted: en" },
	{ "a language twice", "[\"en\", \"de\"]", "[\"en\", \"de\", \"en\"]",
	    "3: /languages/2: \"en\" is listed twice" },
	{ "a language that is none", "[\"en\", \"de\"]", "[\"en\", \"de\", \"English\"]",
	    "3: /languages/2: this is not a language code; such as \"en\" or \"pt-BR\"" },
	{ "a text in a language that is not listed", "\"de\": \"Ein kleiner",
	    "\"fr\": \"Un petit",
	    "4: /title/fr: \"fr\" is not one of this form's languages; accepted: en, de" },
	{ "no text in the first language", "{\"en\": \"A small form\", ", "{",
	    "4: /title: \"en\" is missing; a text in the form's first language" },
	{ "an empty text", "\"text\": \"Thinks\"", "\"text\": \" \"",
	    "29: /pages/0/items/0/text: this text is empty; words; leave the member out if there are none" },
	{ "a text that is a number", "\"text\": \"Thinks\"", "\"text\": 7",
	    "29: /pages/0/items/0/text: this is not a text; a text, or a map from language to text" },
	{ "a control character", "\"text\": \"Thinks\"", "\"text\": \"Thi\\u0007nks\"",
	    "29: /pages/0/items/0/text: this text holds a control character; printable characters and line ends" },
	{ "minutes out of bounds", "\"minutes\": 3", "\"minutes\": 300",
	    "6: /minutes: \"minutes\" is not such a number; a whole number from 1 to 240" },
	{ "an unknown layout", "\"layout\": \"pages\"", "\"layout\": \"onepage\"",
	    "7: /layout: \"onepage\" is no layout we know; did you mean \"one-page\"?" },
	{ "one page with two", "\"layout\": \"pages\"", "\"layout\": \"one-page\"",
	    "27: /pages: a one-page form has 2 pages; one page, or \"layout\": \"pages\"" },
	{ "four steps of a scale", "\"Often\", \"Always\"]", "\"Often\"]",
	    "18: /scales/maturity: \"maturity\" has 4 entries; 5 entries\n"
	    "29: /pages/0/items/0/kind: the maturity scale has no words; its five texts in /scales" },
	{ "a scale without words",
	    "    \"maturity\": [\"Never\", \"Rarely\", \"Sometimes\", \"Often\", \"Always\"],\n",
	    "",
	    "28: /pages/0/items/0/kind: the maturity scale has no words; its five texts in /scales" },
	{ "ends of a scale without words",
	    "    \"rating\": {\"low\": \"not at all\", \"high\": \"completely\"},\n", "",
	    "45: /pages/1/items/6/kind: the ends of this scale have no words; \"low_end\" and \"high_end\" here or in /scales" },
	{ "a page slug twice", "\"slug\": \"two\"", "\"slug\": \"one\"",
	    "38: /pages/1/slug: \"one\" is used twice; a slug of its own for each page" },
	{ "a page slug that is taken", "\"slug\": \"two\"", "\"slug\": \"check\"",
	    "38: /pages/1/slug: \"check\" is an address of the service; any slug but start, check, later, clear" },
	{ "an id twice, case aside", "\"id\": \"A2\"", "\"id\": \"A1\"",
	    "30: /pages/0/items/1/id: \"A1\" is used twice; an id of its own for each item" },
	{ "an id in small letters", "\"id\": \"A2\"", "\"id\": \"a2\"",
	    "30: /pages/0/items/1/id: \"a2\" cannot be used as id; 2 to 16 letters and figures, a capital first, such as KP01" },
	{ "a dimension that is not there", "\"dimension\": \"HAND\", \"options\"",
	    "\"dimension\": \"HANDS\", \"options\"",
	    "31: /pages/0/items/2/dimension: there is no dimension \"HANDS\"; did you mean \"HAND\"?" },
	{ "a dimension of a text", "\"id\": \"B5\", \"kind\": \"date\"",
	    "\"id\": \"B5\", \"dimension\": \"HEAD\", \"kind\": \"date\"",
	    "44: /pages/1/items/4/dimension: an item of kind date has no points; maturity, agreement, rating, single or a number with points" },
	{ "reverse on options", "\"id\": \"A3\", ", "\"id\": \"A3\", \"reverse\": true, ",
	    "31: /pages/0/items/2/reverse: an item of kind single cannot be reversed; maturity, agreement or rating" },
	{ "don't know on a text", "\"id\": \"B2\", ", "\"id\": \"B2\", \"dk\": true, ",
	    "41: /pages/1/items/1/dk: an item of kind text cannot be answered so; single, scales and numbers" },
	{ "required without its sentence", ", \"missing\": \"Write why\"", "",
	    "41: /pages/1/items/1: a required item without its sentence; a sentence that says what to do, in \"missing\"" },
	{ "true in quotes", "\"reverse\": true", "\"reverse\": \"yes\"",
	    "30: /pages/0/items/1/reverse: \"reverse\" is neither true nor false; true or false" },
	{ "an option that has a meaning of its own", "\"code\": \"no\"", "\"code\": \"dk\"",
	    "32: /pages/0/items/2/options/0/code: \"dk\" has a meaning of its own; set \"dk\" or \"na\" of the item instead" },
	{ "an option twice", "\"code\": \"yes\"", "\"code\": \"no\"",
	    "33: /pages/0/items/2/options/1/code: \"no\" is used twice; a code of its own for each option\n"
	    "46: /pages/1/items/6/show_if/all/0/is: A3 has no option \"yes\"; accepted: no, no" },
	{ "an option without points", "\"label\": \"No\", \"points\": 0", "\"label\": \"No\"",
	    "32: /pages/0/items/2/options/0: \"points\" is missing, and the item counts towards HAND; points from 0 to 100" },
	{ "points above 100", "\"points\": \"200/3\"", "\"points\": \"400/3\"",
	    "33: /pages/0/items/2/options/1/points: these are not points; 0 to 100, whole, or a fraction such as \"200/3\" with a denominator that divides 60" },
	{ "points with a strange denominator", "\"points\": \"200/3\"",
	    "\"points\": \"200/7\"",
	    "33: /pages/0/items/2/options/1/points: these are not points; 0 to 100, whole, or a fraction such as \"200/3\" with a denominator that divides 60" },
	{ "points that are a decimal", "\"points\": \"200/3\"", "\"points\": 66.6667",
	    "33: /pages/0/items/2/options/1/points: these are not points; 0 to 100, whole, or a fraction such as \"200/3\" with a denominator that divides 60" },
	{ "options of a number", "\"id\": \"B4\", ", "\"id\": \"B4\", \"options\": [], ",
	    "43: /pages/1/items/3/options: an item of kind percent has none; only single and multi list options" },
	{ "one option", "[{\"term\": \"It takes\", \"text\": \"three minutes\"}]", "[]",
	    "13: /start/facts: \"facts\" has 0 entries; 1 to 8 entries" },
	{ "a number without an end", ", \"low\": -5, \"high\": 9.5", "",
	    "42: /pages/1/items/2: \"high\" is missing; the largest number that makes sense" },
	{ "bounds the wrong way round", "\"low\": 0, \"high\": 20",
	    "\"low\": 20, \"high\": 20",
	    "35: /pages/0/items/3/high: \"high\" is not above \"low\"; more than \"low\"" },
	{ "bounds of an integer that are not whole", "\"low\": 0, \"high\": 20",
	    "\"low\": 0, \"high\": 20.5",
	    "35: /pages/0/items/3/high: the bounds of an integer are not whole; whole numbers" },
	{ "bounds on a text", "\"id\": \"B2\", ", "\"id\": \"B2\", \"high\": 5, ",
	    "41: /pages/1/items/1/high: an item of kind text has no bounds; only integer, number and percent have bounds" },
	{ "a length of a number", "\"id\": \"B4\", ", "\"id\": \"B4\", \"max_length\": 5, ",
	    "43: /pages/1/items/3/max_length: an item of kind percent has no length; only written answers have it" },
	{ "a length beyond the limit", "\"max_length\": 50", "\"max_length\": 10001",
	    "48: /pages/1/items/8/max_length: \"max_length\" is not such a number; a whole number from 1 to 10000" },
	{ "codes of a date", "\"text\": \"When?\"", "\"text\": \"When?\", \"codes\": []",
	    "44: /pages/1/items/4/codes: an item of kind date has no codes; only text and long-text are sorted so" },
	{ "a code twice", "{\"code\": \"other\"", "{\"code\": \"time\"",
	    "48: /pages/1/items/8/codes/1/code: \"time\" is used twice; a code of its own for each heading" },
	{ "a code that would part a list", "{\"code\": \"other\"", "{\"code\": \"a|b\"",
	    "48: /pages/1/items/8/codes/1/code: \"a|b\" cannot be used as code; 1 to 16 of a-z, 0-9, + and -, a letter or figure first" },
	{ "a code that has a meaning of its own", "{\"code\": \"other\"",
	    "{\"code\": \"none\"",
	    "48: /pages/1/items/8/codes/1/code: \"none\" has a meaning of its own; another word; every answer may have none" },
	{ "one code", ", {\"code\": \"other\", \"label\": \"Other\"}", "",
	    "48: /pages/1/items/8/codes: \"codes\" has 1 entries; 2 to 24 entries" },
	{ "a code without a label", "\"label\": \"Other\"", "\"meaning\": \"Rest\"",
	    "48: /pages/1/items/8/codes/1: \"label\" is missing; a text, or a map from language to text" },
	{ "bands that fall", "{\"from\": 5, \"points\": 100}",
	    "{\"from\": 0, \"points\": 100}",
	    "36: /pages/0/items/3/points/1/from: bands stand in rising order; a larger number than before" },
	{ "bands that begin too high", "{\"from\": 0, \"points\": 0}, ", "",
	    "36: /pages/0/items/3/points: the lowest numbers have no points; a first band that starts at \"low\"" },
	{ "a share above 100", "\"id\": \"B4\", ", "\"id\": \"B4\", \"high\": 120, ",
	    "43: /pages/1/items/3/high: a percentage outside 0 to 100; 0 to 100" },
	{ "an address without its role", "\"role\": \"email\", ", "",
	    "45: /pages/1/items/5: an e-mail address without its role; \"role\": \"email\", so that it is kept apart" },
	{ "a role that does not fit", "\"role\": \"recommend\"", "\"role\": \"consent\"",
	    "47: /pages/1/items/7/role: kind scale10 does not fit the role consent; an item of kind single" },
	{ "a role twice", "\"role\": \"size-exact\"", "\"role\": \"email\"",
	    "53: /pages/1/items/11/role: kind integer does not fit the role email; an item of kind email\n"
	    "53: /pages/1/items/11/role: B6 has the role email already; one item in each role" },
	{ "an unknown role", "\"role\": \"recommend\"", "\"role\": \"recomend\"",
	    "47: /pages/1/items/7/role: \"recomend\" is no role we know; did you mean \"recommend\"?" },
	{ "a preset that is no option", "\"preset\": \"big\"", "\"preset\": \"bog\"",
	    "50: /pages/1/items/10/preset: \"bog\" is no preset we know; did you mean \"big\"?" },
	{ "an option in no group", "\"label\": \"1 to 4\", \"group\": \"Z1\"",
	    "\"label\": \"1 to 4\"",
	    "52: /pages/1/items/10/options/0: \"group\" is missing; accepted: Z1, Z2" },
	{ "an option in an unknown group", "\"label\": \"1 to 4\", \"group\": \"Z1\"",
	    "\"label\": \"1 to 4\", \"group\": \"Z9\"",
	    "52: /pages/1/items/10/options/0/group: \"Z9\" is no group we know; accepted: Z1, Z2" },
	{ "joining a later item", "\"joins\": \"C2\"", "\"joins\": \"C3\"",
	    "53: /pages/1/items/11/joins: no item \"C3\" stands before this one; the id of an item" },
	{ "within a later item", "\"within\": \"C2\"", "\"within\": \"C3\"",
	    "53: /pages/1/items/11/within: no item \"C3\" stands before this one; the id of an item" },
	{ "within an item that has no bands", "\"within\": \"C2\"", "\"within\": \"A3\"",
	    "53: /pages/1/items/11/within: A3 has no bands; \"low\", \"high\" or both at each of its options" },
	{ "a band left out", "\"group\": \"Z2\", \"low\": 10}", "\"group\": \"Z2\"}",
	    "53: /pages/1/items/11/within: C2 has no band for \"big\"; \"low\", \"high\" or both at each of its options" },
	{ "within on an item that is no number", "\"id\": \"B9\", ",
	    "\"id\": \"B9\", \"within\": \"A3\", \"outside\": \"No\", ",
	    "48: /pages/1/items/8/within: an item of kind long-text is no number; integer, number or percent" },
	{ "within without its sentence", ", \"outside\": \"{number} is not in “{band}”\"", "",
	    "53: /pages/1/items/11: a number kept within a band without its sentence; what to do, in \"outside\"" },
	{ "a sentence for a band that is not named", "\"within\": \"C2\", ", "",
	    "53: /pages/1/items/11/outside: this item is kept within no band; the banded item in \"within\"" },
	{ "a band the wrong way round", "\"low\": 5, \"high\": 9}",
	    "\"low\": 9, \"high\": 5}",
	    "52: /pages/1/items/10/options/1/high: \"high\" is below \"low\"; at least \"low\"" },
	{ "a condition on a later item", "{\"item\": \"B1\", \"any_of\": [\"a\", \"b\"]}",
	    "{\"item\": \"B3\", \"answered\": true}",
	    "41: /pages/1/items/1/show_if/item: no item \"B3\" stands before this one; the id of an item" },
	{ "a condition on an option that is not there", "\"any_of\": [\"a\", \"b\"]",
	    "\"any_of\": [\"a\", \"d\"]",
	    "41: /pages/1/items/1/show_if/any_of/1: B1 has no option \"d\"; accepted: a, b, c" },
	{ "a condition without a test", "{\"item\": \"B1\", \"any_of\": [\"a\", \"b\"]}",
	    "{\"item\": \"B1\"}",
	    "41: /pages/1/items/1/show_if: this is not a condition; \"item\" with one of is, any_of, answered, at_least, at_most; or all; or any" },
	{ "a condition with two tests", "\"any_of\": [\"a\", \"b\"]}",
	    "\"any_of\": [\"a\", \"b\"], \"answered\": true}",
	    "41: /pages/1/items/1/show_if: this is not a condition; \"item\" with one of is, any_of, answered, at_least, at_most; or all; or any" },
	{ "a condition that compares a text", "{\"item\": \"B5\", \"answered\": true}",
	    "{\"item\": \"B5\", \"at_least\": 1}",
	    "46: /pages/1/items/6/show_if/all/1/any/2/at_least: B5 is of kind date; a number or a scale" },
	{ "answered is false", "{\"item\": \"B5\", \"answered\": true}",
	    "{\"item\": \"B5\", \"answered\": false}",
	    "46: /pages/1/items/6/show_if/all/1/any/2/answered: \"answered\" is not true; true" },
	{ "a share that is none", "\"share\": \"2/3\"", "\"share\": \"3/2\"",
	    "56: /scoring/share: \"3/2\" is not a share; a fraction up to 1, such as \"2/3\"" },
	{ "more dimensions needed than there are", "\"overall_needs\": 2",
	    "\"overall_needs\": 3",
	    "56: /scoring/overall_needs: \"overall_needs\" is not such a number; a whole number from 0 to 2\n"
	    "58: /stages: stages need an overall score; \"overall_needs\" above 0 in /scoring" },
	{ "a dimension without items", "{\"code\": \"HAND\", \"name\": \"Hand\"",
	    "{\"code\": \"FOOT\", \"name\": \"Foot\", \"low\": \"L\", \"mid\": \"M\", \"high\": \"H\", \"next_step\": \"Go.\"},\n    {\"code\": \"HAND\", \"name\": \"Hand\"",
	    "25: /dimensions/1: no item counts towards \"FOOT\"; items that name this dimension" },
	{ "a dimension without its words", "\"next_step\": \"Act.\"", "\"source\": \"S1\"",
	    "25: /dimensions/1: \"next_step\" is missing; a text, or a map from language to text" },
	{ "a dimension twice", "{\"code\": \"HAND\"", "{\"code\": \"HEAD\"",
	    "25: /dimensions/1/code: \"HEAD\" is used twice; a code of its own\n"
	    "25: /dimensions/1: no item counts towards \"HEAD\"; items that name this dimension\n"
	    "31: /pages/0/items/2/dimension: there is no dimension \"HAND\"; accepted: HEAD, HEAD\n"
	    "35: /pages/0/items/3/dimension: there is no dimension \"HAND\"; accepted: HEAD, HEAD" },
	{ "a lens of an item without points", "[\"A1\", \"A3\"]", "[\"A1\", \"B1\"]",
	    "57: /lens_sets/0/lenses/0/items/1: B1 is not scored; an item of a dimension" },
	{ "a lens of an item that is not there", "[\"A1\", \"A3\"]", "[\"A1\", \"A9\"]",
	    "57: /lens_sets/0/lenses/0/items/1: there is no item \"A9\"; the id of an item" },
	{ "a stage that is not on the path", "{\"stage\": \"end\"}",
	    "{\"stage\": \"ending\"}",
	    "62: /stages/rules/1/stage: \"ending\" is no stage we know; accepted: begin, end" },
	{ "rules that may leave somebody out", "{\"stage\": \"end\"}",
	    "{\"stage\": \"end\", \"any\": [{\"measure\": \"overall\", \"at_least\": 40}]}",
	    "62: /stages/rules/1: a firm may fit no rule; a last rule without gates" },
	{ "a gate without a bound", "{\"measure\": \"overall\", \"below\": 40}",
	    "{\"measure\": \"overall\"}",
	    "61: /stages/rules/0/any/0: a gate needs exactly one bound; \"below\" or \"at_least\"" },
	{ "a gate off the scale", "{\"measure\": \"overall\", \"below\": 40}",
	    "{\"measure\": \"overall\", \"below\": 140}",
	    "61: /stages/rules/0/any/0/below: \"below\" is not on the scale; 0 to 100" },
	{ "a gate on an unknown measure", "\"measure\": \"HEAD\"", "\"measure\": \"TAIL\"",
	    "61: /stages/rules/0/any/1/measure: there is no dimension \"TAIL\"; accepted: HEAD, HAND" },
	{ "stages without an overall score", "\"overall_needs\": 2", "\"overall_needs\": 0",
	    "58: /stages: stages need an overall score; \"overall_needs\" above 0 in /scoring" },
	{ "a fact of the wrong kind", "\"kind\": \"number\", \"item\": \"A4\"",
	    "\"kind\": \"bands\", \"item\": \"A4\"",
	    "65: /facts/0/item: A4 is of kind integer; number and ratio: a number; bands: single; steps: multi" },
	{ "a fact about nothing", "\"kind\": \"number\", \"item\": \"A4\"",
	    "\"kind\": \"number\", \"item\": \"A44\"",
	    "65: /facts/0/item: there is no item \"A44\"; the id of an item" },
	{ "an alert without a condition", ", \"when\": {\"item\": \"B8\", \"at_most\": 6}",
	    "", "66: /alerts/0: \"when\" is missing; an object, { ... }" },
	{ "quartiles out of order", "\"q1\": 40", "\"q1\": 55",
	    "15: /start/example/median: the example's quartiles are out of order; q1 <= median <= q3" },
	{ "a name twice", "\"minutes\": 3,", "\"minutes\": 3, \"minutes\": 4,",
	    "6: duplicate object key; JSON as in RFC 8259, each name once" },
	{ "a comma too many", "\"minutes\": 3,", "\"minutes\": 3,,",
	    "6: string or '}' expected; JSON as in RFC 8259, each name once" },
	{ "a file that breaks off", "    \"sections\": [", "    \"sections\": [<end>",
	    "14: ']' expected; JSON as in RFC 8259, each name once" },
	{ "an item that is no object",
	    "{\"id\": \"C1\", \"kind\": \"statement\", \"text\": \"Thank you.\"}", "\"C1\"",
	    "49: /pages/1/items/9: this is not an object; an object, { ... }" },
	{ "items that are no list", "{\"slug\": \"one\", \"title\": \"First\", \"items\": [",
	    "{\"slug\": \"zero\", \"title\": \"Zero\", \"items\": 3},\n    {\"slug\": \"one\", \"title\": \"First\", \"items\": [",
	    "28: /pages/0/items: \"items\" is not a list; a list, [ ... ]" },
	{ "a name with a slash and a tilde", "\"id\": \"A1\"", "\"a/b~c\": 1, \"id\": \"A1\"",
	    "29: /pages/0/items/0/a~1b~0c: \"a/b~c\" is not known here; accepted: id, kind, role, heading, intro, text, hint, short_text, check_text, missing, wrong, low_end, high_end, required, reverse, dk, na, dimension, joins, joined_as, within, outside, preset, options, groups, points, low, high, max_length, codes, show_if" },
	{ "an escaped name", "\"id\": \"A1\"", "\"\\u00e9\\ud83d\\ude00\": 1, \"id\": \"A1\"",
	    "29: /pages/0/items/0/é😀: \"é😀\" is not known here; accepted: id, kind, role, heading, intro, text, hint, short_text, check_text, missing, wrong, low_end, high_end, required, reverse, dk, na, dimension, joins, joined_as, within, outside, preset, options, groups, points, low, high, max_length, codes, show_if" },
};

/* "<end>" in the replacement: the file breaks off there. */
static struct bytes
changed(const char *find, const char *replace)
{
	struct bytes small = fixture_file("tests/unit/form/small.json");
	const char  *text = (const char *)small.p, *at = strstr(text, find), *end;
	struct buf   b;

	if (at == NULL)
		fail_msg("small.json does not hold %s", find);
	buf_init(&b, arena, 1024 * 1024);
	buf_add(&b, text, (size_t)(at - text));
	end = strstr(replace, "<end>");
	if (end != NULL) {
		buf_add(&b, replace, (size_t)(end - replace));
	} else {
		buf_str(&b, replace);
		buf_str(&b, at + strlen(find));
	}
	return (struct bytes){ (const uint8_t *)buf_as_text(&b).s, b.len };
}

static const char *
problems_of(struct bytes json)
{
	const struct form   *form;
	struct form_problems problems;
	struct buf           b;

	if (form_read(arena, json, &form, &problems) == ERR_OK)
		return "accepted";
	buf_init(&b, arena, 1024 * 1024);
	for (size_t i = 0; i < problems.count; i++)
		buf_fmt(&b, "%s%s", i > 0 ? "\n" : "",
		    form_problem_line(arena, "f", &problems.list[i]) + 2);
	return buf_as_text(&b).s;
}

static void
each_refusal_names_line_pointer_fault_and_remedy(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct arena_mark mark = arena_mark(arena);
		const char *got = problems_of(changed(refusals[i].find, refusals[i].replace));

		if (strcmp(got, refusals[i].want) != 0)
			fail_msg("%s:\n got %s\nwant %s", refusals[i].name, got,
			    refusals[i].want);
		arena_rewind(arena, mark);
	}
}

static void
a_problem_is_one_line_with_its_file(void **state)
{
	struct form_problem problem = { "/pages/0", 12, "this is wrong", "something else" };

	(void)state;
	assert_string_equal(form_problem_line(arena, "forms/x.json", &problem),
	    "forms/x.json:12: /pages/0: this is wrong; something else");
	problem.accepted = NULL;
	problem.pointer = "";
	assert_string_equal(form_problem_line(arena, "forms/x.json", &problem),
	    "forms/x.json:12: this is wrong");
}

static void
deep_and_large_files_are_refused_before_they_are_parsed(void **state)
{
	const struct form   *form;
	struct form_problems problems;
	char                *deep = arena_alloc(arena, 100000);
	uint8_t             *large = arena_alloc(arena, FORM_BYTES_MAX + 1);
	struct bytes         bad = { (const uint8_t *)"{\"a\": \"\xff\"}", 10 };

	(void)state;
	memset(deep, '[', 100000);
	assert_int_equal(
	    form_read(arena, (struct bytes){ (uint8_t *)deep, 100000 }, &form, &problems),
	    ERR_INVALID);
	assert_string_equal(problems.list[0].wrong,
	    "lists and objects are nested too deeply");
	memset(large, ' ', FORM_BYTES_MAX + 1);
	assert_int_equal(
	    form_read(arena, (struct bytes){ large, FORM_BYTES_MAX + 1 }, &form, &problems),
	    ERR_TOO_LARGE);
	assert_string_equal(problems.list[0].accepted, "a form of at most 1 MiB");
	assert_int_equal(form_read(arena, bad, &form, &problems), ERR_INVALID);
	assert_string_equal(problems.list[0].wrong, "the file is not well-formed UTF-8");
	assert_int_equal(form_read(arena, (struct bytes){ large, 0 }, &form, &problems),
	    ERR_INVALID);
	bad = (struct bytes){ (const uint8_t *)"{\"minutes\": 4\0}", 15 };
	assert_int_equal(form_read(arena, bad, &form, &problems), ERR_INVALID);
	assert_string_equal(problems.list[0].wrong, "the file holds a NUL character");
}

static void
at_most_a_hundred_problems_are_listed(void **state)
{
	const struct form   *form;
	struct form_problems problems;
	struct buf           b;

	(void)state;
	buf_init(&b, arena, 1024 * 1024);
	buf_char(&b, '{');
	for (int i = 0; i < 500; i++)
		buf_fmt(&b, "%s\"x%d\": 1", i > 0 ? ",\n" : "", i);
	buf_char(&b, '}');
	assert_int_equal(
	    form_read(arena, (struct bytes){ (const uint8_t *)buf_as_text(&b).s, b.len },
	        &form, &problems),
	    ERR_INVALID);
	assert_int_equal(problems.count, 100);
	for (size_t i = 1; i < problems.count; i++)
		assert_true(problems.list[i - 1].line <= problems.list[i].line);
}

static void
an_item_id_keeps_its_meaning(void **state)
{
	static const struct {
		const char *find, *replace, *want;
	} rows[] = {
		{ "\"text\": \"Thinks\"", "\"text\": \"Thinks well\"", NULL },
		{ "\"minutes\": 3", "\"minutes\": 4", NULL },
		{ "\"kind\": \"agreement\"", "\"kind\": \"maturity\"",
		    "kind was agreement and is now maturity" },
		{ "\"reverse\": true, ", "", "it was reversed and is no longer" },
		{ "\"na\": true, \"dimension\": \"HEAD\"",
		    "\"na\": true, \"dimension\": \"HAND\"",
		    "dimension was HEAD and is now HAND" },
		{ "\"role\": \"recommend\", ", "", "role was recommend and is now none" },
		{ "\"points\": \"200/3\"", "\"points\": \"400/6\"", NULL },
		{ "\"points\": \"200/3\"", "\"points\": 67",
		    "option yes has other points than before" },
		{ "{\"from\": 5, \"points\": 100}", "{\"from\": 6, \"points\": 100}",
		    "its numbers have other points than before" },
		{ "\"label\": \"5 to 9\", \"group\": \"Z1\"",
		    "\"label\": \"5 to 9\", \"group\": \"Z2\"",
		    "option small is in another comparison group than before" },
		{ "{\"code\": \"c\", \"label\": \"Cee\"}",
		    "{\"code\": \"d\", \"label\": \"Dee\"}", "option c is gone" },
		{ "\"id\": \"C3\"", "\"id\": \"C9\"", NULL },
	};
	const struct form *older = fixture_form_of(
	    fixture_file("tests/unit/form/small.json"));

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes         json;
		struct form_problems problems;

		json = changed(rows[i].find, rows[i].replace);
		problems = form_meaning_changes(arena, older, fixture_form_of(json));
		if (rows[i].want == NULL) {
			assert_int_equal(problems.count, 0);
			continue;
		}
		if (problems.count != 1 ||
		    strstr(problems.list[0].wrong, rows[i].want) == NULL)
			fail_msg("row %zu: %zu problems, %s", i, problems.count,
			    problems.count > 0 ? problems.list[0].wrong : "none");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_refusal_names_line_pointer_fault_and_remedy),
		cmocka_unit_test(a_problem_is_one_line_with_its_file),
		cmocka_unit_test(deep_and_large_files_are_refused_before_they_are_parsed),
		cmocka_unit_test(at_most_a_hundred_problems_are_listed),
		cmocka_unit_test(an_item_id_keeps_its_meaning),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
