/* SPDX-License-Identifier: ISC
 *
 * status.c - what machines ask: alive, ready, counters.  Plain text, no names,
 * no figures about people. */
#include "page/page.h"

#include "base/buf.h"
#include "config/config.h"
#include "database/db.h"
#include "http/http.h"

static void
plain(struct page_context *page, struct http_response *response, int status,
    struct text text)
{
	http_reply_text(response, status, text);
	check(http_add_header(page->arena, response, "Cache-Control",
	    TEXT_LIT("no-store")));
	if (status == 503)
		check(http_add_header(page->arena, response, "Retry-After",
		    TEXT_LIT("5")));
}

enum err
page_healthz(struct page_context *page, struct http_response *response)
{
	plain(page, response, 200, TEXT_LIT("ok\n"));
	return ERR_OK;
}

/* The reasons in detail are in the log and in `soundings doctor`: who asks
 * here need not be one of us. */
enum err
page_readyz(struct page_context *page, struct http_response *response)
{
	struct db           *db = page->site->db;
	struct db_durability durability;

	enum err             err = db_ready(db);

	if (err != ERR_OK) {
		plain(page, response, 503,
		    err == ERR_CONFLICT ? TEXT_LIT("schema: another version\n")
		                        : TEXT_LIT("database: away\n"));
		return ERR_OK;
	}
	durability = db_durability(db);
	if (page->site->config->require_durable &&
	    (!durability.fsync || !durability.full_page_writes ||
	        !durability.synchronous_commit))
		plain(page, response, 503, TEXT_LIT("database: may forget\n"));
	else
		plain(page, response, 200, TEXT_LIT("ready\n"));
	return ERR_OK;
}

enum err
page_metrics(struct page_context *page, struct http_response *response)
{
	struct page_site *site = page->site;

	if (site->metrics == NULL)
		return ERR_NOT_FOUND;
	plain(page, response, 200, site->metrics(site->metrics_arg, page->arena));
	return ERR_OK;
}
