#!/bin/sh
# SPDX-License-Identifier: ISC
# What people read must be translatable: every English literal of the rooms
# that speak to them stands among what tools/pot.awk collects.  This looks for
# what reads as English, not for the calls that pot.awk knows, so a table that
# nobody marked with WORD is found as well.
cd "$srcdir" || exit 99
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

awk -f tools/pot.awk $(find src -name '*.mustache') $(find src -name '*.c') >"$work/pot" || exit 99
cat >"$work/find.awk" <<'AWK'
function utf8(hex,   i, n) {
	for (i = 1; i <= 4; i++)
		n = n * 16 + index("0123456789abcdef", tolower(substr(hex, i, 1))) - 1
	if (n < 2048)
		return sprintf("%c%c", 192 + int(n / 64), 128 + n % 64)
	return sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64)
}
# As `make pot` writes it: the escapes of characters become characters.
function plain(s,   out, at) {
	while ((at = index(s, "\\u")) > 0) {
		out = out substr(s, 1, at - 1) utf8(substr(s, at + 2, 4))
		s = substr(s, at + 6)
	}
	return out s
}
# before: the source in front of the literal, blanks left out.
function look(s, before, line,   call, wrong) {
	call = before ~ /(^|[^A-Za-z0-9_])(page_t|page_model_str|view_t|phrase_t|T|t)\([^(),]*,[^(),;]*$/ || \
	    before ~ /(^|[^A-Za-z0-9_])(view_tn\([^(),]*,+|(view|phrase)_say\([^,]*,[^,]*,|SAY\([^(),]*,)$/
	if (before ~ /(http_add_header\([^()]*|strcmp\([a-z]+->name),$/)
		return
	wrong = call && s ~ /[A-Za-z][a-z]/
	wrong = wrong || s ~ /^[A-Z][a-z]*[ ,’'-].*[a-z]/ || (s ~ / / && s ~ /\{[a-z]+\}/)
	wrong = wrong || (FILENAME ~ /page\// && s ~ /^[A-Z][a-z][a-z]+$/)
	if (wrong && !(s in known) && s !~ /^Charis SIL$/) {
		printf "%s:%d: no translator sees \"%s\"; WORD(...) shows it\n", file, line, s
		found = 1
	}
}
function source(   s, at, before, literal, line, c, last) {
	line = 1
	before = literal = ""
	while (match(text, /"([^"\\\n]|\\.)*"|\/\*|\n|[^"\/\n]+|./)) {
		s = substr(text, 1, RLENGTH)
		text = substr(text, RLENGTH + 1)
		if (s == "/*") {
			at = index(text, "*/")
			s = substr(text, 1, at)
			line += gsub(/\n/, "", s)
			text = substr(text, at + 2)
		} else if (s == "\n") {
			line++
		} else if (s ~ /^"./) {
			if (literal == "")
				last = line
			literal = literal substr(s, 2, length(s) - 2)
		} else if (s !~ /^[ \t]+$/) {
			if (literal != "")
				look(plain(literal), before, last)
			literal = ""
			gsub(/[ \t]/, "", s)
			before = s ~ /^#include/ ? "" : substr(before s, length(before s) - 150)
		}
	}
}
FNR == 1 {
	if (file != "")
		source()
	file = FILENAME == ARGV[1] ? "" : FILENAME
	text = ""
}
FILENAME == ARGV[1] {
	if (/^msgid/)
		known[substr($0, index($0, "\"") + 1, length($0) - index($0, "\"") - 1)] = 1
	next
}
{ text = text $0 "\n" }
END { source(); exit found }
AWK

# It must find what nobody marked.
mkdir "$work/page"
cat >"$work/page/x.c" <<'C'
static const char *const table[] = { "Nobody marked this", "Lonely" };
a = page_t(page, "not " /* two */
    "collected");
C
n=$(awk -f "$work/find.awk" /dev/null "$work/page/x.c" | grep -c 'no translator')
[ "$n" = 3 ] || { echo "of three unmarked sentences $n were found"; exit 1; }

exec awk -f "$work/find.awk" "$work/pot" src/page/*.c src/review/*.[ch] src/report/*.[ch] \
	src/benchmark/bench_words.c src/address/address.c src/form/check.c src/form/values.c src/main/letters.c src/main/access_letters.c
