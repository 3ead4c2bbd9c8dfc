/* SPDX-License-Identifier: ISC */
#include "page/field.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "http/http.h"
#include "page/frame.h"
#include "response/catalogue.h"

#define LIST_SHORT 26 /* characters of a label that fits half a row */
#define LIST_LONG  6  /* options from which two columns help */
#define FIELDS_MAX (1024 * 1024)

size_t
page_field_controls(const struct form_item *item, int controls_out[FORM_OPTIONS_MAX + 2])
{
	size_t n = 0;

	if (form_kind_has_options(item->kind))
		for (size_t i = 0; i < item->option_count; i++)
			controls_out[n++] = (int)i;
	if (item->dk)
		controls_out[n++] = FIELD_DK;
	if (item->na)
		controls_out[n++] = FIELD_NA;
	return n;
}

bool
page_field_chosen(const struct form_item *item, const struct form_answer *answer, int control)
{
	if (control == FIELD_DK)
		return answer->state == FORM_DK;
	if (control == FIELD_NA)
		return answer->state == FORM_NA;
	if (answer->state == FORM_ABSENT)
		return item->preset == control;
	return answer->state == FORM_CHOSEN && ((answer->options >> control) & 1);
}

struct text
page_field_value(struct page_context *page, const struct form *form,
    const struct form_item *item, const struct form_answer *answer)
{
	struct form_answers one = form_answers_new(page->arena, form);
	const char         *code;

	if (answer->state == FORM_WRITTEN)
		return answer->text;
	if (answer->state != FORM_NUMBERED)
		return TEXT_LIT("");
	one.items[item->index] = *answer;
	code = form_answer_code(page->arena, &one, item);
	return code ? text_of(code) : TEXT_LIT("");
}

static bool
asks_elsewhere(const struct form *form, const struct form_condition *c, int page)
{
	if (c->item >= 0)
		return form->items[c->item].page != page;
	for (size_t i = 0; i < c->part_count; i++)
		if (!asks_elsewhere(form, &c->parts[i], page))
			return false;
	return true;
}

bool
page_field_hidden(const struct form *form, const struct form_item *item,
    const struct form_answers *answers)
{
	return item->show_if != NULL && asks_elsewhere(form, item->show_if, item->page) &&
	       !form_shown(item, answers);
}

/* Two columns for a long list of short labels. */
static bool
in_two(const struct form *form, const struct form_item *item, const char *language)
{
	if (item->option_count < LIST_LONG || item->kind == FORM_MULTI)
		return false;
	for (size_t i = 0; i < item->option_count; i++) {
		const char *label = form_say(form, item->options[i].label, language);

		if (label != NULL && utf8_count(label, strlen(label)) > LIST_SHORT)
			return false;
	}
	return true;
}

static bool
is_cells(const struct form_item *item)
{
	return item->kind == FORM_RATING || item->kind == FORM_SCALE10;
}

static void
add_option(struct page_context *page, struct view_model *m, const struct page_field *f,
    int control, bool first)
{
	const struct form      *form = f->form;
	const struct form_item *item = f->item;
	struct view_model      *o = view_list_add(m, "options");
	bool                    dk = control == FIELD_DK, cells = is_cells(item);
	const char             *label, *words = NULL;

	if (control >= 0) {
		const struct form_option *option = &item->options[control];

		label = cells ? option->code : form_say(form, option->label, page->language);
		if (cells && control == 0)
			words = form_say(form, item->low_end, page->language);
		else if (cells && (size_t)control + 1 == item->option_count)
			words = form_say(form, item->high_end, page->language);
		view_set_str(o, "code", option->code);
	} else {
		label = form_say(form, dk ? form->dk_label : form->na_label, page->language);
		if (label == NULL)
			label = page_t(page, dk ? "Don’t know" : "Not applicable");
		if (cells) {
			words = label;
			label = dk ? "?" : page_t(page, "N/A");
		}
		view_set_str(o, "code", dk ? "dk" : "na");
	}
	view_set_str(o, "label", label ? label : item->options[control].code);
	view_set_str(o, "words", words);
	view_set_bool(o, "aside", control < 0);
	view_set_bool(o, "first", first);
	view_set_bool(o, "checked",
	    f->answer == NULL || page_field_chosen(item, f->answer, control));
}

static void
set_options(struct page_context *page, struct view_model *m, const struct page_field *f)
{
	int    controls[FORM_OPTIONS_MAX + 2];
	size_t n = page_field_controls(f->item, controls);

	view_list_in(m, "options");
	view_set_bool(m, "has_options", n > 0);
	for (size_t i = 0; i < n; i++)
		add_option(page, m, f, controls[i], i == 0);
}

static void
set_box(struct page_context *page, struct view_model *m, const struct page_field *f)
{
	const struct form_item *item = f->item;
	bool                    number = form_kind_is_number(item->kind);
	struct text             value;

	if (f->answer == NULL)
		value = TEXT_LIT(FIELD_VALUE_MARK);
	else if (f->given.s != NULL)
		value = f->given;
	else
		value = page_field_value(page, f->form, item, f->answer);
	view_set_bool(m, "long", item->kind == FORM_LONG_TEXT);
	view_set_bool(m, "number", number || item->kind == FORM_DATE);
	view_set_bool(m, "mail", item->kind == FORM_EMAIL);
	view_set_bool(m, "plain", item->kind == FORM_TEXT);
	view_set_str(m, "mode",
	    item->kind == FORM_INTEGER ? "numeric"
	    : number                   ? "decimal"
	                               : "text");
	view_set_int(m, "limit",
	    form_kind_is_text(item->kind) && item->high > 0 ? item->high : FORM_TEXT_MAX);
	view_set_text(m, "value", value);
}

