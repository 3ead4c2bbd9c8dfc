#!/bin/sh
# SPDX-License-Identifier: ISC
# What must not be left lying about: notes to self, the licence line missing,
# files too long to be one concept.
cd "$srcdir" || exit 99
status=0
files=$(find src sql script nginx tools tests forms -type f ! -path '*/node_modules/*' \
	! -path 'tests/lint/words.sh' ! -path 'tests/spec/*' ! -path '*/seeds/*' ! -name '.*' ! -name '*~' \
	! -name '*.o' ! -name '*.a' ! -name '*.log' ! -name '*.trs' 2>/dev/null |
	grep -E '\.(c|h|def|am|sh|awk|sql|py|mjs|conf|in|html|mustache)$|^(script|tools)/[a-z-]+$')
if grep -nwE 'TODO|FIXME|XXX|HACK|unimplemented|dummy data' $files; then
	echo "words that mean unfinished"
	status=1
fi
if grep -nE '\b(not implemented|lorem ipsum)\b' $files; then
	status=1
fi
for file in $files; do
	case $file in *.mustache | *.html) continue ;; esac
	head -n 3 "$file" | grep -q 'SPDX-License-Identifier: ISC' || { echo "$file: no SPDX line"; status=1; }
done
long=$(wc -l $files | awk '$2 != "total" && $2 ~ /\.[ch]$/ && $1 > 450 { print $2 ": " $1 " lines, more than 450" }')
[ -z "$long" ] || echo "note: $long"
exit $status
