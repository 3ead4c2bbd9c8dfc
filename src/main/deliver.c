/* SPDX-License-Identifier: ISC
 *
 * One letter: checked, rendered, handed to the relay, and what became of it
 * noted. */
#include "main/deliver.h"

#include <poll.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/random.h"
#include "config/config.h"
#include "database/db.h"

#define RELAY_PAUSE_MAX 300 /* seconds */
/* How long the note of an outcome is tried when the database is away. */
#define NOTE_SECONDS (OUTBOX_LEASE_SECONDS - 20)

static void
log_end(enum log_event event, const struct courier *c, const struct outbox_letter *letter,
    struct text words)
{
	LOG(event, log_str("letter", uuid_text(c->arena, letter->id)),
	    log_str("kind", letter_kind_name(letter->kind)),
	    log_int("attempt", letter->attempt), log_str("reply", words.s));
}

/* Note what became of a letter; the answer that the relay gave must not be lost
 * to a restart of the database. */
static void
note(struct courier *c, const struct outbox_letter *letter, enum smtp_end end_,
    struct text words)
{
	int64_t  until = clock_monotonic() + NOTE_SECONDS * CLOCK_SECOND;
	enum err err;

	for (;;) {
		switch (end_) {
		case SMTP_ACCEPTED:
			err = outbox_sent(c->arena, c->desk.db, letter, words);
			break;
		case SMTP_REFUSED:
			err = outbox_failed(c->arena, c->desk.db, letter, words);
			break;
		case SMTP_AMBIGUOUS:
			err = outbox_ambiguous(c->arena, c->desk.db, letter, words);
			break;
		case SMTP_RETRY:
			err = outbox_later(c->arena, c->desk.db, letter, true,
			    outbox_pause(letter->tries, random_below(UINT32_MAX)), words);
			break;
		case SMTP_UNREACHABLE:
		case SMTP_UNTRUSTED:
			err = outbox_later(c->arena, c->desk.db, letter, false,
			    c->relay_pause, words);
			break;
		case SMTP_ABANDONED:
		default:
			return;
		}
		if ((err != ERR_UNAVAILABLE && err != ERR_UNCERTAIN) ||
		    clock_monotonic() > until)
			return;
		poll(NULL, 0, 500);
	}
}

static void
relay_is_down(struct courier *c, const struct smtp_result *result)
{
	c->relay_pause = c->relay_pause == 0 ? 2 : c->relay_pause * 2;
	if (c->relay_pause > RELAY_PAUSE_MAX)
		c->relay_pause = RELAY_PAUSE_MAX;
	c->relay_again = clock_monotonic() + c->relay_pause * CLOCK_SECOND;
	LOG(EV_SMTP_DOWN, log_str("how", smtp_end_name(result->end)),
	    log_str("reply", result->reply.s), log_int("pause", c->relay_pause));
}

struct going {
	struct courier             *c;
	const struct outbox_letter *letter;
};

/* The relay waits for the first byte: is the letter still ours? */
static bool
may_send(void *context)
{
	const struct going *going = context;
	struct courier     *c = going->c;

	(void)FAULT("outbox.renewing");
	/* What the ledger must find out: a letter noted as sent before it is. */
	c->renewal =
	    FAULT("outbox.sent-first")
	        ? outbox_sent(c->arena, c->desk.db, going->letter, TEXT_NONE)
	        : outbox_renew(c->arena, c->desk.db, going->letter, c->confirmed, &c->hold);
	(void)FAULT("outbox.renewed");
	return c->renewal == ERR_OK && c->hold == OUTBOX_FREE;
}

/* Nothing was sent: say why the letter ends or waits. */
static void
set_aside(struct courier *c, const struct outbox_letter *letter, enum log_event event,
    enum err (*how)(struct arena *, struct db *, const struct outbox_letter *, struct text),
    const char *why)
{
	log_end(event, c, letter, text_of(why));
	if (how(c->arena, c->desk.db, letter, text_of(why)) != ERR_OK)
		return; /* the lease runs out and the letter comes again */
}

static void
put_off(struct courier *c, const struct outbox_letter *letter, bool own_fault,
    int64_t seconds, const char *why)
{
	log_end(EV_LETTER_RETRY, c, letter, text_of(why));
	if (outbox_later(c->arena, c->desk.db, letter, own_fault, seconds, text_of(why)) !=
	    ERR_OK)
		return; /* likewise */
}

