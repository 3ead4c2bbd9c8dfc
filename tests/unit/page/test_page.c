/* SPDX-License-Identifier: ISC
 *
 * Pages that need no database, compared byte for byte with golden files
 * (UPDATE_GOLDEN=1 make check rewrites them; read the diff), and the promises
 * of src/page/prepared.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/random.h"
#include "config/config.h"
#include "database/db.h"
#include "form/answers.h"
#include "http/http.h"
#include "link/link.h"
#include "page/field.h"
#include "page/page.h"
#include "page/prepared.h"
#include "response/catalogue.h"
#include "router/router.h"
#include "view/view.h"

#define NOW INT64_C(1795012320000000) /* 18 November 2026, 14:32 */

static struct arena          *process, *arena;
static struct page_site       site;
static struct catalogue_form *form;

static struct bytes
read_file(const char *name)
{
	char   path[1024];
	FILE  *f;
	char  *text = arena_alloc(process, 1024 * 1024);
	size_t n = 0;

	print_to(path, sizeof path, "%s/%s", SRCDIR, name);
	f = fopen(path, "r");
	if (f != NULL) {
		n = fread(text, 1, 1024 * 1024 - 1, f);
		fclose(f);
	}
	return (struct bytes){ (const uint8_t *)text, n };
}

static void
quiet(enum log_event event, const char *line)
{
	(void)event;
	(void)line;
}

static int
setup(void **state)
{
	static const char text[] = "operator_name = Longshore and Vane\n"
	                           "operator_contact = help@soundings.example\n"
	                           "operator_phone = +44 20 7946 0018\n";
	struct config    *config;
	struct link_keys *keys;
	const char       *problem;

	(void)state;
	random_start();
	log_set_sink(quiet); /* the database is away on purpose */
	process = arena_new((size_t)64 * 1024 * 1024);
	arena = arena_new((size_t)64 * 1024 * 1024);
	if (config_parse(process, "test", text, sizeof text - 1, &config, &problem) !=
	        ERR_OK ||
	    link_keys_parse(process, link_keys_generate(process, NULL), &keys, &problem) !=
	        ERR_OK ||
	    view_open(process, &site.views) != ERR_OK)
		return -1;
	site.process = process;
	site.config = config;
	site.keys = keys;
	site.db = db_open("host=/nonexistent", "test");
	if (page_site_start(&site) != ERR_OK)
		return -1;
	return catalogue_add(site.forms, 1, 1, 1,
	           read_file("tests/unit/page/every-kind.json"), &form) == ERR_OK
	           ? 0
	           : -1;
}

static int
teardown(void **state)
{
	(void)state;
	db_close(site.db);
	arena_free(arena);
	arena_free(process);
	return 0;
}

struct row {
	const char *name, *method, *path, *body, *type;
	int         status;
};

static const struct row rows[] = {
	{ "home", "GET", "/", NULL, NULL, 200 },
	{ "start", "GET", "/s/every-kind", NULL, NULL, 200 },
	{ "start-ar", "GET", "/s/every-kind?language=ar", NULL, NULL, 200 },
	{ "questions", "GET", "/s/every-kind/questions", NULL, NULL, 200 },
	{ "choices", "GET", "/s/every-kind/choices", NULL, NULL, 200 },
	{ "choices-ar", "GET", "/s/every-kind/choices?language=ar", NULL, NULL, 200 },
	{ "unavailable", "POST", "/s/every-kind/choices",
	    "AA1=yes&AA3=x&AA3=y&AA6=na&AA7=10", NULL, 503 },
	{ "errors", "POST", "/s/every-kind/words",
	    "BB1=many&BB2=101&BB3=a+%3Cb%3E&BB4=one%0D%0Atwo&BB5=a%40b&ZZ1=1", NULL, 503 },
	{ "clear", "GET", "/s/every-kind/clear", NULL, NULL, 200 },
	{ "privacy", "GET", "/privacy", NULL, NULL, 200 },
	{ "accessibility", "GET", "/accessibility", NULL, NULL, 200 },
	{ "comparing", "GET", "/how-we-compare", NULL, NULL, 200 },
	{ "sign-in", "GET", "/sign-in?next=/me/sessions", NULL, NULL, 200 },
	{ "sign-in-link", "GET", "/sign-in/abc", NULL, NULL, 200 },
	{ "sign-in-first", "GET", "/me", NULL, NULL, 303 },
	{ "sign-in-ended", "POST", "/me/sessions", "end=others", NULL, 403 },
	{ "error-404", "GET", "/nothing", NULL, NULL, 404 },
	{ "error-405", "POST", "/privacy", "a=b", NULL, 405 },
	{ "error-413", "POST", "/s/every-kind/words", "@long", NULL, 413 },
	{ "error-415", "POST", "/s/every-kind/words", "{}", "application/json", 415 },
	{ "error-503", "GET", "/receipt/@receipt", NULL, NULL, 503 },
	{ "link-altered", "GET", "/receipt/abc", NULL, NULL, 404 },
	{ "link-over", "GET", "/receipt/@over", NULL, NULL, 410 },
};

