#!/bin/sh
# SPDX-License-Identifier: ISC
# The units shut the programs in as far as they promise; the scale of
# systemd-analyze runs from 0 (shut in) to 10.
command -v systemd-analyze >/dev/null || { echo "no systemd-analyze here"; exit 77; }
status=0
measure() { # unit, most in tenths
	unit=gen/systemd/$1.service
	[ -f "$unit" ] || { echo "$unit was not made"; status=1; return; }
	grep -q '@' "$unit" && { grep '@' "$unit" | grep -v '^SystemCallFilter'; } && { echo "$unit: a name was not filled in"; status=1; }
	out=$(systemd-analyze security --offline=true --no-pager --threshold="$2" "$unit" 2>&1) ||
		{ echo "$out" | tail -n 3; status=1; }
}
if ! systemd-analyze security --help 2>&1 | grep -q offline; then
	echo "this systemd-analyze does not look at files"
	exit 77
fi
measure soundings-web 5
measure soundings-courier 15
exit $status
