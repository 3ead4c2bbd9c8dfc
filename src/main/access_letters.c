/* SPDX-License-Identifier: ISC
 *
 * access_letters.c - links to sign in, invitations, and notices about the
 * second factor.  The token of a link is made here, when the letter is: until
 * then nobody has it, and the database only ever holds its hash. */
#include "access/people.h"
#include "config/config.h"
#include "link/link.h"
#include "main/letter_parts.h"

static const struct words {
	const char *subject, *line, *button, *until, *why;
} kinds[LETTER__MAX] = {
	[LETTER_SIGN_IN] = { WORD("Your link to sign in"),
	    WORD("The link below signs you in to Soundings."), WORD("Sign in"),
	    WORD("The link works once, until {expires} UTC, and only in the browser in which it was "
	         "asked for."),
	    WORD("You receive this message because somebody asked to sign in with this address. If "
	         "it was not you, nothing more happens: you can leave it.") },
	[LETTER_INVITED] = { WORD("You can now sign in to Soundings"),
	    WORD("This address was entered so that you can sign in. There is no password: the page "
	         "below sends you a link each time."),
	    WORD("To the sign-in page"),
	    WORD("You need this address and no other to sign in."),
	    WORD("You receive this message because your firm or its consultants gave you access. If "
	         "that surprises you, please write to us.") },
	[LETTER_INVITED_KNOWN] = { WORD("A firm wanted to let you in"),
	    WORD("The administrator of a firm entered this address so that you can sign in for "
	         "that firm. You can sign in with it already, so nothing was changed."),
	    WORD("To the sign-in page"),
	    WORD("An address belongs to one firm. If you expected this, give that firm another "
	         "address of yours, or write to us to move."),
	    WORD("You receive this message because somebody entered your address. Whether you can "
	         "sign in was not told to them.") },
	[LETTER_FACTOR_NEW] = { WORD("A second factor was set up"),
	    WORD("An authenticator app was set up for signing in with this address. Codes of an "
	         "earlier app and earlier recovery codes no longer work."),
	    WORD("Look at your sessions"), WORD("If that was you, there is nothing to do."),
	    WORD("If it was not you, write to us at once: somebody else may be able to sign in as "
	         "you.") },
	[LETTER_FACTOR_RECOVERY] = { WORD("A recovery code was used"),
	    WORD("Somebody signed in with this address and one of its recovery codes. That code no "
	         "longer works."),
	    WORD("Look at your sessions"),
	    WORD("If that was you, think of setting up an app anew."),
	    WORD("If it was not you, write to us at once: somebody else may be able to sign in as "
	         "you.") },
	[LETTER_FACTOR_RESET] = { WORD("Your second factor was reset"),
	    WORD("A lead consultant took away the second factor of this address, and ended its "
	         "sessions. At the next sign-in you set up an app anew."),
	    WORD("To the sign-in page"),
	    WORD("If you asked for that, sign in and set it up soon."),
	    WORD("If you did not ask for it, write to us at once.") },
};

/* A reviewer would look for more than there is. */
static const char reviewer_line[] = WORD(
    "This address was entered so that you can sign in as an independent reviewer: "
    "somebody who may read what clients give to nobody else. Soundings has no page for "
    "that yet; today you can set up your account. There is no password: the page below "
    "sends you a link each time.");

static const char *
path_of(enum letter_kind kind)
{
	return kind == LETTER_FACTOR_NEW || kind == LETTER_FACTOR_RECOVERY ? "/me/sessions"
	                                                                   : "/sign-in";
}

enum err
letter_render_access(struct arena *arena, const struct letter_desk *desk,
    const struct outbox_letter *letter, int64_t now, struct letter_mail *mail)
{
	const struct words *w = &kinds[letter->kind];
	const char         *language = letter->language.s, *line = w->line;
	enum access_role    role;
	struct url         base = { desk->config->base_url, strlen(desk->config->base_url) };
	struct url         link;
	struct view_model *m;
	int64_t            expires = now;
	struct text        token;

	if (letter->kind == LETTER_SIGN_IN) {
		enum err err =
		    access_letter(arena, desk->db, letter->object, &token, &expires);

		if (err == ERR_NOT_FOUND) {
			mail->gone = "the link was used, or asked for too long ago";
			return ERR_OK;
		}
		TRY(err);
		link = link_url(arena, base, "/sign-in/{}", token);
	} else {
		if (letter->kind == LETTER_INVITED) {
			enum err err =
			    access_invited_as(arena, desk->db, letter->object, &role);

			if (err == ERR_NOT_FOUND) {
				mail->gone = "the account is gone";
				return ERR_OK;
			}
			TRY(err);
			line = role == ACCESS_ROLE_REVIEWER ? reviewer_line : line;
		}
		link =
		    url_absolute(arena, base, url_make(arena, path_of(letter->kind), NULL));
	}
	mail->subject = text_of(view_t(language, w->subject));
	m = letter_model(arena, desk, language, mail->subject, link, expires);
	view_set_str(m, "line", view_t(language, line));
	view_set_str(m, "button", view_t(language, w->button));
	view_set_text(m, "until",
	    view_say(arena, language, w->until, "expires",
	        view_date(arena, language, expires, true).s, NULL));
	view_set_str(m, "why", view_t(language, w->why));
	return letter_render_both(arena, desk, "outbox/letters/access", language, m, mail);
}
