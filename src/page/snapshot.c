/* SPDX-License-Identifier: ISC
 *
 * snapshot.c - /review/snapshots/{id}: one snapshot beside the last one
 * released, and its way to the readers.  Who may do what is decided in the
 * database, by the session; this page only says it beforehand. */
#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/markup.h"
#include "benchmark/bench_preview.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_snapshots.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/frame.h"
#include "page/snapshots.h"
#include "response/catalogue.h"

enum err
snapshots_id(struct page_context *page, int64_t *id_out)
{
	return parse_int(page->args[0], 1, INT64_MAX, id_out) ? ERR_OK : ERR_NOT_FOUND;
}

struct url
snapshots_url(struct page_context *page, const char *act)
{
	return page_url_plus(page,
	    page_url_text(page, "/review/snapshots/{}", page->args[0]), act);
}

const char *
snapshots_hidden(struct page_context *page, const struct bench_preview *p)
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

/* An address is parted behind its @ and its dots, where it has to be. */
static void
set_who(struct page_context *page, struct view_model *m, const char *name, const char *who)
{
	struct markup markup;

	if (who == NULL) {
		view_set_null(m, name);
		return;
	}
	markup_init(&markup, page->arena, 16 * strlen(who) + 16);
	while (*who != '\0') {
		size_t len = strcspn(who, "@.");

		len += who[len] != '\0';
		markup_text(&markup, (struct text){ who, len });
		who += len;
		if (*who != '\0')
			markup_html(&markup, HTML_LIT("<wbr>"));
	}
	view_set_html(m, name, markup_done(&markup));
}

static void
add_facts(struct page_context *page, const struct bench_preview *p, struct view_model *m)
{
	view_set_str(m, "state", snapshots_state(page, p->state));
	view_set_text(m, "firms", view_number(page->arena, page->language, p->firms));
	view_set_text(m, "built", view_date(page->arena, page->language, p->built_at, true));
	set_who(page, m, "built_by", p->built_by);
	set_who(page, m, "proposed_by", p->proposed_by);
	set_who(page, m, "released_by", p->released_by);
	view_set_text(m, "released",
	    p->released_at != 0 ? view_date(page->arena, page->language, p->released_at, true)
	                        : TEXT_LIT(""));
	view_set_str(m, "alone_reason", p->alone_reason);
	view_set_str(m, "reason", p->reason);
}

const char *
snapshots_not_second(struct page_context *page, bool hand)
{
	return hand ? page_t(page,
	                  "Both accounts were let in by the same person, so they count as "
	                  "one. Another consultant releases it, or the operator vouches for "
	                  "one of them")
	            : page_t(page, "You proposed it; another consultant releases it");
}

/* Where it stands on its way. */
struct standing {
	const struct review_requests_row *audit; /* waits or is under way; else NULL */
	bool                              built, proposed, refused, can_propose;
};

static struct standing
standing_of(const struct bench_preview *p, const struct bench_audited *audited,
    const struct snapshots_asked *asked)
{
	struct standing at = { .audit = snapshots_under_way(asked, "propose", NULL),
		.built = strcmp(p->state, "built") == 0,
		.proposed = strcmp(p->state, "proposed") == 0,
		.refused = audited->refused_at != 0 };

	at.can_propose = at.built && at.audit == NULL && !at.refused;
	return at;
}

static const char *
built_words(struct page_context *page, const struct standing *at)
{
	if (at->audit != NULL && text_is(at->audit->state, "waiting"))
		return page_t(page,
		    "Its audit waits for its turn. Once it is passed, the snapshot waits for "
		    "another consultant to release it; should the auditor refuse, this page "
		    "names the groups. Load it again to see how far it is.");
	if (at->audit != NULL)
		return page_t(page,
		    "It is being audited. Once that is passed, the snapshot waits for another "
		    "consultant to release it; should the auditor refuse, this page names the "
		    "groups. Load it again to see how far it is.");
	if (at->refused)
		return page_t(page,
		    "The auditor refused to let it be proposed: see below for which groups. "
		    "Only a new count can be proposed.");
	return page_t(page, "Newly built: look at its groups, then propose it.");
}

