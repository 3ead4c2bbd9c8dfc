#!/bin/sh
# SPDX-License-Identifier: ISC
# The forms, the schema and the checker agree (schema.py).
command -v python3 >/dev/null || { echo "SKIP: python3 is not installed"; exit 77; }
exec python3 "$srcdir/tests/unit/form/schema.py" "$srcdir" ./soundings
