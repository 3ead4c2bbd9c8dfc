#!/bin/sh
# SPDX-License-Identifier: ISC
# Each header compiles alone: whoever includes it needs to know nothing else.
status=0
flags="-std=gnu11 -fsyntax-only -Wall -I$srcdir/src -I. -I$srcdir $LINT_CFLAGS"
for header in "$srcdir"/src/*/*.h; do
	name=${header#"$srcdir"/src/}
	case $name in base/banned.h) continue ;; esac
	echo "#include \"$name\"" | ${CC:-cc} $flags -x c - || { echo "$name does not compile alone"; status=1; }
done
exit $status
