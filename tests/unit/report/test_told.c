/* SPDX-License-Identifier: ISC
 *
 * Page, mail, text and PDF say what the JSON says: of each area and overall the
 * own score, median, middle half, quarter and place, of the group its name and
 * size, and the lenses. */
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/clock.h"
#include "form/form.h"
#include "report/pdf.h"
#include "tests/unit/report/drawn.h"

#define ANSWERED (INT64_C(1795012320) * CLOCK_SECOND)

/* Words with one blank between them: no marks, no line ends. */
static const char *
flat(const char *of)
{
	struct buf  b;
	const char *at = of;
	bool        blank = false;

	buf_init(&b, arena, 2 * strlen(of) + 64);
	while (*at != '\0') {
		const char *mark = *at == '<' ? strchr(at, '>') : NULL;
		bool        space = strncmp(at, "&nbsp;", 6) == 0;

		if (mark != NULL || space || strchr(" \n\f", *at) != NULL) {
			blank = true;
			at = mark != NULL ? mark + 1 : at + (space ? 6 : 1);
			continue;
		}
		if (blank)
			buf_char(&b, ' ');
		blank = false;
		buf_char(&b, *at++);
	}
	buf_char(&b, ' ');
	return buf_as_text(&b).s;
}

/* NULL without the program. */
static const char *
on_paper(struct bytes pdf)
{
	char   path[] = "/tmp/told-XXXXXX";
	char  *out = arena_alloc(arena, 256 * 1024);
	int    file = mkstemp(path);
	size_t got;
	FILE  *pipe;

	assert_true(file >= 0);
	assert_int_equal(write(file, pdf.p, pdf.len), pdf.len);
	close(file);
	pipe = popen(arena_printf(arena, "pdftotext -raw %s -", path), "r");
	assert_non_null(pipe);
	got = fread(out, 1, 256 * 1024 - 1, pipe);
	out[got] = '\0';
	unlink(path);
	return pclose(pipe) == 0 ? flat(out) : NULL;
}

/* From fields of an object, as a report prints them; NULL for null. */
static const char *
word_of(json_t *from, const char *field)
{
	return json_string_value(json_object_get(from, field));
}

static const char *
rounded(json_t *from, const char *field, int parts)
{
	json_t *exact = json_object_get(from, field);

	return json_is_number(exact)
	           ? arena_printf(arena, "%g",
	                 (double)(int64_t)(json_number_value(exact) * parts + 0.5) / parts)
	           : NULL;
}

static const char *
whole(json_t *from, const char *field)
{
	return rounded(from, field, 1);
}

/* "44.5", "44"; in columns "44.0". */
static const char *
half(json_t *from, const char *field)
{
	return rounded(from, field, 2);
}

static const char *
in_column(json_t *from, const char *field)
{
	const char *said = half(from, field);

	return said == NULL || strchr(said, '.') != NULL ? said
	                                                 : arena_printf(arena, "%s.0", said);
}

static const char *
rank_of(json_t *shown)
{
	json_t *exact = json_object_get(shown, "percentile");
	int     steps = (int)(json_number_value(exact) / 5 + 0.5);

	return json_is_number(exact) ? arena_printf(arena, "%d",
	                                   5 * (steps < 1       ? 1
	                                           : steps > 19 ? 19
	                                                        : steps))
	                             : NULL;
}

struct told {
	const char *name, *own, *median, *median_said, *quarter, *rank, *middle,
	    *middle_said;
};

static struct told
told_of(json_t *json, const char *code, const char *name)
{
	json_t     *shown = json_object_get(json_object_get(json, "comparison"), code);
	struct told t = { .name = name,
		.own = whole(json_object_get(json, "scores"), code),
		.median = in_column(shown, "median"),
		.median_said = half(shown, "median"),
		.rank = rank_of(shown) };

	if (word_of(shown, "quarter") != NULL)
		t.quarter = arena_printf(arena, "%s quarter", word_of(shown, "quarter"));
	if (half(shown, "q1") != NULL) {
		t.middle = arena_printf(arena, "%s to %s", in_column(shown, "q1"),
		    in_column(shown, "q3"));
		t.middle_said =
		    arena_printf(arena, "%s to %s", half(shown, "q1"), half(shown, "q3"));
	}
	/* A place among quarters is told with the quartiles alone. */
	assert_true(t.quarter == NULL || t.middle != NULL);
	return t;
}

static void
has(const char *form, const char *text, const char *words)
{
	if (text != NULL && strstr(text, words) == NULL)
		fail_msg("%s does not say \"%s\"", form, words);
}

#define SAYS(form, text, ...) has((form), (text), arena_printf(arena, __VA_ARGS__))

struct forms {
	const char *page, *marked, *mail, *text, *paper;
};

/* Where no quarter is told, what stands in its place is another test's. */
static void
row_is_told(const struct forms *f, const struct told *t)
{
	const char *own = t->own != NULL ? t->own : "no score";
	const char *median = t->median != NULL ? t->median : REPORT_WITHHELD;
	const char *middle = t->middle_said != NULL
	                         ? arena_printf(arena, " ; middle half %s", t->middle_said)
	                         : "";

	if (t->quarter != NULL || t->own == NULL || t->median == NULL) {
		const char *place =
		    t->quarter != NULL ? arena_printf(arena, " %s", t->quarter) : "";

		SAYS("the page", f->page, " %s%s%s %s %s ", t->name, place, middle, own,
		    median);
		SAYS("the PDF", f->paper, " %s%s %s %s ", t->name, place, own, median);
	} else {
		SAYS("the page", f->page, " the median%s %s %s ", middle, own, median);
		SAYS("the PDF", f->paper, " the median %s %s ", own, median);
	}
	SAYS("the text", f->text, " %s %s %s%s%s ", t->name, t->own != NULL ? own : "-",
	    median, t->middle != NULL ? " " : "", t->middle != NULL ? t->middle : "");
	SAYS("the mail", f->mail, " %s %s ", t->name, own);
	if (t->own == NULL)
		return;
	if (t->quarter != NULL)
		SAYS("the mail", f->mail,
		    " %s %s Half of comparable firms: %s; median %s. You are in the %s. ",
		    t->name, own, t->middle_said, t->median_said, t->quarter);
	else if (t->median != NULL)
		SAYS("the mail", f->mail, " %s %s Median of comparable firms: %s. ", t->name,
		    own, t->median_said);
	else
		SAYS("the mail", f->mail, " %s %s Nothing about comparable firms is shown. ",
		    t->name, own);
}

