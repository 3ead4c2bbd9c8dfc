/* SPDX-License-Identifier: ISC
 *
 * status.c - what machines ask: alive, ready, counters.  Plain text, no names,
 * no figures about people. */
#include "page/page.h"

#include "base/buf.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_page.h"
#include "http/http.h"

static void
plain(struct page_context *page, struct http_response *response, int status, struct text text)
{
	http_reply_text(response, status, text);
	check(http_add_header(page->arena, response, "Cache-Control", TEXT_LIT("no-store")));
	if (status == 503)
		check(http_add_header(page->arena, response, "Retry-After", TEXT_LIT("5")));
}

enum err
page_healthz(struct page_context *page, struct http_response *response)
{
	plain(page, response, 200, TEXT_LIT("ok\n"));
	return ERR_OK;
}

#define OUTBOX_LATE 300 /* seconds */

/* Letters that are due and wait, and how long the oldest does. */
static enum err
outbox_age(struct page_context *page, struct page_outbox_age_row *age_out)
{
	const struct db_scope scope = { .role = DB_ROLE_RESPONDENT };
	struct tx            *tx;

	TRY(db_begin(page->site->db, page->arena, &scope, &tx));
	db_final(tx);
	TRY(sql_page_outbox_age(page->arena, tx, age_out));
	return db_commit(tx);
}

static const char *
on_off(bool on)
{
	return on ? "on" : "off";
}

/* What the server promises to keep, in its own words. */
static void
say_durability(struct buf *out, const struct db_durability *durability)
{
	buf_fmt(out, "durability: fsync %s, full_page_writes %s, synchronous_commit %s\n",
	    on_off(durability->fsync), on_off(durability->full_page_writes),
	    on_off(durability->synchronous_commit));
}

/* A late outbox is told, but no reason to send visitors elsewhere: answers
 * are kept all the same.  The reasons in detail are in the log and in
 * `soundings doctor`: who asks here need not be one of us. */
enum err
page_readyz(struct page_context *page, struct http_response *response)
{
	struct db                 *db = page->site->db;
	struct db_durability       durability;
	struct page_outbox_age_row age;
	struct buf                 out;
	enum err                   err = db_ready(db);

	if (err != ERR_OK) {
		plain(page, response, 503,
		    err == ERR_CONFLICT ? TEXT_LIT("schema: another version\n")
		                        : TEXT_LIT("database: away\n"));
		return ERR_OK;
	}
	durability = db_durability(db);
	buf_init(&out, page->arena, 400);
	if (page->site->config->require_durable &&
	    (!durability.fsync || !durability.full_page_writes ||
	        !durability.synchronous_commit)) {
		buf_str(&out, "database: may forget\n");
		say_durability(&out, &durability);
		plain(page, response, 503, buf_as_text(&out));
		return ERR_OK;
	}
	if (outbox_age(page, &age) != ERR_OK) {
		plain(page, response, 503, TEXT_LIT("database: no answer\n"));
		return ERR_OK;
	}
	/* No numbers: by them anybody could count who answers just now. */
	buf_fmt(&out, "ready\noutbox: %s\n", age.seconds > OUTBOX_LATE ? "late" : "in time");
	say_durability(&out, &durability);
	plain(page, response, 200, buf_as_text(&out));
	return ERR_OK;
}

enum err
page_metrics(struct page_context *page, struct http_response *response)
{
	struct page_site          *site = page->site;
	struct page_outbox_age_row age;
	struct buf                 out;

	if (site->metrics == NULL)
		return ERR_NOT_FOUND;
	buf_init(&out, page->arena, 1024 * 1024);
	buf_text(&out, site->metrics(site->metrics_arg, page->arena));
	if (outbox_age(page, &age) == ERR_OK)
		buf_fmt(&out,
		    "# HELP soundings_outbox_due Letters that are due and wait.\n"
		    "# TYPE soundings_outbox_due gauge\n"
		    "soundings_outbox_due %lld\n"
		    "# HELP soundings_outbox_oldest_seconds Since when the oldest is due.\n"
		    "# TYPE soundings_outbox_oldest_seconds gauge\n"
		    "soundings_outbox_oldest_seconds %lld\n",
		    (long long)age.waiting, (long long)age.seconds);
	plain(page, response, 200, buf_as_text(&out));
	return ERR_OK;
}
