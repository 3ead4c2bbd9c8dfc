#!/bin/sh
# SPDX-License-Identifier: ISC
# docs/asvs.md: each requirement of levels 1 and 2 has its row, and what a row
# names as its proof is there, by its words.
cd "$srcdir" || exit 99
page=docs/asvs.md
status=0
complain() {
	echo "$page: $*"
	status=1
}
# chapter.section:last requirement of levels 1 and 2, by the standard 5.0.0: those
# of level 3 come last in each section.
wanted=$(for group in 1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 \
	4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 \
	7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 11.1:2 11.2:3 11.3:3 11.4:4 \
	11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 \
	16.1:1 16.2:5 16.3:4 16.4:3 16.5:3; do
	i=1
	while [ $i -le "${group#*:}" ]; do
		echo "${group%:*}.$i"
		i=$((i + 1))
	done
done)
rows=$(grep -E '^\| [0-9][0-9., ]* \|' $page)
ids=$(echo "$rows" | cut -d'|' -f2 | tr -d ' ' | tr ',' '\n')
[ "$(echo "$wanted" | wc -l)" -gt 200 ] || complain "the list of requirements cannot be read"
for id in $wanted; do
	[ "$(echo "$ids" | grep -cxF "$id")" = 1 ] || complain "$id does not stand in the table once"
done
twice=$(echo "$ids" | sort | uniq -d)
[ -z "$twice" ] || complain "stands twice:" $twice

held=0 none=0 open=0 proofs=0
while IFS='|' read -r _ id _ _ proof _; do
	n=$(echo "$id" | tr ',' '\n' | wc -l)
	case $proof in
	*"not applicable: "*) none=$((none + n)); continue ;;
	*"not held: "*) open=$((open + n)); continue ;;
	esac
	named=$(echo "$proof" | grep -oE '`[^`]+` "[^"]+"')
	[ -n "$named" ] || complain "row$id names no proof"
	held=$((held + n))
	while IFS='"' read -r file words _; do
		[ -n "$file" ] || continue
		file=${file#?}
		file=${file%?*}
		proofs=$((proofs + 1))
		[ -f "$file" ] || { complain "row$id: $file is not there"; continue; }
		grep -qF -- "$words" "$file" || grep -qF -- "$(echo "$words" | tr ' ' _)" "$file" ||
			complain "row$id: $file has no \"$words\""
	done <<-END
	$(echo "$named" | sed 's/` "/`"/')
	END
done <<END
$rows
END
[ $proofs -gt 100 ] || complain "only $proofs proofs found"
# What the script must not do, for 14.3.3 and 3.2.2.
if grep -nE 'Storage|indexedDB|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(' static/*.js; then
	complain "a script keeps data in the browser or writes markup"
fi
echo "$held requirements held, by $proofs proofs; $none not applicable; $open not held"
exit $status