static struct text
path_of(const char *path)
{
	const char *at = strchr(path, '@');
	struct uuid id = uuid_new();

	if (at == NULL)
		return text_of(path);
	return text_of(arena_printf(arena, "%.*s%s", (int)(at - path), path,
	    link_make(arena, site.keys, LINK_RECEIPT, id, 1,
	        strcmp(at, "@over") == 0 ? NOW - 1000000 : NOW + 1000000)
	        .s));
}

static struct http_response
serve(const struct row *row)
{
	struct http_request  request = { .request_id = TEXT_LIT("9c1d-e0f4") };
	struct http_response response;

	assert_int_equal(
	    router_split(arena, path_of(row->path), &request.path, &request.query), ERR_OK);
	request.method = http_method_of(text_of(row->method));
	if (row->body != NULL) {
		const char *body = row->body;
		char       *long_one;

		if (strcmp(body, "@long") == 0) {
			long_one = arena_alloc(arena, 1100001);
			memset(long_one, 'a', 1100000);
			body = long_one;
		}
		request.body = (struct bytes){ (const uint8_t *)body, strlen(body) };
		request.content_type = row->type
		                           ? text_of(row->type)
		                           : TEXT_LIT("application/x-www-form-urlencoded");
	}
	page_serve(&site, arena, &request, NOW, &response);
	return response;
}

/* What differs from run to run: the form's id and hashes in names of files. */
static char *
steady(struct bytes body)
{
	char       *out = calloc(1, body.len + 1);
	const char *p = (const char *)body.p, *end = p + body.len;
	char       *o = out;

	while (p < end) {
		static const char mark[] = "name=\"id\" value=\"";
		static const char file[] = "/static/soundings-";

		if ((size_t)(end - p) > sizeof mark &&
		    memcmp(p, mark, sizeof mark - 1) == 0) {
			o = stpcpy(stpcpy(o, mark), "ID");
			p = strchr(p + sizeof mark - 1, '"');
		} else if ((size_t)(end - p) > sizeof file &&
		           memcmp(p, file, sizeof file - 1) == 0) {
			o = stpcpy(stpcpy(o, file), "HASH");
			p = strchr(p + sizeof file - 1, '.');
		} else {
			*o++ = *p++;
		}
	}
	*o = '\0';
	return out;
}

static void
pages_are_as_their_golden_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct http_response response;
		char                 name[256], path[1024], *got;
		struct bytes         want;

		arena_reset(arena);
		response = serve(&rows[i]);
		if (response.status != rows[i].status)
			fail_msg("%s: status %d instead of %d", rows[i].name,
			    response.status, rows[i].status);
		got = steady(response.body);
		print_to(name, sizeof name, "tests/unit/page/golden/%s.html", rows[i].name);
		if (getenv("UPDATE_GOLDEN") != NULL) {
			FILE *f;

			print_to(path, sizeof path, "%s/%s", SRCDIR, name);
			f = fopen(path, "w");
			assert_non_null(f);
			fputs(got, f);
			fclose(f);
		}
		want = read_file(name);
		if (strlen(got) != want.len || memcmp(got, want.p, want.len) != 0)
			fail_msg("%s differs from %s", rows[i].name, name);
		free(got);
	}
}

