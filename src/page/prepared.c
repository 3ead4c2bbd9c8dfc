/* SPDX-License-Identifier: ISC */
#include "page/prepared.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/field.h"
#include "page/frame.h"
#include "response/catalogue.h"

#define CHOSEN     " checked>" /* no text can hold it: ">" is always escaped */
#define CHOSEN_LEN 8           /* up to the ">" */
#define PAGE_MAX   (2 * 1024 * 1024)
#define PIECES_MAX 4000

enum slot { SLOT_NONE, SLOT_CHECK, SLOT_VALUE, SLOT_FORM_ID, SLOT_STATUS };

/* Text, then what comes behind it. */
struct piece {
	const char *s;
	size_t      len;
	enum slot   slot;
	int         item;    /* whose markup this is; -1: the page's own */
	int         control; /* of SLOT_CHECK */
};

struct prepared_page {
	const struct form_page *page;
	struct piece           *pieces;
	size_t                  count, size;
	bool                    conditional; /* an item may be hidden */
};

/* Per form version: [language][page]. */
struct prepared_form {
	bool                         branches;
	const struct prepared_page **pages;
};

bool
page_form_branches(const struct form *form)
{
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].show_if != NULL)
			return true;
	return false;
}

/* The item markup with all controls chosen, each item behind its mark. */
static enum err
marked_fields(struct page_context *page, const struct form *form, const struct form_page *of,
    struct html *html_out)
{
	struct buf buf;

	buf_init(&buf, page->arena, PAGE_MAX);
	for (size_t i = 0; i < of->item_count; i++) {
		struct page_field field = { .form = form, .item = of->items[i] };
		struct html       html;

		TRY(page_field_html(page, &field, &html));
		buf_str(&buf, PREPARED_ITEM);
		buf_add(&buf, html.s, html.len);
		buf_char(&buf, '\n');
	}
	buf_str(&buf, PREPARED_LAST);
	if (!buf_ok(&buf))
		return ERR_TOO_LARGE;
	*html_out = (struct html){ buf.data, buf.len };
	return ERR_OK;
}

struct cutter {
	struct prepared_page *out;
	const char           *from;
	int                   item; /* index in the form; -1: outside */
	size_t                nth;  /* item of the page, 1.. once inside */
	int                   controls[FORM_OPTIONS_MAX + 2];
	size_t                control, control_count;
};

static bool
cut(struct cutter *c, const char *end, size_t skip, enum slot slot, int control)
{
	struct prepared_page *p = c->out;

	if (p->count == PIECES_MAX)
		return false;
	p->pieces[p->count++] =
	    (struct piece){ c->from, (size_t)(end - c->from), slot, c->item, control };
	c->from = end + skip;
	return true;
}

static bool
next_item(struct cutter *c, const char *at)
{
	const struct form_page *page = c->out->page;

	if (!cut(c, at, 1, SLOT_NONE, 0) || c->nth == page->item_count)
		return false;
	c->item = page->items[c->nth]->index;
	c->control_count = page_field_controls(page->items[c->nth], c->controls);
	c->control = 0;
	c->nth++;
	return true;
}

/* false: the marks are not where they must be. */
static bool
cut_all(struct cutter *c, const char *s, size_t len)
{
	const char *end = s + len;

	c->from = s;
	for (const char *p = s; p < end; p++) {
		bool ok = true;

		if (*p == ' ' && c->item >= 0 && (size_t)(end - p) > CHOSEN_LEN &&
		    memcmp(p, CHOSEN, CHOSEN_LEN + 1) == 0)
			ok = c->control < c->control_count &&
			     cut(c, p, CHOSEN_LEN, SLOT_CHECK, c->controls[c->control++]);
		else if (*p == *FIELD_VALUE_MARK)
			ok = c->item >= 0 && cut(c, p, 1, SLOT_VALUE, 0);
		else if (*p == *PREPARED_FORM_ID)
			ok = cut(c, p, 1, SLOT_FORM_ID, 0);
		else if (*p == *PREPARED_STATUS)
			ok = cut(c, p, 1, SLOT_STATUS, 0);
		else if (*p == *PREPARED_ITEM)
			ok = next_item(c, p);
		else if (*p == *PREPARED_LAST) {
			ok = cut(c, p, 1, SLOT_NONE, 0);
			c->item = -1;
		}
		if (!ok)
			return false;
	}
	return cut(c, end, 0, SLOT_NONE, 0) && c->nth == c->out->page->item_count;
}

