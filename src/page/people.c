/* SPDX-License-Identifier: ISC
 *
 * people.c - /review/people and /firm/people: who can sign in, and as what.
 * One page for leads and for administrators; whom each sees and may change is
 * decided by the database. */
#include "access/people.h"

#include "address/address.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/done.h"
#include "page/enter.h"
#include "page/frame.h"
#include "page/person.h"
#include "router/router.h"

#define NAME_MAX_CHARS 200 /* of a person or a firm, as the database keeps them */

static bool
leads(const struct page_context *page)
{
	return page->session->role == ACCESS_ROLE_LEAD;
}

static struct url
self(struct page_context *page)
{
	return page_url(page, page->row->pattern, NULL);
}

/* The roles that this person may give to somebody of that firm. */
static void
set_roles(struct page_context *page, struct view_model *m, bool operators, bool both,
    enum access_role chosen)
{
	view_list_in(m, "roles");
	for (int i = 0; i < ACCESS_ROLE__MAX; i++) {
		enum access_role   role = (enum access_role)i;
		struct view_model *r;

		if (!both && access_role_is_operators(role) != operators)
			continue;
		r = view_list_add(m, "roles");
		view_set_str(r, "code", access_role_name(role));
		view_set_str(r, "words", page_t(page, page_role_words(role)));
		view_set_bool(r, "chosen", role == chosen);
	}
}

/* On whose word somebody may sign in. */
static const char *
let_in_words(struct page_context *page, const struct access_person *p)
{
	if (p->let_in.s == NULL)
		return p->vouched ? page_t(page, "vouched for by the operator")
		                  : page_t(page, "by the operator");
	if (p->let_in.len == 0)
		return page_t(page, "by a lead consultant");
	return view_say(page->arena, page->language, "by {name}", "name", p->let_in.s, NULL).s;
}

static const char *
reset_words(struct page_context *page, struct text name)
{
	if (name.len == 0)
		return page_t(page, "reset by a lead consultant");
	return view_say(page->arena, page->language, "reset by {name}", "name", name.s, NULL)
	    .s;
}

static void
set_person(struct page_context *page, struct view_model *v, const struct access_person *p)
{
	view_set_str(v, "id", uuid_text(page->arena, p->id));
	view_set_text(v, "name", p->name);
	view_set_text(v, "email", p->email);
	view_set_str(v, "firm",
	    p->operators ? page_t(page, "Consultants")
	    : p->firm.s  ? p->firm.s
	                 : page_t(page, "A firm without a recorded name"));
	view_set_str(v, "role", page_t(page, page_role_words(p->role)));
	view_set_str(v, "let_in", let_in_words(page, p));
	view_set_str(v, "taken", p->reset.s ? reset_words(page, p->reset) : NULL);
	view_set_bool(v, "mine", p->mine);
	view_set_bool(v, "waiting", p->waiting);
	view_set_bool(v, "disabled", p->disabled);
	view_set_bool(v, "factor", p->factor);
	view_set_bool(v, "reset", p->mine && p->factor && leads(page));
	set_roles(page, v, p->operators, false, p->role);
}

struct given {
	struct text name, email, firm;
	bool        unrecorded; /* that firm */
};

/* What stands in the way, and at which field. */
struct refusal {
	const char *sentence, *field;
};

static enum err
show(struct page_context *page, struct http_response *response, const struct given *given,
    const struct refusal *refused)
{
	struct access_door    door = page_door(page);
	struct access_person *rows;
	struct view_model    *m;
	size_t                count;

	TRY(access_people(&door, &rows, &count));
	m = desk_model(page, text_of(page_t(page, "People")), refused->sentence,
	    refused->field);
	desk_field_error(m, "name_error", refused->field, refused->sentence);
	desk_field_error(m, "email_error", refused->field, refused->sentence);
	desk_field_error(m, "role_error", refused->field, refused->sentence);
	desk_field_error(m, "firm_error", refused->field, refused->sentence);
	view_list_in(m, "people");
	for (size_t i = 0; i < count; i++)
		set_person(page, view_list_add(m, "people"), &rows[i]);
	view_set_bool(m, "lead", leads(page));
	view_set_url(m, "self_url", self(page));
	view_set_text(m, "given_name", given->name.s ? given->name : TEXT_LIT(""));
	view_set_text(m, "given_email", given->email.s ? given->email : TEXT_LIT(""));
	view_set_text(m, "given_firm", given->firm.s ? given->firm : TEXT_LIT(""));
	view_set_bool(m, "unrecorded", given->unrecorded && leads(page));
	set_roles(page, m, false, leads(page),
	    leads(page) ? ACCESS_ROLE_CONSULTANT : ACCESS_ROLE_MEMBER);
	return page_render(page, response, refused->sentence != NULL ? 422 : 200,
	    "page/people", m);
}

