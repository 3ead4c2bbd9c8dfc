/* SPDX-License-Identifier: ISC
 *
 * exports.c - /review/exports: choose what to take out, see what was taken
 * out.  Nothing leaves without a note that stands before the first byte. */
#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "database/db.h"
#include "exchange/export.h"
#include "exchange/record.h"
#include "gen/sql_page.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/frame.h"
#include "response/catalogue.h"

/* What a spreadsheet opens with patience, and a worker packs within its own
 * deadline. */
#define BOOK_ROWS_MAX 100000

static const char *const pools[] = { "waiting", "included", "held" };

/* The kinds of file, as the page offers them. */
static const struct kind {
	const char        *value, *words, *ending, *type;
	enum export_format format;
	bool               mark, plain;
} kinds[] = {
	{ "xlsx", WORD("Workbook for a spreadsheet (XLSX): codes, words and codebook"),
	    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	    EXPORT_XLSX, false, false },
	{ "csv", WORD("CSV, with the mark by which Excel knows UTF-8"), "csv",
	    "text/csv; charset=utf-8", EXPORT_CSV, true, false },
	{ "csv-bare", WORD("CSV without that mark"), "csv", "text/csv; charset=utf-8",
	    EXPORT_CSV, false, false },
	{ "csv-plain", WORD("CSV for R and SPSS: never open it in a spreadsheet"), "csv",
	    "text/csv; charset=utf-8", EXPORT_CSV, false, true },
	{ "jsonl", WORD("JSON lines, for programs"), "jsonl", "application/x-ndjson",
	    EXPORT_JSON, false, false },
};

/* What was chosen. */
struct choice {
	struct catalogue_form *form;
	const struct kind     *kind;
	int64_t                wave; /* 0: all */
	const char            *pool; /* NULL: all */
	bool                   firms;
	struct text            reason;
};

static const char *
name_of(struct page_context *page, const struct form *f)
{
	return form_say(f, form_said(f->name) ? f->name : f->title, page->language);
}

static const char *
name_of_id(struct page_context *page, int64_t form)
{
	struct catalogue_form **forms;
	size_t                  count;

	forms = catalogue_all(page->site->forms, &count);
	for (size_t i = 0; i < count; i++)
		if (forms[i]->form == form)
			return name_of(page, forms[i]->definition);
	return "-";
}

static void
add_option(struct view_model *m, const char *list, const char *value, const char *words,
    bool selected)
{
	struct view_model *o = view_list_add(m, list);

	view_set_str(o, "value", value);
	view_set_str(o, "words", words);
	view_set_bool(o, "selected", selected);
}

static void
set_forms(struct page_context *page, struct view_model *m, const struct choice *choice)
{
	struct catalogue_form **forms;
	size_t                  count;
	bool                    any = false;

	forms = catalogue_all(page->site->forms, &count);
	view_list_in(m, "forms");
	view_list_in(m, "abouts");
	for (size_t i = 0; i < count; i++) {
		const char        *name = name_of(page, forms[i]->definition);
		const char        *slug = forms[i]->slug;
		struct view_model *a;

		if (!desk_form_here(page, forms[i]))
			continue;
		any = true;
		a = view_list_add(m, "abouts");
		add_option(m, "forms", slug, name, choice->form == forms[i]);
		view_set_str(a, "name", name);
		view_set_url(a, "book_url",
		    page_url(page, "/review/exports/{}.codebook.xlsx", slug, NULL));
		view_set_url(a, "csv_url",
		    page_url(page, "/review/exports/{}.codebook.csv", slug, NULL));
		view_set_url(a, "r_url", page_url(page, "/review/exports/{}.R", slug, NULL));
		view_set_url(a, "spss_url",
		    page_url(page, "/review/exports/{}.sps", slug, NULL));
	}
	view_set_bool(m, "any", any);
}

