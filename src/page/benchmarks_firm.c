/* SPDX-License-Identifier: ISC
 *
 * benchmarks_firm.c - one firm that agreed beside its group, as page, PDF and
 * workbook. */
#include "base/arena.h"
#include "database/db.h"
#include "form/answers.h"
#include "form/score.h"
#include "http/http.h"
#include "page/benchmarks.h"
#include "response/catalogue.h"

struct beside {
	struct bench_agreed     agreed;
	struct form_answers     answers;
	struct score            score;
	struct bench_subject    subject;
	struct bench_comparison comparison;
};

/* The groups that a firm of these kinds may be compared with. */
static size_t
ladder(const struct review *r, const struct bench_subject *b, struct bench_pick picks[6])
{
	const struct bench_groups g = r->groups;
	size_t                    count = 0;

	count += bench_pick_of(g, 0, 0, false, 0, &picks[count]);
	count += b->size > 0 && bench_pick_of(g, 0, b->size, true, 0, &picks[count]);
	if (b->profession == 0)
		return count;
	count += bench_pick_of(g, b->profession, 0, false, 0, &picks[count]);
	if (b->size == 0)
		return count;
	count += bench_pick_of(g, b->profession, b->size, true, 0, &picks[count]);
	count += bench_pick_of(g, b->profession, b->size, false, 0, &picks[count]);
	count += b->region > 0 &&
	         bench_pick_of(g, b->profession, b->size, false, b->region, &picks[count]);
	return count;
}

static enum err
compare(struct page_context *page, struct review *r, struct beside *b)
{
	struct tx             *tx;
	struct catalogue_form *form;
	struct review_input   *in = &r->input;
	const char            *culprit;
	struct bench_pick      picks[6];

	TRY(page_begin(page, &tx));
	TRY(bench_agreed_load(page->arena, tx, r->current->form, page->args[1], &b->agreed));
	TRY(db_commit(tx));
	TRY(review_definition(page, r->current, b->agreed.version, &form));
	b->answers = form_answers_new(page->arena, form->definition);
	TRY(form_answers_from_json(page->arena, b->agreed.answers, &b->answers, &culprit));
	form_score(page->arena, &b->answers, &b->score);
	bench_subject_of(&b->answers, &b->score, &b->subject);
	TRY(page_begin(page, &tx));
	TRY(bench_groups_load(page->arena, tx, r->chosen->id, picks,
	    ladder(r, &b->subject, picks), &in->waves[0].snapshot));
	TRY(db_commit(tx));
	in->wave_count = 1;
	in->preview = !review_is_released(r->chosen);
	/* With the firm in its group, as the group's own page has it: without it a
	 * group of just 10, 20 or 40 would show less here than there, and so its
	 * exact number. */
	bench_compare(in->waves[0].snapshot, &b->subject, &b->comparison);
	return ERR_OK;
}

/* Absent, foreign and not agreed look the same, also in a survey that is not
 * there. */
static enum err
nobody(struct page_context *page, struct http_response *response)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 404,
	        .heading = "No such firm, or it did not agree to be compared one by one",
	        .paragraphs = { text_of(page_t(page,
	            "A firm stands beside its group only where its respondent agreed to be "
	            "contacted and the answers are included.")) },
	        .links = { { "Benchmarks", URL_LIT("/review/benchmarks") } } });
}

/* The model; NULL when the reply is written already. */
static enum err
build(struct page_context *page, struct http_response *response, struct review *r,
    struct review_model **model_out)
{
	struct beside *b = ARENA_NEW(page->arena, struct beside);
	enum err       err;

	*model_out = NULL;
	err = review_gather(page, response, r);
	if (err == ERR_OK && r->chosen == NULL)
		return ERR_OK;
	if (err == ERR_OK)
		err = compare(page, r, b);
	if (err == ERR_NOT_FOUND)
		return nobody(page, response);
	TRY(err);
	*model_out = review_build_firm(page->arena, &r->input,
	    &(struct review_firm){
	        arena_strndup(page->arena, page->args[1].s, page->args[1].len),
	        b->subject.score, &b->comparison, b->agreed.submitted_at });
	return ERR_OK;
}

/* The same view as a file. */
static struct url
file_url(struct page_context *page, const struct review *r, const char *ending)
{
	const char *form = arena_strndup(page->arena, page->args[0].s, page->args[0].len);
	const char *code = arena_strndup(page->arena, page->args[1].s, page->args[1].len);

	return page_url_plus(page,
	    page_url(page, "/review/benchmarks/{}/firm/{}", form, code, NULL),
	    arena_printf(page->arena, "%s?snapshot=%lld", ending, (long long)r->chosen->id));
}

enum err
page_benchmarks_firm(struct page_context *page, struct http_response *response)
{
	struct review        r = { 0 };
	struct review_model *m;
	struct html          body;

	TRY(build(page, response, &r, &m));
	if (m == NULL)
		return ERR_OK;
	TRY(review_html_firm(page->arena, page->site->views, m,
	    &(struct review_links){ review_url(page), file_url(page, &r, ".pdf"),
	        file_url(page, &r, ".xlsx") },
	    &body));
	return review_send_page(page, response, m->title, body);
}

enum err
page_benchmarks_firm_pdf(struct page_context *page, struct http_response *response)
{
	return review_send_pdf(page, response, build);
}

enum err
page_benchmarks_firm_sheet(struct page_context *page, struct http_response *response)
{
	return review_send_sheet(page, response, build);
}
