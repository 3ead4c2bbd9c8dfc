/* SPDX-License-Identifier: ISC
 *
 * desk_response.c - /review/responses/{id}: one response under its pseudonym,
 * and what a consultant decides about it. */
#include <string.h>

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "database/db.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/desk_words.h"
#include "page/done.h"
#include "page/frame.h"
#include "page/kept.h"
#include "response/catalogue.h"

#define QUESTION_MAX 2000 /* as response_question has it */

/* What was posted and could not be done; sentence NULL: nothing was. */
struct refusal {
	const char *sentence, *field;
	struct text decision, reason, question;
};

struct loaded {
	struct uuid                id;
	struct desk_response_row   row;
	struct desk_story_row     *story;
	size_t                     stories;
	struct desk_questions_row *question;
	size_t                     questions;
	struct desk_codings_row   *coding;
	size_t                     codings;
	struct catalogue_form     *form;
	struct form_answers        answers;
};

static enum err
load(struct page_context *page, struct tx *tx, struct loaded *l)
{
	TRY(sql_desk_response(page->arena, tx, &(struct desk_response_in){ .id = l->id },
	    &l->row));
	TRY(sql_desk_story(page->arena, tx, &(struct desk_story_in){ .id = l->id },
	    &l->story, &l->stories));
	TRY(sql_desk_questions(page->arena, tx, &(struct desk_questions_in){ .id = l->id },
	    &l->question, &l->questions));
	return sql_desk_codings(page->arena, tx, &(struct desk_codings_in){ .id = l->id },
	    &l->coding, &l->codings);
}

static void
set_scores(struct page_context *page, struct view_model *m, const struct loaded *l)
{
	const struct form *f = l->form->definition;

	view_list_in(m, "scores");
	for (size_t i = 0; i < l->row.scores.n && i <= f->dimension_count; i++) {
		struct view_model *v = view_list_add(m, "scores");
		bool none = l->row.scores.null != NULL && l->row.scores.null[i];

		view_set_str(v, "name",
		    i == 0 ? page_t(page, "Overall")
		           : form_say(f, f->dimensions[i - 1].name, page->language));
		view_set_text(v, "score",
		    none ? text_of(page_t(page, "no score"))
		         : view_decimal(page->arena, page->language, l->row.scores.v[i], 0));
	}
}

static void
set_flags(struct page_context *page, struct view_model *m, const struct sql_texts *flags)
{
	view_list_in(m, "flags");
	for (size_t i = 0; i < flags->n; i++) {
		const char *words = desk_flag(page, flags->v[i]);

		view_list_add_text(m, "flags", words != NULL ? text_of(words) : flags->v[i]);
	}
	view_set_bool(m, "flagged", flags->n > 0);
}

/* Nothing can be decided about it any more. */
static bool
settled(const struct loaded *l)
{
	return text_is(l->row.pool, "withdrawn") || l->row.disowned;
}

static void
set_story(struct page_context *page, struct view_model *m, const struct loaded *l)
{
	view_list_in(m, "story");
	for (size_t i = 0; i < l->stories; i++) {
		struct view_model *v = view_list_add(m, "story");

		view_set_text(v, "at",
		    view_date(page->arena, page->language, l->story[i].at, true));
		view_set_text(v, "who", l->story[i].actor);
		view_set_str(v, "did", desk_act(page, l->story[i].action));
		view_set_text(v, "action", l->story[i].action);
		view_set_text(v, "why", l->story[i].reason);
	}
	view_set_bool(m, "told", l->stories > 0);
	view_list_in(m, "questions");
	for (size_t i = 0; i < l->questions; i++) {
		struct view_model *v = view_list_add(m, "questions");

		view_set_text(v, "at",
		    view_date(page->arena, page->language, l->question[i].asked_at, true));
		view_set_text(v, "who", l->question[i].asked_by);
		view_set_text(v, "question", l->question[i].question);
		view_set_text(v, "why", l->question[i].reason);
		view_set_bool(v, "unanswered", !settled(l) && l->question[i].unanswered);
	}
}

static const char *
time_taken(struct page_context *page, struct opt_int seconds)
{
	int64_t minutes = (seconds.v + 30) / 60;

	if (!seconds.set)
		return page_t(page, "not known");
	if (minutes == 0)
		return page_t(page, "under a minute");
	return view_say(page->arena, page->language,
	    view_tn(page->language, "{n} minute", "{n} minutes", minutes), "n",
	    view_number(page->arena, page->language, minutes).s, NULL)
	    .s;
}

/* Why it cannot be included now; NULL: it can. */
static const char *
hindrance(struct page_context *page, const struct desk_response_row *r)
{
	if (text_is(r->pool, "withdrawn"))
		return page_t(page,
		    "The respondent withdrew these answers, so nothing can be "
		    "decided about them.");
	if (r->disowned)
		return page_t(page,
		    "Who was written to said that these answers are not theirs, "
		    "so they cannot count.");
	if (!r->confirmed_at.set)
		return page_t(page, "Nobody has confirmed the address yet, so they cannot be "
		                    "included. They can be held.");
	if (!r->consent)
		return page_t(page, "The respondent did not agree to the comparison, so they "
		                    "cannot be included.");
	return NULL;
}

