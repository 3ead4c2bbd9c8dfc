# SPDX-License-Identifier: ISC
# pot.awk - collect every sentence that can be translated into a PO template.
#
#   LC_ALL=C awk -f tools/pot.awk FILE.mustache... FILE.c... >soundings.pot
#
# From templates: [[sentence]] and [[one|many|name]].  From C: the string
# literals of view_t(language, HERE), view_tn(language, HERE, HERE, n),
# view_say(arena, language, HERE, ...), WORD(HERE), and of a file's own short
# wrapper t(x, HERE), T(x, HERE), SAY(x, HERE, ...).

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
# Reads the call's arguments at text (behind its bracket) into arg[1..]; each
# holds the literals of that argument, separated by \001 where something other
# than blanks stood between them.
function arguments(text, arg,   i, c, depth, n, between) {
	split("", arg)
	n = 1
	depth = 0
	between = 1
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\"") {
			if (between && arg[n] != "")
				arg[n] = arg[n] "\001"
			between = 0
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
				arg[n] = arg[n] c
			}
			continue
		}
		if (c !~ /[ \t\r\n]/)
			between = 1
		if (index("([{", c) > 0)
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
function add_each(literals, where,   n, part, i) {
	n = split(literals, part, "\001")
	for (i = 1; i <= n; i++)
		add(part[i], "", where)
}
function from_c(text, where,   name, arg) {
	while (match(text, /(^|[^A-Za-z0-9_])(view_t|view_tn|view_say|WORD|SAY|T|t)\(/)) {
		name = substr(text, RSTART, RLENGTH - 1)
		gsub(/[^A-Za-z0-9_]/, "", name)
		text = substr(text, RSTART + RLENGTH)
		if (!arguments(text, arg))
			continue
		if (name == "view_tn")
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
	place["WORD"] = 1
	place["view_t"] = place["t"] = place["T"] = place["SAY"] = 2
	place["view_say"] = 3
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
