/* SPDX-License-Identifier: ISC
 *
 * desk.c - GET /review: what waits for a decision; and what all pages of the
 * desk share. */
#include "page/desk.h"
#include "page/desk_words.h"

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "benchmark/bench_build.h"
#include "database/db.h"
#include "form/quality.h"
#include "http/http.h"
#include "page/frame.h"
#include "response/catalogue.h"

#define NAME_CHARS 8

const char *
desk_name(struct page_context *page, struct uuid response)
{
	return arena_strndup(page->arena, uuid_text(page->arena, response), NAME_CHARS);
}

enum err
desk_answers(struct page_context *page, int64_t form, int32_t version, struct text json,
    struct form_answers *answers_out)
{
	struct catalogue_form *f;

	TRY(catalogue_version(page->site->forms, page->site->db, page->session->firm, form,
	    version, &f));
	*answers_out = form_answers_new(page->arena, f->definition);
	return form_answers_from_json(page->arena, json, answers_out, NULL);
}

static void
add_option(struct buf *b, const struct form_answers *answers, enum form_role role,
    const char *language)
{
	const struct form_item   *item = form_item_of(answers->form, role);
	const struct form_option *option;
	int chosen = item == NULL ? -1 : form_answer_option(&answers->items[item->index]);

	if (chosen < 0)
		return;
	option = &item->options[chosen];
	if (b->len > 0)
		buf_str(b, ", ");
	buf_str(b, form_say(answers->form,
	               form_said(option->short_label) ? option->short_label : option->label,
	               language));
}

const char *
desk_group(struct page_context *page, const struct form_answers *answers)
{
	struct buf b;

	buf_init(&b, page->arena, 1000);
	add_option(&b, answers, FORM_ROLE_PROFESSION, page->language);
	add_option(&b, answers, FORM_ROLE_SIZE, page->language);
	add_option(&b, answers, FORM_ROLE_REGION, page->language);
	return b.len > 0 ? buf_as_text(&b).s : "";
}

bool
desk_contact_agreed(const struct form_answers *answers)
{
	const struct form_item *item = form_item_of(answers->form, FORM_ROLE_CONTACT);
	int option = item == NULL ? -1 : form_answer_option(&answers->items[item->index]);

	return option >= 0 && strcmp(item->options[option].code, "yes") == 0;
}

const char *
desk_pool(struct page_context *page, struct text pool)
{
	static const char *const words[][2] = {
		{ "waiting", WORD("waiting") },
		{ "included", WORD("included") },
		{ "held", WORD("held") },
		{ "withdrawn", WORD("withdrawn") },
		{ "ready", WORD("ready to include") },
		{ "single", WORD("to be decided one by one") },
		{ "unready", WORD("not confirmed, or no consent") },
		{ "asked", WORD("asked, no answer yet") },
		{ "kept", WORD("all but withdrawn") },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(pool, words[i][0]))
			return page_t(page, words[i][1]);
	return pool.s;
}

const char *
desk_flag(struct page_context *page, struct text flag)
{
	static const char *const words[FORM_FLAG__MAX] = {
		[FORM_FLAG_FAST] = WORD("under 3 seconds an answer"),
		[FORM_FLAG_STRAIGHT] = WORD("nine of ten answers alike"),
		[FORM_FLAG_REVERSE] = WORD("reverse statements contradict in two areas"),
		[FORM_FLAG_DONT_KNOW] = WORD("over 30 in 100 “don’t know”"),
		[FORM_FLAG_THROW_AWAY] = WORD("throw-away address"),
		[FORM_FLAG_DUPLICATE] = WORD("another answer from the same firm this year"),
		[FORM_FLAG_TEST] = WORD("from an address for trials"),
	};

	for (int i = 0; i < FORM_FLAG__MAX; i++)
		if (text_is(flag, form_flag_name((enum form_flag)i)))
			return page_t(page, words[i]);
	return NULL;
}

bool
desk_form_here(const struct page_context *page, const struct catalogue_form *form)
{
	return form->owner == page->session->firm;
}

bool
desk_form_compares(const struct form *form)
{
	return form_item_of(form, FORM_ROLE_CONSENT) != NULL;
}

enum err
desk_form(struct page_context *page, struct http_response *response,
    struct catalogue_form **form_out)
{
	struct text             asked = page_query(page, "form");
	struct catalogue_form **forms;
	size_t                  count;

