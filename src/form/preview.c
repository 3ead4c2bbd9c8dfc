/* SPDX-License-Identifier: ISC */
#include "form/preview.h"

#include <string.h>

#include "base/buf.h"
#include "base/markup.h"
#include "base/utf8.h"
#include "form/values.h"

#define PREVIEW_MAX (8 * 1024 * 1024)
#define COLUMNS     78

static void
add_condition(struct buf *b, const struct form *form, const struct form_condition *condition,
    bool inner)
{
	const struct form_item *item;
	const char             *between = "";

	if (condition->test == FORM_TEST_ALL || condition->test == FORM_TEST_ANY) {
		if (inner && condition->part_count > 1)
			buf_char(b, '(');
		for (size_t i = 0; i < condition->part_count; i++) {
			buf_str(b, between);
			add_condition(b, form, &condition->parts[i], true);
			between = condition->test == FORM_TEST_ALL ? " and " : " or ";
		}
		if (inner && condition->part_count > 1)
			buf_char(b, ')');
		return;
	}
	item = &form->items[condition->item];
	buf_fmt(b, "%s is ", item->id);
	if (condition->test == FORM_TEST_ANSWERED) {
		buf_str(b, "answered");
	} else if (condition->test == FORM_TEST_CHOSEN) {
		for (size_t i = 0; i < item->option_count; i++) {
			if ((condition->options >> i & 1) == 0)
				continue;
			buf_fmt(b, "%s%s", between, item->options[i].code);
			between = " or ";
		}
	} else {
		buf_fmt(b, "%s %s",
		    condition->test == FORM_TEST_AT_LEAST ? "at least" : "at most",
		    value_number_text(b->arena, condition->number));
	}
}

const char *
form_condition_words(struct arena *arena, const struct form *form,
    const struct form_condition *condition)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	add_condition(&b, form, condition, false);
	return buf_as_text(&b).s;
}

/* "FX2, integer from 0 to 10, required, LEAD, reversed" */
static const char *
item_facts(struct arena *arena, const struct form *form, const struct form_item *item)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	buf_fmt(&b, "%s, %s", item->id, form_kind_name(item->kind));
	if (form_kind_is_number(item->kind))
		buf_fmt(&b, " from %s to %s", value_number_text(arena, item->low),
		    value_number_text(arena, item->high));
	if (item->required)
		buf_str(&b, ", required");
	if (item->role != FORM_ROLE_NONE)
		buf_fmt(&b, ", role %s", form_role_name(item->role));
	if (item->dimension >= 0)
		buf_fmt(&b, ", counts towards %s", form->dimensions[item->dimension].code);
	if (item->reverse)
		buf_str(&b, ", reversed");
	if (item->show_if != NULL)
		buf_fmt(&b, ", asked if %s",
		    form_condition_words(arena, form, item->show_if));
	return buf_as_text(&b).s;
}

/* Words broken at blanks, every line behind the indent. */
static void
add_wrapped(struct buf *b, const char *words, int indent, const char *mark)
{
	size_t column = 0;

	if (words == NULL)
		return;
	while (*words != '\0') {
		size_t len = strcspn(words, " \n"), width = utf8_count(words, len);

		if (column == 0) {
			buf_fmt(b, "%*s%s", indent, "", mark);
			column = (size_t)indent + strlen(mark);
			indent += (int)strlen(mark);
			mark = "";
		} else if (column + 1 + width > COLUMNS) {
			buf_fmt(b, "\n%*s", indent, "");
			column = (size_t)indent;
		} else {
			buf_char(b, ' ');
			column++;
		}
		buf_add(b, words, len);
		column += width;
		words += len;
		if (*words == '\n') {
			buf_char(b, '\n');
			column = 0;
		}
		if (*words != '\0')
			words++;
	}
	buf_char(b, '\n');
}

static void
add_text_choice(struct buf *b, const char *code, const char *label)
{
	add_wrapped(b, label != NULL ? arena_printf(b->arena, "%s  %s", code, label) : code,
	    4, "( ) ");
}

static void
add_text_item(struct buf *b, const struct form *form, const struct form_item *item,
    const char *language)
{
	if (form_said(item->heading))
		buf_fmt(b, "\n%s\n", form_say(form, item->heading, language));
	add_wrapped(b, form_say(form, item->intro, language), 0, "");
	buf_char(b, '\n');
	add_wrapped(b, form_say(form, item->text, language), 0, "");
	add_wrapped(b, form_say(form, item->hint, language), 2, "");
	buf_fmt(b, "  [%s]\n", item_facts(b->arena, form, item));
	for (size_t i = 0; i < item->option_count; i++)
		add_text_choice(b, item->options[i].code,
		    form_say(form, item->options[i].label, language));
	if (item->dk)
		add_text_choice(b, "dk", form_say(form, form->dk_label, language));
	if (item->na)
		add_text_choice(b, "na", form_say(form, form->na_label, language));
}

