/* SPDX-License-Identifier: ISC
 *
 * What we take is the dot-atom of RFC 5322 before the @ and a host name of
 * two labels or more behind it.  Quoted local parts, comments and address
 * literals exist, but nobody has one, and each is a way to smuggle. */
#include "address/address.h"

#include <idn2.h>
#include <string.h>

#include "base/buf.h"
#include "base/phrase.h"
#include "base/utf8.h"

#define LOCAL_MAX  64
#define DOMAIN_MAX 253
#define LABEL_MAX  63

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 5322's atext and the dot. */
static bool
is_local_char(char c)
{
	return is_letter_or_digit(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first character that stands in no address; NULL: none.  Letters beyond
 * ASCII may stand in the domain only. */
static const char *
find_refused(struct text given)
{
	const char *at = memchr(given.s, '@', given.len);

	for (size_t i = 0; i < given.len; i++) {
		char c = given.s[i];
		bool behind = at != NULL && given.s + i > at;

		if (is_blank(c) || c == '@' || is_local_char(c))
			continue;
		if (behind && (unsigned char)c >= 0x80)
			continue;
		return given.s + i;
	}
	return NULL;
}

static bool
has_blank(struct text given)
{
	for (size_t i = 0; i < given.len; i++)
		if (is_blank(given.s[i]))
			return true;
	return false;
}

static bool
has_stray_dot(struct text part)
{
	if (part.s[0] == '.' || part.s[part.len - 1] == '.')
		return true;
	return memmem(part.s, part.len, "..", 2) != NULL;
}

/* Letters, digits and hyphens between dots, none of the labels too long, and
 * the last not a number. */
static bool
is_host_name(const char *s)
{
	const char *last = strrchr(s, '.');

	if (strlen(s) > DOMAIN_MAX || last == NULL ||
	    strspn(last + 1, "0123456789") == strlen(last + 1))
		return false;
	for (;;) {
		size_t len = strcspn(s, ".");

		if (len == 0 || len > LABEL_MAX || s[0] == '-' || s[len - 1] == '-')
			return false;
		for (size_t i = 0; i < len; i++)
			if (!is_letter_or_digit(s[i]) && s[i] != '-')
				return false;
		if (s[len] == '\0')
			return true;
		s += len + 1;
	}
}

static void
release(void *p)
{
	idn2_free(p);
}

/* The lower-case A-label; false: it has none. */
static bool
to_ascii(struct arena *arena, struct text domain, struct text *out)
{
	char *found = NULL, *s = arena_strndup(arena, domain.s, domain.len);
	bool  ascii = true;

	for (size_t i = 0; i < domain.len; i++) {
		ascii = ascii && (unsigned char)s[i] < 0x80;
		s[i] = lower(s[i]);
	}
	/* A name that says it is encoded must decode, too. */
	if (!ascii || strstr(s, "xn--") != NULL) {
		if (idn2_to_ascii_8z(s, &found,
		        IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT | IDN2_USE_STD3_ASCII_RULES) !=
		    IDN2_OK)
			return false;
		arena_own(arena, found, release);
		s = arena_strdup(arena, found);
	}
	*out = text_of(s);
	return is_host_name(s);
}

static enum address_problem
parse_parts(struct arena *arena, struct text local, struct text domain,
    struct mail_addr *addr)
{
	if (local.len == 0)
		return ADDRESS_NO_LOCAL;
	if (domain.len == 0)
		return ADDRESS_NO_DOMAIN;
	if (has_stray_dot(local) || has_stray_dot(domain))
		return ADDRESS_DOTS;
	if (memchr(domain.s, '.', domain.len) == NULL)
		/* An ideographic full stop is a dot to IDNA. */
		return memmem(domain.s, domain.len, "\u3002", 3) == NULL ? ADDRESS_STOPS
		                                                         : ADDRESS_DOMAIN;
	if (!to_ascii(arena, domain, &addr->domain))
		return ADDRESS_DOMAIN;
	if (local.len > LOCAL_MAX || local.len + 1 + addr->domain.len > ADDRESS_MAX)
		return ADDRESS_TOO_LONG;
	addr->local = (struct text){ arena_strndup(arena, local.s, local.len), local.len };
	addr->full = text_of(arena_printf(arena, "%s@%s", addr->local.s, addr->domain.s));
	return ADDRESS_FINE;
}

enum address_problem
address_parse(struct arena *arena, struct text given, struct mail_addr *addr_out)
{
	const char *at;

	if (text_empty(given))
		return ADDRESS_EMPTY;
	given = text_trim(arena, given);
	if (given.len == 0)
		return ADDRESS_EMPTY;
	/* Generous: a domain may shrink when it becomes an A-label. */
	if (given.len > ADDRESS_MAX * 4)
		return ADDRESS_TOO_LONG;
	if (!utf8_valid(given.s, given.len) || find_refused(given) != NULL)
		return ADDRESS_CHARACTER;
	if (has_blank(given))
		return ADDRESS_BLANK;
	at = memchr(given.s, '@', given.len);
	if (at == NULL)
		return ADDRESS_NO_AT;
	if (memchr(at + 1, '@', given.len - (size_t)(at + 1 - given.s)) != NULL)
		return ADDRESS_TWO_AT;
	return parse_parts(arena, (struct text){ given.s, (size_t)(at - given.s) },
	    (struct text){ at + 1, given.len - (size_t)(at + 1 - given.s) }, addr_out);
}

/* The part behind the @, as given. */
static const char *
given_domain(struct arena *arena, struct text given)
{
	const char *at = memchr(given.s, '@', given.len);

	check(at != NULL);
	return arena_strndup(arena, at + 1, given.len - (size_t)(at + 1 - given.s));
}

static const char *
refused_character(struct arena *arena, struct text given, const char *language)
{
	const char *c = find_refused(given);
	uint32_t    code;
	size_t      len = c ? utf8_next(c, given.len - (size_t)(c - given.s), &code) : 0;

	/* A control character cannot be shown, nor half a character. */
	if (len == 0 || code < 0x20 || code == 0x7f)
		return phrase_t(language,
		    "The email address has a character that no address can have. Write "
		    "it again by hand");
	return phrase_say(arena, language,
	    "The email address has \u201c{character}\u201d in it, which no "
	    "address can have there. Take it out",
	    "character", arena_strndup(arena, c, len), NULL);
}

struct text
address_sentence(struct arena *arena, enum address_problem problem, struct text given,
    const char *language)
{
	const char *s = "";

	given = given.s ? text_trim(arena, given) : TEXT_LIT("");
	switch (problem) {
	case ADDRESS_FINE:
		break;
	case ADDRESS_EMPTY:
		s = phrase_t(language, "Write an email address");
		break;
	case ADDRESS_TOO_LONG:
		s = phrase_t(language,
		    "The email address is longer than an address can be. Look for something "
		    "that does not belong to it");
		break;
	case ADDRESS_BLANK:
		s = phrase_t(language, "The email address has a blank inside. Take it out");
		break;
	case ADDRESS_CHARACTER:
		s = refused_character(arena, given, language);
		break;
	case ADDRESS_NO_AT:
		s = phrase_t(language,
		    "The email address has no @ sign. Write it in full, such as "
		    "j.ashgrove@quillfeather.example");
		break;
	case ADDRESS_TWO_AT:
		s = phrase_t(language,
		    "The email address has more than one @ sign. Write one address only");
		break;
	case ADDRESS_NO_LOCAL:
		s = phrase_t(language,
		    "The email address has nothing before the @ sign. Add the name that "
		    "stands there");
		break;
	case ADDRESS_NO_DOMAIN:
		s = phrase_t(language,
		    "The email address stops after the @ sign. Add the rest, such as "
		    "quillfeather.example");
		break;
	case ADDRESS_STOPS:
		s = phrase_say(arena, language,
		    "The email address stops after \u201c{domain}\u201d. Add the "
		    "rest, such as .example",
		    "domain", given_domain(arena, given), NULL);
		break;
	case ADDRESS_DOTS:
		s = phrase_t(language,
		    "The email address has a dot too many: none can stand first, last or "
		    "twice in a row. Take it out");
		break;
	case ADDRESS_DOMAIN:
		s = phrase_say(arena, language,
		    "The email address ends in \u201c{domain}\u201d, which cannot "
		    "receive mail. Check the part after the @ sign",
		    "domain", given_domain(arena, given), NULL);
		break;
	}
	return text_of(s);
}

struct text
address_firm_key(struct arena *arena, const struct mail_addr *addr)
{
	char *full;

	if (!address_is_free_mail(addr->domain))
		return addr->domain;
	full = arena_strndup(arena, addr->full.s, addr->full.len);
	for (size_t i = 0; i < addr->full.len; i++)
		full[i] = lower(full[i]);
	return (struct text){ full, addr->full.len };
}
