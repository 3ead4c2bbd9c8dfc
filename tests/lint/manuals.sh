#!/bin/sh
# SPDX-License-Identifier: ISC
# Every command has its manual page and every page speaks of commands that
# there are; the settings are those of the program; mandoc finds no fault.
status=0
man=$srcdir/docs/man
program=${SOUNDINGS:-./soundings}
complain() {
	echo "$*"
	status=1
}

# noun, verb and options of each row, a line each
rows=$(awk '
function finish(part) { gsub(/\\"/, "", row); split(row, part, "\""); print part[2] "|" part[4] "|" part[8] }
/^COMMAND\(/ { if (row != "") finish(); row = "" }
/^COMMAND\(/ || row != "" { row = row $0 }
END { finish() }' "$srcdir/src/command/commands.def")
[ "$(echo "$rows" | wc -l)" -gt 20 ] || complain "commands.def cannot be read"

old_ifs=$IFS
IFS='
'
for row in $rows; do
	noun=${row%%|*} rest=${row#*|}
	verb=${rest%%|*} options=${rest#*|}
	page=$man/soundings-$noun.1
	[ -f "$page" ] || { complain "no page docs/man/soundings-$noun.1"; continue; }
	grep -q "^\.It Xr soundings-$noun 1" "$man/soundings.1" || complain "soundings(1) does not name $noun"
	if [ -n "$verb" ]; then
		grep -q "^\.It Cm $verb\b" "$page" || complain "soundings-$noun.1: \"$verb\" is not described"
		awk -v verb="$verb" -v noun="$noun" '/^\.Nm/ { on = $0 == ".Nm soundings " noun } on && $0 == ".Cm " verb { found = 1 }
			/^\.Sh DESCRIPTION/ { exit } END { exit !found }' "$page" ||
			complain "soundings-$noun.1: \"$verb\" is not in the synopsis"
	fi
	IFS=' '
	for option in $options; do
		name=${option%%=*}
		grep -q -e "Fl -$name\b" "$page" || complain "soundings-$noun.1: --$name of \"$noun $verb\" is missing"
	done
	IFS='
'
done
for page in "$man"/soundings-*.1; do
	noun=${page##*/soundings-}
	noun=${noun%.1}
	echo "$rows" | grep -q "^$noun|" || complain "$page: there is no noun \"$noun\""
	for verb in $(sed -n 's/^\.It Cm \([a-z]*\).*/\1/p' "$page"); do
		echo "$rows" | grep -q "^$noun|$verb|" || complain "$page: there is no \"$noun $verb\""
	done
	for option in $(grep -oE 'Fl -[a-z-]+' "$page" | sed 's/Fl -//' | sort -u); do
		case $option in config | confirm | help | no-input | no-color) continue ;; esac
		echo "$rows" | grep -E "^$noun\|" | grep -qE "[| ]$option(=| |$)" ||
			complain "$page: $noun knows no --$option"
	done
done
IFS=$old_ifs
for page in "$man"/*; do
	grep -q "docs/man/${page##*/}" "$srcdir/docs/docs.am" || complain "${page##*/} is not installed"
done

if [ -x "$program" ]; then
	sh "$srcdir/tools/manual-rows" "$program" "$man/soundings.conf.5" ||
		complain "soundings.conf(5) differs from config.def: make update-manual"
fi
if command -v mandoc >/dev/null; then
	# Whether other pages are installed here and whether this machine's clock is
	# behind the day of the page are no concerns of ours.
	(cd "$man" && mandoc -Tlint -- * 2>&1) | grep -vE 'referenced manual not found|mandoc.db lacks|date in the future' && status=1
else
	echo "no mandoc here: the layout of the pages was not looked at"
fi
if command -v bash >/dev/null && [ -f gen/completion/soundings ]; then
	got=$(bash -c '. gen/completion/soundings; COMP_WORDS=(soundings snapshot release --r); COMP_CWORD=3; _soundings; echo "${COMPREPLY[*]}"')
	[ "$got" = --reason ] || complain "completion of \"snapshot release --r\" gave \"$got\""
fi
# The other shells say what they complete only where they are installed.
if [ -f gen/completion/_soundings ] && command -v zsh >/dev/null; then
	zsh -n gen/completion/_soundings || complain "zsh cannot read its completion"
fi
if [ -f gen/completion/soundings.fish ] && command -v fish >/dev/null; then
	got=$(HOME=/nonexistent fish --no-config -c '. gen/completion/soundings.fish; complete -C "soundings snapshot release --r"' | cut -f1)
	[ "$got" = --reason ] || complain "fish's completion of \"snapshot release --r\" gave \"$got\""
fi
# Whatever the shell, each verb of the tables stands in its file.
for file in gen/completion/_soundings gen/completion/soundings.fish; do
	[ -f "$file" ] || continue
	for verb in $(sed -n 's/^COMMAND("[a-z]*", "\([a-z][a-z-]*\)".*/\1/p' "$srcdir/src/command/commands.def" | sort -u); do
		grep -qw -- "$verb" "$file" || complain "$file lacks the verb $verb"
	done
done
exit $status
