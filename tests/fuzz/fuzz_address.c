/* SPDX-License-Identifier: ISC
 *
 * An address is refused with a sentence, or it is printable ASCII that cannot
 * add a command to SMTP, and parsing it again changes nothing. */
#include "fuzz.h"

#include "address/address.h"
#include "base/utf8.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena        *arena = fuzz_arena();
	struct text          given, sentence;
	struct mail_addr     addr, again;
	enum address_problem problem;

	given = (struct text){ arena_strndup(arena, (const char *)data, len), len };
	problem = address_parse(arena, given, &addr);
	sentence = address_sentence(arena, problem, given, "en");
	must((sentence.len == 0) == (problem == ADDRESS_FINE));
	must(utf8_valid(sentence.s, sentence.len));
	if (problem != ADDRESS_FINE)
		return 0;
	must(addr.full.len <= ADDRESS_MAX && addr.full.len == strlen(addr.full.s));
	must(addr.full.len == addr.local.len + 1 + addr.domain.len);
	for (size_t i = 0; i < addr.full.len; i++)
		must(addr.full.s[i] > ' ' && addr.full.s[i] < 0x7f &&
		     strchr("<>()[],;:\\\"", addr.full.s[i]) == NULL);
	for (size_t i = 0; i < addr.domain.len; i++)
		must(addr.domain.s[i] < 'A' || addr.domain.s[i] > 'Z');
	must(address_parse(arena, addr.full, &again) == ADDRESS_FINE);
	must(text_equal(again.full, addr.full));
	must(address_firm_key(arena, &addr).len > 0);
	(void)address_likely_meant(arena, &addr);
	return 0;
}