/* Asked within the last day. */
static bool
asked_lately(const struct page_context *page, const struct loaded *l)
{
	for (size_t i = 0; i < l->questions; i++)
		if (l->question[i].asked_at > page->now - CLOCK_DAY)
			return true;
	return false;
}

/* Only what can be done is offered; the database refuses the rest. */
static void
set_decision(struct page_context *page, struct view_model *m, const struct loaded *l,
    const struct refusal *refusal)
{
	bool compares = desk_form_compares(l->answers.form);
	const struct {
		const char *value, *words;
		bool        can;
	} choices[] = {
		{ "include", WORD("Include it in the comparison"),
		    hindrance(page, &l->row) == NULL },
		{ "hold", WORD("Hold it back"), true },
		{ "ask", WORD("Ask the respondent by mail"),
		    l->row.confirmed_at.set && desk_contact_agreed(&l->answers) &&
		        !asked_lately(page, l) },
	};
	bool first = true, askable = false;

	view_set_bool(m, "open", !settled(l) && compares);
	view_set_str(m, "hindered",
	    compares
	        ? hindrance(page, &l->row)
	        : page_t(page, "This survey asks for no consent to be compared. Its answers "
	                       "are kept, and there is nothing to decide."));
	view_list_in(m, "choices");
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
		struct view_model *v;

		if (!choices[i].can)
			continue;
		askable |= strcmp(choices[i].value, "ask") == 0;
		v = view_list_add(m, "choices");
		view_set_str(v, "value", choices[i].value);
		view_set_str(v, "words", page_t(page, choices[i].words));
		view_set_bool(v, "chosen", text_is(refusal->decision, choices[i].value));
		view_set_bool(v, "first", first);
		first = false;
	}
	view_set_text(m, "reason", refusal->reason.s ? refusal->reason : TEXT_LIT(""));
	view_set_bool(m, "askable", askable || !text_empty(refusal->question));
	view_set_text(m, "question", refusal->question.s ? refusal->question : TEXT_LIT(""));
	desk_field_error(m, "decision_error", refusal->field, refusal->sentence);
	desk_field_error(m, "reason_error", refusal->field, refusal->sentence);
	desk_field_error(m, "question_error", refusal->field, refusal->sentence);
}

/* An address lies apart, and what somebody wrote is read only where that was agreed
 * to: the questions are not to look unanswered for it. */
static void
keep_back(struct page_context *page, struct form_answers *answers, bool consent)
{
	for (size_t i = 0; i < answers->form->item_count; i++) {
		struct form_answer *a = &answers->items[i];
		enum form_kind      kind = answers->form->items[i].kind;

		if (kind == FORM_EMAIL)
			a->text = text_of(page_t(page, "kept apart from the answers"));
		else if (!consent && a->state == FORM_WRITTEN && kind != FORM_DATE)
			a->text = text_of(page_t(page, "not shown without consent"));
		else
			continue;
		a->state = FORM_WRITTEN;
	}
}

static enum err
show(struct page_context *page, struct http_response *response, struct loaded *l,
    const struct refusal *refusal, int status)
{
	const struct desk_response_row *r = &l->row;
	const char *id = uuid_text(page->arena, l->id), *name = desk_name(page, l->id);
	struct view_model *m;

	TRY(catalogue_version(page->site->forms, page->site->db, page->session->firm,
	    r->form, r->version, &l->form));
	TRY(desk_answers(page, r->form, r->version, r->answers, &l->answers));
	m = desk_model(page,
	    view_say(page->arena, page->language, "Response {name}", "name", name, NULL),
	    refusal->sentence, refusal->field);
	/* What may not be read is not sorted either. */
	view_list_in(m, "sorted");
	if (r->consent && !text_is(r->pool, "withdrawn") && !r->disowned)
		desk_sorted_list(page, m, l->form, &l->answers, l->id, r->pool, l->coding,
		    l->codings);
	keep_back(page, &l->answers, r->consent);
	view_set_str(m, "name", name);
	view_set_url(m, "back_url",
	    page_url(page, "/review/responses?form={}", l->form->slug, NULL));
	view_set_url(m, "self_url", page_url(page, "/review/responses/{}", id, NULL));
	view_set_url(m, "identity_url",
	    page_url(page, "/review/responses/{}/identity", id, NULL));
	view_set_text(m, "at", view_date(page->arena, page->language, r->submitted_at, true));
	view_set_str(m, "group", desk_group(page, &l->answers));
	view_set_str(m, "state", desk_pool(page, r->pool));
	view_set_text(m, "state_reason", r->pool_reason);
	view_set_int(m, "wave", r->wave);
	view_set_str(m, "took", time_taken(page, r->seconds));
	view_set_int(m, "corrections", r->revision - 1);
	view_set_text(m, "firm", r->firm);
	view_set_url(m, "firm_url",
	    r->firm.s != NULL ? page_url_text(page, "/review/firms/{}", r->firm)
	                      : URL_LIT("/review/firms"));
	view_set_bool(m, "imported", text_is(r->source, "import"));
	set_scores(page, m, l);
	set_flags(page, m, &r->flags);
	set_story(page, m, l);
	set_decision(page, m, l, refusal);
	page_answer_list(page, m, l->form, &l->answers, NULL, false, true);
	return page_render(page, response, status, "page/desk_response", m);
}

