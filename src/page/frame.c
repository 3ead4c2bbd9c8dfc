/* SPDX-License-Identifier: ISC */
#include "page/frame.h"

#include <stdarg.h>

#include "access/access.h"
#include "address/address.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "form/form.h"
#include "gen/static_names.h"
#include "http/http.h"
#include "page/done.h"
#include "response/catalogue.h"
#include "router/router.h"

const char *
page_t(const struct page_context *page, const char *english)
{
	return view_t(page->language, english);
}

/* A number that is not torn apart at the end of a line. */
static const char *
unbroken(struct page_context *page, const char *number)
{
	const char *start = number;
	struct buf  buf;

	buf_init(&buf, page->arena, 4096);
	for (; *number != '\0'; number++)
		buf_add(&buf, *number == ' ' ? "\u00a0" : number, *number == ' ' ? 2 : 1);
	buf_char(&buf, '\0');
	return buf_ok(&buf) ? buf.data : start;
}

/* The help line at the foot: an address becomes a link, a line stays one. */
static void
set_help(struct page_context *page, struct view_model *m)
{
	const struct config *config = page->site->config;
	const char          *contact = config->operator_contact;
	bool mail = strchr(contact, '@') != NULL && strpbrk(contact, " \t<>") == NULL;
	bool phone = *config->operator_phone != '\0';

	view_set_str(m, "operator", config->operator_name);
	view_set_bool(m, "help", *contact != '\0' || phone);
	view_set_str(m, "help_mail", mail ? contact : NULL);
	view_set_url(m, "help_url",
	    mail ? page_url_plus(page, URL_LIT("mailto:"), contact) : URL_LIT("/"));
	view_set_str(m, "help_line", mail || *contact == '\0' ? NULL : contact);
	view_set_bool(m, "help_both", *contact != '\0' && phone);
	view_set_str(m, "help_phone", phone ? unbroken(page, config->operator_phone) : NULL);
}

/* The second line of navigation: what of the table this person may open. */
static const struct {
	const char *path, *label; /* English; NULL: the person's name */
} places[] = {
	{ "/review", WORD("What waits") },
	{ "/review/responses", WORD("Responses") },
	{ "/review/snapshots", WORD("Snapshots") },
	{ "/review/benchmarks", WORD("Benchmarks") },
	{ "/review/exports", WORD("Exports") },
	{ "/review/people", WORD("People") },
	{ "/review/audit", WORD("Audit") },
	{ "/firm/people", WORD("People") },
	{ "/firm/audit", WORD("Audit") },
	{ "/me", NULL },
};

static bool
may_open(const struct page_context *page, const char *path)
{
	size_t              count;
	const struct route *rows = page_routes(&count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].method == HTTP_GET && strcmp(rows[i].pattern, path) == 0)
			return access_may(page->session, (enum access_who)rows[i].who);
	return false;
}

/* That place or what is below it, such as /review/people/7, but not its
 * namesake /review/people-data. */
static bool
lies_in(const char *pattern, const char *place)
{
	size_t len = strlen(place);

	return strncmp(pattern, place, len) == 0 &&
	       (pattern[len] == '\0' || pattern[len] == '/');
}

/* Is this the page's place?  The start of the desk is that of itself alone. */
static bool
is_current(const char *pattern, const char *place)
{
	static const struct {
		const char *pattern, *place;
	} along[] = {
		/* what lies there too, under addresses of its own */
		{ "/review/unflagged", "/review/responses" },
		{ "/review/flow", "/review/responses" },
		{ "/review/firms", "/review/responses" },
	};

	for (size_t i = 0; i < sizeof along / sizeof *along; i++)
		if (lies_in(pattern, along[i].pattern))
			return strcmp(place, along[i].place) == 0;
	return strcmp(place, "/review") == 0 ? strcmp(pattern, place) == 0
	                                     : lies_in(pattern, place);
}

/* A browser in which somebody seems to be signed in, on a page that asks nobody
 * who they are.  Pages of a survey are kept ready for all alike. */
static bool
seems_signed_in(struct page_context *page, const char *pattern)
{
	uint8_t proof[ACCESS_PROOF_BYTES];

	return page->session == NULL && strncmp(pattern, "/s/", 3) != 0 &&
	       access_proof(http_cookie(page->arena, page->request, "session"), proof);
}

struct url
page_start_url(const struct page_context *page)
{
	return access_may(page->session, ACCESS_CONSULTANT) ? URL_LIT("/review")
	                                                    : URL_LIT("/me");
}