static void
set_choices(struct page_context *page, struct view_model *m, const struct choice *choice,
    const struct exports_held_row *held, size_t count)
{
	set_forms(page, m, choice);
	view_list_in(m, "waves");
	for (int year = 9999; year > 0 && count > 0;) {
		int next = 0;

		for (size_t i = 0; i < count; i++)
			if (held[i].wave < year && held[i].wave > next)
				next = held[i].wave;
		year = next;
		if (year > 0) {
			const char *value = arena_printf(page->arena, "%d", year);

			add_option(m, "waves", value, value, choice->wave == year);
		}
	}
	view_list_in(m, "pools");
	for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++)
		add_option(m, "pools", pools[i], desk_pool(page, text_of(pools[i])),
		    choice->pool == pools[i]);
	view_list_in(m, "kinds");
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		add_option(m, "kinds", kinds[i].value, page_t(page, kinds[i].words),
		    choice->kind == &kinds[i]);
	}
	view_list_in(m, "held");
	for (size_t i = 0; i < count; i++) {
		struct view_model *v = view_list_add(m, "held");

		view_set_str(v, "form", name_of_id(page, held[i].form));
		view_set_str(v, "wave", arena_printf(page->arena, "%d", held[i].wave));
		view_set_str(v, "pool", desk_pool(page, held[i].pool));
		view_set_text(v, "rows",
		    view_number(page->arena, page->language, held[i].rows));
		view_set_int(v, "count", held[i].rows);
	}
	view_set_bool(m, "holds", count > 0);
}

/* What a note says in a reader's spelling; absent: it says nothing. */
static void
set_rows(struct page_context *page, struct view_model *v, struct text noted)
{
	int64_t rows;
	bool    known = parse_int(noted, 0, INT64_MAX, &rows);

	view_set_text(v, "rows",
	    known ? view_number(page->arena, page->language, rows) : TEXT_NONE);
	view_set_int(v, "count", known ? rows : 0);
}

static void
set_log(struct page_context *page, struct view_model *m, const struct exports_log_row *rows,
    size_t count)
{
	view_list_in(m, "log");
	view_set_bool(m, "logged", count > 0);
	for (size_t i = 0; i < count; i++) {
		struct view_model *v = view_list_add(m, "log");

		view_set_text(v, "at",
		    view_date(page->arena, page->language, rows[i].at, true));
		view_set_text(v, "actor", rows[i].actor);
		view_set_text(v, "object", rows[i].object);
		view_set_text(v, "format", rows[i].format);
		set_rows(page, v, rows[i].rows);
		view_set_text(v, "choice", rows[i].choice);
		view_set_bool(v, "firms", rows[i].firms);
		view_set_text(v, "reason", rows[i].reason);
		view_set_bool(v, "broken", rows[i].broken);
		view_set_text(v, "mended", rows[i].mended);
	}
}

static enum err
show(struct page_context *page, struct http_response *response, const struct choice *choice,
    const char *error, const char *field, int status)
{
	struct view_model       *m = desk_model(page,
	          text_of(
	              page_t(page, choice->firms ? "Exports with the codes of firms" : "Exports")),
	          error, field);
	struct exports_held_row *held;
	struct exports_log_row  *log;
	struct tx               *tx;
	size_t                   held_count, log_count;

	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	TRY(page_begin(page, &tx));
	TRY(sql_exports_held(page->arena, tx, &held, &held_count));
	TRY(sql_exports_log(page->arena, tx, &log, &log_count));
	TRY(db_commit(tx));
	desk_field_error(m, "reason_error", field, error);
	view_set_bool(m, "with_firms", choice->firms);
	view_set_bool(m, "may_firms",
	    !choice->firms && access_may(page->session, ACCESS_LEAD));
	view_set_url(m, "self_url",
	    choice->firms ? URL_LIT("/review/exports/firms") : URL_LIT("/review/exports"));
	view_set_text(m, "reason", choice->reason.s ? choice->reason : TEXT_LIT(""));
	set_choices(page, m, choice, held, held_count);
	set_log(page, m, log, log_count);
	return page_render(page, response, status, "page/exports", m);
}