struct text
form_preview_text(struct arena *arena, const struct form *form, const char *language)
{
	struct buf b;

	buf_init(&b, arena, PREVIEW_MAX);
	add_wrapped(&b, form_say(form, form->title, language), 0, "");
	add_wrapped(&b, form_say(form, form->start.lead, language), 0, "");
	for (size_t p = 0; p < form->page_count; p++) {
		const struct form_page *page = &form->pages[p];

		buf_fmt(&b, "\n%zu of %zu  %s  (%s)\n", p + 1, form->page_count,
		    form_say(form, page->title, language), page->slug);
		add_wrapped(&b, form_say(form, page->lead, language), 0, "");
		for (size_t i = 0; i < page->item_count; i++)
			add_text_item(&b, form, page->items[i], language);
	}
	return buf_as_text(&b);
}

static void
add_element(struct markup *m, const char *element, const char *words)
{
	if (words == NULL)
		return;
	markup_open(m, element);
	markup_text(m, text_of(words));
	markup_close(m);
}

static void
add_html_choice(struct markup *m, const char *code, const char *label)
{
	markup_open(m, "li");
	add_element(m, "code", code);
	if (label != NULL)
		markup_text(m, text_of(arena_printf(m->buf.arena, " %s", label)));
	markup_close(m);
}

static void
add_html_item(struct markup *m, const struct form *form, const struct form_item *item,
    const char *language)
{
	add_element(m, "h3", form_say(form, item->heading, language));
	add_element(m, "p", form_say(form, item->intro, language));
	markup_open(m, "section");
	markup_attr(m, "id", text_of(item->id));
	add_element(m, "h4", form_say(form, item->text, language));
	add_element(m, "p", form_say(form, item->hint, language));
	add_element(m, "small", item_facts(m->buf.arena, form, item));
	if (item->option_count > 0 || item->dk || item->na) {
		markup_open(m, "ul");
		for (size_t i = 0; i < item->option_count; i++)
			add_html_choice(m, item->options[i].code,
			    form_say(form, item->options[i].label, language));
		if (item->dk)
			add_html_choice(m, "dk", form_say(form, form->dk_label, language));
		if (item->na)
			add_html_choice(m, "na", form_say(form, form->na_label, language));
		markup_close(m);
	}
	markup_close(m);
}

struct html
form_preview_html(struct arena *arena, const struct form *form, const char *language)
{
	static const char style[] =
	    "body{font:16px/1.5 Lato,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
	    "h1,h2,h3{font-family:\"Charis SIL\",serif;font-weight:400}"
	    "h4{margin:1.5rem 0 0;font-size:1rem}h4+p{margin:0}ul{margin:.25rem 0}"
	    "section{break-inside:avoid}h2{break-before:page}";
	struct markup m;

	markup_init(&m, arena, PREVIEW_MAX);
	markup_html(&m, HTML_LIT("<!doctype html>\n"));
	markup_open(&m, "html");
	markup_attr(&m, "lang", text_of(language != NULL ? language : form->languages[0]));
	markup_open(&m, "head");
	markup_html(&m, HTML_LIT("<meta charset=\"utf-8\"><meta name=\"viewport\" "
	                         "content=\"width=device-width, initial-scale=1\">"));
	add_element(&m, "title", form_say(form, form->title, language));
	markup_open(&m, "style");
	markup_html(&m, (struct html){ style, sizeof(style) - 1 });
	markup_close(&m);
	markup_close(&m);
	markup_open(&m, "body");
	add_element(&m, "h1", form_say(form, form->title, language));
	add_element(&m, "p", form_say(form, form->start.lead, language));
	for (size_t p = 0; p < form->page_count; p++) {
		const struct form_page *page = &form->pages[p];

		add_element(&m, "h2",
		    arena_printf(arena, "%zu of %zu: %s", p + 1, form->page_count,
		        form_say(form, page->title, language)));
		add_element(&m, "p", form_say(form, page->lead, language));
		for (size_t i = 0; i < page->item_count; i++)
			add_html_item(&m, form, page->items[i], language);
	}
	markup_close(&m);
	markup_close(&m);
	return markup_done(&m);
}
