/* SPDX-License-Identifier: ISC */
#include "page/desk_filter.h"

#include "base/arena.h"
#include "base/buf.h"
#include "database/db.h"
#include "form/quality.h"
#include "gen/sql_desk.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/frame.h"
#include "response/catalogue.h"

static const struct {
	const char *name, *label, *all;
} choices[DESK__CHOICES] = {
	[DESK_WAVE] = { "wave", WORD("Wave"), WORD("All waves") },
	[DESK_POOL] = { "pool", WORD("State"), WORD("All states") },
	[DESK_FLAG] = { "flag", WORD("Flags"), WORD("With or without") },
	[DESK_PROFESSION] = { "profession", WORD("Profession"), WORD("All professions") },
	[DESK_SIZE] = { "size", WORD("Fee-earners"), WORD("All sizes") },
	[DESK_REGION] = { "region", WORD("Region"), WORD("All regions") },
};

/* States, and what the figures of the start page count. */
static const char *const pools[] = { "waiting", "ready", "single", "unready", "asked",
	"included", "held", "withdrawn", "kept" };

static const struct form_item *
role_item(const struct desk_filter *filter, enum desk_choice choice)
{
	const struct form *f = filter->form->definition;

	switch (choice) {
	case DESK_PROFESSION:
		return form_item_of(f, FORM_ROLE_PROFESSION);
	case DESK_SIZE:
		return form_item_of(f, FORM_ROLE_SIZE);
	case DESK_REGION:
		return form_item_of(f, FORM_ROLE_REGION);
	default:
		return NULL;
	}
}

/* The i-th value of a choice with its words; false: there are no more. */
static bool
value_at(struct page_context *page, const struct desk_filter *filter,
    enum desk_choice choice, size_t i, const char **value_out, const char **label_out)
{
	const struct form      *f = filter->form->definition;
	const struct form_item *item = role_item(filter, choice);

	switch (choice) {
	case DESK_WAVE:
		if (i >= filter->wave_count)
			return false;
		*value_out = arena_printf(page->arena, "%d", filter->waves[i]);
		*label_out = *value_out;
		return true;
	case DESK_POOL:
		if (i >= sizeof pools / sizeof pools[0])
			return false;
		*value_out = pools[i];
		*label_out = desk_pool(page, text_of(pools[i]));
		return true;
	case DESK_FLAG:
		if (i > FORM_FLAG__MAX)
			return false;
		*value_out = i == 0 ? "none" : form_flag_name((enum form_flag)(i - 1));
		*label_out = i == 0 ? page_t(page, "no flag")
		                    : desk_flag(page, text_of(*value_out));
		return true;
	default:
		break;
	}
	if (item == NULL)
		return false;
	if (choice == DESK_SIZE) {
		if (i >= item->group_count)
			return false;
		*value_out = item->groups[i].code;
		*label_out = form_say(f, item->groups[i].label, page->language);
	} else {
		if (i >= item->option_count)
			return false;
		*value_out = item->options[i].code;
		*label_out = form_say(f,
		    form_said(item->options[i].short_label) ? item->options[i].short_label
		                                            : item->options[i].label,
		    page->language);
	}
	if (*label_out == NULL)
		*label_out = *value_out;
	return true;
}

static bool
offered(struct page_context *page, const struct desk_filter *filter, enum desk_choice choice,
    struct text value)
{
	const char *known, *label;

	for (size_t i = 0; value_at(page, filter, choice, i, &known, &label); i++)
		if (text_is(value, known))
			return true;
	return false;
}

static const char *
not_in_the_list(struct page_context *page, enum desk_choice choice)
{
	return view_say(page->arena, page->language,
	    "The filter “{name}” has a value that is not in its list. Choose one of those offered.",
	    "name", page_t(page, choices[choice].label), NULL)
	    .s;
}

bool
desk_after(struct text value, int64_t *at_out, struct uuid *id_out)
{
	const char *dot = memchr(value.s, '.', value.len);
	size_t      head = dot != NULL ? (size_t)(dot - value.s) : value.len;

	return dot != NULL &&
	       parse_int((struct text){ value.s, head }, 0, INT64_MAX / 2, at_out) &&
	       uuid_parse((struct text){ dot + 1, value.len - head - 1 }, id_out);
}

static bool
firm_code(struct text value)
{
	if (value.len != 8 || memcmp(value.s, "f-", 2) != 0)
		return false;
	for (size_t i = 2; i < value.len; i++)
		if (!(value.s[i] >= 'a' && value.s[i] <= 'z') &&
		    !(value.s[i] >= '0' && value.s[i] <= '9'))
			return false;
	return true;
}

static const char *
take(struct page_context *page, struct desk_filter *filter, struct http_pair pair)
{
	if (text_is(pair.name, "form") || text_is(pair.name, "language"))
		return NULL;
	for (int c = 0; c < DESK__CHOICES; c++) {
		if (!text_is(pair.name, choices[c].name))
			continue;
		if (text_empty(pair.value))
			return NULL;
		if (!offered(page, filter, (enum desk_choice)c, pair.value))
			return not_in_the_list(page, (enum desk_choice)c);
		filter->chosen[c] = pair.value;
		return NULL;
	}
	if (text_is(pair.name, "firm") && firm_code(pair.value)) {
		filter->firm = pair.value;
		return NULL;
	}
	if (text_is(pair.name, "after") && !text_empty(pair.value) &&
	    desk_after(pair.value, &filter->after_at, &filter->after_id)) {
		filter->after = true;
		return NULL;
	}
	return page_t(page,
	    "There is no such filter. Choose from those offered on the page.");
}

