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