enum err
page_exports(struct page_context *page, struct http_response *response)
{
	return show(page, response, &(struct choice){ .kind = &kinds[0] }, NULL, NULL, 200);
}

enum err
page_exports_firms(struct page_context *page, struct http_response *response)
{
	return show(page, response, &(struct choice){ .kind = &kinds[0], .firms = true },
	    NULL, NULL, 200);
}

/* Everything comes from closed lists: what is not in them is refused. */
static const char *
read_choice(struct page_context *page, struct choice *choice, const char **field_out)
{
	struct text             slug = http_field(page->fields, "form");
	struct text             kind = http_field(page->fields, "kind");
	struct text             pool = http_field(page->fields, "pool");
	struct text             wave = http_field(page->fields, "wave");
	struct catalogue_form **forms;
	size_t                  count;

	*field_out = "form";
	forms = catalogue_all(page->site->forms, &count);
	for (size_t i = 0; i < count; i++)
		if (text_is(slug, forms[i]->slug) && desk_form_here(page, forms[i]))
			choice->form = forms[i];
	if (choice->form == NULL)
		return page_t(page, "Choose a survey of the list");
	*field_out = "kind";
	choice->kind = NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (text_is(kind, kinds[i].value))
			choice->kind = &kinds[i];
	if (choice->kind == NULL)
		return page_t(page, "Choose what kind of file you need");
	*field_out = "pool";
	for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++)
		if (text_is(pool, pools[i]))
			choice->pool = pools[i];
	if (!text_empty(pool) && choice->pool == NULL)
		return page_t(page, "Choose a state of the list");
	*field_out = "wave";
	if (!text_empty(wave) && !parse_int(wave, 2000, 9999, &choice->wave))
		return page_t(page, "Choose a wave of the list");
	*field_out = "reason";
	return choice->firms ? desk_reason(page, "reason", &choice->reason) : NULL;
}

/* ---- the file ---- */

/* The handler has returned when it is made: the arena is what lives on. */
struct download {
	struct arena *arena;
	struct export export;
	struct db_scope scope;
	int64_t         note;
};

static enum err
pass_on(void *out, const void *p, size_t len)
{
	const struct http_out *http = out;

	return http->write(http->thing, p, len);
}

static void
stay(void *out)
{
	const struct http_out *http = out;

	http->alive(http->thing);
}

static enum err
make(void *thing, const struct http_out *out)
{
	struct download   *d = thing;
	struct http_out    sink = *out;
	struct export_done done;
	enum err           err;

	d->export.sink = (struct export_sink){ &sink, pass_on, stay };
	err = export_run(d->arena, &d->export, &done);
	if (err != ERR_OK)
		LOG(EV_EXPORT_BROKEN, log_int("export", d->note), log_int("rows", done.rows),
		    log_str("why", err_name(err)));
	/* What could not be noted is in the log alone. */
	if ((err != ERR_OK || done.mended > 0) &&
	    record_ended(d->arena, d->export.db, &d->scope, d->note, &done, err == ERR_OK) !=
	        ERR_OK)
		LOG(EV_EXPORT_UNNOTED, log_int("export", d->note),
		    log_int("mended", done.mended));
	return err;
}

/* The note, committed before anything leaves; *busy_out: there is no room for an
 * export now, so nothing is noted. */