enum err
page_desk_response(struct page_context *page, struct http_response *response)
{
	struct loaded l = { .form = NULL };
	struct tx    *tx;

	TRY(desk_id(page, &l.id));
	TRY(page_begin(page, &tx));
	TRY(load(page, tx, &l));
	TRY(db_commit(tx));
	return show(page, response, &l, &(struct refusal){ .sentence = NULL }, 200);
}

/* ---- deciding ---- */

static const char *
outcome_words(struct page_context *page, const struct loaded *l, struct text outcome)
{
	static const char *const words[][2] = {
		{ "withdrawn",
		    WORD("These answers were withdrawn meanwhile. Nothing was changed") },
		{ "unconfirmed",
		    WORD("Nobody has confirmed the address yet, so no question can be "
		         "mailed. Include, hold, or wait") },
		{ "unwanted",
		    WORD("The respondent did not agree to be written to. Include or hold") },
		{ "again",
		    WORD("A question was mailed within the last day. Ask again tomorrow") },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(outcome, words[i][0]))
			return page_t(page, words[i][1]);
	if (!text_is(outcome, "refused"))
		return NULL;
	return hindrance(page, &l->row) != NULL
	           ? hindrance(page, &l->row)
	           : page_t(page, "It cannot be included just now. Look at it again");
}

static enum err
decide(struct page_context *page, struct tx *tx, const struct loaded *l,
    const struct refusal *given, struct text *outcome_out)
{
	struct desk_ask_row     asked;
	struct desk_decide_row *rows;
	size_t                  count;

	if (text_is(given->decision, "ask")) {
		TRY(sql_desk_ask(page->arena, tx,
		    &(struct desk_ask_in){ .id = l->id,
		        .question = given->question,
		        .reason = given->reason },
		    &asked));
		*outcome_out = asked.outcome;
		return ERR_OK;
	}
	TRY(sql_desk_decide(page->arena, tx,
	    &(struct desk_decide_in){ .ids = { &l->id, NULL, 1 },
	        .pool = text_is(given->decision, "include") ? TEXT_LIT("included")
	                                                    : TEXT_LIT("held"),
	        .reason = given->reason },
	    &rows, &count));
	*outcome_out = count == 1 ? rows[0].outcome : TEXT_LIT("unknown");
	return ERR_OK;
}

/* What is mailed; the sentence that says what is wrong with it, or NULL. */
static const char *
question_of(struct page_context *page, struct text *question_out)
{
	struct text sent = http_field(page->fields, "question");
	struct text given = sent.s ? text_trim(page->arena, sent) : TEXT_LIT("");
	size_t      chars = utf8_count(given.s, given.len);

	*question_out = given;
	if (chars < DESK_REASON_MIN)
		return page_t(page, "Write the question, in at least 5 characters");
	return chars > QUESTION_MAX
	           ? page_t(page, "Write the question in at most 2,000 characters")
	           : NULL;
}

static const char *
done_words(struct text decision)
{
	if (text_is(decision, "include"))
		return WORD("It is included, and counts from the next snapshot on.");
	if (text_is(decision, "hold"))
		return WORD("It is held back, and counts in no new snapshot.");
	return WORD("The question is on its way.");
}

enum err
page_desk_decide(struct page_context *page, struct http_response *response)
{
	struct refusal given = { .decision = http_field(page->fields, "decision") };
	struct loaded  l = { .form = NULL };
	struct text    outcome;
	struct tx     *tx;
	const char    *question;

	TRY(desk_id(page, &l.id));
	TRY(page_begin(page, &tx));
	TRY(load(page, tx, &l));
	given.sentence = desk_reason(page, "reason", &given.reason);
	given.field = given.sentence != NULL ? "reason" : NULL;
	question = question_of(page, &given.question);
	if (text_is(given.decision, "ask") && given.sentence == NULL && question != NULL) {
		given.sentence = question;
		given.field = "question";
	}
	if (!text_is(given.decision, "include") && !text_is(given.decision, "hold") &&
	    !text_is(given.decision, "ask")) {
		given.decision = TEXT_NONE;
		given.sentence = page_t(page, "Choose to include, to hold or to ask");
		given.field = "decision";
	}
	if (given.sentence != NULL)
		return show(page, response, &l, &given, 422);
	TRY(decide(page, tx, &l, &given, &outcome));
	if (text_is(outcome, "unknown"))
		return ERR_NOT_FOUND;
	given.sentence = outcome_words(page, &l, outcome);
	given.field = "decision";
	if (given.sentence != NULL)
		return show(page, response, &l, &given, 409);
	TRY(db_commit(tx));
	page_done_str(page, response, done_words(given.decision));
	http_reply_redirect(response,
	    page_url(page, "/review/responses/{}", uuid_text(page->arena, l.id), NULL));
	return ERR_OK;
}
