/* SPDX-License-Identifier: ISC
 *
 * acts.c - what the audit notes, in words that follow who did it: "ann@... held". */
#include "page/desk.h"
#include "page/frame.h"

const char *
desk_act(struct page_context *page, struct text action)
{
	static const char *const words[][2] = {
		{ "firm.add", WORD("recorded a firm") },
		{ "firm.identity", WORD("opened the name") },
		{ "firm.merge", WORD("merged two firms") },
		{ "form.close", WORD("closed the survey") },
		{ "form.open", WORD("opened the survey") },
		{ "form.publish", WORD("published the survey") },
		{ "person.add", WORD("let somebody in") },
		{ "person.codes-new", WORD("made new recovery codes") },
		{ "person.codes-wrong", WORD("gave wrong codes") },
		{ "person.disable", WORD("shut somebody out") },
		{ "person.enable", WORD("let somebody in again") },
		{ "person.factor-new", WORD("set up a second factor") },
		{ "person.link", WORD("made a link to sign in") },
		{ "person.reset", WORD("reset a second factor") },
		{ "person.role", WORD("changed a role") },
		{ "person.sign-in", WORD("signed in") },
		{ "person.vouch", WORD("vouched for somebody") },
		{ "person.withdraw", WORD("took an invitation back") },
		{ "privacy.erase", WORD("erased what was held about a person") },
		{ "privacy.export", WORD("gave out what is held about a person") },
		{ "privacy.find", WORD("looked for what is held about a person") },
		{ "response.ask", WORD("asked the respondent") },
		{ "response.code", WORD("sorted what was written") },
		{ "response.erase", WORD("erased the answers") },
		{ "response.export", WORD("exported responses") },
		{ "response.export-broken", WORD("had an export break off") },
		{ "response.hold", WORD("held") },
		{ "response.identity", WORD("opened the identity") },
		{ "response.include", WORD("included") },
		{ "response.recompute", WORD("computed scores again") },
		{ "response.redact", WORD("took an address out") },
		{ "response.withdraw", WORD("withdrew the answers") },
		{ "snapshot.ask", WORD("asked for a snapshot") },
		{ "snapshot.build", WORD("built a snapshot") },
		{ "snapshot.propose", WORD("proposed a snapshot") },
		{ "snapshot.release", WORD("released a snapshot") },
		{ "snapshot.rule", WORD("changed who may release") },
		{ "snapshot.withdraw", WORD("withdrew a snapshot") },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(action, words[i][0]))
			return page_t(page, words[i][1]);
	return NULL;
}
