/* SPDX-License-Identifier: ISC */
#include "exchange/columns.h"

#include "base/buf.h"
#include "form/score.h"

#define FIXED 9

static void
add(struct export_column *list, size_t *count, enum export_column_kind kind, const char *name)
{
	list[(*count)++] = (struct export_column){ .kind = kind, .name = name };
}

/* A question with several answers, for whoever reads the file. */
static const struct form_item *
headings_of(struct arena *arena, const struct form_item *item)
{
	struct form_item   *made = ARENA_NEW(arena, struct form_item);
	struct form_option *options =
	    ARENA_ARRAY(arena, struct form_option, item->code_count);

	*made = (struct form_item){ .id = arena_printf(arena, "%s_codes", item->id),
		.kind = FORM_MULTI,
		.page = item->page,
		.dimension = -1,
		.options = options,
		.option_count = item->code_count };
	for (size_t i = 0; i < item->code_count; i++)
		options[i] = (struct form_option){ .code = item->codes[i].code,
			.label = item->codes[i].label };
	return made;
}

struct export_columns
export_columns(struct arena *arena, const struct form *form, enum export_view view)
{
	struct export_column *list = ARENA_ARRAY(arena, struct export_column,
	    FIXED + 2 * form->item_count + form->dimension_count);
	size_t                n = 0;

	add(list, &n, COLUMN_RESPONSE, "response");
	add(list, &n, COLUMN_VERSION, "form_version");
	add(list, &n, COLUMN_SUBMITTED, "submitted_at");
	add(list, &n, COLUMN_WAVE, "wave");
	add(list, &n, COLUMN_POOL, "pool");
	for (size_t i = 0; i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];

		if (item->role == FORM_ROLE_EMAIL || item->kind == FORM_STATEMENT)
			continue;
		add(list, &n, COLUMN_ITEM, item->id);
		list[n - 1].item = item;
		if (item->code_count == 0)
			continue;
		add(list, &n, COLUMN_CODES, NULL);
		list[n - 1].coded = item;
		list[n - 1].item = headings_of(arena, item);
		list[n - 1].name = list[n - 1].item->id;
	}
	for (size_t i = 0; i <= form->dimension_count; i++) {
		add(list, &n, COLUMN_SCORE, form_measure_code(form, i));
		list[n - 1].measure = i;
	}
	if (view == EXPORT_NAMED || view == EXPORT_REVIEW_FIRMS)
		add(list, &n, COLUMN_FIRM, "firm");
	if (view == EXPORT_NAMED)
		add(list, &n, COLUMN_EMAIL, "email");
	return (struct export_columns){ list, n };
}

const char *
export_column_title(struct arena *arena, const struct form *form,
    const struct export_column *column, const char *language)
{
	switch (column->kind) {
	case COLUMN_RESPONSE:
		return "Reference of the response; the desk shows its first 8 digits";
	case COLUMN_VERSION:
		return "Version of the form that was answered";
	case COLUMN_SUBMITTED:
		return "When it was sent, UTC";
	case COLUMN_WAVE:
		return "Calendar year in which it was sent, UTC";
	case COLUMN_POOL:
		return "Does it count in the comparison";
	case COLUMN_ITEM:
		return form_say(form, column->item->text, language);
	case COLUMN_CODES:
		return arena_printf(arena, "Sorted under headings: %s",
		    form_say(form, column->coded->text, language));
	case COLUMN_SCORE:
		return column->measure == 0
		           ? "Overall score, 0 to 100"
		           : arena_printf(arena, "Score, 0 to 100: %s",
		                 form_say(form, form->dimensions[column->measure - 1].name,
		                     language));
	case COLUMN_FIRM:
		return "Firm";
	case COLUMN_EMAIL:
		return "Address that the respondent gave";
	default:
		check(!"every kind of column has a title");
	}
}

bool
export_item_is_scale(const struct form_item *item)
{
	return item->kind == FORM_MATURITY || item->kind == FORM_AGREEMENT ||
	       item->kind == FORM_RATING || item->kind == FORM_SCALE10;
}

const char *
export_option_label(struct arena *arena, const struct form *form,
    const struct form_item *item, const struct form_option *option, const char *language)
{
	const char *label = form_say(form, option->label, language);
	const char *end = NULL;

	if (label != NULL)
		return label;
	if (option == &item->options[0])
		end = form_say(form, item->low_end, language);
	if (option == &item->options[item->option_count - 1])
		end = form_say(form, item->high_end, language);
	return end != NULL ? arena_printf(arena, "%s (%s)", option->code, end)
	                   : option->code;
}

const char *
export_points_text(struct arena *arena, struct form_points points)
{
	int64_t micro;
	char   *text;
	size_t  len;

	if (points.den == 0)
		return NULL;
	micro = (int64_t)points.num * FORM_UNIT / points.den;
	text = arena_printf(arena, "%s%lld.%06lld", micro < 0 ? "-" : "",
	    (long long)(micro < 0 ? -micro : micro) / (long long)FORM_UNIT,
	    (long long)(micro < 0 ? -micro : micro) % (long long)FORM_UNIT);
	len = strlen(text);
	while (text[len - 1] == '0')
		len--;
	if (text[len - 1] == '.')
		len--;
	text[len] = '\0';
	return text;
}