static void
set_places(struct page_context *page, struct view_model *m)
{
	const struct access_session *s = page->session;
	const char                  *pattern = page->row != NULL ? page->row->pattern : "";

	view_set_url(m, "home_url",
	    s != NULL && s->full ? page_start_url(page) : URL_LIT("/"));
	view_set_bool(m, "account", seems_signed_in(page, pattern));
	view_set_bool(m, "inside", s != NULL && s->full);
	view_set_bool(m, "outside", s == NULL && !seems_signed_in(page, pattern));
	view_set_text(m, "done", page_done_waiting(page));
	view_list_in(m, "places");
	for (size_t i = 0; s != NULL && s->full && i < sizeof places / sizeof *places; i++) {
		struct view_model *p;

		if (!may_open(page, places[i].path))
			continue;
		p = view_list_add(m, "places");
		view_set_text(p, "label",
		    places[i].label ? text_of(page_t(page, places[i].label)) : s->name);
		view_set_url(p, "to_url", page_url(page, places[i].path, NULL));
		view_set_bool(p, "current", is_current(pattern, places[i].path));
	}
}

struct view_model *
page_model(struct page_context *page, struct text title)
{
	struct view_model *m = view_object(page->arena);
	const char        *language = page->language;

	view_set_str(m, "lang", strcmp(language, "en") == 0 ? "en-GB" : language);
	view_set_str(m, "dir", view_direction(language));
	view_set_text(m, "title", title);
	view_set_url(m, "css_url", URL_LIT(STATIC_CSS));
	view_set_url(m, "js_url", URL_LIT(STATIC_JS));
	view_set_bool(m, "script", false);
	view_set_bool(m, "switch", page->offered_count > 1);
	view_list_in(m, "languages");
	for (size_t i = 0; page->offered_count > 1 && i < page->offered_count; i++) {
		const char        *tag = page->offered[i];
		struct view_model *l = view_list_add(m, "languages");

		view_set_str(l, "tag", tag);
		view_set_str(l, "direction", view_direction(tag));
		view_set_str(l, "name", view_language_name(tag));
		view_set_bool(l, "current", strcmp(tag, language) == 0);
		view_set_url(l, "choose_url",
		    url_make(page->arena, "?language={}", tag, NULL));
	}
	set_help(page, m);
	set_places(page, m);
	return m;
}

struct view_model *
page_model_str(struct page_context *page, const char *title)
{
	return page_model(page, text_of(page_t(page, title)));
}

struct text
page_title(struct page_context *page, const char *first, const struct catalogue_form *form)
{
	const struct form *f = form->definition;

	return text_of(arena_printf(page->arena, "%s: %s", first,
	    form_say(f, form_said(f->name) ? f->name : f->title, page->language)));
}

enum err
page_render(struct page_context *page, struct http_response *response, int status,
    const char *name, const struct view_model *m)
{
	struct html html;

	TRY(view_render(page->arena, page->site->views, name, page->language, m, &html));
	http_reply_html(response, status, html);
	if (page_done_waiting(page).s != NULL)
		page_done_shown(page, response);
	return ERR_OK;
}

struct text
page_support(struct page_context *page, int status)
{
	struct text id = page->request->request_id;
	char        code[16];

	print_to(code, sizeof code, "%d", status);
	return view_say(page->arena, page->language, "For support: request {id}, code {code}",
	    "id", text_empty(id) ? "-" : id.s, "code", code, NULL);
}

static void
add_paragraphs(struct view_model *m, const struct text *paragraphs, size_t max)
{
	view_list_in(m, "paragraphs");
	for (size_t i = 0; i < max && paragraphs[i].s != NULL; i++)
		view_list_add_text(m, "paragraphs", paragraphs[i]);
}

enum err
page_say(struct page_context *page, struct http_response *response,
    const struct page_message *message)
{
	struct view_model *m = page_model_str(page, message->heading);

	view_set_str(m, "heading", page_t(page, message->heading));
	add_paragraphs(m, message->paragraphs, 4);
	view_list_in(m, "links");
	for (size_t i = 0; i < 3 && message->links[i].label != NULL; i++) {
		struct view_model *l = view_list_add(m, "links");

		view_set_str(l, "label", page_t(page, message->links[i].label));
		view_set_url(l, "to_url", message->links[i].url);
	}
	view_set_text(m, "support",
	    message->status >= 400 ? page_support(page, message->status) : TEXT_NONE);
	return page_render(page, response, message->status, "page/message", m);
}