static const char *
template_of(const struct form_item *item)
{
	if (item->kind == FORM_STATEMENT)
		return "page/field_statement";
	if (is_cells(item))
		return "page/field_cells";
	return form_kind_has_options(item->kind) ? "page/field_choices" : "page/field_text";
}

enum err
page_field_html(struct page_context *page, const struct page_field *f, struct html *html_out)
{
	const struct form      *form = f->form;
	const struct form_item *item = f->item;
	const char             *language = page->language;
	const char             *hint = form_say(form, item->hint, language);
	struct view_model      *m = view_object(page->arena);
	const char             *described = NULL;

	if (hint && f->error)
		described = arena_printf(page->arena, "%s-hint %s-error", item->id, item->id);
	else if (hint || f->error)
		described =
		    arena_printf(page->arena, "%s-%s", item->id, hint ? "hint" : "error");
	view_set_str(m, "id", item->id);
	view_set_str(m, "heading", form_say(form, item->heading, language));
	view_set_str(m, "intro", form_say(form, item->intro, language));
	view_set_str(m, "text", form_say(form, item->text, language));
	view_set_str(m, "hint", hint);
	view_set_str(m, "error", f->error);
	view_set_str(m, "described", described);
	view_set_str(m, "type", item->kind == FORM_MULTI ? "checkbox" : "radio");
	view_set_bool(m, "across",
	    item->kind == FORM_MATURITY || item->kind == FORM_AGREEMENT);
	view_set_bool(m, "two", in_two(form, item, language));
	view_set_bool(m, "eleven", item->kind == FORM_SCALE10);
	view_set_str(m, "low_end", form_say(form, item->low_end, language));
	view_set_str(m, "high_end", form_say(form, item->high_end, language));
	set_options(page, m, f);
	set_box(page, m, f);
	return view_render(page->arena, page->site->views, template_of(item), language, m,
	    html_out);
}

enum err
page_fields_html(struct page_context *page, const struct form *form,
    const struct form_page *of, const struct form_answers *answers,
    const struct form_verdict *verdict, bool without_address, struct html *html_out)
{
	struct buf buf;

	buf_init(&buf, page->arena, FIELDS_MAX);
	for (size_t i = 0; i < of->item_count; i++) {
		const struct form_item *item = of->items[i];
		struct page_field       field = {
			      .form = form,
			      .item = item,
			      .answer = &answers->items[item->index],
		};
		struct html html;

		if (page_field_hidden(form, item, answers) ||
		    (without_address && item->role == FORM_ROLE_EMAIL))
			continue;
		if (verdict != NULL) {
			field.error = form_verdict_sentence(verdict, item);
			field.given = verdict->given ? verdict->given[item->index]
			                             : TEXT_NONE;
		}
		TRY(page_field_html(page, &field, &html));
		buf_add(&buf, html.s, html.len);
		buf_char(&buf, '\n');
	}
	if (!buf_ok(&buf))
		return ERR_TOO_LARGE;
	*html_out = (struct html){ buf.len ? buf.data : "", buf.len };
	return ERR_OK;
}

/* The sentence of an error for the list of all.  Two questions may want the same:
 * then it says which is meant. */
static const char *
error_words(struct page_context *page, const struct form_verdict *verdict, size_t at)
{
	const struct form_error *error = &verdict->errors[at];

	for (size_t i = 0; error->item != NULL && i < verdict->error_count; i++) {
		if (i == at || strcmp(verdict->errors[i].sentence, error->sentence) != 0)
			continue;
		return view_say(page->arena, page->language, "{what} ({question})", "what",
		    error->sentence, "question",
		    form_item_heading(verdict->answers.form, error->item, page->language),
		    NULL)
		    .s;
	}
	return error->sentence;
}

static struct url
error_url(struct page_context *page, const struct form_item *item, struct url own,
    const struct catalogue_form *elsewhere)
{
	if (item == NULL)
		return own;
	if (elsewhere == NULL)
		return page_url_plus(page, own, arena_printf(page->arena, "#%s", item->id));
	return page_url_plus(page,
	    page_url(page, "/s/{}/{}", elsewhere->slug,
	        elsewhere->definition->pages[item->page].slug, NULL),
	    arena_printf(page->arena, "?from=check#%s", item->id));
}

void
page_errors(struct page_context *page, struct view_model *m,
    const struct form_verdict *verdict, struct url own,
    const struct catalogue_form *elsewhere)
{
	struct view_model *errors;

	if (verdict == NULL || verdict->accepted) {
		view_set_null(m, "errors");
		return;
	}
	errors = view_object_in(m, "errors");
	view_set_str(errors, "title",
	    form_verdict_title(page->arena, verdict, page->language));
	view_set_bool(errors, "answers", true);
	for (size_t i = 0; i < verdict->error_count; i++) {
		const struct form_error *error = &verdict->errors[i];
		struct view_model       *e = view_list_add(errors, "list");

		view_set_str(e, "sentence", error_words(page, verdict, i));
		view_set_bool(e, "linked", error->item != NULL);
		view_set_url(e, "item_url", error_url(page, error->item, own, elsewhere));
	}
}

static bool
field_at(void *context, size_t i, struct text *name_out, struct text *value_out)
{
	const struct http_fields *fields = context;
	struct http_pair          pair;

	if (i >= http_field_count(fields))
		return false;
	pair = http_field_at(fields, i);
	*name_out = pair.name;
	*value_out = pair.value;
	return true;
}

struct form_fields
page_posted(const struct page_context *page)
{
	return (struct form_fields){ (void *)(uintptr_t)page->fields, field_at };
}
