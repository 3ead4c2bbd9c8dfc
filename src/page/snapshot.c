/* SPDX-License-Identifier: ISC
 *
 * snapshot.c - /review/snapshots/{id}: one snapshot beside the last one
 * released, and its way to the readers.  Who may do what is decided in the
 * database, by the session; this page only says it beforehand. */
#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "benchmark/bench_build.h"
#include "benchmark/bench_view.h"
#include "config/config.h"
#include "database/db.h"
#include "form/form.h"
#include "gen/sql_snapshots.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/done.h"
#include "page/frame.h"
#include "page/snapshots.h"
#include "response/catalogue.h"

/* What was posted and could not be done; all absent: nothing was. */
struct refused {
	const char *sentence, *field;
	struct text given;
};

static enum err
id_of(struct page_context *page, int64_t *id_out)
{
	return parse_int(page->args[0], 1, INT64_MAX, id_out) ? ERR_OK : ERR_NOT_FOUND;
}

static struct url
self(struct page_context *page, const char *act)
{
	return page_url_plus(page,
	    page_url_text(page, "/review/snapshots/{}", page->args[0]), act);
}

static const char *
change_words(struct page_context *page, const struct bench_preview *p,
    const struct bench_group *g)
{
	if (p->last != 0 && g->is && !g->was)
		return page_t(page, "appears");
	if (p->last != 0 && !g->is && g->was)
		return page_t(page, "vanishes");
	return g->carried ? page_t(page, "as before") : page_t(page, "counted anew");
}

/* What the groups show in this snapshot and in the last one; NULL: not to this
 * reader. */
struct figures {
	const struct bench_snapshot *now, *before;
};

static struct bench_pick
pick_of(const struct bench_group *g)
{
	return (struct bench_pick){ g->level, g->profession, g->size, g->region };
}