enum err
page_ask(struct page_context *page, struct http_response *response,
    const struct page_ask *ask)
{
	struct view_model *m = page_model_str(page, ask->heading);

	view_set_str(m, "heading", page_t(page, ask->heading));
	view_set_str(m, "button", page_t(page, ask->button));
	add_paragraphs(m, ask->paragraphs, 4);
	view_set_url(m, "self_url", ask->self);
	view_set_bool(m, "back", ask->back.s != NULL);
	view_set_url(m, "back_url", ask->back.s ? ask->back : URL_LIT("/"));
	view_set_text(m, "form_id", ask->form_id);
	view_set_text(m, "seen", ask->seen);
	view_set_str(m, "other", ask->other ? page_t(page, ask->other) : NULL);
	view_set_url(m, "other_url", ask->other ? ask->other_url : URL_LIT("/"));
	return page_render(page, response, ask->status ? ask->status : 200, "page/ask", m);
}

struct url
page_url(struct page_context *page, const char *path, ...)
{
	va_list     ap;
	const char *args[4] = { NULL, NULL, NULL, NULL };

	va_start(ap, path);
	for (size_t i = 0; i < 4; i++)
		if ((args[i] = va_arg(ap, const char *)) == NULL)
			break;
	va_end(ap);
	return url_make(page->arena, path, args[0], args[1], args[2], args[3], NULL);
}

struct url
page_url_text(struct page_context *page, const char *path, struct text arg)
{
	return url_make(page->arena, path, arena_strndup(page->arena, arg.s, arg.len), NULL);
}

struct url
page_url_plus(struct page_context *page, struct url url, const char *suffix)
{
	const char *s = arena_printf(page->arena, "%s%s", url.s, suffix);

	return (struct url){ s, strlen(s) };
}

struct text
page_query(struct page_context *page, const char *name)
{
	struct http_fields *fields;
	struct http_problem problem;

	if (text_empty(page->request->query) ||
	    http_parse_query(page->arena, page->request->query, &fields, &problem) != ERR_OK)
		return TEXT_NONE;
	return http_field(fields, name);
}

struct text
page_address_meant(struct page_context *page, struct text given)
{
	struct mail_addr address;

	if (text_empty(given) || text_equal(http_field(page->fields, "sure"), given) ||
	    address_parse(page->arena, given, &address) != ADDRESS_FINE)
		return TEXT_NONE;
	return address_likely_meant(page->arena, &address);
}

void
page_form_language(struct page_context *page, const struct catalogue_form *form)
{
	const struct form *f = form->definition;

	page->offered = f->languages;
	page->offered_count = f->language_count;
	page->language = NULL;
	for (size_t i = 0; i < f->language_count; i++)
		if (text_is(page->wanted_language, f->languages[i]))
			page->language = f->languages[i];
	if (page->language == NULL)
		page->language = http_language(page->request->accept_language, f->languages,
		    f->language_count);
}

enum err
page_closed(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form)
{
	struct page_message message = {
		.status = 410,
		.heading = "This survey is closed",
	};

	message.paragraphs[0] = view_say(page->arena, page->language,
	    "“{survey}” takes no more answers at the moment.", "survey",
	    form_say(form->definition, form->definition->title, page->language), NULL);
	message.paragraphs[1] = text_of(page_t(page,
	    "Pages you had saved are kept for 30 days from the last one, in case it opens "
	    "again. Reports and receipts of answers already sent still open."));
	message.links[0].label = "See which surveys are open";
	message.links[0].url = URL_LIT("/");
	return page_say(page, response, &message);
}

enum err
page_form(struct page_context *page, struct http_response *response,
    struct catalogue_form **form_out)
{
	struct catalogue_form *form;

	*form_out = NULL;
	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	if (catalogue_current(page->site->forms,
	        arena_strndup(page->arena, page->args[0].s, page->args[0].len),
	        &form) != ERR_OK ||
	    form->personal)
		return page_say(page, response,
		    &(struct page_message){ .status = 404,
		        .heading = "There is no such survey here",
		        .paragraphs = { text_of(page_t(page,
		            "The address may have been cut short or mistyped.")) },
		        .links = { { "See which surveys are open", URL_LIT("/") } } });
	page_form_language(page, form);
	*form_out = form;
	return ERR_OK;
}

enum err
page_open_form(struct page_context *page, struct http_response *response,
    struct catalogue_form **form_out)
{
	TRY(page_form(page, response, form_out));
	if (*form_out == NULL || (*form_out)->open)
		return ERR_OK;
	TRY(page_closed(page, response, *form_out));
	*form_out = NULL;
	return ERR_OK;
}
