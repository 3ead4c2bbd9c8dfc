# SPDX-License-Identifier: ISC
# pot.awk - collect every sentence that can be translated into a PO template.
#
#   LC_ALL=C awk -f tools/pot.awk FILE.mustache... FILE.c... >soundings.pot
#
# From templates: [[sentence]] and [[one|many|name]].  From C: the string
# literals of view_t(language, HERE), view_tn(language, HERE, HERE, n),
# view_say(arena, language, HERE, ...), page_t(page, HERE),
# page_model_str(page, HERE), phrase_t and phrase_say alike, WORD(HERE), and of a file's own short wrapper
# t(x, HERE), T(x, HERE), SAY(x, HERE, ...); also the members that page/frame.h
# takes in English: .heading, .button, .other, .label, and the labels of .links.
# What escapes all that, tests/lint/sentences.sh finds.

function trim(s) {
	gsub(/[ \t\r\n]+/, " ", s)
	sub(/^ /, "", s)
	sub(/ $/, "", s)
	return s
}
function po_quote(s) {
	gsub(/\\/, "&&", s)
	gsub(/"/, "\\\"", s)
	gsub(/\n/, "\\n", s)
	gsub(/\t/, "\\t", s)
	return "\"" s "\""
}
function add(one, many, where) {
	if (one == "")
		return
	if (!(one in seen)) {
		order[++count] = one
		seen[one] = where
		plural[one] = many
	} else if (many != "") {
		plural[one] = many
	}
}
function from_template(text, where,   at, end, inner, n, part) {
	while ((at = index(text, "[[")) > 0) {
		text = substr(text, at + 2)
		end = index(text, "]]")
		if (end == 0)
			return
		inner = substr(text, 1, end - 1)
		text = substr(text, end + 2)
		n = split(inner, part, "|")
		add(trim(part[1]), n == 3 ? trim(part[2]) : "", where)
	}
}
function hex(digits,   n, i) {
	n = 0
	for (i = 1; i <= length(digits); i++)
		n = n * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
	return n
}
function utf8(code) {
	if (code < 128)
		return sprintf("%c", code)
	if (code < 2048)
		return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
	return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64,
	    128 + code % 64)
}
# Reads the literal whose quote is at i, and those that stand right behind it,
# into value; returns where the last one ends.
function literal(text, i,   c, end) {
	value = ""
	do {
		for (i++; (c = substr(text, i, 1)) != "\"" && i <= length(text); i++) {
			if (c == "\\") {
				c = substr(text, ++i, 1)
				if (c == "n")
					c = "\n"
				else if (c == "t")
					c = "\t"
				else if (c == "u") {
					c = utf8(hex(substr(text, i + 1, 4)))
					i += 4
				}
			}
			value = value c
		}
		end = i
		while ((c = substr(text, ++i, 1)) ~ /[ \t\r\n]/ && i <= length(text))
			;
	} while (c == "\"")
	return end
}
# Reads the call's arguments at text (behind its bracket) into arg[1..]; each
# holds the literals of that argument, separated by \001.
function arguments(text, arg,   i, c, depth, n) {
	split("", arg)
	n = 1
	depth = 0
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\"") {
			i = literal(text, i)
			arg[n] = arg[n] (arg[n] == "" ? "" : "\001") value
		} else if (index("([{", c) > 0)
			depth++
		else if (c == ")" && depth == 0)
			return n
		else if (index(")]}", c) > 0)
			depth--
		else if (c == "," && depth == 0)
			n++
		else if (c == ";")
			return 0
	}
	return 0
}
# The literals of a member's value, which begins at text, but for those that a
# call takes; of a list of links only what comes first in each { }.
function member(text, links,   i, c, calls, depth, first, found) {
	found = ""
	calls = depth = first = 0
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\"") {
			i = literal(text, i)
			if (calls == 0 && (first || !links))
				found = found (found == "" ? "" : "\001") value
		}
		if (c !~ /[ \t\r\n]/)
			first = c == "{"
		calls += (c == "(") - (c == ")")
		depth += (c == "{") - (c == "}")
		if (calls < 0 || depth < 0 || (calls + depth == 0 && index(",;", c) > 0))
			break
	}
	return found
}
function add_each(literals, where,   n, part, i) {
	n = split(literals, part, "\001")
	for (i = 1; i <= n; i++)
		add(part[i], "", where)
}
function from_c(text, where,   name, arg) {
	while (match(text, begins)) {
		name = substr(text, RSTART, RLENGTH)
		gsub(/[^A-Za-z0-9_]/, "", name)
		text = substr(text, RSTART + RLENGTH)
		if (!(name in place))
			add_each(member(text, name == "links"), where)
		else if (arguments(text, arg) == 0)
			continue
		else if (name == "view_tn")
			add(arg[2], arg[3], where)
		else
			add_each(arg[place[name]], where)
	}
}
function finish() {
	if (file ~ /\.mustache$/)
		from_template(text, file)
	else if (file != "")
		from_c(text, file)
	text = ""
}
BEGIN {
	begins = "(^|[^A-Za-z0-9_])(view_t|view_tn|view_say|phrase_t|phrase_say|page_t|page_model_str|WORD|SAY|T|t)\\(|" \
	    "\\.(heading|button|other|label|links)[ \t\n]*=[ \t\n]"
	place["WORD"] = 1
	place["view_t"] = place["view_tn"] = place["page_t"] = place["page_model_str"] = 2
	place["t"] = place["T"] = place["SAY"] = 2
	place["phrase_t"] = 2
	place["view_say"] = place["phrase_say"] = 3
}
FNR == 1 {
	finish()
	file = FILENAME
	if (root != "" && index(file, root) == 1)
		file = substr(file, length(root) + 1)
}
{ text = text $0 "\n" }
END {
	finish()
	print "msgid \"\""
	print "msgstr \"\""
	print "\"Content-Type: text/plain; charset=UTF-8\\n\""
	print "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\""
	for (i = 1; i <= count; i++) {
		printf "\n#: %s\nmsgid %s\n", seen[order[i]], po_quote(order[i])
		if (plural[order[i]] != "")
			printf "msgid_plural %s\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n",
			    po_quote(plural[order[i]])
		else
			print "msgstr \"\""
	}
}
