/* SPDX-License-Identifier: ISC */
#include "page/audit_words.h"

#include <string.h>

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "page/frame.h"
#include "page/person.h"

#define DETAIL_MAX 2000

static const char *const kinds[][2] = {
	{ "response", WORD("Responses and exports") },
	{ "snapshot", WORD("Snapshots") },
	{ "firm", WORD("Firms") },
	{ "person", WORD("People who sign in") },
	{ "privacy", WORD("Personal data") },
	{ "form", WORD("Surveys") },
	{ "outbox", WORD("Letters") },
	{ "retention", WORD("What is past its time") },
};

const char *
audit_kind(size_t i, const char **words_out)
{
	if (i >= sizeof kinds / sizeof kinds[0])
		return NULL;
	*words_out = kinds[i][1];
	return kinds[i][0];
}

/* The first that fits counts: of the action and, where a key is named, of that
 * value of a detail. */
static const struct {
	const char *action, *key, *value, *words;
} sentences[] = {
	{ "response.include", NULL, NULL, WORD("Included a response") },
	{ "response.hold", NULL, NULL, WORD("Held a response back") },
	{ "response.ask", NULL, NULL, WORD("Asked the respondent by mail") },
	{ "response.code", NULL, NULL, WORD("Sorted what was written under headings") },
	{ "response.identity", NULL, NULL, WORD("Opened who is behind a response") },
	{ "response.withdraw", "disowned", "true",
	    WORD("Said that the answers are not theirs") },
	{ "response.withdraw", NULL, NULL, WORD("Withdrew the answers") },
	{ "response.erase", NULL, NULL, WORD("Erased a response") },
	{ "response.redact", NULL, NULL, WORD("Took an address out of what was written") },
	{ "response.recompute", NULL, NULL, WORD("Worked the scores out again") },
	{ "response.export", "identities", "true",
	    WORD("Took responses out with names and addresses: {choice}, as {format}") },
	{ "response.export", "firms", "true",
	    WORD("Took responses out with codes of firms: {choice}, as {format}") },
	{ "response.export", NULL, NULL, WORD("Took responses out: {choice}, as {format}") },
	{ "response.export-broken", NULL, NULL, WORD("The transfer of an export broke off") },
	{ "response.export-mended", NULL, NULL,
	    WORD("Characters that no file may hold were left out of an export") },
	{ "snapshot.ask", "kind", "build", WORD("Asked for the pool to be counted") },
	{ "snapshot.ask", NULL, NULL, WORD("Asked for the audit and the proposal") },
	{ "snapshot.build", NULL, NULL, WORD("Counted the pool into a snapshot") },
	{ "snapshot.propose", NULL, NULL, WORD("Proposed a snapshot, after its audit") },
	{ "snapshot.unsafe", NULL, NULL,
	    WORD("The audit found a snapshot unsafe; it was not proposed") },
	{ "snapshot.release", "alone", "true", WORD("Released a snapshot, as one person") },
	{ "snapshot.release", NULL, NULL, WORD("Released a snapshot, as the second person") },
	{ "snapshot.withdraw", NULL, NULL, WORD("Withdrew a snapshot") },
	{ "snapshot.rule", "two_people", "true",
	    WORD("Settled that two people release a snapshot") },
	{ "snapshot.rule", NULL, NULL, WORD("Let one person release a snapshot alone") },
	{ "firm.add", NULL, NULL, WORD("Recorded a firm") },
	{ "firm.identity", NULL, NULL, WORD("Opened the name of a firm") },
	{ "firm.merge", NULL, NULL, WORD("Merged a firm into {into}") },
	{ "person.add", NULL, NULL, WORD("Added somebody as: {role}") },
	{ "person.withdraw", NULL, NULL, WORD("Took an invitation back") },
	{ "person.role", NULL, NULL, WORD("Changed what somebody is: {role}") },
	{ "person.disable", NULL, NULL, WORD("Disabled an account") },
	{ "person.enable", NULL, NULL, WORD("Let somebody in again") },
	{ "person.reset", NULL, NULL, WORD("Reset a second factor") },
	{ "person.remove", NULL, NULL, WORD("Removed an account") },
	{ "person.vouch", NULL, NULL, WORD("Vouched for an account") },
	{ "person.link", NULL, NULL, WORD("Made a link to sign in by command") },
	{ "person.sign-in", "how", "link", WORD("Signed in by a link") },
	{ "person.sign-in", "how", "code", WORD("Signed in by link and code") },
	{ "person.sign-in", NULL, NULL, WORD("Signed in by link and recovery code") },
	{ "person.factor-new", NULL, NULL, WORD("Set up a second factor") },
	{ "person.codes-new", NULL, NULL, WORD("Made new recovery codes") },
	{ "person.codes-wrong", NULL, NULL,
	    WORD("Gave too many wrong codes; the session ended") },
	{ "privacy.find", NULL, NULL, WORD("Looked up what is held about a person") },
	{ "privacy.export", NULL, NULL, WORD("Gave out what is held about a person") },
	{ "privacy.erase", NULL, NULL, WORD("Erased what was held about a person") },
	{ "privacy.tombstones", NULL, NULL,
	    WORD("Applied the tombstones of erased addresses") },
	{ "form.publish", NULL, NULL, WORD("Published version {version} of a survey") },
	{ "form.open", NULL, NULL, WORD("Opened a survey") },
	{ "form.close", NULL, NULL, WORD("Closed a survey") },
	{ "outbox.retry", NULL, NULL, WORD("Had letters sent again") },
	{ "outbox.cancel", NULL, NULL, WORD("Cancelled letters") },
	{ "retention.run", NULL, NULL, WORD("Deleted what is past its time") },
};

