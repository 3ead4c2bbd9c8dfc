/* SPDX-License-Identifier: ISC
 *
 * exports_about.c - /review/exports/{file}: what the columns mean.  No
 * response is in these files, so they are links and leave no note. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "exchange/codebook.h"
#include "http/http.h"
#include "page/desk.h"
#include "response/catalogue.h"

#define FILE_MAX (16u * 1024 * 1024)

static enum err
collect(void *thing, const void *p, size_t len)
{
	struct buf *b = thing;

	buf_add(b, p, len);
	return buf_ok(b) ? ERR_OK : ERR_TOO_LARGE;
}

enum about { CODEBOOK_CSV, CODEBOOK_XLSX, SCRIPT_R, SCRIPT_SPSS };

static const struct {
	const char *ending, *type;
} abouts[] = {
	[CODEBOOK_CSV] = { ".codebook.csv", "text/csv; charset=utf-8" },
	[CODEBOOK_XLSX] = { ".codebook.xlsx",
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
	[SCRIPT_R] = { ".R", "text/plain; charset=utf-8" },
	[SCRIPT_SPSS] = { ".sps", "text/plain; charset=utf-8" },
};

static enum err
write_about(struct arena *arena, enum about what, const struct codebook *book,
    const struct export_sink *sink)
{
	const char *csv = arena_printf(arena, "%s.csv", book->form->slug);

	switch (what) {
	case CODEBOOK_CSV:
		return codebook_csv(arena, book, sink);
	case CODEBOOK_XLSX:
		return codebook_book(arena, book, sink);
	case SCRIPT_R:
		return script_r(arena, book, csv, sink);
	case SCRIPT_SPSS:
		return script_spss(arena, book, csv, sink);
	default:
		return ERR_NOT_FOUND;
	}
}

enum err
page_exports_about(struct page_context *page, struct http_response *response)
{
	struct text             file = page->args[0];
	struct catalogue_form **forms;
	struct buf              b;
	size_t                  count;

	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	forms = catalogue_all(page->site->forms, &count);
	buf_init(&b, page->arena, FILE_MAX);
	for (size_t i = 0; i < count; i++)
		for (size_t a = 0; a < sizeof abouts / sizeof abouts[0]; a++) {
			const char *name = arena_printf(page->arena, "%s%s", forms[i]->slug,
			    abouts[a].ending);

			if (!text_is(file, name) || !desk_form_here(page, forms[i]))
				continue;
			TRY(write_about(page->arena, (enum about)a,
			    &(struct codebook){ .form = forms[i],
			        .view = EXPORT_REVIEW_FIRMS,
			        .language = page->language,
			        .mark = true },
			    &(struct export_sink){ &b, collect, NULL }));
			http_reply_bytes(response, 200, abouts[a].type,
			    (struct bytes){ (const uint8_t *)b.data, b.len });
			http_set_download(page->arena, response, text_of(name));
			return ERR_OK;
		}
	return ERR_NOT_FOUND;
}
