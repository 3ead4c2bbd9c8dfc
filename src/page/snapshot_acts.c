/* SPDX-License-Identifier: ISC
 *
 * snapshot_acts.c - a snapshot is proposed, released, withdrawn. */
#include "access/access.h"
#include "base/arena.h"
#include "base/log.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_snapshots.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/done.h"
#include "page/frame.h"
#include "page/snapshots.h"

/* The page again, with what stood in the way. */
static enum err
refuse(struct page_context *page, struct http_response *response, int64_t id,
    struct snapshots_refusal why, int status)
{
	struct tx *tx;

	TRY(page_begin(page, &tx));
	return snapshots_show(page, response, tx, id, &why, status);
}

static enum err
done(struct page_context *page, struct http_response *response, struct tx *tx)
{
	TRY(db_commit(tx));
	http_reply_redirect(response, snapshots_url(page, ""));
	return ERR_OK;
}

enum err
page_snapshot_propose(struct page_context *page, struct http_response *response)
{
	struct review_propose_row row;
	struct tx                *tx;
	int64_t                   id;

	TRY(snapshots_id(page, &id));
	TRY(page_begin(page, &tx));
	TRY(sql_review_propose(page->arena, tx,
	    &(struct review_propose_in){ .snapshot = id }, &row));
	if (text_is(row.answer, "unknown"))
		return ERR_NOT_FOUND;
	TRY(done(page, response, tx));
	if (!text_is(row.answer, "state")) {
		page_done_str(page, response,
		    text_is(row.answer, "again")
		        ? WORD("It was asked for already; the audit is on its way.")
		        : WORD("Asked for: it is audited in the background, and then waits "
		               "for another consultant."));
		return ERR_OK;
	}
	return refuse(page, response, id,
	    (struct snapshots_refusal){
	        .sentence =
	            page_t(page, "It is not newly built any more; nothing was changed") },
	    409);
}

enum err
page_snapshot_release(struct page_context *page, struct http_response *response)
{
	bool                      one = !page->site->config->snapshot_two_people;
	struct text               given = http_field(page->fields, "alone");
	struct review_release_row row;
	struct tx                *tx;
	int64_t                   id;

	TRY(snapshots_id(page, &id));
	TRY(page_begin(page, &tx));
	TRY(sql_review_release(page->arena, tx,
	    &(struct review_release_in){ .snapshot = id,
	        .alone = !one              ? TEXT_NONE
	                 : given.s != NULL ? given
	                                   : TEXT_LIT("") },
	    &row));
	if (text_is(row.verdict, "unknown"))
		return ERR_NOT_FOUND;
	TRY(done(page, response, tx));
	if (text_is(row.verdict, "state"))
		return refuse(page, response, id,
		    (struct snapshots_refusal){
		        .sentence = page_t(page,
		            "It is not proposed any more: somebody else released "
		            "or withdrew it; nothing was changed") },
		    409);
	if (text_is(row.verdict, "reason"))
		return refuse(page, response, id,
		    (struct snapshots_refusal){
		        .sentence = page_t(page,
		            "Give a reason of at least 5 characters; it is recorded"),
		        .field = "alone",
		        .given = given },
		    422);
	if (!text_is(row.verdict, "done")) {
		LOG(EV_SNAPSHOT_ALONE, log_int("snapshot", id),
		    log_str("person", uuid_text(page->arena, page->session->person)));
		return refuse(page, response, id,
		    (struct snapshots_refusal){
		        .sentence = snapshots_not_second(page, text_is(row.verdict, "hand")),
		        .given = given },
		    403);
	}
	page_done(page, response,
	    view_say(page->arena, page->language,
	        "It is released. Letters on their way: {letters}.", "letters",
	        view_number(page->arena, page->language, row.letters).s, NULL));
	return ERR_OK;
}

enum err
page_snapshot_withdraw(struct page_context *page, struct http_response *response)
{
	struct snapshots_refusal   given = { .field = "reason" };
	struct review_withdraw_row row;
	struct tx                 *tx;
	int64_t                    id;

	TRY(snapshots_id(page, &id));
	given.sentence = desk_reason(page, "reason", &given.given);
	if (given.sentence != NULL)
		return refuse(page, response, id, given, 422);
	TRY(page_begin(page, &tx));
	TRY(sql_review_withdraw(page->arena, tx,
	    &(struct review_withdraw_in){ .snapshot = id, .reason = given.given }, &row));
	if (text_is(row.answer, "unknown"))
		return ERR_NOT_FOUND;
	TRY(done(page, response, tx));
	if (!text_is(row.answer, "state")) {
		page_done_str(page, response,
		    WORD("It is withdrawn: no new report compares with it."));
		return ERR_OK;
	}
	return refuse(page, response, id,
	    (struct snapshots_refusal){
	        .sentence = page_t(page, "It was withdrawn already; nothing was changed") },
	    409);
}
