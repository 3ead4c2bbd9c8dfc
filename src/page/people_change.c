/* SPDX-License-Identifier: ISC
 *
 * people_change.c - POST /review/people and /firm/people: what is changed about
 * somebody.  What shuts a person out is asked about on a page of its own, with
 * a reason that is noted. */
#include "access/people.h"

#include "base/arena.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/done.h"
#include "page/enter.h"
#include "page/frame.h"
#include "page/person.h"
#include "router/router.h"

enum { ROLE, DISABLE, ENABLE, RESET, WITHDRAW, ACTS };

static const struct act {
	const char *code;
	const char *done;                      /* English, with {name} */
	const char *heading, *effect, *button; /* of those that are asked about */
} acts[ACTS] = {
	[ROLE] = { "role", WORD("The role of {name} was changed."), NULL, NULL, NULL },
	[DISABLE] = { "disable", WORD("{name} is disabled, and signed out everywhere."),
	    WORD("Disable {name}?"),
	    WORD("They are signed out at once and cannot sign in until somebody lets them in "
	         "again."),
	    WORD("Disable") },
	[ENABLE] = { "enable", WORD("{name} is let in again."), NULL, NULL, NULL },
	[RESET] = { "reset",
	    WORD("The second factor of {name} was reset; the letter is on its way."),
	    WORD("Reset the second factor of {name}?"),
	    WORD(
	        "They are signed out at once, their recovery codes are void, and they set up a "
	        "new app when they sign in next. Make sure first that it is they who ask. Until "
	        "the operator vouches for the account, it counts as one person with yours."),
	    WORD("Reset the second factor") },
	[WITHDRAW] = { "withdraw", WORD("The invitation of {name} was taken back."), NULL,
	    NULL, NULL },
};

static struct url
self(struct page_context *page)
{
	return page_url(page, page->row->pattern, NULL);
}

/* Whom it is about, among those that the reader may change. */
static enum err
find(const struct access_door *door, struct uuid id, bool waiting,
    const struct access_person **out)
{
	struct access_person *rows;
	size_t                count;

	TRY(access_people(door, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_equal(rows[i].id, id) && rows[i].mine &&
		    rows[i].waiting == waiting) {
			*out = &rows[i];
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

static struct text
about(struct page_context *page, const char *english, const struct access_person *p)
{
	return view_say(page->arena, page->language, english, "name",
	    arena_strndup(page->arena, p->name.s, p->name.len), NULL);
}

/* The question, and what stood in the way of the answer. */
static enum err
ask(struct page_context *page, struct http_response *response, const struct act *act,
    const struct access_person *p, const char *error, struct text reason)
{
	struct text        heading = about(page, act->heading, p);
	struct view_model *m = desk_model(page, heading, error, "reason");

	view_set_text(m, "heading", heading);
	view_set_text(m, "email", p->email);
	view_set_str(m, "effect", page_t(page, act->effect));
	view_set_str(m, "button", page_t(page, act->button));
	view_set_str(m, "act", act->code);
	view_set_str(m, "person", uuid_text(page->arena, p->id));
	view_set_url(m, "self_url", self(page));
	view_set_text(m, "reason", reason);
	view_set_str(m, "error", error);
	return page_render(page, response, error != NULL ? 422 : 200, "page/people_change",
	    m);
}

static enum err
change(struct page_context *page, struct http_response *response, const struct act *act,
    struct uuid id)
{
	struct access_door          door = page_door(page);
	const struct access_person *p;
	struct text                 role = TEXT_NONE, reason = TEXT_NONE;
	enum access_role            known;
	bool                        changed = true;
	const char                 *error;

	TRY(find(&door, id, act == &acts[WITHDRAW], &p));
	if (act == &acts[RESET] && page->session->role != ACCESS_ROLE_LEAD)
		return ERR_NOT_FOUND;
	if (act->heading != NULL) {
		if (http_field(page->fields, "reason").s == NULL)
			return ask(page, response, act, p, NULL, TEXT_LIT(""));
		error = desk_reason(page, "reason", &reason);
		if (error != NULL)
			return ask(page, response, act, p, error, reason);
	}
	if (act == &acts[ROLE]) {
		role = http_field(page->fields, "role");
		if (!access_role_of(role, &known))
			return ERR_NOT_FOUND;
	}
	if (act == &acts[WITHDRAW])
		TRY(access_withdraw(&door, id));
	else
		TRY(access_change(&door, id, act->code, role, reason, &changed));
	page_done(page, response,
	    about(page,
	        changed ? act->done : WORD("It was so already: nothing changed for {name}."),
	        p));
	http_reply_redirect(response, self(page));
	return ERR_OK;
}

enum err
page_people_change(struct page_context *page, struct http_response *response)
{
	struct text what = http_field(page->fields, "do");
	struct uuid person;

	if (text_is(what, "invite"))
		return page_people_invite(page, response);
	if (!uuid_parse(http_field(page->fields, "person"), &person))
		return ERR_NOT_FOUND;
	for (int i = 0; i < ACTS; i++)
		if (text_is(what, acts[i].code))
			return change(page, response, &acts[i], person);
	return ERR_INVALID;
}