/* One of each state that an item can be in, different in every round. */
static void
some_answers(struct form_answers *answers, unsigned round)
{
	const struct form *f = answers->form;

	for (size_t i = 0; i < f->item_count; i++) {
		const struct form_item *item = &f->items[i];
		struct form_answer     *a = &answers->items[i];
		unsigned                way = (round * 7 + (unsigned)i * 5) % 4;

		if (way == 1 && item->dk)
			a->state = FORM_DK;
		else if (way == 2 && item->na)
			a->state = FORM_NA;
		else if (way != 0 && form_kind_has_options(item->kind)) {
			a->state = FORM_CHOSEN;
			a->options = UINT64_C(1) << ((round + i) % item->option_count);
		} else if (way != 0 && form_kind_is_number(item->kind)) {
			a->state = FORM_NUMBERED;
			a->number = (int64_t)(round % 10) * FORM_UNIT;
		} else if (way != 0 && form_kind_is_text(item->kind)) {
			a->state = FORM_WRITTEN;
			a->text = TEXT_LIT("a \"b\" <c> & checked>");
		}
	}
}

static enum err
only_fields(struct page_context *page, const struct catalogue_form *f,
    const struct form_page *of, struct html fields, struct html *html_out)
{
	(void)page;
	(void)f;
	(void)of;
	*html_out = fields;
	return ERR_OK;
}

static void
a_page_put_together_is_the_page_rendered_whole(void **state)
{
	const struct form *f = form->definition;

	(void)state;
	form->page_cache = NULL;
	for (unsigned round = 0; round < 200; round++) {
		struct page_context page = { .site = &site,
			.arena = arena,
			.language = f->languages[round % f->language_count] };
		struct form_answers answers;

		arena_reset(arena);
		answers = form_answers_new(arena, f);
		some_answers(&answers, round);
		for (size_t i = 0; i < f->page_count; i++) {
			const struct prepared_page *prepared;
			struct html                 whole, pieces;

			assert_int_equal(page_fields_html(&page, f, &f->pages[i], &answers,
			                     NULL, false, &whole),
			    ERR_OK);
			assert_int_equal(
			    page_prepared(&page, form, &f->pages[i], only_fields, &prepared),
			    ERR_OK);
			pieces = page_assemble(&page, form, prepared, &answers,
			    TEXT_LIT("id"), HTML_LIT(""));
			assert_string_equal(pieces.s, whole.s);
		}
	}
	form->page_cache = NULL;
}

static void
every_row_of_the_table_has_words_and_a_limit_where_it_takes_a_body(void **state)
{
	size_t              count;
	const struct route *routes = page_routes(&count);

	(void)state;
	assert_true(count > 20);
	for (size_t i = 0; i < count; i++) {
		assert_true(strlen(routes[i].prose) > 0);
		assert_int_equal(routes[i].method == HTTP_POST, routes[i].body_limit > 0);
		if (routes[i].method == HTTP_POST)
			assert_int_not_equal(routes[i].csrf, ROUTE_READS);
	}
}

static void
home_promises_a_report_only_where_one_is_sent(void **state)
{
	static const struct {
		bool        feedback, survey;
		const char *says, *never;
	} row[] = {
		{ true, false, "You see at once that we have your answers", "report" },
		{ false, true, "<li>You see your own result at once. By email",
		    "we have your" },
		{ true, true, "<li>Preparedness survey: you see your own result",
		    "we have your" },
		{ false, false, "<li>You see your own result at once. By email",
		    "we have your" },
	};
	static const struct row home = { "home", "GET", "/", NULL, NULL, 200 };
	struct catalogue_form  *feedback, *survey;

	(void)state;
	assert_int_equal(catalogue_add(site.forms, 1, 2, 1,
	                     read_file("forms/matter-feedback.json"), &feedback),
	    ERR_OK);
	assert_int_equal(catalogue_add(site.forms, 1, 3, 1,
	                     read_file("forms/kam-preparedness.json"), &survey),
	    ERR_OK);
	form->open = false;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		char *page;

		arena_reset(arena);
		feedback->open = row[i].feedback;
		survey->open = row[i].survey;
		page = steady(serve(&home).body);
		if (strstr(page, row[i].says) == NULL)
			fail_msg("row %zu does not say: %s", i, row[i].says);
		if (strstr(page, row[i].never) != NULL)
			fail_msg("row %zu says: %s", i, row[i].never);
		free(page);
	}
	form->open = true;
	feedback->open = survey->open = false;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_as_their_golden_files),
		cmocka_unit_test(a_page_put_together_is_the_page_rendered_whole),
		cmocka_unit_test(
		    every_row_of_the_table_has_words_and_a_limit_where_it_takes_a_body),
		cmocka_unit_test(home_promises_a_report_only_where_one_is_sent),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