	*form_out = NULL;
	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	forms = catalogue_all(page->site->forms, &count);
	for (size_t i = 0; i < count && *form_out == NULL; i++)
		if (desk_form_here(page, forms[i]) &&
		    (asked.s != NULL ? text_is(asked, forms[i]->slug)
		                     : forms[i]->definition->scoring.overall_needs > 0))
			*form_out = forms[i];
	for (size_t i = 0; i < count && *form_out == NULL && asked.s == NULL; i++)
		if (desk_form_here(page, forms[i]))
			*form_out = forms[i];
	if (*form_out != NULL)
		return ERR_OK;
	return page_say(page, response,
	    &(struct page_message){ .status = asked.s != NULL ? 400 : 200,
	        .heading = asked.s != NULL ? "There is no such survey here"
	                                   : "No survey is published yet",
	        .paragraphs = { text_of(page_t(page,
	            "Surveys are published by command: soundings form publish.")) },
	        .links = { { "What waits", URL_LIT("/review") } } });
}

const char *
desk_reason(struct page_context *page, const char *field, struct text *reason_out)
{
	struct text sent = http_field(page->fields, field);
	struct text given = sent.s ? text_trim(page->arena, sent) : TEXT_LIT("");
	size_t      chars = utf8_count(given.s, given.len);

	*reason_out = given;
	if (chars < DESK_REASON_MIN)
		return page_t(page, "Give a reason of at least 5 characters; it is recorded");
	if (chars > DESK_REASON_MAX)
		return page_t(page, "Give a reason of at most 500 characters");
	return NULL;
}

struct view_model *
desk_model(struct page_context *page, struct text title, const char *sentence,
    const char *field)
{
	struct view_model *m, *e, *row;

	if (sentence == NULL) {
		m = page_model(page, title);
		view_set_null(m, "errors");
		return m;
	}
	m = page_model(page,
	    text_of(arena_printf(page->arena, "%s %s", page_t(page, "Error:"), title.s)));
	e = view_object_in(m, "errors");
	view_set_str(e, "title", page_t(page, "There is a problem"));
	view_set_bool(e, "answers", false);
	row = view_list_add(e, "list");
	view_set_bool(row, "linked", field != NULL);
	view_set_url(row, "item_url",
	    page_url_plus(page, URL_LIT("#"), field != NULL ? field : "main"));
	view_set_str(row, "sentence", sentence);
	return m;
}

void
desk_field_error(struct view_model *m, const char *name, const char *refused,
    const char *sentence)
{
	size_t len = strlen(name) - strlen("_error");

	view_set_str(m, name,
	    refused != NULL && strlen(refused) == len && strncmp(name, refused, len) == 0
	        ? sentence
	        : NULL);
}

enum err
desk_id(struct page_context *page, struct uuid *id_out)
{
	return uuid_parse(page->args[0], id_out) ? ERR_OK : ERR_NOT_FOUND;
}

/* --- what waits ------------------------------------------------------------------ */

static const char *
title_of(struct page_context *page, const char *slug)
{
	struct catalogue_form *f;

	if (catalogue_current(page->site->forms, slug, &f) != ERR_OK)
		return slug;
	return form_say(f->definition, f->definition->title, page->language);
}

/* Something to be done, by a link; nothing if there is none of it. */
static void
add_task(struct page_context *page, struct view_model *m, const char *survey,
    const char *words, int64_t n, struct url url)
{
	struct view_model *v;

	if (n == 0)
		return;
	v = view_list_add(m, "tasks");
	view_set_text(v, "words",
	    view_say(page->arena, page->language, words, "n",
	        view_number(page->arena, page->language, n).s, NULL));
	view_set_str(v, "survey", survey);
	view_set_url(v, "task_url", url);
	view_set_bool(m, "busy", true);
}

static struct url
list_url(struct page_context *page, const char *slug, const char *pool)
{
	return page_url(page, "/review/responses?form={}&pool={}", slug, pool, NULL);
}

/* A number of responses, and the list of them. */
static void
add_count(struct page_context *page, struct view_model *m, const char *slug,
    const char *label, int64_t n, const char *pool)
{
	struct view_model *v = view_list_add(m, "counts");

	view_set_str(v, "label", page_t(page, label));
	view_set_text(v, "number", view_number(page->arena, page->language, n));
	view_set_bool(v, "linked", n > 0);
	view_set_url(v, "list_url", list_url(page, slug, pool));
}

