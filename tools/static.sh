#!/bin/sh
# SPDX-License-Identifier: ISC
#
# static.sh SRCDIR OUT: what the web server hands out itself.
#
# OUT/static/soundings-HASH.css and .js (comments taken off, a .gz beside each),
# OUT/static/errors/*.html (naming that stylesheet) and OUT/static_names.h.
# A name holds a hash of the contents, so browsers may keep it for ever.
set -eu
src=$1 out=$2
new=$out/static.new
rm -rf "$new"
mkdir -p "$new/errors"

# Comments that begin a line or stand alone; a string is never touched.
strip() {
	awk '
	inside { if ((at = index($0, "*/")) == 0) next
	         $0 = substr($0, at + 2); inside = 0 }
	{ sub(/^[ \t]+/, ""); sub(/[ \t]+$/, "") }
	/^\/\// { next }
	{ while (match($0, /^\/\*/) || (css && match($0, /\/\*/))) {
	        from = RSTART; rest = substr($0, from)
	        if ((at = index(rest, "*/")) == 0) {
	                $0 = substr($0, 1, from - 1); inside = 1; break }
	        $0 = substr($0, 1, from - 1) substr(rest, at + 2) } }
	{ sub(/^[ \t]+/, ""); sub(/[ \t]+$/, "") }
	$0 != "" { print }' css="$1" "$2"
}

names=$out/static_names.h.new
{
	echo '/* Made by tools/static.sh. */'
	echo '#ifndef GEN_STATIC_NAMES_H'
	echo '#define GEN_STATIC_NAMES_H'
} >"$names"
css_name=
for file in soundings.css soundings.js; do
	ext=${file##*.}
	[ "$ext" = css ] && css=1 || css=
	strip "$css" "$src/static/$file" >"$new/$file"
	hash=$(sha256sum "$new/$file" | cut -c1-12)
	name=${file%.*}-$hash.$ext
	mv "$new/$file" "$new/$name"
	gzip -9nc "$new/$name" >"$new/$name.gz"
	[ "$ext" = css ] && css_name=$name
	macro=$(echo "STATIC_$ext" | tr a-z A-Z)
	echo "#define $macro \"/static/$name\"" >>"$names"
done
echo '#endif' >>"$names"
for page in "$src"/nginx/errors/*.html; do
	sed "s|@CSS@|/static/$css_name|" "$page" >"$new/errors/${page##*/}"
done
rm -rf "$out/static"
mv "$new" "$out/static"
mv "$names" "$out/static_names.h"
