#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
#
# start.sh: script/run as people use it: start, start again, stop, and the
# sentences that it says when it cannot.  Everything lies in a folder of its own.
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d /tmp/snd-start.XXXXXX)
chmod 755 "$work"
run() { "$top/script/run" --state "$work/state" "$@"; }
trap 'run --stop >/dev/null 2>&1; rm -rf "$work"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
passed=0 failed=0
is() { # is WHAT TEST...
	local what=$1
	shift
	if "$@"; then echo "ok   $what"; passed=$((passed + 1))
	else echo "FAIL $what"; failed=$((failed + 1)); sed 's/^/     /' "$work/said"; fi
}
# fails CODE SENTENCE WORDS...: that status, that one line, nothing left behind
fails() {
	local want=$1 sentence=$2 code=0
	shift 2
	"$@" >"$work/said" 2>&1 || code=$?
	[ "$code" = "$want" ] && grep -q "$sentence" "$work/said" && [ "$(grep -vc '^setup:' "$work/said")" = 1 ]
}
seconds() { # seconds MOST WORDS...
	local most=$1 begun=$SECONDS
	shift
	"$@" >"$work/said" 2>&1 && [ $((SECONDS - begun)) -le "$most" ]
}
pids() { python3 -c 'import json, sys; print(*json.load(open(sys.argv[1]))["pids"].values())' "$work/state/run.json"; }
# What has ended and waits for its parent only is no process.
none_left() {
	local pid
	[ -n "$1" ] || return 1
	for pid in $1; do
		[ ! -e "/proc/$pid/stat" ] || grep -q '^[0-9]* (.*) Z ' "/proc/$pid/stat" || return 1
	done
}
status() { # status PATH: what the service answers
	python3 -c 'import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).status)' "http://127.0.0.1:$port$1"
}

is "a port that is no number is refused" fails 64 'takes a number from 1 to 65535' run --port 70000
is "an unknown option is named" fails 64 'unknown option --prot' run --prot 1
is "an option without its value is told" fails 64 'needs a value' run --port
is "what does not run need not be stopped" fails 0 'nothing runs in' run --stop
# A machine without one of the packages and without sudo, seen by somebody who is not root.
mkdir "$work/bin"
ln -s /usr/bin/* "$work/bin/"
rm -f "$work/bin/sudo" "$work/bin/dpkg-query"
printf '#!/bin/sh\ncase $* in *libfcgi-dev*) exit 1 ;; esac\necho installed\n' >"$work/bin/dpkg-query"
chmod 755 "$work/bin/dpkg-query"
nobody=()
[ "$(id -u)" != 0 ] || nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
without_package() {
	"${nobody[@]}" env PATH="$work/bin" bash "$top/script/setup" --packages >"$work/said" 2>&1
	[ $? = 1 ] && grep -qx 'setup: these packages need root to install, and there is no sudo: libfcgi-dev' "$work/said" &&
		[ "$(wc -l <"$work/said")" = 1 ]
}
if "${nobody[@]}" test -x "$top/script/setup" 2>/dev/null; then
	is "a package that nobody here can install is told" without_package
else
	echo "skip a package that nobody here can install: another user may not read this folder"
fi
python3 -c 'import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen(); time.sleep(60)' "$port" &
other=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.05; done
is "a port in use is told" fails 1 "port $port is taken by another program; choose one with --port N" run --port "$port"
is "and nothing is half started" test ! -e "$work/state"
kill $other
wait $other 2>/dev/null
if [ "$(id -u)" = 0 ] && mkdir "$work/small" && mount -t tmpfs -o size=50M none "$work/small" 2>/dev/null; then
	is "a disk that is nearly full is told" fails 1 'MB free where .* 400 MB are needed' \
		"$top/script/run" --state "$work/small/state" --port "$port"
	umount "$work/small"
else
	echo "skip a disk that is nearly full: cannot mount one here"
fi
is "it starts" seconds 90 run --port "$port" --detach --empty
first=$(pids)
is "and says how to sign in" grep -q "nobody can yet: soundings person add ADDRESS NAME --role lead" "$work/said"
is "and answers" test "$(status /s/kam-preparedness)" = 200
is "a second start beside it is refused" fails 1 'already running on' run --port "$port"
is "it stops within seconds" seconds 10 run --stop
is "and leaves no process behind" none_left "$first"
is "the next start takes seconds" seconds 8 run --port "$port" --detach --empty
second=$(pids)
soundings() { "$top/soundings" --config "$work/state/soundings.conf" "$@" 2>/dev/null; }
soundings person add kept@longshore.example "K" --role lead >/dev/null
kill -TERM "${second%% *}"
for ((i = 0; i < 100; i++)); do none_left "$second" && break; sleep 0.1; done
is "its own end is the end of all" none_left "$second"
is "no demonstration is loaded beside what people entered" seconds 8 run --port "$port" --detach
is "which is told" grep -q 'holds entries of people already' "$work/said"
is "and stands" test "$(soundings person list | grep -c kept@) $(soundings firm list | grep -c example)" = "1 0"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
