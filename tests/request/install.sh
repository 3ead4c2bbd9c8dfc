#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
#
# install.sh: what an operator gets: programs hardened as they are shipped, an
# installation that is whole, and a tarball that holds every file.  Run in a
# configured and built tree.
set -uo pipefail
work=$(mktemp -d /tmp/snd-install.XXXXXX)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
is() { # is WHAT TEST...
	local what=$1
	shift
	if "$@" >"$work/said" 2>&1; then echo "ok   $what"; passed=$((passed + 1))
	else echo "FAIL $what"; failed=$((failed + 1)); sed 's/^/     /' "$work/said"; fi
}
is "the programs are hardened" env srcdir=. sh tests/lint/elf.sh
is "they can be installed" make install DESTDIR="$work/root" prefix=/usr sysconfdir=/etc
whole() {
	local name
	for name in bin/soundings sbin/soundings-web sbin/soundings-courier share/man/man1/soundings.1 \
		share/man/man5/soundings.conf.5 share/soundings/forms/kam-preparedness.json share/soundings/nginx/soundings.conf \
		share/soundings/sql/roles.sql lib/systemd/system/soundings-web.service \
		share/bash-completion/completions/soundings; do
		[ -f "$work/root/usr/$name" ] || { echo "there is no $name"; return 1; }
	done
	[ -n "$(find "$work/root/usr/share/soundings/static" -name '*.css')" ] &&
		"$work/root/usr/bin/soundings" --version
}
is "and are whole there" whole
is "a form that was installed passes its check" \
	"$work/root/usr/bin/soundings" form check "$work/root/usr/share/soundings/forms/kam-preparedness.json"
if git rev-parse -q --verify HEAD >/dev/null 2>&1; then
	is "a tarball can be made" make distdir distdir="$work/dist"
	missing() {
		local name status=0
		while IFS= read -r name; do
			case $name in .git* | */.gitkeep) continue ;; esac
			[ -e "$work/dist/$name" ] || { echo "not in it: $name"; status=1; }
		done < <(git ls-files)
		return $status
	}
	is "and holds every file" missing
else
	echo "skip the tarball: this is no clone"
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