/* Its sentence in English. */
static enum err
refuse(struct page_context *page, struct http_response *response, const struct given *given,
    const struct refusal *r)
{
	return show(page, response, given,
	    &(struct refusal){ page_t(page, r->sentence), r->field });
}

enum err
page_people_show(struct page_context *page, struct http_response *response)
{
	return show(page, response, &(struct given){ .name = TEXT_NONE },
	    &(struct refusal){ NULL, NULL });
}

enum err
page_people_invite(struct page_context *page, struct http_response *response)
{
	static const struct refusal refusals[] = {
		[ACCESS_TAKEN] = { WORD("Somebody can sign in with this address already. Use another "
		                        "one, or change what that person may"),
		    "email" },
		[ACCESS_NO_FIRM] = { WORD("No firm is recorded under that name. Look at its spelling, or "
		                          "record the name with this form"),
		    "firm" },
		[ACCESS_NO_ROLE] = { WORD("That is no role in that firm. Consultants, leads and reviewers "
		                          "belong to no firm; others need one"),
		    "role" },
		[ACCESS_BAD_NAME] = { WORD("A name stands on one line, without a web address"),
		    "name" },
		[ACCESS_MANY] = { WORD("That was the most for a day: 20 people for a firm, and one address "
		                       "three times. Go on tomorrow"),
		    NULL },
	};
	struct access_door   door = page_door(page);
	struct given         given = { .name =
		                           text_trim(page->arena, http_field(page->fields, "name")),
		        .email = http_field(page->fields, "email"),
		        .firm = text_trim(page->arena, http_field(page->fields, "firm")) };
	struct text          email = given.email.s ? given.email : TEXT_LIT("");
	struct mail_addr     address;
	enum address_problem problem = address_parse(page->arena, email, &address);
	enum access_role     role;
	enum access_invited  result = ACCESS_NO_ROLE;
	struct refusal       refused = { NULL, NULL };

	if (text_empty(given.name))
		refused = (struct refusal){ WORD("Say what the person is called"), "name" };
	else if (utf8_count(given.name.s, given.name.len) > NAME_MAX_CHARS)
		refused = (struct refusal){
			WORD("This name is too long: it has at most 200 characters"), "name"
		};
	else if (problem != ADDRESS_FINE)
		return show(page, response, &given,
		    &(struct refusal){
		        address_sentence(page->arena, problem, email, page->language).s,
		        "email" });
	else if (!access_role_of(http_field(page->fields, "role"), &role))
		refused = (struct refusal){ WORD("Choose what the person may do"), "role" };
	else if (given.firm.s != NULL &&
	         utf8_count(given.firm.s, given.firm.len) > NAME_MAX_CHARS)
		refused =
		    (struct refusal){ WORD("The name of a firm has at most 200 characters"),
			    "firm" };
	else if (!utf8_one_line(given.firm.s, given.firm.len))
		refused =
		    (struct refusal){ WORD("A firm’s name stands on one line"), "firm" };
	if (refused.sentence != NULL)
		return refuse(page, response, &given, &refused);
	TRY(access_invite(&door, address.full, given.name, role,
	    text_empty(given.firm) ? TEXT_NONE : given.firm,
	    http_field(page->fields, "record").s != NULL, &result));
	given.unrecorded = result == ACCESS_NO_FIRM;
	if (result != ACCESS_ADDED)
		return refuse(page, response, &given, &refusals[result]);
	page_done(page, response,
	    view_say(page->arena, page->language,
	        "{name} was added; the letter is on its way.", "name",
	        arena_strndup(page->arena, given.name.s, given.name.len), NULL));
	http_reply_redirect(response, self(page));
	return ERR_OK;
}
