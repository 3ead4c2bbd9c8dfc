/* SPDX-License-Identifier: ISC */
#include "page/enter.h"

#include "access/access.h"
#include "access/qr.h"
#include "access/totp.h"
#include "base/arena.h"
#include "base/clock.h"
#include "database/db.h"
#include "http/http.h"
#include "link/link.h"
#include "page/frame.h"
#include "router/router.h"

#define KNOWN_DAYS 90
#define NEXT_MAX   300

struct access_door
page_door(struct page_context *page)
{
	struct access_door door = { .arena = page->arena,
		.db = page->site->db,
		.keys = page->site->keys,
		.now = page->now };
	uint8_t           *proof;

	if (page->session != NULL) {
		door.proof = page->session->proof;
		return door;
	}
	proof = arena_alloc(page->arena, ACCESS_PROOF_BYTES);
	if (access_proof(http_cookie(page->arena, page->request, "session"), proof))
		door.proof = (struct bytes){ proof, ACCESS_PROOF_BYTES };
	return door;
}

struct text
page_next(struct page_context *page, struct text wanted)
{
	size_t              count;
	const struct route *rows = page_routes(&count);
	struct route_match  match;
	struct text         path, query;
	struct url          url;

	if (text_empty(wanted) || wanted.len > NEXT_MAX ||
	    router_split(page->arena, wanted, &path, &query) != ERR_OK ||
	    router_match(page->arena, rows, count, HTTP_GET, path, &match) != ERR_OK ||
	    match.row->who == ACCESS_ANYONE || match.row->who == ACCESS_HALF)
		return TEXT_NONE;
	url = router_path(page->arena, path);
	return url.len <= NEXT_MAX ? (struct text){ url.s, url.len } : TEXT_NONE;
}

struct url
page_after(struct page_context *page, struct text next)
{
	struct text there = page_next(page, next);

	/* A canonical path of our own table is an address that we built. */
	return there.s != NULL ? (struct url){ there.s, there.len } : page_start_url(page);
}

void
page_keep_session(struct page_context *page, struct http_response *response,
    struct text token, struct uuid person)
{
	http_set_cookie(page->arena, response, page->request->https, "session", token,
	    ENTER_SESSION_SECONDS);
	if (uuid_is_nil(person))
		return;
	http_set_cookie(page->arena, response, page->request->https, "known",
	    link_make(page->arena, page->site->keys, LINK_KNOWN, person, 0,
	        page->now + KNOWN_DAYS * CLOCK_DAY),
	    KNOWN_DAYS * 86400);
}

void
page_drop_session(struct page_context *page, struct http_response *response)
{
	http_set_cookie(page->arena, response, page->request->https, "session", TEXT_LIT(""),
	    -1);
}

struct uuid
page_known(struct page_context *page)
{
	struct uuid person, nobody = { { 0 } };
	uint32_t    generation;

	return link_read(page->site->keys, LINK_KNOWN,
	           http_cookie(page->arena, page->request, "known"), page->now, &person,
	           &generation) == ERR_OK
	           ? person
	           : nobody;
}

enum err
page_ask_code(struct page_context *page, struct http_response *response,
    const struct page_code_asked *ask)
{
	const char        *heading = page_t(page, ask->heading);
	struct view_model *m;

	if (ask->error != NULL)
		heading = arena_printf(page->arena, "%s %s", page_t(page, "Error:"), heading);
	m = page_model(page, text_of(heading));
	view_set_str(m, "heading", page_t(page, ask->heading));
	view_set_text(m, "lead", ask->lead);
	view_set_url(m, "self_url", ask->self);
	view_set_str(m, "field", ask->name);
	view_set_str(m, "error", ask->error ? page_t(page, ask->error) : NULL);
	view_list_in(m, "kept");
	if (ask->next.s != NULL) {
		struct view_model *k = view_list_add(m, "kept");

		view_set_str(k, "name", "next");
		view_set_text(k, "value", ask->next);
	}
	for (size_t i = 0; ask->kept != NULL && i < http_field_count(ask->kept); i++) {
		struct http_pair   pair = http_field_at(ask->kept, i);
		struct view_model *k;

		if (text_is(pair.name, ask->name))
			continue;
		k = view_list_add(m, "kept");
		view_set_text(k, "name", pair.name);
		view_set_text(k, "value", pair.value);
	}
	return page_render(page, response, ask->status, "page/code", m);
}

const char *
page_code_error(const struct access_outcome *outcome)
{
	if (outcome->verdict == ACCESS_REUSED)
		return WORD(
		    "That code was used already. Wait for the next one: the app shows it "
		    "within 30 seconds");
	if (outcome->tries == 1)
		return WORD(
		    "That is not the code that the app shows now. There is one more try");
	return WORD(
	    "That is not the code that the app shows now. Look at the app again, and at the "
	    "clock of that device");
}

enum err
page_code_over(struct page_context *page, struct http_response *response,
    const struct access_outcome *outcome)
{
	bool ended = outcome->verdict == ACCESS_ENDED;

	page_drop_session(page, response);
	return page_say(page, response,
	    &(struct page_message){ .status = 403,
	        .heading = ended ? "Too many codes were wrong" : "You are not signed in",
	        .paragraphs = { text_of(page_t(page,
	            ended
	                ? "Nothing was changed, and this session has ended. Ask for a new link "
	                  "and try again; if the app is lost, use a recovery code."
	                : "The session has ended, so nothing was changed. Ask for a new link.")) },
	        .links = { { "Sign in", URL_LIT("/sign-in") } } });
}

enum err
page_show_codes(struct page_context *page, struct http_response *response,
    const struct recovery_codes *codes, struct url onward)
{
	struct view_model *m = page_model_str(page, "Your recovery codes");

	view_list_in(m, "codes");
	for (int i = 0; i < RECOVERY_CODES; i++)
		view_list_add_text(m, "codes", codes->words[i]);
	view_set_url(m, "onward_url", onward);
	return page_render(page, response, 200, "page/codes", m);
}

enum err
page_show_secret(struct page_context *page, struct http_response *response,
    const struct access_pending *pending, struct url self, const char *error)
{
	const char        *heading = page_t(page, "Set up your second factor");
	struct view_model *m;
	struct html        svg;

	TRY(qr_svg(page->arena, totp_uri(page->arena, pending->secret, pending->email),
	    text_of(page_t(page, "QR code of the key that stands below")), &svg));
	m = page_model(page, text_of(error ? arena_printf(page->arena, "%s %s",
	                                         page_t(page, "Error:"), heading)
	                                   : heading));
	view_set_html(m, "qr", svg);
	view_set_text(m, "key", totp_words(page->arena, pending->secret));
	view_set_text(m, "account", pending->email);
	view_set_url(m, "self_url", self);
	view_set_str(m, "error", error ? page_t(page, error) : NULL);
	return page_render(page, response, error ? 422 : 200, "page/enrol", m);
}