enum err
desk_filter_read(struct page_context *page, struct tx *tx, const struct catalogue_form *form,
    struct desk_filter *filter_out, const char **wrong_out)
{
	struct desk_waves_row *rows;
	struct http_fields    *fields;
	struct http_problem    problem;
	int32_t               *waves;
	size_t                 count;

	*filter_out = (struct desk_filter){ .form = form };
	*wrong_out = NULL;
	TRY(sql_desk_waves(page->arena, tx, &(struct desk_waves_in){ .form = form->form },
	    &rows, &count));
	waves = ARENA_ARRAY(page->arena, int32_t, count + 1);
	for (size_t i = 0; i < count; i++)
		waves[i] = rows[i].wave;
	filter_out->waves = waves;
	filter_out->wave_count = count;
	if (text_empty(page->request->query))
		return ERR_OK;
	if (http_parse_query(page->arena, page->request->query, &fields, &problem) !=
	    ERR_OK) {
		*wrong_out = http_problem_sentence(page->arena, &problem).s;
		return ERR_OK;
	}
	for (size_t i = 0; i < http_field_count(fields) && *wrong_out == NULL; i++)
		*wrong_out = take(page, filter_out, http_field_at(fields, i));
	return ERR_OK;
}

/* Option codes of a group ("Z2"), or the one option. */
static struct sql_texts
codes_of(struct page_context *page, const struct desk_filter *filter, enum desk_choice choice)
{
	const struct form_item *item = role_item(filter, choice);
	struct text             chosen = filter->chosen[choice];
	struct text            *codes;
	size_t                  n = 0;

	if (item == NULL || chosen.s == NULL)
		return (struct sql_texts){ &filter->firm, 0 };
	codes = ARENA_ARRAY(page->arena, struct text, item->option_count + 1);
	for (size_t i = 0; i < item->option_count; i++) {
		const struct form_option *o = &item->options[i];

		if (choice == DESK_SIZE ? text_is(chosen, item->groups[o->group].code)
		                        : text_is(chosen, o->code))
			codes[n++] = text_of(o->code);
	}
	return (struct sql_texts){ codes, n };
}

static struct text
item_id(const struct desk_filter *filter, enum desk_choice choice)
{
	const struct form_item *item = role_item(filter, choice);

	return item == NULL || filter->chosen[choice].s == NULL ? TEXT_NONE
	                                                        : text_of(item->id);
}

void
desk_filter_apply(struct page_context *page, const struct desk_filter *filter,
    struct desk_list_in *in_out)
{
	int64_t wave;

	in_out->form = filter->form->form;
	if (filter->chosen[DESK_WAVE].s != NULL &&
	    parse_int(filter->chosen[DESK_WAVE], 0, INT32_MAX, &wave))
		in_out->wave = opt_int(wave);
	in_out->pool = filter->chosen[DESK_POOL];
	in_out->flag = filter->chosen[DESK_FLAG];
	in_out->profession_item = item_id(filter, DESK_PROFESSION);
	in_out->profession = codes_of(page, filter, DESK_PROFESSION);
	in_out->size_item = item_id(filter, DESK_SIZE);
	in_out->size = codes_of(page, filter, DESK_SIZE);
	in_out->region_item = item_id(filter, DESK_REGION);
	in_out->region = codes_of(page, filter, DESK_REGION);
	in_out->firm = filter->firm;
	if (filter->after) {
		in_out->before_at = opt_int(filter->after_at);
		in_out->before_id = (struct opt_uuid){ true, filter->after_id };
	}
}

void
desk_filter_model(struct page_context *page, const struct desk_filter *filter,
    struct view_model *m)
{
	view_list_in(m, "selects");
	for (int c = 0; c < DESK__CHOICES; c++) {
		const char        *value, *label;
		struct view_model *s, *o;

		if (!value_at(page, filter, (enum desk_choice)c, 0, &value, &label))
			continue;
		s = view_list_add(m, "selects");
		view_set_str(s, "id", choices[c].name);
		view_set_str(s, "label", page_t(page, choices[c].label));
		view_set_str(s, "all", page_t(page, choices[c].all));
		for (size_t i = 0;
		     value_at(page, filter, (enum desk_choice)c, i, &value, &label); i++) {
			o = view_list_add(s, "options");
			view_set_str(o, "value", value);
			view_set_str(o, "words", label);
			view_set_bool(o, "selected", text_is(filter->chosen[c], value));
		}
	}
	view_set_text(m, "firm", filter->firm);
}

static struct text
after_text(struct page_context *page, int64_t at, struct uuid id)
{
	return text_of(
	    arena_printf(page->arena, "%lld.%s", (long long)at, uuid_text(page->arena, id)));
}

struct url
desk_filter_after(struct page_context *page, const struct desk_filter *filter, int64_t at,
    struct uuid id)
{
	struct http_pair pairs[DESK__CHOICES + 3];
	size_t           n = 0;

	pairs[n++] = (struct http_pair){ TEXT_LIT("form"), text_of(filter->form->slug) };
	for (int c = 0; c < DESK__CHOICES; c++)
		if (filter->chosen[c].s != NULL)
			pairs[n++] = (struct http_pair){ text_of(choices[c].name),
				filter->chosen[c] };
	if (filter->firm.s != NULL)
		pairs[n++] = (struct http_pair){ TEXT_LIT("firm"), filter->firm };
	pairs[n++] = (struct http_pair){ TEXT_LIT("after"), after_text(page, at, id) };
	return page_url_plus(page, URL_LIT("/review/responses?"),
	    http_write_form(page->arena, pairs, n).s);
}
