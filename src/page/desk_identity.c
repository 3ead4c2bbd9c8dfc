/* SPDX-License-Identifier: ISC
 *
 * desk_identity.c - opening who is behind a response or a firm: never without
 * a reason, each time noted, shown once and on no other page. */
#include "base/arena.h"
#include "database/db.h"
#include "gen/sql_desk.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/frame.h"

/* What a page shows: the question, or after it the answer. */
struct opened {
	const char *heading; /* English, with {name} */
	const char *name;
	struct url  self, back;
	bool        known; /* the lines below are there */
	struct text email, firm, domains;
	bool        with_address;
};

static enum err
show(struct page_context *page, struct http_response *response, const struct opened *o,
    const char *error, struct text reason, int status)
{
	struct text heading =
	    view_say(page->arena, page->language, o->heading, "name", o->name, NULL);
	struct view_model *m = desk_model(page, heading, error, "reason");

	view_set_text(m, "heading", heading);
	view_set_url(m, "back_url", o->back);
	view_set_url(m, "self_url", o->self);
	view_set_str(m, "error", error);
	view_set_text(m, "reason", reason);
	view_set_bool(m, "known", o->known);
	view_set_bool(m, "with_address", o->with_address);
	view_set_text(m, "email", o->email);
	view_set_text(m, "firm", o->firm);
	view_set_text(m, "domains", o->domains);
	return page_render(page, response, status, "page/desk_identity", m);
}

static struct opened
of_response(struct page_context *page, struct uuid id)
{
	const char *text = uuid_text(page->arena, id);

	return (struct opened){ .heading = WORD("Who is behind response {name}?"),
		.name = desk_name(page, id),
		.self = page_url(page, "/review/responses/{}/identity", text, NULL),
		.back = page_url(page, "/review/responses/{}", text, NULL),
		.with_address = true };
}

enum err
page_desk_identity(struct page_context *page, struct http_response *response)
{
	struct desk_response_row row;
	struct opened            o;
	struct uuid              id;
	struct tx               *tx;

	TRY(desk_id(page, &id));
	TRY(page_begin(page, &tx));
	TRY(sql_desk_response(page->arena, tx, &(struct desk_response_in){ .id = id }, &row));
	TRY(db_commit(tx));
	o = of_response(page, id);
	return show(page, response, &o, NULL, TEXT_LIT(""), 200);
}

enum err
page_desk_identity_open(struct page_context *page, struct http_response *response)
{
	struct desk_identity_row *rows;
	struct desk_response_row  row;
	struct opened             o;
	struct uuid               id;
	struct text               reason;
	struct tx                *tx;
	const char               *wrong;
	size_t                    count;

	TRY(desk_id(page, &id));
	TRY(page_begin(page, &tx));
	TRY(sql_desk_response(page->arena, tx, &(struct desk_response_in){ .id = id }, &row));
	o = of_response(page, id);
	wrong = desk_reason(page, "reason", &reason);
	if (wrong != NULL)
		return show(page, response, &o, wrong, reason, 422);
	TRY(sql_desk_identity(page->arena, tx,
	    &(struct desk_identity_in){ .id = id, .reason = reason }, &rows, &count));
	if (count == 0)
		return ERR_NOT_FOUND;
	TRY(db_commit(tx)); /* the note stands before anything is shown */
	o.known = true;
	o.email = rows[0].email;
	o.firm = rows[0].firm;
	o.domains = rows[0].domains;
	return show(page, response, &o, NULL, reason, 200);
}

static struct opened
of_firm(struct page_context *page)
{
	return (struct opened){ .heading = WORD("Which firm is {name}?"),
		.name = arena_strndup(page->arena, page->args[0].s, page->args[0].len),
		.self = page_url_text(page, "/review/firms/{}/identity", page->args[0]),
		.back = page_url_text(page, "/review/firms/{}", page->args[0]) };
}

enum err
page_desk_firm_identity(struct page_context *page, struct http_response *response)
{
	struct desk_firm_row row;
	struct opened        o = of_firm(page);
	struct tx           *tx;

	TRY(page_begin(page, &tx));
	TRY(sql_desk_firm(page->arena, tx, &(struct desk_firm_in){ .code = page->args[0] },
	    &row));
	TRY(db_commit(tx));
	return show(page, response, &o, NULL, TEXT_LIT(""), 200);
}

enum err
page_desk_firm_identity_open(struct page_context *page, struct http_response *response)
{
	struct desk_firm_identity_row *rows;
	struct opened                  o = of_firm(page);
	struct text                    reason;
	struct tx                     *tx;
	struct desk_firm_row           row;
	const char                    *wrong = desk_reason(page, "reason", &reason);
	size_t                         count;

	TRY(page_begin(page, &tx));
	TRY(sql_desk_firm(page->arena, tx, &(struct desk_firm_in){ .code = page->args[0] },
	    &row));
	if (wrong != NULL)
		return show(page, response, &o, wrong, reason, 422);
	TRY(sql_desk_firm_identity(page->arena, tx,
	    &(struct desk_firm_identity_in){ .code = page->args[0], .reason = reason },
	    &rows, &count));
	if (count == 0)
		return ERR_NOT_FOUND;
	TRY(db_commit(tx));
	o.known = true;
	o.firm = rows[0].name;
	o.domains = rows[0].domains;
	return show(page, response, &o, NULL, reason, 200);
}
