# SPDX-License-Identifier: ISC
#
# lib.sh: what several suites of tests/db share; read by "source".  They set
# admin, the conninfo of their database, and work, a folder of theirs.

# while_open FIRST SECOND [THEN]: FIRST is done and stays open until SECOND waits
# for it (or has ended, which is wrong where a lock is due), then does THEN; what
# SECOND says.  What FIRST said is in $work/first.  $proof: the session of SECOND.
while_open() {
	rm -f "$work/first"; touch "$work/first"
	mkfifo "$work/go"
	{
		printf 'SET search_path = soundings;\nBEGIN;\n%s;\n\\echo open\n' "$1"
		read -r _ <"$work/go"
		printf '%s;\nCOMMIT;\n' "${3-}"
	} | psql -X -q -t -A -d "$admin" >"$work/first" 2>&1 &
	local first=$!
	until grep -q '^open' "$work/first"; do sleep 0.02; done
	psql -X -q -t -A -d "$admin" -c 'SET search_path = soundings' -c "${proof:+SET soundings.session = '$proof'}" -c "$2" >"$work/second" 2>&1 &
	local second=$!
	until [ "$(psql -X -q -t -A -d "$admin" -c "SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event_type = 'Lock'")" -gt 0 ] ||
		! kill -0 $second 2>/dev/null; do sleep 0.02; done
	echo >"$work/go"
	wait $first $second
	rm "$work/go"
	sed -n 's/^ERROR: */first: /p' "$work/first"
	cat "$work/second"
}