static enum err
load_one(struct page_context *page, struct tx *tx, const struct bench_preview *p, int64_t id,
    const struct bench_snapshot **snapshot_out)
{
	struct bench_pick *picks =
	    ARENA_ARRAY(page->arena, struct bench_pick, p->group_count);
	enum err err;

	*snapshot_out = NULL;
	for (size_t i = 0; i < p->group_count; i++)
		picks[i] = pick_of(&p->groups[i]);
	err = bench_groups_load(page->arena, tx, id, picks, p->group_count, snapshot_out);
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* Why this reader sees no groups of it at all, so that nobody takes what is
 * hidden for lost; NULL: the reader sees what it publishes. */
static const char *
hidden(struct page_context *page, const struct bench_preview *p)
{
	if (strcmp(p->state, "withdrawn") == 0)
		return page_t(page,
		    "It was withdrawn, so its groups are not shown any more.");
	if (strcmp(p->state, "built") == 0 && page->session->role != ACCESS_ROLE_LEAD)
		return page_t(page,
		    "Before it is audited and proposed, lead consultants alone see its groups. "
		    "Once it is proposed, every consultant does.");
	return NULL;
}

static enum err
load_figures(struct page_context *page, struct tx *tx, const struct bench_preview *p,
    struct figures *f)
{
	*f = (struct figures){ NULL, NULL };
	if (p->group_count == 0 || hidden(page, p) != NULL)
		return ERR_OK;
	TRY(load_one(page, tx, p, p->id, &f->now));
	return p->last == 0 ? ERR_OK : load_one(page, tx, p, p->last, &f->before);
}

/* The middle of overall, on paper; INT32_MIN: not shown. */
static int32_t
median_of(const struct bench_snapshot *s, const struct bench_group *g)
{
	struct bench_comparison c;

	if (s == NULL)
		return INT32_MIN;
	bench_view(s, pick_of(g), &c);
	return c.measure[0].any ? bench_paper_quantile(c.measure[0].median) : INT32_MIN;
}

static void
put_median(struct page_context *page, struct view_model *v, const char *name, int32_t median)
{
	view_set_text(v, name,
	    median == INT32_MIN ? TEXT_LIT("–")
	                        : view_decimal(page->arena, page->language, median, 1));
}

static enum err
add_groups(struct page_context *page, const struct bench_preview *p, const struct figures *f,
    struct view_model *m)
{
	struct catalogue_form *form;
	const char            *why = hidden(page, p);

	TRY(catalogue_version(page->site->forms, page->site->db, p->owner, p->form,
	    p->version, &form));
	view_set_str(m, "hidden", why);
	view_set_bool(m, "any", why == NULL && p->group_count > 0);
	view_set_str(m, "beside",
	    p->last == 0
	        ? page_t(page, "Nothing was released before.")
	        : view_say(page->arena, page->language,
	              "Changes beside snapshot {last}, the last one released", "last",
	              arena_printf(page->arena, "%lld", (long long)p->last), NULL)
	              .s);
	view_set_bool(m, "compared", p->last != 0);
	view_list_in(m, "groups");
	for (size_t i = 0; why == NULL && i < p->group_count; i++) {
		const struct bench_group *g = &p->groups[i];
		struct view_model        *v = view_list_add(m, "groups");
		struct bench_comparison   c = { .any = true,
			  .level = g->level,
			  .profession = g->profession,
			  .size = g->size,
			  .region = g->region };
		int32_t                   now, was;

		view_set_str(v, "name",
		    view_first(page->arena, bench_group_words(page->arena, form->definition,
		                                &c, page->language, view_t)));
		view_set_str(v, "band",
		    g->is ? view_range(page->arena, bench_band_text(g->band))
		          : page_t(page, "too few"));
		view_set_text(v, "measures", snapshots_measures(page, p, g->measures));
		view_set_str(v, "change", change_words(page, p, g));
		now = median_of(f->now, g);
		was = median_of(f->before, g);
		put_median(page, v, "median", now);
		put_median(page, v, "before", was);
		view_set_bool(v, "moved", p->last != 0 && now != was);
	}
	return ERR_OK;
}

static void
add_facts(struct page_context *page, const struct bench_preview *p, struct view_model *m)
{
	view_set_str(m, "state", snapshots_state(page, p->state));
	view_set_text(m, "firms", view_number(page->arena, page->language, p->firms));
	view_set_text(m, "built", view_date(page->arena, page->language, p->built_at, true));
	view_set_str(m, "built_by", p->built_by);
	view_set_str(m, "proposed_by", p->proposed_by);
	view_set_str(m, "released_by", p->released_by);
	view_set_text(m, "released",
	    p->released_at != 0 ? view_date(page->arena, page->language, p->released_at, true)
	                        : TEXT_LIT(""));
	view_set_str(m, "alone_reason", p->alone_reason);
	view_set_str(m, "reason", p->reason);
}

/* Why who is signed in is not the second person. */
static const char *
not_second(struct page_context *page, bool hand)
{
	return hand ? page_t(page,
	                  "Both accounts were let in by the same person, so they count as "
	                  "one. Another consultant releases it, or the operator vouches for "
	                  "one of them")
	            : page_t(page, "You proposed it; another consultant releases it");
}

/* What is to be done next; may: by this reader. */
static const char *
next_words(struct page_context *page, const struct bench_preview *p, bool may)
{
	if (strcmp(p->state, "built") == 0)
		return page_t(page, "Newly built: look at its groups, then propose it.");
	if (strcmp(p->state, "proposed") == 0)
		return may ? page_t(page,
		                 "It waits for a second look: release it, or withdraw it.")
		           : page_t(page,
		                 "It waits for a second person to release it. Until "
		                 "then reports compare with the last one released.");
	return strcmp(p->state, "released") == 0
	           ? page_t(page,
	                 "Released: reports compare with it until a newer one is released.")
	           : page_t(page, "Withdrawn: no new report compares with it.");
}

/* By name, each with what the auditor withheld of it. */
static enum err
add_withheld(struct page_context *page, const struct bench_preview *p,
    const struct review_withheld_row *rows, size_t count, struct view_model *m)
{
	const struct review_withheld_row *last = NULL;
	struct view_model                *v = NULL;
	struct catalogue_form            *form;

	TRY(catalogue_version(page->site->forms, page->site->db, p->owner, p->form,
	    p->version, &form));
	view_list_in(m, "withheld_groups");
	for (size_t i = 0; i < count; i++) {
		const struct review_withheld_row *r = &rows[i];
		struct bench_comparison           c = { .any = true,
			          .level = r->level,
			          .profession = r->profession,
			          .size = r->size,
			          .region = r->region };

		if (last == NULL || last->level != r->level ||
		    last->profession != r->profession || last->size != r->size ||
		    last->region != r->region) {
			v = view_list_add(m, "withheld_groups");
			view_set_str(v, "name",
			    view_first(page->arena,
			        bench_group_words(page->arena, form->definition, &c,
			            page->language, view_t)));
			view_list_in(v, "counted");
		}
		view_list_add_text(v, "counted",
		    text_of(bench_counted(form->definition, (size_t)r->channel)));
		last = r;
	}
	view_set_bool(m, "named", count > 0);
	return ERR_OK;
}

static enum err
add_acts(struct page_context *page, struct tx *tx, const struct bench_preview *p,
    const struct refused *r, struct view_model *m)
{
	struct review_owed_row     owed = { .letters = 0 };
	struct review_releaser_row who = { .verdict = TEXT_LIT("two") };
	bool                       proposed = strcmp(p->state, "proposed") == 0;
	bool                       two, one;

	if (proposed) {
		TRY(sql_review_owed(page->arena, tx,
		    &(struct review_owed_in){ .snapshot = p->id }, &owed));
		TRY(sql_review_releaser(page->arena, tx,
		    &(struct review_releaser_in){ .snapshot = p->id }, &who));
	}
	two = text_is(who.verdict, "two");
	/* The stricter of settings and database. */
	one = !page->site->config->snapshot_two_people && !who.two_people;
	view_set_bool(m, "may_propose", strcmp(p->state, "built") == 0);
	view_set_bool(m, "may_release", proposed);
	view_set_bool(m, "may_withdraw", strcmp(p->state, "withdrawn") != 0);
	view_set_str(m, "next", next_words(page, p, two || one));
	view_set_bool(m, "to_act",
	    strcmp(p->state, "built") == 0 || (proposed && (two || one)));
	view_set_text(m, "owed", view_number(page->arena, page->language, owed.letters));
	view_set_str(m, "not_you",
	    two || one ? NULL : not_second(page, text_is(who.verdict, "hand")));
	view_set_text(m, "vouch",
	    one || !text_is(who.verdict, "hand") ? TEXT_NONE : who.vouch);
	view_set_bool(m, "form_shown", two || one);
	view_set_bool(m, "alone_asked", !two && one);
	view_set_url(m, "firms_url", self(page, "/firms"));
	view_set_url(m, "propose_url", self(page, "/propose"));
	view_set_url(m, "release_url", self(page, "/release"));
	view_set_url(m, "withdraw_url", self(page, "/withdraw"));
	desk_field_error(m, "alone_error", r->field, r->sentence);
	desk_field_error(m, "reason_error", r->field, r->sentence);
	view_set_text(m, "alone", r->given.s ? r->given : TEXT_LIT(""));
	view_set_text(m, "given", r->given.s ? r->given : TEXT_LIT(""));
	return ERR_OK;
}

static void
set_above_nought(struct view_model *m, const char *name, int64_t n)
{
	if (n > 0)
		view_set_int(m, name, n);
	else
		view_set_bool(m, name, false);
}

static enum err
show(struct page_context *page, struct http_response *response, struct tx *tx, int64_t id,
    const struct refused *r, int status)
{
	struct review_audited_row   audited;
	struct review_withheld_row *withheld;
	struct bench_preview        p;
	struct figures              figures;
	struct text                 heading;
	struct view_model          *m;
	size_t                      withheld_count;

	TRY(bench_preview(page->arena, tx, id, &p));
	TRY(sql_review_audited(page->arena, tx,
	    &(struct review_audited_in){ .snapshot = id }, &audited));
	TRY(sql_review_withheld(page->arena, tx,
	    &(struct review_withheld_in){ .snapshot = id }, &withheld, &withheld_count));
	heading = view_say(page->arena, page->language, "Snapshot {number}", "number",
	    arena_printf(page->arena, "%lld", (long long)id), NULL);
	m = desk_model(page, heading, r->sentence, r->field);
	view_set_text(m, "heading", heading);
	add_facts(page, &p, m);
	set_above_nought(m, "withheld", audited.withheld);
	set_above_nought(m, "unproved", audited.unproved);
	TRY(snapshots_requests(page, tx, (struct opt_int){ true, id }, m));
	TRY(add_acts(page, tx, &p, r, m));
	TRY(load_figures(page, tx, &p, &figures));
	TRY(db_commit(tx));
	TRY(add_withheld(page, &p, withheld, withheld_count, m));
	TRY(add_groups(page, &p, &figures, m));
	return page_render(page, response, status, "page/snapshot", m);
}

enum err
page_snapshot(struct page_context *page, struct http_response *response)
{
	struct tx *tx;
	int64_t    id;

	TRY(id_of(page, &id));
	TRY(page_begin(page, &tx));
	return show(page, response, tx, id, &(struct refused){ .sentence = NULL }, 200);
}

/* The page again, with what stood in the way. */
static enum err
refuse(struct page_context *page, struct http_response *response, int64_t id,
    struct refused why, int status)
{
	struct tx *tx;

	TRY(page_begin(page, &tx));
	return show(page, response, tx, id, &why, status);
}

static enum err
done(struct page_context *page, struct http_response *response, struct tx *tx)
{
	TRY(db_commit(tx));
	http_reply_redirect(response, self(page, ""));
	return ERR_OK;
}

enum err
page_snapshot_propose(struct page_context *page, struct http_response *response)
{
	struct review_propose_row row;
	struct tx                *tx;
	int64_t                   id;

	TRY(id_of(page, &id));
	TRY(page_begin(page, &tx));
	TRY(sql_review_propose(page->arena, tx,
	    &(struct review_propose_in){ .snapshot = id }, &row));
	if (text_is(row.answer, "unknown"))
		return ERR_NOT_FOUND;
	TRY(done(page, response, tx));
	if (!text_is(row.answer, "state")) {
		page_done_str(page, response,
		    WORD("Asked for: it is audited in the background, and then waits for "
		         "another consultant."));
		return ERR_OK;
	}
	return refuse(page, response, id,
	    (struct refused){ .sentence = page_t(page,
	                          "It is not newly built any more; nothing was changed") },
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

	TRY(id_of(page, &id));
	TRY(page_begin(page, &tx));
	TRY(sql_review_release(page->arena, tx,
	    &(struct review_release_in){ .snapshot = id, .alone = one ? given : TEXT_NONE },
	    &row));
	if (text_is(row.verdict, "unknown"))
		return ERR_NOT_FOUND;
	TRY(done(page, response, tx));
	if (text_is(row.verdict, "state"))
		return refuse(page, response, id,
		    (struct refused){
		        .sentence = page_t(page,
		            "It is not proposed any more: somebody else released "
		            "or withdrew it; nothing was changed") },
		    409);
	if (text_is(row.verdict, "reason") && one)
		return refuse(page, response, id,
		    (struct refused){
		        .sentence = page_t(page,
		            "Give a reason of at least 5 characters; it is recorded"),
		        .field = "alone",
		        .given = given },
		    422);
	if (!text_is(row.verdict, "done")) {
		LOG(EV_SNAPSHOT_ALONE, log_int("snapshot", id),
		    log_str("person", uuid_text(page->arena, page->session->person)));
		return refuse(page, response, id,
		    (struct refused){
		        .sentence = not_second(page, text_is(row.verdict, "hand")),
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
	struct refused             given = { .field = "reason" };
	struct review_withdraw_row row;
	struct tx                 *tx;
	int64_t                    id;

	TRY(id_of(page, &id));
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
	    (struct refused){
	        .sentence = page_t(page, "It was withdrawn already; nothing was changed") },
	    409);
}