static enum err
note(struct page_context *page, const struct choice *choice, int64_t *note_out,
    bool *busy_out)
{
	struct exports_held_row *held;
	struct exports_note_row  row;
	struct tx               *tx;
	struct buf               detail;
	size_t                   count;
	int64_t                  rows = 0;
	bool                     taken;
	const char *wave = choice->wave ? arena_printf(page->arena, "%d", (int)choice->wave)
	                                : "all";

	TRY(page_begin(page, &tx));
	TRY(sql_exports_held(page->arena, tx, &held, &count));
	for (size_t i = 0; i < count; i++)
		if (held[i].form == choice->form->form &&
		    (choice->wave == 0 || held[i].wave == choice->wave) &&
		    (choice->pool == NULL || text_is(held[i].pool, choice->pool)))
			rows += held[i].rows;
	if (choice->kind->format == EXPORT_XLSX && rows > BOOK_ROWS_MAX)
		return ERR_TOO_LARGE;
	TRY(export_slot_take(page->arena, tx, &taken));
	*busy_out = !taken;
	if (!taken) {
		db_rollback(tx);
		return ERR_OK;
	}
	buf_init(&detail, page->arena, 16384);
	buf_fmt(&detail,
	    "{\"format\": \"%s\", \"choice\": \"%s, %s\", \"rows\": %lld, \"firms\": %s, "
	    "\"reason\": ",
	    choice->kind->value, wave, choice->pool ? choice->pool : "all", (long long)rows,
	    choice->firms ? "true" : "false");
	buf_json(&detail, choice->reason);
	buf_char(&detail, '}');
	TRY(sql_exports_note(page->arena, tx,
	    &(struct exports_note_in){
	        .object = text_of(arena_printf(page->arena, "form %s", choice->form->slug)),
	        .detail = buf_as_text(&detail) },
	    &row));
	TRY(db_commit(tx));
	*note_out = row.id;
	return ERR_OK;
}

static enum err
send(struct page_context *page, struct http_response *response, struct choice *choice)
{
	struct download *d;
	const char      *field, *wrong;
	bool             busy = false;
	enum err         err;
	struct civil     today = clock_civil(page->now);

	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	wrong = read_choice(page, choice, &field);
	if (choice->kind == NULL)
		choice->kind = &kinds[0];
	if (wrong != NULL)
		return show(page, response, choice, wrong, field, 422);
	d = ARENA_NEW(page->arena, struct download);
	err = note(page, choice, &d->note, &busy);
	if (err == ERR_TOO_LARGE)
		return show(page, response, choice,
		    page_t(page,
		        "A workbook holds 100,000 responses at most here: choose CSV, or one wave"),
		    "kind", 422);
	TRY(err);
	if (busy) {
		check(http_add_header(page->arena, response, "Retry-After", TEXT_LIT("60")));
		return show(page, response, choice,
		    page_t(page,
		        "Two exports run already, or one of yours does. Try again in a minute"),
		    "kind", 503);
	}
	d->arena = page->arena;
	d->scope = (struct db_scope){ .role = DB_ROLE_REVIEW,
		.firm = page->session->firm,
		.session = page->session->proof };
	d->export = (struct export){
		.db = page->site->db,
		.scope = d->scope,
		.catalogue = page->site->forms,
		.form = choice->form,
		.format = choice->kind->format,
		.view = choice->firms ? EXPORT_REVIEW_FIRMS : EXPORT_REVIEW,
		.mark = choice->kind->mark,
		.plain = choice->kind->plain,
		.language = page->language,
		.wave = (int32_t)choice->wave,
		.pool = choice->pool,
	};
	http_reply_stream(response, 200, choice->kind->type, make, d);
	/* Scripts look for this name. */
	http_set_download(page->arena, response,
	    text_of(
	        choice->kind->plain
	            ? arena_printf(page->arena, "%s.csv", choice->form->slug)
	            : arena_printf(page->arena, "%s-%04d-%02d-%02d.%s", choice->form->slug,
	                  today.year, today.month, today.day, choice->kind->ending)));
	return ERR_OK;
}

enum err
page_exports_send(struct page_context *page, struct http_response *response)
{
	return send(page, response, &(struct choice){ .kind = &kinds[0] });
}

enum err
page_exports_firms_send(struct page_context *page, struct http_response *response)
{
	return send(page, response, &(struct choice){ .kind = &kinds[0], .firms = true });
}
