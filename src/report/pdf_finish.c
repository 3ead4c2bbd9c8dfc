/* SPDX-License-Identifier: ISC */
#include "report/pdf_finish.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"

#define OBJECTS_MAX 100000
#define EXTRA_MAX   (1024 * 1024)

struct pdf {
	const char *p;
	size_t      len;
	size_t      xref;   /* offset of the table */
	size_t      size;   /* objects, 0 included */
	size_t     *offset; /* of each object; 0: free */
};

struct rewritten {
	size_t number, offset;
};

static enum err
misshapen(const char *what)
{
	LOG(EV_FAILED, log_str("what", "pdf"), log_str("why", what));
	return ERR_INTERNAL;
}

static const char *
find_last(const struct pdf *pdf, const char *word)
{
	size_t len = strlen(word);

	for (size_t at = pdf->len; at >= len; at--)
		if (memcmp(pdf->p + at - len, word, len) == 0)
			return pdf->p + at - len;
	return NULL;
}

/* The decimal number at offset at, after blanks.  false: none. */
static bool
number_at(const struct pdf *pdf, size_t at, size_t *value_out, size_t *end_out)
{
	size_t value = 0, from;

	while (
	    at < pdf->len && (pdf->p[at] == ' ' || pdf->p[at] == '\n' || pdf->p[at] == '\r'))
		at++;
	from = at;
	while (at < pdf->len && pdf->p[at] >= '0' && pdf->p[at] <= '9' && at - from < 12)
		value = value * 10 + (size_t)(pdf->p[at++] - '0');
	*value_out = value;
	*end_out = at;
	return at > from;
}

static enum err
read_table(struct arena *arena, struct pdf *pdf)
{
	const char *start = find_last(pdf, "startxref");
	size_t      at, first;

	if (start == NULL || !number_at(pdf, (size_t)(start - pdf->p) + 9, &pdf->xref, &at) ||
	    pdf->xref + 4 > pdf->len || memcmp(pdf->p + pdf->xref, "xref", 4) != 0)
		return misshapen("no plain cross-reference table");
	if (!number_at(pdf, pdf->xref + 4, &first, &at) || first != 0 ||
	    !number_at(pdf, at, &pdf->size, &at) || pdf->size > OBJECTS_MAX)
		return misshapen("odd cross-reference table");
	pdf->offset = ARENA_ARRAY(arena, size_t, pdf->size);
	for (size_t i = 0; i < pdf->size; i++) {
		size_t generation;

		if (!number_at(pdf, at, &pdf->offset[i], &at) ||
		    !number_at(pdf, at, &generation, &at) || at + 2 > pdf->len ||
		    pdf->offset[i] >= pdf->len)
			return misshapen("odd cross-reference entry");
		if (pdf->p[at + 1] == 'f')
			pdf->offset[i] = 0;
		at += 2;
	}
	return ERR_OK;
}

/* The dictionary of object i, from "<<" up to before its closing ">>". */
static bool
dictionary(const struct pdf *pdf, size_t i, struct text *out)
{
	const char *from, *end, *close = NULL;
	const char *limit = pdf->p + pdf->len;

	if (pdf->offset[i] == 0)
		return false;
	from = memmem(pdf->p + pdf->offset[i], (size_t)(limit - pdf->p) - pdf->offset[i],
	    "<<", 2);
	if (from == NULL || from - (pdf->p + pdf->offset[i]) > 32)
		return false;
	end = memmem(from, (size_t)(limit - from), "endobj", 6);
	if (end == NULL)
		return false;
	for (const char *p = from; p + 1 < end; p++)
		if (p[0] == '>' && p[1] == '>')
			close = p;
	if (close == NULL)
		return false;
	*out = (struct text){ from, (size_t)(close - from) };
	return true;
}

static bool
has(struct text dict, const char *word)
{
	return memmem(dict.s, dict.len, word, strlen(word)) != NULL;
}

/* A text string as UTF-16BE with byte order mark, in hexadecimal. */
static void
add_text_string(struct buf *b, struct text text)
{
	buf_str(b, "<FEFF");
	for (size_t at = 0; at < text.len;) {
		uint32_t code = 0;
		size_t   size = utf8_next(text.s + at, text.len - at, &code);

		check(size > 0);
		at += size;
		if (code < 0x10000) {
			buf_fmt(b, "%04X", code);
		} else {
			code -= 0x10000;
			buf_fmt(b, "%04X%04X", 0xd800 | code >> 10, 0xdc00 | (code & 0x3ff));
		}
	}
	buf_char(b, '>');
}