/* What is to be done next; may: by this reader. */
static const char *
next_words(struct page_context *page, const struct bench_preview *p,
    const struct standing *at, bool may)
{
	if (at->built)
		return built_words(page, at);
	if (at->proposed)
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

static enum err
add_acts(struct page_context *page, struct tx *tx, const struct bench_preview *p,
    const struct standing *at, const struct snapshots_refusal *r, struct view_model *m)
{
	struct review_owed_row     owed = { .letters = 0 };
	struct review_releaser_row who = { .verdict = TEXT_LIT("two") };
	bool                       two, one;

	if (at->proposed) {
		TRY(sql_review_owed(page->arena, tx,
		    &(struct review_owed_in){ .snapshot = p->id }, &owed));
		TRY(sql_review_releaser(page->arena, tx,
		    &(struct review_releaser_in){ .snapshot = p->id }, &who));
	}
	two = text_is(who.verdict, "two");
	/* The stricter of settings and database. */
	one = !page->site->config->snapshot_two_people && !who.two_people;
	view_set_bool(m, "may_propose", at->can_propose);
	view_set_bool(m, "anew", at->built && at->audit == NULL && at->refused);
	view_set_bool(m, "may_release", at->proposed);
	view_set_bool(m, "may_withdraw", strcmp(p->state, "withdrawn") != 0);
	view_set_str(m, "next", next_words(page, p, at, two || one));
	view_set_bool(m, "to_act", at->can_propose || (at->proposed && (two || one)));
	view_set_text(m, "owed", view_number(page->arena, page->language, owed.letters));
	view_set_str(m, "not_you",
	    two || one ? NULL : snapshots_not_second(page, text_is(who.verdict, "hand")));
	view_set_text(m, "vouch",
	    one || !text_is(who.verdict, "hand") ? TEXT_NONE : who.vouch);
	view_set_bool(m, "form_shown", two || one);
	view_set_bool(m, "alone_asked", !two && one);
	view_set_url(m, "firms_url", snapshots_url(page, "/firms"));
	view_set_url(m, "propose_url", snapshots_url(page, "/propose"));
	view_set_url(m, "release_url", snapshots_url(page, "/release"));
	view_set_url(m, "withdraw_url", snapshots_url(page, "/withdraw"));
	desk_field_error(m, "alone_error", r->field, r->sentence);
	desk_field_error(m, "reason_error", r->field, r->sentence);
	view_set_text(m, "alone", r->given.s ? r->given : TEXT_LIT(""));
	view_set_text(m, "given", r->given.s ? r->given : TEXT_LIT(""));
	return ERR_OK;
}

enum err
snapshots_show(struct page_context *page, struct http_response *response, struct tx *tx,
    int64_t id, const struct snapshots_refusal *r, int status)
{
	struct snapshots_asked asked;
	struct standing        at;
	struct bench_audited   audited;
	struct bench_preview   p;
	struct catalogue_form *form;
	struct text            heading;
	struct view_model     *m;

	TRY(bench_preview(page->arena, tx, id, &p));
	TRY(bench_audited(page->arena, tx, &p, &audited));
	heading = view_say(page->arena, page->language, "Snapshot {number}", "number",
	    arena_printf(page->arena, "%lld", (long long)id), NULL);
	m = desk_model(page, heading, r->sentence, r->field);
	view_set_text(m, "heading", heading);
	add_facts(page, &p, m);
	TRY(snapshots_requests(page, tx, (struct opt_int){ true, id }, m, &asked));
	at = standing_of(&p, &audited, &asked);
	TRY(add_acts(page, tx, &p, &at, r, m));
	TRY(db_commit(tx));
	TRY(catalogue_version(page->site->forms, page->site->db, p.owner, p.form, p.version,
	    &form));
	snapshots_auditor(page, form->definition, &p, &audited, m);
	TRY(snapshots_groups(page, form->definition, &p, &audited, m));
	return page_render(page, response, status, "page/snapshot", m);
}

enum err
page_snapshot(struct page_context *page, struct http_response *response)
{
	struct tx *tx;
	int64_t    id;

	TRY(snapshots_id(page, &id));
	TRY(page_begin(page, &tx));
	return snapshots_show(page, response, tx, id,
	    &(struct snapshots_refusal){ .sentence = NULL }, 200);
}