static enum err
prepare(struct page_context *page, const struct catalogue_form *form,
    const struct form_page *of, prepared_render *render, const struct prepared_page **out)
{
	struct arena         *process = page->site->process;
	struct prepared_page *p = ARENA_NEW(process, struct prepared_page);
	struct piece         *pieces = ARENA_ARRAY(page->arena, struct piece, PIECES_MAX);
	struct cutter         cutter = { .out = p, .item = -1 };
	struct html           fields, html;
	const char           *text;

	TRY(marked_fields(page, form->definition, of, &fields));
	TRY(render(page, form, of, fields, &html));
	text = arena_strndup(process, html.s, html.len);
	p->page = of;
	p->pieces = pieces;
	p->size = html.len;
	if (!cut_all(&cutter, text, html.len))
		return ERR_INTERNAL;
	p->pieces = ARENA_ARRAY(process, struct piece, p->count);
	memcpy(p->pieces, pieces, p->count * sizeof *pieces);
	for (size_t i = 0; i < of->item_count; i++)
		if (of->items[i]->show_if != NULL)
			p->conditional = true;
	*out = p;
	return ERR_OK;
}

enum err
page_prepared(struct page_context *page, struct catalogue_form *form,
    const struct form_page *of, prepared_render *render, const struct prepared_page **out)
{
	const struct form           *f = form->definition;
	struct prepared_form        *all = form->page_cache;
	size_t                       language = 0;
	const struct prepared_page **slot;

	if (all == NULL) {
		all = ARENA_NEW(page->site->process, struct prepared_form);
		all->branches = page_form_branches(f);
		all->pages = ARENA_ARRAY(page->site->process, const struct prepared_page *,
		    f->language_count * f->page_count);
		form->page_cache = all;
	}
	for (size_t i = 0; i < f->language_count; i++)
		if (strcmp(f->languages[i], page->language) == 0)
			language = i;
	slot = &all->pages[language * f->page_count + (size_t)of->index];
	if (*slot == NULL)
		TRY(prepare(page, form, of, render, slot));
	*out = *slot;
	return ERR_OK;
}

static void
put_escaped(struct page_context *page, struct buf *buf, struct text value)
{
	struct html html = html_escape(page->arena, value);

	buf_add(buf, html.s, html.len);
}

struct html
page_assemble(struct page_context *page, const struct catalogue_form *form,
    const struct prepared_page *p, const struct form_answers *answers, struct text form_id,
    struct html status)
{
	static const struct form_answer absent = { .state = FORM_ABSENT };
	const struct form              *f = form->definition;
	struct form_answers             none;
	struct buf                      buf;

	if (answers == NULL && p->conditional) {
		none = form_answers_new(page->arena, f);
		answers = &none;
	}
	buf_init(&buf, page->arena, PAGE_MAX);
	for (size_t i = 0; i < p->count; i++) {
		const struct piece       *piece = &p->pieces[i];
		const struct form_item   *item = piece->item < 0 ? NULL
		                                                 : &f->items[piece->item];
		const struct form_answer *answer =
		    item && answers ? &answers->items[item->index] : &absent;

		if (item && p->conditional && page_field_hidden(f, item, answers))
			continue;
		buf_add(&buf, piece->s, piece->len);
		if (piece->slot == SLOT_CHECK) {
			if (page_field_chosen(item, answer, piece->control))
				buf_add(&buf, CHOSEN, CHOSEN_LEN);
		} else if (piece->slot == SLOT_VALUE) {
			if (answer->state != FORM_ABSENT)
				put_escaped(page, &buf,
				    page_field_value(page, f, item, answer));
		} else if (piece->slot == SLOT_FORM_ID) {
			buf_text(&buf, form_id);
		} else if (piece->slot == SLOT_STATUS) {
			buf_add(&buf, status.s, status.len);
		}
	}
	check(buf_ok(&buf));
	return (struct html){ buf.data, buf.len };
}