/* Details that stand behind a sentence; the others are in it. */
static const char *const behind[][2] = {
	{ "firms_counted", WORD("firms") },
	{ "withheld_by_auditor", WORD("results of groups withheld by the auditor") },
	{ "unproved", WORD("firms not proved safe") },
	{ "groups", WORD("groups, each for one thing counted") },
	{ "named", WORD("which") },
	{ "pinned", WORD("reports given the comparison") },
	{ "letters", WORD("letters") },
	{ "rows", WORD("rows") },
	{ "mended", WORD("left out") },
	{ "changed", WORD("changed") },
	{ "response", WORD("responses") },
	{ "draft", WORD("drafts") },
	{ "mention", WORD("mentions in answers of others") },
	{ "letter", WORD("letters") },
	{ "audit", WORD("audit events") },
	{ "drafts", WORD("drafts") },
	{ "history", WORD("earlier versions") },
	{ "contacts", WORD("addresses") },
};

static struct text
detail_of(const struct access_event *e, const char *key)
{
	for (size_t i = 0; i < e->keys.n && i < e->vals.n; i++)
		if (text_is(e->keys.v[i], key))
			return e->vals.v[i];
	return TEXT_NONE;
}

static const char *
words_of(struct page_context *page, const struct access_event *e, const char *key)
{
	struct text      value = detail_of(e, key);
	enum access_role role;

	if (value.s == NULL)
		return "–";
	if (strcmp(key, "role") == 0 && access_role_of(value, &role))
		return page_t(page, page_role_words(role));
	return arena_strndup(page->arena, value.s, value.len);
}

const char *
audit_sentence(struct page_context *page, const struct access_event *e)
{
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
		if (text_is(e->action, sentences[i].action) &&
		    (sentences[i].key == NULL ||
		        text_is(detail_of(e, sentences[i].key), sentences[i].value)))
			return view_say(page->arena, page->language, sentences[i].words,
			    "into", words_of(page, e, "into"), "role",
			    words_of(page, e, "role"), "choice", words_of(page, e, "choice"),
			    "format", words_of(page, e, "format"), "version",
			    words_of(page, e, "version"), NULL)
			    .s;
	return arena_strndup(page->arena, e->action.s, e->action.len);
}

const char *
audit_detail(struct page_context *page, const struct access_event *e)
{
	struct text reason = detail_of(e, "reason");
	struct buf  b;

	buf_init(&b, page->arena, DETAIL_MAX);
	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
		bool        counted = strcmp(behind[i][0], "firms_counted") == 0;
		struct text value = detail_of(e, counted ? "firms" : behind[i][0]);

		/* Of an export the same name says whether codes of firms went along. */
		if (value.s == NULL || (counted && !text_is(e->action, "snapshot.build")))
			continue;
		buf_fmt(&b, "%s%s: %s", b.len > 0 ? "; " : "", page_t(page, behind[i][1]),
		    arena_strndup(page->arena, value.s, value.len));
	}
	if (!text_empty(reason))
		buf_fmt(&b, "%s%s", b.len > 0 ? "; " : "",
		    view_say(page->arena, page->language, "reason: {reason}", "reason",
		        arena_strndup(page->arena, reason.s, reason.len), NULL)
		        .s);
	return b.len > 0 && buf_ok(&b) ? buf_as_text(&b).s : "";
}

const char *
audit_actor(struct page_context *page, struct text actor)
{
	if (text_is(actor, "respondent"))
		return page_t(page, "the respondent");
	if (text_is(actor, "soundings-courier"))
		return page_t(page, "the service");
	return arena_strndup(page->arena, actor.s, actor.len);
}

const char *
audit_object(struct page_context *page, const struct access_event *e, struct url *url_out)
{
	static const struct {
		const char *kind, *words, *path; /* path NULL: no page of its own */
	} objects[] = {
		{ "response", WORD("Response {name}"), "/review/responses/{}" },
		{ "snapshot", WORD("Snapshot {name}"), "/review/snapshots/{}" },
		{ "firm", WORD("Firm {name}"), "/review/firms/{}" },
		{ "form", WORD("Survey {name}"), NULL },
		{ "export", WORD("Export {name}"), NULL },
		{ "letter", WORD("Letter {name}"), NULL },
		{ "person", WORD("{name}"), NULL },
		{ "address", WORD("An address ({name})"), NULL },
	};
	const char *whole = arena_strndup(page->arena, e->object.s, e->object.len);
	const char *name = strchr(whole, ' ');

	*url_out = (struct url){ NULL, 0 };
	for (size_t i = 0; name != NULL && i < sizeof objects / sizeof objects[0]; i++) {
		size_t len = strlen(objects[i].kind);

		if (strncmp(whole, objects[i].kind, len) != 0 || whole[len] != ' ')
			continue;
		if (objects[i].path != NULL && access_may(page->session, ACCESS_CONSULTANT) &&
		    !text_is(e->action, "response.erase"))
			*url_out = page_url(page, objects[i].path, name + 1, NULL);
		if (i == 0 || strcmp(objects[i].kind, "letter") == 0)
			name = arena_strndup(page->arena, name, 9);
		return view_say(page->arena, page->language, objects[i].words, "name",
		    name + 1, NULL)
		    .s;
	}
	if (strcmp(whole, "address") == 0)
		return page_t(page, "An address");
	if (strcmp(whole, "response") == 0)
		return page_t(page, "A response from your firm");
	if (strcmp(whole, "firm") == 0)
		return page_t(page, "Your firm");
	return "";
}
