#!/bin/sh
# SPDX-License-Identifier: ISC
# Sources are laid out as .clang-format says. Releases of clang-format differ in
# details, so only the one that the file was written for is asked.
set -eu
wanted=14
case $(clang-format --version 2>/dev/null) in
*"version $wanted."*) ;;
*) echo "skipped: no clang-format $wanted here"; exit 77 ;;
esac
cd "${srcdir:-.}"
find src tests -name '*.[ch]' ! -path '*/sql2c/*' -exec clang-format --dry-run -Werror {} + ||
	{ echo "make format lays them out"; exit 1; }
