/* SPDX-License-Identifier: ISC */
#include "page/kept.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/frame.h"
#include "page/prepared.h"
#include "page/session.h"
#include "response/catalogue.h"

enum err
page_kept_version(struct page_context *page, struct catalogue_form *current, int32_t version,
    struct catalogue_form **form_out)
{
	enum err err;

	*form_out = current;
	if (version == current->version)
		return ERR_OK;
	err = catalogue_version(page->site->forms, page->site->db, current->owner,
	    current->form, version, form_out);
	if (err == ERR_NOT_FOUND || err == ERR_INVALID) {
		*form_out = current;
		return ERR_OK;
	}
	return err;
}

static void
fill(struct page_context *page, struct page_kept *kept)
{
	kept->answers = form_answers_new(page->arena, kept->form->definition);
	for (size_t i = 0; kept->any && i < kept->draft.page_count; i++)
		/* What cannot be read is as good as not answered: it shows on the
		 * check page. */
		if (form_answers_from_json(page->arena, kept->draft.pages[i].answers,
		        &kept->answers, NULL) != ERR_OK)
			continue;
	form_route(&kept->answers);
}

static enum err
load(struct page_context *page, struct catalogue_form *current,
    const struct page_session *session, struct text only, struct page_kept *kept)
{
	int32_t  version = session->version;
	enum err err = ERR_NOT_FOUND;

	*kept = (struct page_kept){ 0 };
	if (session->saved)
		err = draft_load(page->arena, page->site->db, current->owner, session->id,
		    only, &kept->draft);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	kept->any = err == ERR_OK;
	if (kept->any && kept->draft.form == current->form)
		version = kept->draft.version;
	TRY(page_kept_version(page, current, version, &kept->form));
	fill(page, kept);
	return ERR_OK;
}

enum err
page_kept_load(struct page_context *page, struct catalogue_form *current,
    const struct page_session *session, struct page_kept *kept_out)
{
	return load(page, current, session, TEXT_NONE, kept_out);
}

enum err
page_kept_load_page(struct page_context *page, struct catalogue_form *current,
    const struct page_session *session, struct text slug, struct page_kept *kept_out)
{
	struct page_session     asked = *session;
	struct catalogue_form  *form;
	const struct form_page *of;

	TRY(page_kept_version(page, current, session->version, &form));
	of = form_page_find(form->definition, slug);
	if (page_form_branches(form->definition))
		slug = TEXT_NONE;
	else if (of != NULL && of->index == session->blank)
		asked.saved = false;
	TRY(load(page, current, &asked, slug, kept_out));
	/* The cookie named another version, which does not branch. */
	if (slug.s != NULL && page_form_branches(kept_out->form->definition))
		return load(page, current, session, TEXT_NONE, kept_out);
	return ERR_OK;
}

void
page_kept_of(struct page_context *page, struct catalogue_form *form,
    const struct draft *draft, struct page_kept *kept_out)
{
	*kept_out = (struct page_kept){ .any = true, .draft = *draft, .form = form };
	fill(page, kept_out);
}

static bool
add_row(struct page_context *page, struct view_model *group,
    const struct catalogue_form *form, const struct form_page *of,
    const struct form_item *item, const struct form_answers *answers, bool change, bool open)
{
	const struct form *f = form->definition;
	const char        *words;
	struct view_model *row;

	if (item->kind == FORM_STATEMENT || item->joins >= 0 || !form_shown(item, answers))
		return false;
	words = form_answer_words(page->arena, answers, item, page->language);
	if (words == NULL && !open)
		return false;
	row = view_list_add(group, "rows");
	view_set_str(row, "id", arena_printf(page->arena, "row-%s", item->id));
	view_set_str(row, "question", form_item_heading(f, item, page->language));
	view_set_bool(row, "none", words == NULL);
	view_set_str(row, "answer", words);
	view_set_bool(row, "change", change);
	view_set_url(row, "change_url",
	    page_url_plus(page, page_url(page, "/s/{}/{}", form->slug, of->slug, NULL),
	        arena_printf(page->arena, "?from=check#%s", item->id)));
	return true;
}

void
page_answer_list(struct page_context *page, struct view_model *m,
    const struct catalogue_form *form, const struct form_answers *answers,
    const struct form_page *only, bool change, bool open)
{
	const struct form *f = form->definition;

	view_list_in(m, "groups");
	for (size_t i = 0; i < f->page_count; i++) {
		const struct form_page *of = &f->pages[i];
		struct view_model      *group = NULL;

		if (only != NULL && only != of)
			continue;
		for (size_t k = 0; k < of->item_count; k++) {
			struct view_model *scratch = group ? group
			                                   : view_object(page->arena);

			if (!add_row(page, scratch, form, of, of->items[k], answers, change,
			        open) ||
			    group != NULL)
				continue;
			/* The first row that there is makes the group. */
			group = view_list_add(m, "groups");
			view_set_str(group, "heading",
			    form_say(f, of->title, page->language));
			(void)add_row(page, group, form, of, of->items[k], answers, change,
			    open);
		}
	}
}

static void
add_hidden(struct view_model *m, const char *name, struct text value)
{
	struct view_model *h = view_list_add(m, "hidden");

	view_set_str(h, "name", name);
	view_set_text(h, "value", value);
}

static void
add_item(struct page_context *page, struct view_model *m, const struct form_item *item,
    const struct form_answers *answers)
{
	const struct form_answer *answer = &answers->items[item->index];
	const char               *code;

	if (answer->state == FORM_CHOSEN) {
		for (size_t i = 0; i < item->option_count; i++)
			if ((answer->options >> i) & 1)
				add_hidden(m, item->id, text_of(item->options[i].code));
		return;
	}
	if (answer->state == FORM_WRITTEN) {
		add_hidden(m, item->id, answer->text);
		return;
	}
	code = form_answer_code(page->arena, answers, item);
	if (code != NULL)
		add_hidden(m, item->id, text_of(code));
}

void
page_hidden(struct page_context *page, struct view_model *m,
    const struct form_answers *answers, const struct form_page *only, struct text id)
{
	const struct form *form = answers->form;

	view_list_in(m, "hidden");
	if (id.s != NULL)
		add_hidden(m, "id", id);
	for (size_t i = 0; i < form->item_count; i++)
		if (only == NULL || form->items[i].page == only->index)
			add_item(page, m, &form->items[i], answers);
}

int
page_answered(const struct form_answers *answers, const struct form_page *only)
{
	const struct form *form = answers->form;
	int                n = 0;

	for (size_t i = 0; i < form->item_count; i++)
		if ((only == NULL || form->items[i].page == only->index) &&
		    answers->items[i].state != FORM_ABSENT)
			n++;
	return n;
}

const char *
page_first_open(const struct page_kept *kept)
{
	const struct form *form = kept->form->definition;
	int                i = form_next_page(&kept->answers, 0);

	for (; i >= 0; i = form_next_page(&kept->answers, i + 1))
		if (page_answered(&kept->answers, &form->pages[i]) == 0)
			return form->pages[i].slug;
	return "check";
}
