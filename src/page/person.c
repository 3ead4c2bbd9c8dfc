/* SPDX-License-Identifier: ISC */
#include "page/person.h"

#include "view/words.h"

const char *
page_role_words(enum access_role role)
{
	static const char *const words[ACCESS_ROLE__MAX] = {
		[ACCESS_ROLE_CONSULTANT] = WORD("Consultant"),
		[ACCESS_ROLE_LEAD] = WORD("Lead consultant"),
		[ACCESS_ROLE_REVIEWER] = WORD("Independent reviewer"),
		[ACCESS_ROLE_ADMINISTRATOR] = WORD("Firm administrator"),
		[ACCESS_ROLE_PARTNER] = WORD("Partner"),
		[ACCESS_ROLE_MEMBER] = WORD("Member"),
	};

	return words[role];
}

/* Nothing is promised here: what there is not yet is said to be missing. */
const char *
page_role_scope(enum access_role role)
{
	switch (role) {
	case ACCESS_ROLE_REVIEWER:
		return WORD(
		    "This role is for reading what clients give to the independent reviewer "
		    "alone. Soundings has no page for that yet: today you can look after "
		    "your account here, and nothing else.");
	case ACCESS_ROLE_PARTNER:
	case ACCESS_ROLE_MEMBER:
		return WORD(
		    "Soundings has no pages for the people of a firm yet: today you can "
		    "look after your account here, and nothing else.");
	case ACCESS_ROLE_CONSULTANT:
	case ACCESS_ROLE_LEAD:
	case ACCESS_ROLE_ADMINISTRATOR:
	case ACCESS_ROLE__MAX:
		break;
	}
	return NULL;
}
