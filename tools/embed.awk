# SPDX-License-Identifier: ISC
# embed.awk - turn text files into a C table of struct asset.
#
#   awk -f tools/embed.awk -v table=embedded_templates -v root=SRCDIR/ \
#       [-v strip='(src|gen)/'] FILE...
#
# A file's name in the table is its path without root, strip and the last
# extension.  Files are text: no NUL, each line ends in a line end.
function quote(s) {
	gsub(/\\/, "&&", s)       # awks differ in reading doubled backslashes
	gsub(/"/, "\\\\&", s)
	gsub(/\?/, "\\\\&", s)   # no trigraphs
	gsub(/\t/, "\\t", s)
	gsub(/\r/, "\\r", s)
	return s
}
BEGIN {
	print "/* Written by tools/embed.awk: change the files named below instead. */"
	print "#include \"base/asset.h\""
	print ""
	printf "extern const struct asset %s[];\nextern const size_t %s_count;\n\n", table, table
	count = 0
}
FNR == 1 {
	path = FILENAME
	if (root != "" && index(path, root) == 1)
		path = substr(path, length(root) + 1)
	sub(/^\.\//, "", path)
	if (strip != "")
		sub("^" strip, "", path)
	sub(/\.[^.\/]*$/, "", path)
	if (count > 0)
		print "\t;"
	names[++count] = quote(path)
	printf "static const char data_%d[] =\n", count
}
{ printf "\t\"%s\\n\"\n", quote($0) }
END {
	if (count > 0)
		print "\t;"
	printf "\nconst struct asset %s[] = {\n", table
	for (i = 1; i <= count; i++)
		printf "\t{ \"%s\", data_%d, sizeof(data_%d) - 1 },\n", names[i], i, i
	printf "\t{ NULL, NULL, 0 }\n};\nconst size_t %s_count = %d;\n", table, count
}
