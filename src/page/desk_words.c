/* SPDX-License-Identifier: ISC
 *
 * desk_words.c - /review/words/{form}: what was written to an open question,
 * oldest first, to be sorted under the headings of the form. */
#include "page/desk_words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "database/db.h"
#include "form/form.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/frame.h"
#include "response/catalogue.h"

enum err
desk_words_read(struct page_context *page, struct desk_words_asked *asked,
    const char **wrong_out)
{
	struct text            slug = page->args[0], state = page_query(page, "state");
	struct text            one = page_query(page, "one");
	struct text            after = page_query(page, "after");
	struct catalogue_form *form;

	*asked = (struct desk_words_asked){ .sorted = text_is(state, "sorted") };
	*wrong_out = NULL;
	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	TRY(catalogue_current(page->site->forms,
	    arena_strndup(page->arena, slug.s, slug.len), &form));
	if (!desk_form_here(page, form))
		return ERR_NOT_FOUND;
	TRY(desk_question_of(page, form, page_query(page, "item"), &asked->question));
	asked->one = one.s != NULL;
	asked->after = !text_empty(after) &&
	               desk_after(after, &asked->after_at, &asked->after_id);
	if ((!text_empty(state) && !asked->sorted && !text_is(state, "waiting")) ||
	    (asked->one && !uuid_parse(one, &asked->one_id)) ||
	    (!text_empty(after) && !asked->after))
		*wrong_out = page_t(page,
		    "There is no such filter. Choose from those offered on the page.");
	return ERR_OK;
}

static struct url
list_url(struct page_context *page, const struct desk_words_asked *asked, bool sorted)
{
	return page_url(page, "/review/words/{}?item={}&state={}", asked->question.form->slug,
	    asked->question.item->id, sorted ? "sorted" : "waiting", NULL);
}

enum err
desk_words_refuse(struct page_context *page, struct http_response *response,
    const struct desk_words_asked *asked, const char *wrong)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 400,
	        .heading = "This list cannot be shown",
	        .paragraphs = { text_of(wrong) },
	        .links = { { "What waits to be sorted", list_url(page, asked, false) } } });
}

static struct url
after_url(struct page_context *page, const struct desk_words_asked *asked, int64_t at,
    struct uuid id)
{
	return page_url_plus(page, list_url(page, asked, asked->sorted),
	    arena_printf(page->arena, "&after=%lld.%s", (long long)at,
	        uuid_text(page->arena, id)));
}

struct url
desk_words_self(struct page_context *page, const struct desk_words_asked *asked)
{
	if (asked->one)
		return page_url(page, "/review/words/{}?item={}&one={}",
		    asked->question.form->slug, asked->question.item->id,
		    uuid_text(page->arena, asked->one_id), NULL);
	return asked->after ? after_url(page, asked, asked->after_at, asked->after_id)
	                    : list_url(page, asked, asked->sorted);
}

/* --- drawing ------------------------------------------------------------------------ */

static bool
among(const struct sql_texts *codes, const char *code)
{
	for (size_t i = 0; codes != NULL && i < codes->n; i++)
		if (text_is(codes->v[i], code))
			return true;
	return false;
}

static void
add_choice(struct view_model *v, const char *value, const char *words, bool ticked,
    const char *id)
{
	struct view_model *c = view_list_add(v, "choices");

	view_set_str(c, "value", value);
	view_set_str(c, "words", words);
	view_set_bool(c, "ticked", ticked);
	view_set_str(c, "id", id);
}

static void
add_answer(struct page_context *page, struct view_model *m, const struct desk_question *q,
    const struct desk_words_shown *s)
{
	static const struct sql_texts nothing;
	const struct desk_words_row  *r = s->row;
	size_t                        at = desk_question_version(q, r->version);
	const struct form_item       *item = q->items[at];
	const char                   *id = uuid_text(page->arena, r->id), *field;
	struct view_model            *v = view_list_add(m, "answers");
	const struct sql_texts       *ticked = s->ticked != NULL ? s->ticked
	                                       : r->current      ? &r->codes
	                                                         : &nothing;

	field = arena_printf(page->arena, "code-%s", id);
	view_set_str(v, "name", desk_name(page, r->id));
	view_set_str(v, "field", field);
	view_set_str(v, "seen_field", arena_printf(page->arena, "seen-%s", id));
	view_set_str(v, "seen", arena_printf(page->arena, "%d.%d", r->revision, r->edition));
	view_set_url(v, "one_url", page_url(page, "/review/responses/{}", id, NULL));
	view_set_text(v, "at",
	    view_date(page->arena, page->language, r->submitted_at, false));
	view_set_text(v, "written", r->words);
	view_set_str(v, "error", s->sentence);
	view_set_str(v, "before",
	    r->edition > 0 && !r->current ? desk_headings(page, q->forms[at], item, &r->codes)
	                                  : NULL);
	view_set_text(v, "who", r->current ? r->coded_by : TEXT_NONE);
	view_list_in(v, "choices");
	for (size_t i = 0; i < item->code_count; i++)
		add_choice(v, item->codes[i].code,
		    form_say(q->forms[at], item->codes[i].label, page->language),
		    among(ticked, item->codes[i].code), i == 0 ? field : NULL);
	add_choice(v, DESK_WORDS_NONE, page_t(page, "Nothing to sort"),
	    s->ticked != NULL ? among(ticked, DESK_WORDS_NONE)
	                      : r->current && r->codes.n == 0,
	    NULL);
}

