/* SPDX-License-Identifier: ISC */
#include "page/person.h"

const char *
page_role_words(enum access_role role)
{
	static const char *const words[ACCESS_ROLE__MAX] = {
		[ACCESS_ROLE_CONSULTANT] = "Consultant",
		[ACCESS_ROLE_LEAD] = "Lead consultant",
		[ACCESS_ROLE_REVIEWER] = "Independent reviewer",
		[ACCESS_ROLE_ADMINISTRATOR] = "Firm administrator",
		[ACCESS_ROLE_PARTNER] = "Partner",
		[ACCESS_ROLE_MEMBER] = "Member",
	};

	return words[role];
}