static void
add_form(struct page_context *page, struct view_model *m, const struct desk_waiting_row *r)
{
	const char            *slug = arena_strndup(page->arena, r->slug.s, r->slug.len);
	const char            *name = title_of(page, slug);
	struct view_model     *v = view_list_add(m, "forms");
	struct catalogue_form *f;

	add_task(page, m, name,
	    view_tn(page->language, "{n} response without flags can be included",
	        "{n} responses without flags can be included", r->ready),
	    r->ready, page_url(page, "/review/unflagged?form={}", slug, NULL));
	add_task(page, m, name,
	    view_tn(page->language,
	        "{n} response with a flag or a question waits to be decided",
	        "{n} responses with flags or questions wait to be decided one by one",
	        r->single),
	    r->single, list_url(page, slug, "single"));
	view_set_str(v, "name", name);
	view_list_in(v, "counts");
	view_set_url(v, "flow_url", page_url(page, "/review/flow?form={}", slug, NULL));
	if (catalogue_current(page->site->forms, slug, &f) == ERR_OK &&
	    !desk_form_compares(f->definition)) {
		add_count(page, v, slug, WORD("Kept, and compared with nobody"), r->kept,
		    "kept");
		return;
	}
	add_count(page, v, slug, WORD("Ready to include"), r->ready, "ready");
	add_count(page, v, slug, WORD("To be decided one by one"), r->single, "single");
	add_count(page, v, slug, WORD("Not confirmed, or no consent"), r->unready, "unready");
	if (r->asked > 0)
		add_count(page, v, slug, WORD("Asked, no answer yet"), r->asked, "asked");
	add_count(page, v, slug, WORD("Included"), r->included, "included");
	add_count(page, v, slug, WORD("Held"), r->held, "held");
}

/* Snapshots on their way to the readers. */
static void
add_snapshot(struct page_context *page, struct view_model *m, const struct bench_listed *s)
{
	const char *words =
	    strcmp(s->state, "proposed") == 0
	        ? WORD("Snapshot {n} is proposed and waits for a second person")
	    : strcmp(s->state, "built") == 0 && !s->tried
	        ? WORD("Snapshot {n} is newly built and can be proposed")
	        : NULL;

	if (words != NULL)
		add_task(page, m, title_of(page, s->form), words, s->id,
		    page_url(page, "/review/snapshots/{}",
		        arena_printf(page->arena, "%lld", (long long)s->id), NULL));
}

/* Open questions of all surveys here, and how many answers to each wait to be
 * sorted. */
struct open_questions {
	struct desk_question *list;
	int64_t              *waiting;
	size_t                count;
};

static enum err
find_questions(struct page_context *page, struct open_questions *open)
{
	struct catalogue_form **forms;
	size_t                  count, room = 0;

	forms = catalogue_all(page->site->forms, &count);
	for (size_t i = 0; i < count; i++)
		room += forms[i]->definition->item_count;
	open->list = ARENA_ARRAY(page->arena, struct desk_question, room + 1);
	open->waiting = ARENA_ARRAY(page->arena, int64_t, room + 1);
	for (size_t i = 0; i < count; i++) {
		const struct form *f = forms[i]->definition;

		for (size_t k = 0; desk_form_here(page, forms[i]) && k < f->item_count; k++)
			if (f->items[k].code_count > 0)
				TRY(desk_question_of(page, forms[i], text_of(f->items[k].id),
				    &open->list[open->count++]));
	}
	return ERR_OK;
}

static void
add_question(struct page_context *page, struct view_model *m, const struct desk_question *q,
    int64_t n)
{
	add_task(page, m, title_of(page, q->form->slug),
	    n == DESK_WORDS_MANY
	        ? page_t(page, "{n} or more open answers wait to be sorted under headings")
	        : view_tn(page->language, "{n} open answer waits to be sorted under headings",
	              "{n} open answers wait to be sorted under headings", n),
	    n, page_url(page, "/review/words/{}?item={}", q->form->slug, q->item->id, NULL));
}

enum err
page_desk(struct page_context *page, struct http_response *response)
{
	struct view_model       *m = page_model_str(page, "What waits");
	struct open_questions    open = { .count = 0 };
	struct desk_waiting_row *rows;
	struct bench_listed     *snapshots;
	struct tx               *tx;
	size_t                   count, listed;

	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	TRY(find_questions(page, &open));
	TRY(page_begin(page, &tx));
	TRY(sql_desk_waiting(page->arena, tx, &rows, &count));
	for (size_t i = 0; i < open.count; i++)
		TRY(desk_question_waiting(page, tx, &open.list[i], &open.waiting[i]));
	TRY(bench_list(page->arena, tx, &snapshots, &listed));
	TRY(db_commit(tx));
	view_set_bool(m, "busy", false);
	view_list_in(m, "tasks");
	view_list_in(m, "forms");
	for (size_t i = 0; i < count; i++)
		add_form(page, m, &rows[i]);
	for (size_t i = 0; i < open.count; i++)
		add_question(page, m, &open.list[i], open.waiting[i]);
	for (size_t i = 0; i < listed; i++)
		add_snapshot(page, m, &snapshots[i]);
	view_set_bool(m, "any", count > 0);
	return page_render(page, response, 200, "page/desk", m);
}