static void
set_meanings(struct page_context *page, struct view_model *m, const struct desk_question *q)
{
	const struct form *f = q->form->definition;

	view_list_in(m, "meanings");
	for (size_t i = 0; i < q->item->code_count; i++) {
		const struct form_code *code = &q->item->codes[i];
		struct view_model      *v;

		if (!form_said(code->meaning))
			continue;
		v = view_list_add(m, "meanings");
		view_set_str(v, "label", form_say(f, code->label, page->language));
		view_set_str(v, "meaning", form_say(f, code->meaning, page->language));
	}
}

/* Other open questions of the survey. */
static void
set_questions(struct page_context *page, struct view_model *m, const struct desk_question *q)
{
	const struct form *f = q->form->definition;

	view_list_in(m, "questions");
	for (size_t i = 0; i < f->item_count; i++) {
		struct view_model *v;

		if (f->items[i].code_count == 0 || &f->items[i] == q->item)
			continue;
		v = view_list_add(m, "questions");
		view_set_str(v, "words", form_say(f, f->items[i].text, page->language));
		view_set_url(v, "words_url",
		    page_url(page, "/review/words/{}?item={}", q->form->slug, f->items[i].id,
		        NULL));
	}
}

enum err
desk_words_show(struct page_context *page, struct http_response *response,
    const struct desk_words_asked *asked, const struct desk_words_shown *shown, size_t count,
    bool more, int status, const char *sentence, const char *field)
{
	const struct desk_question *q = &asked->question;
	const struct form          *f = q->form->definition;
	struct view_model          *m = desk_model(page,
	             text_of(page_t(page, "Sort what was written")), sentence, field);

	view_set_str(m, "survey",
	    form_say(f, form_said(f->name) ? f->name : f->title, page->language));
	view_set_str(m, "question", form_say(f, q->item->text, page->language));
	view_set_url(m, "self_url", desk_words_self(page, asked));
	view_set_url(m, "waiting_url", list_url(page, asked, false));
	view_set_url(m, "sorted_url", list_url(page, asked, true));
	view_set_bool(m, "one", asked->one);
	view_set_bool(m, "sorted", asked->sorted && !asked->one);
	view_set_bool(m, "waiting", !asked->sorted && !asked->one);
	view_set_bool(m, "further", asked->after);
	view_list_in(m, "answers");
	for (size_t i = 0; i < count; i++)
		add_answer(page, m, q, &shown[i]);
	view_set_bool(m, "any", count > 0);
	view_set_bool(m, "more", more);
	view_set_url(m, "more_url",
	    more ? after_url(page, asked, shown[count - 1].row->submitted_at,
	               shown[count - 1].row->id)
	         : list_url(page, asked, asked->sorted));
	set_meanings(page, m, q);
	set_questions(page, m, q);
	return page_render(page, response, status, "page/desk_words", m);
}

enum err
page_desk_words(struct page_context *page, struct http_response *response)
{
	struct desk_words_asked  asked;
	struct desk_words_shown *shown;
	struct desk_words_row   *rows;
	struct desk_words_in     in;
	struct tx               *tx;
	const char              *wrong;
	size_t                   count;

	TRY(desk_words_read(page, &asked, &wrong));
	if (wrong != NULL)
		return desk_words_refuse(page, response, &asked, wrong);
	in = (struct desk_words_in){ .form = asked.question.form->form,
		.item = text_of(asked.question.item->id),
		.versions = { asked.question.versions, NULL, asked.question.version_count },
		.state = asked.sorted ? TEXT_LIT("sorted") : TEXT_LIT("waiting"),
		.these = { &asked.one_id, NULL, asked.one },
		.after_at = asked.after ? opt_int(asked.after_at) : OPT_INT_NONE,
		.after_id = { asked.after, asked.after_id },
		.most = DESK_WORDS_ROWS + 1 };
	TRY(page_begin(page, &tx));
	TRY(sql_desk_words(page->arena, tx, &in, &rows, &count));
	TRY(db_commit(tx));
	if (asked.one && count == 0)
		return ERR_NOT_FOUND;
	shown = ARENA_ARRAY(page->arena, struct desk_words_shown, count + 1);
	for (size_t i = 0; i < count; i++)
		shown[i].row = &rows[i];
	return desk_words_show(page, response, &asked, shown,
	    count > DESK_WORDS_ROWS ? DESK_WORDS_ROWS : count, count > DESK_WORDS_ROWS, 200,
	    NULL, NULL);
}
