#!/bin/sh
# SPDX-License-Identifier: ISC
# The documents against the tables of the program: each address, each event,
# each room has its place, none has a place that is not there; links lead
# somewhere.
cd "$srcdir" || exit 99
status=0
complain() {
	echo "$*"
	status=1
}
# same WHAT FILE WANTED GOT: two lists of lines
same() {
	[ -n "$3" ] || complain "no $1 found to compare with"
	echo "$3" | while read -r line; do
		echo "$4" | grep -qxF -- "$line" || echo "$2 lacks: $line"
	done
	echo "$4" | while read -r line; do
		echo "$3" | grep -qxF -- "$line" || echo "$2 has, and the program has not: $line"
	done
	[ "$(echo "$3" | sort)" = "$(echo "$4" | sort)" ] || status=1
}
same addresses docs/architecture.md \
	"$(sed -n 's/^ROUTE([A-Z]*, "\([^"]*\)".*/\1/p' src/page/routes.def | sort -u)" \
	"$(sed -n '/^## Addresses/,/^## /s/^| `\(\/[^`]*\)` |.*/\1/p' docs/architecture.md)"
same events docs/operator.md \
	"$(sed -n 's/^EVENT([A-Z_0-9]*, "\([^"]*\)", \([A-Z]*\), "\(.*\)")$/\1 | \2 | \3/p' src/base/events.def)" \
	"$(sed -n '/^## Log/,/^## /s/^| `\([^`]*\)` | \([A-Z]*\) | \([^|]*[^| ]\) |.*/\1 | \2 | \3/p' docs/operator.md)"
same rooms docs/architecture.md \
	"$(find src -mindepth 2 -maxdepth 2 -name room.am | sed 's,src/\(.*\)/room.am,\1,')" \
	"$(sed -n '/^## Rooms/,/^## /s/^| `\([a-z]*\)` |.*/\1/p' docs/architecture.md)"
same tables docs/data.md \
	"$(sed -n 's/^CREATE TABLE \(soundings\.\)\{0,1\}\([a-z_]*\) (.*/\2/p' sql/migrations/*.sql)" \
	"$(sed -n '/^## Tables/,/^## /s/^| `\([a-z_]*\)` |.*/\1/p' docs/data.md)"

for file in README.md CHANGELOG.md docs/*.md src/*/README.md; do
	folder=$(dirname "$file")
	for link in $(grep -oE '\]\([^)]+\)' "$file" | sed 's/^](//; s/)$//'); do
		case $link in http* | '#'*) continue ;; esac
		[ -e "$folder/${link%%#*}" ] || complain "$file: $link leads nowhere"
	done
	# files that are named in the text
	for name in $(grep -oE '`(src|sql|tests|tools|script|nginx|forms|docs|dist|static)/[A-Za-z0-9_./-]+`' "$file" | tr -d '`'); do
		case $name in *ROOM* | *NNNN* | */x.*) continue ;; esac # to be filled in
		[ -e "${name%/}" ] || complain "$file: $name is not there"
	done
	for name in $(grep -oE '`[a-z_0-9]+\(\)`' "$file" | tr -d '`()' | sort -u); do
		case $name in *_verb*) continue ;; esac
		grep -rqw -- "$name" src sql || complain "$file: there is no $name()"
	done
	grep -nE ' !\[\]|!\[\]' "$file" && complain "$file: a picture without words"
done

# The example of a form is one that can be published.
program=${SOUNDINGS:-$OLDPWD/soundings}
if [ -x "$program" ]; then
	awk '/^```json/ { on = 1; next } /^```/ { on = 0 } on' docs/forms.md | "$program" form check - >/dev/null ||
		complain "docs/forms.md: the example is no form"
fi
exit $status
