/* SPDX-License-Identifier: ISC
 *
 * people_data.c - /review/people-data: what is held about a person, for leads.
 * The address is posted, never part of an address of ours; each step is noted
 * by the database with the reason that was given for looking. */
#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "database/db.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/frame.h"
#include "protection/protection.h"

/* Kinds of traces in words, and whether erasing takes them. */
static const struct {
	const char *kind, *words;
	bool        stays;
} kinds[] = {
	{ "response", WORD("Own answers"), false },
	{ "draft", WORD("Pages saved, not sent"), false },
	{ "letter", WORD("Letter"), false },
	{ "mention", WORD("Typed into somebody else’s answers"), false },
	{ "firm", WORD("Firm known by this address"), false },
	{ "invitation", WORD("Invited by a firm, has not signed in"), false },
	{ "suppression", WORD("Wants no letters (kept as a hash)"), true },
	{ "account", WORD("Signs in here"), true },
};

struct asked {
	struct text      typed, again, reason;
	struct mail_addr addr;
};

static const char *
items_of(struct page_context *page, const struct protection_trace *trace)
{
	struct buf b;

	if (trace->items.n == 0)
		return NULL;
	buf_init(&b, page->arena, 64 * 1024);
	for (size_t i = 0; i < trace->items.n; i++) {
		if (i > 0)
			buf_str(&b, ", ");
		buf_text(&b, trace->items.v[i]);
	}
	return buf_as_text(&b).s;
}

static void
add_trace(struct page_context *page, struct view_model *m,
    const struct protection_trace *trace)
{
	struct view_model *v = view_list_add(m, "traces");
	const char        *words = "";
	bool               stays = false;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (text_is(trace->kind, kinds[i].kind)) {
			words = page_t(page, kinds[i].words);
			stays = kinds[i].stays;
		}
	view_set_str(v, "what", words);
	view_set_str(v, "name", trace->id.set ? desk_name(page, trace->id.v) : NULL);
	view_set_text(v, "form", trace->form);
	view_set_text(v, "at", view_date(page->arena, page->language, trace->at, true));
	view_set_str(v, "items", items_of(page, trace));
	view_set_bool(v, "stays", stays);
}

static enum err
show(struct page_context *page, struct http_response *response, const struct asked *asked,
    const struct protection_trace *traces, size_t count, bool erased, const char *error,
    const char *field, int status)
{
	struct view_model *m = desk_model(page,
	    text_of(page_t(page, "What is held about a person")), error, field);
	bool               removable = false;

	desk_field_error(m, "address_error", field, error);
	desk_field_error(m, "again_error", field, error);
	desk_field_error(m, "reason_error", field, error);
	view_set_text(m, "address", asked->typed.s ? asked->typed : TEXT_LIT(""));
	view_set_text(m, "reason", asked->reason.s ? asked->reason : TEXT_LIT(""));
	view_set_bool(m, "looked", traces != NULL && !erased);
	view_set_bool(m, "erased", erased);
	view_set_bool(m, "found", count > 0);
	view_list_in(m, "traces");
	for (size_t i = 0; i < count; i++) {
		add_trace(page, m, &traces[i]);
		removable = removable || !(text_is(traces[i].kind, "suppression") ||
		                             text_is(traces[i].kind, "account"));
	}
	view_set_bool(m, "removable", removable && !erased);
	return page_render(page, response, status, "page/people_data", m);
}

enum err
page_people_data(struct page_context *page, struct http_response *response)
{
	return show(page, response, &(struct asked){ 0 }, NULL, 0, false, NULL, NULL, 200);
}

static enum err
give_out(struct page_context *page, struct http_response *response,
    const struct protection_who *who, const struct asked *asked)
{
	struct text json;

	TRY(protection_export(page->arena, who, &asked->addr, asked->typed, &json));
	http_reply_bytes(response, 200, "application/json",
	    (struct bytes){ (const uint8_t *)json.s, json.len });
	/* The name of the file says nobody's. */
	http_set_download(page->arena, response, TEXT_LIT("personal-data.json"));
	return ERR_OK;
}

enum err
page_people_data_do(struct page_context *page, struct http_response *response)
{
	struct db_scope          scope = { .role = DB_ROLE_REVIEW,
		         .firm = page->session->firm,
		         .session = page->session->proof };
	struct protection_who    who = { .db = page->site->db, .scope = &scope };
	struct asked             asked = { .typed = http_field(page->fields, "address"),
		            .again = http_field(page->fields, "again") };
	struct text              what = http_field(page->fields, "do");
	struct protection_trace *traces;
	enum address_problem     problem;
	const char              *wrong = desk_reason(page, "reason", &asked.reason);
	size_t                   count;

	who.reason = asked.reason;
	if (asked.typed.s == NULL)
		asked.typed = TEXT_LIT("");
	problem = address_parse(page->arena, asked.typed, &asked.addr);
	if (problem != ADDRESS_FINE)
		return show(page, response, &asked, NULL, 0, false,
		    address_sentence(page->arena, problem, asked.typed, page->language).s,
		    "address", 422);
	if (wrong != NULL)
		return show(page, response, &asked, NULL, 0, false, wrong, "reason", 422);
	if (text_is(what, "export"))
		return give_out(page, response, &who, &asked);
	if (text_is(what, "erase") && asked.again.s != NULL &&
	    text_equal(text_trim(page->arena, asked.again),
	        text_trim(page->arena, asked.typed))) {
		TRY(protection_erase(page->arena, &who, &asked.addr, asked.typed, &traces,
		    &count));
		return show(page, response, &asked, traces, count, true, NULL, NULL, 200);
	}
	TRY(protection_find(page->arena, &who, &asked.addr, asked.typed, &traces, &count));
	if (text_is(what, "erase"))
		return show(page, response, &asked, traces, count, false,
		    page_t(page, "Type the address once more, exactly, to erase"), "again",
		    422);
	return show(page, response, &asked, traces, count, false, NULL, NULL, 200);
}
