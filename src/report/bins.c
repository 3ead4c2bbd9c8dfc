/* SPDX-License-Identifier: ISC */
#include "report/bins.h"

#include "view/words.h"

bool
bins_fit(const struct form_item *item)
{
	return item->kind == FORM_MATURITY || item->kind == FORM_AGREEMENT ||
	       item->kind == FORM_RATING;
}

void
bins_legend(const struct form *form, const struct form_dimension *dim, const char *language,
    const char *legend_out[3])
{
	static const char *const words[][3] = {
		{ WORD("1\u20132 low"), WORD("3 in the middle"), WORD("4\u20135 high") },
		{ WORD("1\u20132 not in place, or talked about"),
		    WORD("3 in some clients, offices or practice groups"),
		    WORD("4\u20135 for most key clients, or for all") },
		{ WORD("1\u20132 disagree"), WORD("3 neither"), WORD("4\u20135 agree") },
		{ WORD("1\u20132 not in place, or talked about; disagree"),
		    WORD("3 in some clients, offices or practice groups; neither"),
		    WORD("4\u20135 for most key clients, or for all; agree") },
	};
	bool maturity = false, agreement = false;

	for (size_t i = 0; i < dim->item_count; i++) {
		enum form_kind kind = form->items[dim->items[i]].kind;

		maturity = maturity || kind == FORM_MATURITY;
		agreement = agreement || kind == FORM_AGREEMENT;
	}
	for (int i = 0; i < 3; i++)
		legend_out[i] = view_t(language, words[maturity + 2 * agreement][i]);
}
