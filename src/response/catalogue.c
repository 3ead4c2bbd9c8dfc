/* SPDX-License-Identifier: ISC */
#include "response/catalogue.h"

#include "base/arena.h"
#include "base/log.h"
#include "database/db.h"
#include "form/form.h"
#include "gen/sql_form.h"
#include "gen/sql_response.h"

#define FORMS_MAX    200
#define VERSIONS_MAX 1000
#define SCRATCH      (size_t)(64 * 1024 * 1024)

struct catalogue {
	struct arena          *process, *scratch;
	int                    role; /* enum db_role */
	struct catalogue_form *versions[VERSIONS_MAX];
	size_t                 version_count;
	struct catalogue_form *current[FORMS_MAX];
	size_t                 current_count;
	int64_t                asked_at; /* monotonic; 0: never */
	bool                   known;
	int64_t                operator_firm;
};

struct catalogue *
catalogue_new(struct arena *process, int role)
{
	struct catalogue *c = ARENA_NEW(process, struct catalogue);

	c->process = process;
	c->scratch = arena_new_in(process, SCRATCH);
	c->role = role;
	return c;
}

static struct catalogue_form *
find(struct catalogue *c, int64_t form, int32_t version)
{
	for (size_t i = 0; i < c->version_count; i++)
		if (c->versions[i]->form == form && c->versions[i]->version == version)
			return c->versions[i];
	return NULL;
}

/* Read a version and keep its tree. */
static enum err
keep(struct catalogue *c, int64_t owner, int64_t form, int32_t version, struct bytes content,
    struct catalogue_form **form_out)
{
	struct catalogue_form *f;
	const struct form     *tree;
	struct form_problems   problems;

	if (c->version_count == VERSIONS_MAX)
		return ERR_TOO_LARGE;
	if (form_read(c->process, content, &tree, &problems) != ERR_OK) {
		LOG(EV_FORM_BROKEN, log_int("form", form), log_int("version", version),
		    log_str("problem",
		        problems.count == 0
		            ? NULL
		            : form_problem_line(c->process, "stored", &problems.list[0])));
		return ERR_INTERNAL;
	}
	form_published_as(tree, form, version);
	f = ARENA_NEW(c->process, struct catalogue_form);
	f->owner = owner;
	f->form = form;
	f->version = version;
	f->definition = tree;
	f->slug = tree->slug;
	c->versions[c->version_count++] = f;
	*form_out = f;
	return ERR_OK;
}

static enum err
load(struct catalogue *c, struct tx *tx, int64_t owner, int64_t form, int32_t version,
    struct catalogue_form **form_out)
{
	struct form_version_content_row row;

	TRY(sql_form_version_content(c->scratch, tx,
	    &(struct form_version_content_in){ .owner = owner,
	        .form = form,
	        .version = version },
	    &row));
	return keep(c, owner, form, version,
	    (struct bytes){ (const uint8_t *)row.content.s, row.content.len }, form_out);
}

enum err
catalogue_add(struct catalogue *c, int64_t owner, int64_t form, int32_t version,
    struct bytes json, struct catalogue_form **form_out)
{
	if (c->current_count == FORMS_MAX)
		return ERR_TOO_LARGE;
	TRY(keep(c, owner, form, version, json, form_out));
	(*form_out)->open = true;
	c->current[c->current_count++] = *form_out;
	c->operator_firm = owner;
	c->known = true;
	return ERR_OK;
}

static enum err
ask(struct catalogue *c, struct db *db)
{
	/* Forms are public; whose they are is part of the answer. */
	struct db_scope               scope = { .role = (enum db_role)c->role };
	struct tx                    *tx;
	struct form_list_row         *rows;
	struct catalogue_operator_row operator;
	struct catalogue_form        *f, *found[FORMS_MAX];
	size_t                        count, n = 0;

	TRY(db_begin(db, c->scratch, &scope, &tx));
	TRY(sql_catalogue_operator(c->scratch, tx, &operator));
	TRY(sql_form_list(c->scratch, tx, &rows, &count));
	for (size_t i = 0; i < count && n < FORMS_MAX; i++) {
		f = find(c, rows[i].id, rows[i].version);
		if (f == NULL &&
		    load(c, tx, rows[i].owner, rows[i].id, rows[i].version, &f) != ERR_OK)
			continue; /* logged; the other forms still work */
		f->open = text_is(rows[i].state, "open");
		f->personal = !rows[i].public;
		found[n++] = f;
	}
	TRY(db_commit(tx));
	c->operator_firm = operator.firm;
	for (size_t i = 0; i < n; i++)
		c->current[i] = found[i];
	c->current_count = n;
	c->known = true;
	return ERR_OK;
}

enum err
catalogue_refresh(struct catalogue *c, struct db *db, int64_t monotonic)
{
	enum err err;

	/* Without any there is nothing to serve meanwhile; the session itself
	 * waits between its attempts to connect. */
	if (c->known && monotonic - c->asked_at < CATALOGUE_FRESH)
		return ERR_OK;
	c->asked_at = monotonic;
	err = ask(c, db);
	arena_reset(c->scratch);
	return c->known ? ERR_OK : err == ERR_OK ? ERR_INTERNAL : err;
}

enum err
catalogue_current(struct catalogue *c, const char *slug, struct catalogue_form **form_out)
{
	for (size_t i = 0; i < c->current_count; i++)
		if (strcmp(c->current[i]->slug, slug) == 0) {
			*form_out = c->current[i];
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}

enum err
catalogue_version(struct catalogue *c, struct db *db, int64_t owner, int64_t form,
    int32_t version, struct catalogue_form **form_out)
{
	struct db_scope        scope = { .role = (enum db_role)c->role, .firm = owner };
	struct catalogue_form *f = find(c, form, version);
	struct tx             *tx;
	enum err               err;

	if (f == NULL) {
		err = db_begin(db, c->scratch, &scope, &tx);
		if (err == ERR_OK)
			err = load(c, tx, owner, form, version, &f);
		arena_reset(c->scratch);
		TRY(err);
	}
	/* Open or closed is a matter of the form, not of the version. */
	for (size_t i = 0; i < c->current_count; i++)
		if (c->current[i]->form == form) {
			f->open = c->current[i]->open;
		}
	*form_out = f;
	return ERR_OK;
}

struct catalogue_form **
catalogue_all(struct catalogue *c, size_t *count_out)
{
	*count_out = c->current_count;
	return c->current;
}

int64_t
catalogue_operator(const struct catalogue *c)
{
	return c->operator_firm;
}