/* An address that nobody confirmed has had its letters for today. */
static void
wait_a_day(struct courier *c, const struct outbox_letter *letter, int64_t now)
{
	if (now - letter->created_at > OUTBOX_DAYS * CLOCK_DAY)
		set_aside(c, letter, EV_LETTER_FAILED, outbox_failed,
		    "too many letters to an address that nobody confirmed");
	else
		put_off(c, letter, false, 3600,
		    "three letters went to this address within a day; nobody confirmed it yet");
}

/* Check and render.  false: the letter has been dealt with. */
static bool
prepare(struct courier *c, const struct outbox_letter *letter, const struct mail_addr *to,
    struct bytes *bytes_out)
{
	int64_t            now = clock_now();
	struct letter_mail mail;
	struct message     m;
	enum err           err;

	/* Before any work on it: whoever sends a form a thousand times with one
	 * address must not have a thousand reports drawn every hour. */
	if (outbox_may_go(c->arena, c->desk.db, letter, &c->confirmed, &c->hold) != ERR_OK)
		return false;
	if (c->hold == OUTBOX_UNWANTED) {
		set_aside(c, letter, EV_LETTER_CANCELLED, outbox_cancelled,
		    "the address asked for no more such letters");
		return false;
	}
	if (c->hold == OUTBOX_ENOUGH_TODAY) {
		wait_a_day(c, letter, now);
		return false;
	}
	err = letter_render(c->arena, &c->desk, letter, now, &mail);
	if (err == ERR_UNAVAILABLE)
		return false;
	if (err != ERR_OK) {
		put_off(c, letter, true,
		    outbox_pause(letter->tries + 4, random_below(UINT32_MAX)),
		    "the letter could not be rendered; the log says why");
		return false;
	}
	if (mail.gone != NULL) {
		set_aside(c, letter, EV_LETTER_CANCELLED, outbox_cancelled, mail.gone);
		return false;
	}
	m = (struct message){
		.id = letter->message_id,
		.date = now,
		.from = &c->from,
		.from_name = text_of(c->desk.config->mail_name),
		.to = to,
		.reply_to = c->has_reply_to ? &c->reply_to : NULL,
		.subject = mail.subject,
		.language = letter->language.s,
		.unsubscribe = mail.unsubscribe,
		.text = mail.text,
		.html = mail.html,
		.files = &mail.file,
		.file_count = mail.file.data.p != NULL,
	};
	if (message_build(c->arena, &m, bytes_out) != ERR_OK) {
		set_aside(c, letter, EV_LETTER_FAILED, outbox_failed,
		    "no message could be made of it: check mail_from and mail_name");
		return false;
	}
	return true;
}

bool
courier_deliver(struct courier *c, const struct outbox_letter *letter)
{
	static const enum log_event events[] = {
		[SMTP_ACCEPTED] = EV_LETTER_SENT,
		[SMTP_REFUSED] = EV_LETTER_FAILED,
		[SMTP_RETRY] = EV_LETTER_RETRY,
		[SMTP_AMBIGUOUS] = EV_LETTER_AMBIGUOUS,
		[SMTP_UNREACHABLE] = EV_LETTER_RETRY,
		[SMTP_UNTRUSTED] = EV_LETTER_RETRY,
		[SMTP_ABANDONED] = EV_LETTER_LOST,
	};
	struct going         going = { c, letter };
	enum address_problem problem;
	struct smtp_result   result;
	struct mail_addr     to;
	struct bytes         bytes;

	problem = address_parse(c->arena, letter->address, &to);
	if (problem != ADDRESS_FINE) {
		set_aside(c, letter, EV_LETTER_FAILED, outbox_failed,
		    "not an address that mail can be sent to");
		return true;
	}
	if (!prepare(c, letter, &to, &bytes))
		return db_ready(c->desk.db) == ERR_OK;
	if (FAULT("outbox.claimed"))
		return true;
	c->renewal = ERR_OK;
	result = smtp_send(c->smtp, c->arena, &c->from, &to, bytes, may_send, &going);
	if (FAULT("outbox.sent"))
		return true;
	if (result.end == SMTP_ABANDONED && c->hold == OUTBOX_ENOUGH_TODAY) {
		wait_a_day(c, letter, clock_now());
		return true;
	}
	log_end(events[result.end], c, letter, result.reply);
	if (result.end == SMTP_UNREACHABLE || result.end == SMTP_UNTRUSTED)
		relay_is_down(c, &result);
	else if (result.end != SMTP_ABANDONED)
		c->relay_pause = 0;
	note(c, letter, result.end, result.reply);
	(void)FAULT("outbox.noted");
	return result.end != SMTP_UNREACHABLE && result.end != SMTP_UNTRUSTED &&
	       (c->renewal == ERR_OK || c->renewal == ERR_CONFLICT);
}
