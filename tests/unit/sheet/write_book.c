/* SPDX-License-Identifier: ISC
 *
 * write_book FILE: a workbook with everything that could go wrong in one. */
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "sheet/sheet.h"

static const char *const hostile[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\tx",
	"http://x.example/", "internal:Sheet1!A1", "007", "1e5", "TRUE", "{=1}",
	"<b>&amp;\"'</b>", "_x000D_", "a\rb\nc", " blanks ", "\x01", "\xf0\x9f\x8c\x8a",
	"\xef\xbf\xbf" };

int
main(int argc, char **argv)
{
	struct arena      *arena = arena_new((size_t)16 * 1024 * 1024);
	struct sheet_book *book;
	struct sheet      *a, *b;
	char               piece[4096];
	ssize_t            got;
	FILE              *out;
	int                file;

	if (argc != 2 || sheet_open(arena, &book) != ERR_OK)
		return 1;
	a = sheet_add(book, TEXT_LIT("data"));
	b = sheet_add(book, TEXT_LIT("DATA"));
	sheet_width(a, 0, 30);
	sheet_freeze(a, 1, 0);
	sheet_head(a, TEXT_LIT("text"));
	sheet_end_row(a);
	/* In turns: each sheet has its own rows. */
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		sheet_text(a, text_of(hostile[i]));
		sheet_end_row(a);
		sheet_number(b, (int64_t)i * 111111, 6);
		sheet_end_row(b);
	}
	sheet_number(b, 48035714, 6);
	sheet_number(b, -5, 1);
	sheet_number(b, 999999999999999, 0);
	sheet_skip(b);
	sheet_number(b, INT64_C(1234567890123456), 6);
	sheet_number(b, -INT64_C(1000000000000005), 2);
	sheet_time(b, clock_instant((struct civil){ 2026, 11, 18, 14, 32, 7 }));
	sheet_day(b, clock_instant((struct civil){ 2024, 2, 29, 23, 59, 59 }));
	sheet_time(b, clock_instant((struct civil){ 1899, 12, 31, 0, 0, 0 }));
	sheet_text(b, TEXT_NONE);
	sheet_text(b, TEXT_LIT("end"));
	sheet_end_row(b);
	if (sheet_close(book, &file) != ERR_OK)
		return 1;
	out = fopen(argv[1], "wb");
	if (out == NULL)
		return 1;
	while ((got = read(file, piece, sizeof(piece))) > 0)
		fwrite(piece, 1, (size_t)got, out);
	if (fclose(out) != 0 || got < 0)
		return 1;
	arena_free(arena);
	return 0;
}
