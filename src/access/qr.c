/* SPDX-License-Identifier: ISC */
#include "access/qr.h"

#include <qrencode.h>

#include "base/markup.h"

#define QUIET   4 /* modules around it, by ISO/IEC 18004 */
#define SVG_MAX ((size_t)256 * 1024)
#define SIDE    220 /* pixels on the page */

static void
release(void *code)
{
	QRcode_free(code);
}

static struct text
dark_runs(struct arena *arena, const QRcode *code)
{
	struct buf path;

	buf_init(&path, arena, SVG_MAX);
	for (int y = 0; y < code->width; y++)
		for (int x = 0, n; x < code->width; x += n) {
			bool dark = code->data[y * code->width + x] & 1;

			for (n = 1; x + n < code->width &&
			            (code->data[y * code->width + x + n] & 1) == dark;)
				n++;
			if (dark)
				buf_fmt(&path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n,
				    n);
		}
	check(buf_ok(&path));
	return buf_as_text(&path);
}

enum err
qr_svg(struct arena *arena, struct text content, struct text label, struct html *svg_out)
{
	QRcode       *code = QRcode_encodeString8bit(content.s, 0, QR_ECLEVEL_M);
	struct markup m;
	int           side;

	if (code == NULL)
		return ERR_TOO_LARGE;
	arena_own(arena, code, release);
	side = code->width + 2 * QUIET;
	markup_init(&m, arena, SVG_MAX);
	markup_open(&m, "svg");
	markup_attr_fmt(&m, "width", "%d", SIDE);
	markup_attr_fmt(&m, "height", "%d", SIDE);
	markup_attr_fmt(&m, "viewBox", "0 0 %d %d", side, side);
	markup_attr(&m, "role", TEXT_LIT("img"));
	markup_attr(&m, "aria-label", label);
	markup_attr(&m, "shape-rendering", TEXT_LIT("crispEdges"));
	markup_open(&m, "rect");
	markup_attr_fmt(&m, "width", "%d", side);
	markup_attr_fmt(&m, "height", "%d", side);
	markup_attr(&m, "fill", TEXT_LIT("#ffffff"));
	markup_close(&m);
	markup_open(&m, "path");
	markup_attr(&m, "d", dark_runs(arena, code));
	markup_attr(&m, "fill", TEXT_LIT("#000000"));
	markup_close(&m);
	markup_close(&m);
	*svg_out = markup_done(&m);
	return ERR_OK;
}