static void
begin_object(struct buf *b, size_t before, size_t number, struct rewritten *slot)
{
	*slot = (struct rewritten){ number, before + b->len };
	buf_fmt(b, "%zu 0 obj\n", number);
}

static void
add_xmp(struct buf *b, struct arena *arena, const struct pdf_extra *extra)
{
	struct buf  xmp;
	struct html title = html_escape(arena, extra->title);

	buf_init(&xmp, arena, EXTRA_MAX);
	buf_fmt(&xmp,
	    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
	    "<rdf:Description rdf:about=\"\" "
	    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
	    "<dc:format>application/pdf</dc:format>"
	    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt>"
	    "</dc:title>"
	    "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>"
	    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
	    title.s, extra->language);
	buf_fmt(b, "<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n", xmp.len);
	buf_text(b, buf_as_text(&xmp));
	buf_str(b, "\nendstream\nendobj\n");
}

static int
by_number(const void *a, const void *b)
{
	const struct rewritten *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static void
add_table(struct buf *b, const struct pdf *pdf, struct rewritten *done, size_t count,
    size_t catalog, size_t info, size_t before)
{
	size_t table = before + b->len;

	qsort(done, count, sizeof(*done), by_number);
	buf_str(b, "xref\n");
	for (size_t i = 0; i < count;) {
		size_t run = 1;

		while (i + run < count && done[i + run].number == done[i].number + run)
			run++;
		buf_fmt(b, "%zu %zu\n", done[i].number, run);
		for (size_t k = 0; k < run; k++, i++)
			buf_fmt(b, "%010zu 00000 n \n", done[i].offset);
	}
	buf_fmt(b, "trailer\n<< /Size %zu /Root %zu 0 R /Info %zu 0 R /Prev %zu >>\n",
	    pdf->size + 1, catalog, info, pdf->xref);
	buf_fmt(b, "startxref\n%zu\n%%%%EOF\n", table);
}

enum err
pdf_finish(struct arena *arena, struct bytes bytes, const struct pdf_extra *extra,
    struct bytes *out)
{
	struct pdf        pdf = { .p = (const char *)bytes.p, .len = bytes.len };
	struct rewritten *done;
	struct buf        b;
	size_t            count = 0, alt = 0, catalog = 0, info = 0, at;
	const char       *trailer;
	uint8_t          *whole;

	TRY(read_table(arena, &pdf));
	trailer = find_last(&pdf, "/Info");
	if (trailer == NULL || !number_at(&pdf, (size_t)(trailer - pdf.p) + 5, &info, &at))
		return misshapen("no document information");
	done = ARENA_ARRAY(arena, struct rewritten, extra->alt_count + 2);
	buf_init(&b, arena, EXTRA_MAX);
	/* cairo numbers the structure elements as their tags begin. */
	for (size_t i = 1; i < pdf.size; i++) {
		struct text dict;

		if (!dictionary(&pdf, i, &dict))
			continue;
		if (has(dict, "/Type /StructElem") && has(dict, "/S /Figure")) {
			if (alt == extra->alt_count)
				return misshapen("more figures than texts");
			begin_object(&b, bytes.len, i, &done[count++]);
			buf_text(&b, dict);
			buf_str(&b, "/Alt ");
			add_text_string(&b, extra->alts[alt++]);
			buf_str(&b, " >>\nendobj\n");
		} else if (has(dict, "/Type /Catalog")) {
			catalog = i;
			begin_object(&b, bytes.len, i, &done[count++]);
			buf_text(&b, dict);
			/* Later versions of cairo write the language themselves. */
			if (!has(dict, "/Lang"))
				buf_fmt(&b, "/Lang (%s) ", extra->language);
			buf_fmt(&b,
			    "/ViewerPreferences << /DisplayDocTitle true >> "
			    "/Metadata %zu 0 R >>\nendobj\n",
			    pdf.size);
		}
		if (count > extra->alt_count + 1)
			return misshapen("two catalogues");
	}
	if (catalog == 0 || alt != extra->alt_count)
		return misshapen("figures and texts differ in number");
	begin_object(&b, bytes.len, pdf.size, &done[count++]);
	add_xmp(&b, arena, extra);
	add_table(&b, &pdf, done, count, catalog, info, bytes.len);
	if (!buf_ok(&b))
		return misshapen("too much to add");
	whole = arena_alloc(arena, bytes.len + b.len);
	memcpy(whole, bytes.p, bytes.len);
	memcpy(whole + bytes.len, b.data, b.len);
	*out = (struct bytes){ whole, bytes.len + b.len };
	return ERR_OK;
}
