#!/bin/sh
# SPDX-License-Identifier: ISC
# A workbook holds what was put in: text as text, digits as they are, no formula.
command -v python3 >/dev/null || { echo "SKIP: python3 is not installed"; exit 77; }
book=$(mktemp -d) || exit 99
trap 'rm -rf "$book"' EXIT
tests/unit/sheet/write_book "$book/a.xlsx" || { echo "the book was not written"; exit 1; }
python3 "$srcdir/tests/unit/sheet/read_book.py" "$book/a.xlsx" >"$book/a.json" || exit 1
cat >"$book/want" <<'END'
data DATA 2
"text"
"=1+1"
"+1"
"-1"
"@SUM(A1)"
"\tx"
"http://x.example/"
"internal:Sheet1!A1"
"007"
"1e5"
"TRUE"
"{=1}"
"<b>&amp;\"'</b>"
"_x000D_"
"a\ufffdb\nc"
" blanks "
"\ufffd"
"\ud83c\udf0a"
"\ufffd"
[0.0, 0.111111, 0.222222, 0.333333, 0.444444, 0.555555]
{"n": "48.035714"}
{"n": "-0.5"}
{"n": "999999999999999"}
""
"1234567890.123456"
"-10000000000000.05"
{"d": "2026-11-18 14:32:07"}
{"d": "2024-02-29 00:00:00"}
"1899-12-31T00:00:00Z"
""
"end"
END
python3 - "$book/a.json" >"$book/got" <<'END'
import json, sys
book = json.load(open(sys.argv[1]))
names = list(book)
print(*names)
for row in book[names[0]]:
    print(json.dumps(row[0]))
print([float(row[0]['n']) for row in book[names[1]][:6]])
for cell in book[names[1]][-1]:
    print(json.dumps(cell))
END
diff -u "$book/want" "$book/got"
