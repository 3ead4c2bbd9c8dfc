/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address/address.h"

static const char *const free_mail[] = {
#define FREE_MAIL(domain) domain,
#include "address/free_mail.def"
#undef FREE_MAIL
};

static const char *const throwaway[] = {
#define THROWAWAY(domain) domain,
#include "address/throwaway.def"
#undef THROWAWAY
};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static int
compare(const void *key, const void *row)
{
	return strcmp(key, *(const char *const *)row);
}

static bool
is_in(const char *const *list, size_t count, struct text domain)
{
	return domain.s != NULL && bsearch(domain.s, list, count, sizeof(*list), compare);
}

bool
address_is_free_mail(struct text domain)
{
	return is_in(free_mail, COUNT(free_mail), domain);
}

bool
address_is_throwaway(struct text domain)
{
	return is_in(throwaway, COUNT(throwaway), domain);
}

/* The domain itself or one below it. */
static bool
is_under(struct text domain, const char *top)
{
	size_t len = strlen(top);

	return domain.len >= len && memcmp(domain.s + domain.len - len, top, len) == 0 &&
	       (domain.len == len || domain.s[domain.len - len - 1] == '.');
}

bool
address_is_trial(const struct mail_addr *addr)
{
	static const char *const locals[] = { "test", "tester", "testing" };
	static const char *const reserved[] = { "test", "invalid", "localhost",
		"example.com", "example.net", "example.org" };
	size_t                   word = strcspn(addr->local.s, "+.-_0123456789");

	for (size_t i = 0; i < COUNT(locals); i++)
		if (strlen(locals[i]) == word &&
		    strncasecmp(addr->local.s, locals[i], word) == 0)
			return true;
	for (size_t i = 0; i < COUNT(reserved); i++)
		if (is_under(addr->domain, reserved[i]))
			return true;
	return false;
}

/* One letter more, less, other, or two neighbours swapped. */
static bool
is_one_slip(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), head = 0, tail = 0;

	while (a[head] != '\0' && a[head] == b[head])
		head++;
	while (tail < la - head && tail < lb - head && a[la - 1 - tail] == b[lb - 1 - tail])
		tail++;
	la -= head + tail;
	lb -= head + tail;
	if (la <= 1 && lb <= 1)
		return la + lb > 0;
	return la == 2 && lb == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
}

struct text
address_likely_meant(struct arena *arena, const struct mail_addr *addr)
{
	/* Only what very many people have: a guess for a firm would be rude. */
	static const char *const common[] = { "gmail.com", "googlemail.com", "hotmail.com",
		"outlook.com", "yahoo.com", "icloud.com", "hotmail.co.uk", "yahoo.co.uk",
		"btinternet.com", "protonmail.com" };

	(void)arena;
	if (address_is_free_mail(addr->domain) || address_is_throwaway(addr->domain))
		return TEXT_NONE;
	for (size_t i = 0; i < COUNT(common); i++)
		if (is_one_slip(addr->domain.s, common[i]))
			return text_of(common[i]);
	return TEXT_NONE;
}
