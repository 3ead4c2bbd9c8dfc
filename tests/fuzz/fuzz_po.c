/* SPDX-License-Identifier: ISC
 *
 * A catalog is refused with a reason, or reads the same when written again. */
#include "fuzz.h"

#include "view/po.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena     *arena = fuzz_arena();
	struct text       source, written;
	struct po        *po, *again;
	struct po_problem problem = { 0, NULL };

	if (text_check(arena, data, len, &source) != ERR_OK)
		return 0;
	if (po_parse(arena, source, &po, &problem) != ERR_OK) {
		must(problem.what != NULL);
		return 0;
	}
	written = po_write(arena, po);
	must(po_parse(arena, written, &again, &problem) == ERR_OK);
	must(text_equal(po_write(arena, again), written));
	for (size_t i = 0; i < po_count(po); i++)
		must(po_find(again, po_at(po, i)->id) != NULL);
	for (int64_t n = -1; n < 130; n++)
		must(po_form(po, n) >= 0 && po_form(po, n) < po_forms(po));
	return 0;
}
