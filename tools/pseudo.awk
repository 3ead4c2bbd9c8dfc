# SPDX-License-Identifier: ISC
# pseudo.awk - make the test language en-XA from a PO template: every sentence
# a third longer and with accents, so that what is not translatable, is cut or
# does not fit is seen at a glance.  Tags, {names}, elements and entities stay.
#
#   LC_ALL=C awk -f tools/pseudo.awk soundings.pot >en-XA.po

BEGIN {
	split("a e i o u y A E I O U n c s", plain, " ")
	split("\303\241 \303\251 \303\256 \303\266 \303\274 \303\275 \303\205 \303\211 \303\216 \303\226 \303\234 \303\261 \303\247 \305\241", accent, " ")
	for (i in plain)
		map[plain[i]] = accent[i]
}
function pseudo(s,   out, i, c, end, letters) {
	out = ""
	letters = 0
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		end = 0
		if (substr(s, i, 2) == "{{")
			end = index(substr(s, i), "}}") + 1
		else if (c == "{")
			end = index(substr(s, i), "}")
		else if (c == "<")
			end = index(substr(s, i), ">")
		else if (c == "&" && match(substr(s, i), /^&#?[A-Za-z0-9]+;/))
			end = RLENGTH
		else if (c == "\\")
			end = 2
		if (end > 1) {
			out = out substr(s, i, end)
			i += end - 1
			continue
		}
		out = out (c in map ? map[c] : c)
		letters++
	}
	out = "[" out
	for (i = 0; i < letters / 3; i++)
		out = out (i % 6 == 0 ? " " : "\302\267")
	return out "]"
}
/^msgid "/ { one = substr($0, 8, length($0) - 8) }
/^msgid_plural "/ { many = substr($0, 15, length($0) - 15) }
/^msgstr ""$/ && one != "" { print "msgstr \"" pseudo(one) "\""; one = ""; next }
/^msgstr\[0\] ""$/ { print "msgstr[0] \"" pseudo(one) "\""; one = ""; next }
/^msgstr\[1\] ""$/ { print "msgstr[1] \"" pseudo(many) "\""; next }
{ print }
