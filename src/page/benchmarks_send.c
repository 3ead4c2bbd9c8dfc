/* SPDX-License-Identifier: ISC
 *
 * benchmarks_send.c - a review of benchmarks as page, PDF and workbook. */
#include <unistd.h>

#include "base/arena.h"
#include "http/http.h"
#include "page/benchmarks.h"
#include "report/pdf_apart.h"

#define SHEET_MOST ((size_t)16 * 1024 * 1024)

enum err
review_send_page(struct page_context *page, struct http_response *response,
    const char *title, struct html body)
{
	struct view_model *m = page_model(page, text_of(title));

	view_set_html(m, "body", body);
	return page_render(page, response, 200, "page/benchmarks", m);
}

static enum err
draw_pdf(struct arena *arena, const void *thing, struct bytes *out)
{
	return review_pdf(arena, thing, out);
}

enum err
review_send_pdf(struct page_context *page, struct http_response *response, review_maker *make)
{
	struct review        r = { 0 };
	struct review_model *m;
	struct bytes         pdf;

	TRY(make(page, response, &r, &m));
	if (m == NULL)
		return ERR_OK;
	TRY(pdf_apart(page->arena, draw_pdf, m, &pdf));
	http_reply_bytes(response, 200, "application/pdf", pdf);
	http_set_download(page->arena, response,
	    text_of(arena_printf(page->arena, "%s.pdf", m->file_name)));
	return ERR_OK;
}

static enum err
read_whole(struct arena *arena, int file, struct bytes *out)
{
	off_t    size = lseek(file, 0, SEEK_END);
	uint8_t *p;

	if (size < 0 || (size_t)size > SHEET_MOST || lseek(file, 0, SEEK_SET) != 0)
		return ERR_INTERNAL;
	p = arena_alloc(arena, (size_t)size + 1);
	for (off_t at = 0; at < size;) {
		ssize_t got = read(file, p + at, (size_t)(size - at));

		if (got <= 0)
			return ERR_INTERNAL;
		at += got;
	}
	*out = (struct bytes){ p, (size_t)size };
	return ERR_OK;
}

enum err
review_send_sheet(struct page_context *page, struct http_response *response,
    review_maker *make)
{
	struct review        r = { 0 };
	struct review_model *m;
	struct bytes         book;
	int                  file;

	TRY(make(page, response, &r, &m));
	if (m == NULL)
		return ERR_OK;
	TRY(review_sheet(page->arena, m, &file));
	TRY(read_whole(page->arena, file, &book));
	http_reply_bytes(response, 200,
	    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book);
	http_set_download(page->arena, response,
	    text_of(arena_printf(page->arena, "%s.xlsx", m->file_name)));
	return ERR_OK;
}