static void
overall_is_told(const struct forms *f, const struct told *t)
{
	const char *low, *low_end, *place;

	if (t->own == NULL || t->median == NULL)
		return;
	SAYS("the PDF", f->paper, " median %s ", t->median_said);
	if (t->quarter == NULL) {
		SAYS("a picture", f->marked, "The median of comparable firms is %s.",
		    t->median_said);
		return;
	}
	low = t->middle_said;
	low_end = strstr(low, " to ");
	place = t->rank != NULL
	            ? arena_printf(arena, " and ahead of about %s in 100 comparable firms",
	                  t->rank)
	            : "";
	SAYS("the page", f->page, " Overall you score %s, in the %s of the field%s. ",
	    t->own, t->quarter, place);
	SAYS("the PDF", f->paper, " Overall you score %s, in the %s of the field%s. ",
	    t->own, t->quarter, place);
	SAYS("a picture", f->marked, "lie between %.*s and %s; their median is %s.",
	    (int)(low_end - low), low, low_end + 4, t->median_said);
	place = t->rank != NULL
	            ? arena_printf(arena, ", and you are ahead of about %s in 100 of them",
	                  t->rank)
	            : "";
	for (int i = 0; i < 2; i++)
		SAYS(i == 0 ? "the mail" : "the text", i == 0 ? f->mail : f->text,
		    " Overall you score %s; half of comparable firms lie between %.*s and %s%s.",
		    t->own, (int)(low_end - low), low, low_end + 4, place);
}

/* The JSON names the group by its code; there is but one here. */
static void
group_is_told(const struct forms *f, json_t *shown)
{
	const char *band = word_of(shown, "n_band");
	const char *dash = strchr(band, '-');
	const char *of;

	assert_string_equal(word_of(shown, "cell"), "law");
	band = dash != NULL
	           ? arena_printf(arena, "%.*s–%s", (int)(dash - band), band, dash + 1)
	           : band;
	of = arena_printf(arena, "Compared with law firms, all regions Number of firms %s ",
	    band);
	has("the page", f->page, of);
	has("the PDF", f->paper, of);
	of = arena_printf(arena, "The group is law firms, all regions, %s of them.", band);
	has("the text", f->text, of);
	has("the mail", f->mail, of);
}

static void
lens_is_told(const struct forms *f, const struct form_lens *lens, const char *own)
{
	const char *name = form_say(case_form, lens->name, "en");
	const char *note = form_say(case_form, lens->note, "en");
	const char *plain, *starred;

	own = own != NULL ? own : "no score";
	plain = arena_printf(arena, " %s %s %s ", name, note, own);
	starred = arena_printf(arena, " %s %s * %s ", name, note, own);
	has("the page", f->page, strstr(f->page, starred) != NULL ? starred : plain);
	if (f->paper != NULL)
		has("the PDF", f->paper, strstr(f->paper, starred) != NULL ? starred : plain);
}

static void
each_form_says_the_figures_of_the_json(void **state)
{
	/* Of RAW_B some areas have no score. */
	static const struct {
		const char     *raw;
		enum case_group group;
	} row[] = {
		{ RAW_A, GROUP_FEW },
		{ RAW_A, GROUP_TEN },
		{ RAW_A, GROUP_FULL },
		{ RAW_B, GROUP_FULL },
		{ RAW_A, GROUP_FORTY },
		{ RAW_A, GROUP_MIXED },
		{ RAW_B, GROUP_MIXED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const struct report_case given = { row[i].raw, case_facts, row[i].group,
			NULL, false, NULL };
		struct report_model     *m = case_build(arena, &given, NULL);
		struct text              told = report_json(arena, m);
		json_t                  *json = json_loads(told.s, 0, NULL);
		struct bytes             pdf;
		struct forms f = { flat(html_of(m).s), html_of(m).s, flat(mail_of(m).s),
			flat(text_of_report(m).s), NULL };
		struct told  t = told_of(json, "overall", NULL);

		assert_non_null(json);
		assert_int_equal(report_pdf(arena, m, ANSWERED, &pdf), ERR_OK);
		f.paper = on_paper(pdf);
		print_message("row %zu\n", i);
		overall_is_told(&f, &t);
		for (size_t k = 0; k < case_form->dimension_count; k++) {
			const struct form_dimension *dim = &case_form->dimensions[k];

			t = told_of(json, dim->code, form_say(case_form, dim->name, "en"));
			row_is_told(&f, &t);
		}
		group_is_told(&f,
		    json_object_get(json_object_get(json, "comparison"), "LEAD"));
		for (size_t k = 0; k < case_form->lens_count; k++) {
			const struct form_lens *lens = &case_form->lenses[k];

			/* Two sets have a place. */
			if (lens->set < 2)
				lens_is_told(&f, lens,
				    whole(json_object_get(json, "lenses"), lens->code));
		}
		json_decref(json);
		arena_reset(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_says_the_figures_of_the_json),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
