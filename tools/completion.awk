# SPDX-License-Identifier: ISC
#
# completion.awk - src/command/commands.def as completion for bash.
#
#   awk -f tools/completion.awk src/command/commands.def >soundings
#
# Nouns, verbs and options come from the table; where a value or a word is a
# file, bash completes files.
function finish(    part, n, noun, verb, options, list, i, name) {
	# COMMAND("noun", "verb", function, "ARGS", 1, 1, "options", "prose", "example")
	gsub(/\\"/, "", row)
	n = split(row, part, "\"")
	noun = part[2]; verb = part[4]; options = part[8]
	if (!(noun in verbs)) { nouns = nouns (nouns == "" ? "" : " ") noun; verbs[noun] = "" }
	if (verb != "") verbs[noun] = verbs[noun] (verbs[noun] == "" ? "" : " ") verb
	list = ""
	n = split(options, part, " ")
	for (i = 1; i <= n; i++) {
		name = part[i]; sub(/=.*/, "", name)
		list = list " --" name
	}
	words[++count] = noun (verb == "" ? "" : " " verb)
	given[count] = substr(list, 2)
}
/^COMMAND\(/ { if (row != "") finish(); row = "" }
/^COMMAND\(/ || row != "" { row = row $0 }
END {
	if (row != "") finish()
	print "# Completion of soundings(1) for bash; written by tools/completion.awk."
	print "_soundings() {"
	print "\tlocal noun=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} verbs= options="
	print "\tCOMPREPLY=()"
	print "\tcase $last in"
	print "\t--config | --output) COMPREPLY=($(compgen -f -- \"$word\")); return ;;"
	print "\t--state) COMPREPLY=($(compgen -W 'due sent failed ambiguous cancelled' -- \"$word\")); return ;;"
	print "\tesac"
	print "\tif [ \"$COMP_CWORD\" = 1 ]; then"
	print "\t\tCOMPREPLY=($(compgen -W '" nouns " help' -- \"$word\"))"
	print "\t\treturn"
	print "\tfi"
	print "\tcase $noun in"
	n = split(nouns, part, " ")
	for (i = 1; i <= n; i++)
		if (verbs[part[i]] != "") print "\t" part[i] ") verbs='" verbs[part[i]] "' ;;"
	print "\thelp) verbs='" nouns "' ;;"
	print "\tesac"
	print "\tif [ \"$COMP_CWORD\" = 2 ] && [ -n \"$verbs\" ]; then"
	print "\t\tCOMPREPLY=($(compgen -W \"$verbs\" -- \"$word\"))"
	print "\t\treturn"
	print "\tfi"
	print "\t[ -n \"$verbs\" ] && noun=\"$noun ${COMP_WORDS[2]}\""
	print "\tcase $noun in"
	for (i = 1; i <= count; i++)
		if (given[i] != "") print "\t'" words[i] "') options='" given[i] "' ;;"
	print "\tesac"
	print "\tcase $word in"
	print "\t-*) COMPREPLY=($(compgen -W \"$options --config --confirm --help --no-color --no-input\" -- \"$word\")) ;;"
	print "\t*) COMPREPLY=($(compgen -f -- \"$word\")) ;;"
	print "\tesac"
	print "}"
	print "complete -o filenames -F _soundings soundings"
}
