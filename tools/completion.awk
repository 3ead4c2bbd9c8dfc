# SPDX-License-Identifier: ISC
#
# completion.awk - the tables of commands and options as completion for a shell.
#
#   awk -v shell=bash|zsh|fish -f tools/completion.awk \
#       src/command/options.def src/command/commands.def >soundings
#
# Nouns, verbs and options come from the tables; where a value or a word is a
# file, the shell completes files.
function finish(    part, n, noun, verb, list, i, name) {
	# COMMAND("noun", "verb", function, "ARGS", 1, 1, "options", "prose", "example")
	gsub(/\\"/, "", row)
	n = split(row, part, "\"")
	noun = part[2]; verb = part[4]
	if (!(noun in verbs)) { nouns = nouns (nouns == "" ? "" : " ") noun; verbs[noun] = "" }
	if (verb != "") verbs[noun] = verbs[noun] (verbs[noun] == "" ? "" : " ") verb
	words[++count] = noun (verb == "" ? "" : " " verb)
	prose[words[count]] = part[10]
	taken[count] = part[8]
	list = ""
	n = split(part[8], part, " ")
	for (i = 1; i <= n; i++) {
		name = part[i]; sub(/=.*/, "", name)
		list = list " --" name
	}
	given[count] = substr(list, 2)
}
/^OPTION\(/ { split($0, cell, "\""); said[cell[2]] = cell[4] }
/^COMMAND\(/ { if (row != "") finish(); row = "" }
/^COMMAND\(/ || row != "" { row = row $0 }
function bash(    part, n, i) {
	print "_soundings() {"
	print "\tlocal noun=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} verbs= options="
	print "\tCOMPREPLY=()"
	print "\tcase $last in"
	print "\t--config | --output) COMPREPLY=($(compgen -f -- \"$word\")); return ;;"
	print "\t--state) COMPREPLY=($(compgen -W '" states "' -- \"$word\")); return ;;"
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
	print "\t-*) COMPREPLY=($(compgen -W \"$options " general "\" -- \"$word\")) ;;"
	print "\t*) COMPREPLY=($(compgen -f -- \"$word\")) ;;"
	print "\tesac"
	print "}"
	print "complete -o filenames -F _soundings soundings"
}
function zsh(    part, list, n, m, i, j) {
	print "local noun=$words[2]"
	print "local -a verbs options"
	print "if (( CURRENT == 2 )); then"
	print "\tcompadd -- " nouns " help"
	print "\treturn"
	print "fi"
	print "case $words[CURRENT-1] in"
	print "--config|--output) _files; return ;;"
	print "--state) compadd -- " states "; return ;;"
	print "esac"
	print "case $noun in"
	n = split(nouns, part, " ")
	for (i = 1; i <= n; i++) {
		if (verbs[part[i]] == "") continue
		print part[i] ") verbs=("
		m = split(verbs[part[i]], list, " ")
		for (j = 1; j <= m; j++) print "\t" quoted(list[j] ":" prose[part[i] " " list[j]])
		print ") ;;"
	}
	print "help) verbs=(" nouns ") ;;"
	print "esac"
	print "if (( CURRENT == 3 && $#verbs )); then"
	print "\t_describe verb verbs"
	print "\treturn"
	print "fi"
	print "(( $#verbs )) && noun=\"$noun $words[3]\""
	print "case $noun in"
	for (i = 1; i <= count; i++)
		if (given[i] != "") print quoted(words[i]) ") options=(" given[i] ") ;;"
	print "esac"
	print "if [[ $words[CURRENT] == -* ]]; then"
	print "\tcompadd -- $options " general
	print "else"
	print "\t_files"
	print "fi"
}
function fish(    part, list, n, m, i, j) {
	print "# The words before the cursor begin with these; --exactly: and end there."
	print "function __soundings_at"
	print "\tset -l words (commandline -opc)[2..-1]"
	print "\tif test \"$argv[1]\" = --exactly"
	print "\t\ttest \"$words\" = \"$argv[2..-1]\""
	print "\telse"
	print "\t\ttest (count $words) -ge (count $argv); and test \"$words[1..\"(count $argv)\"]\" = \"$argv\""
	print "\tend"
	print "end"
	print "complete -c soundings -n '__soundings_at --exactly' -f -a '" nouns " help'"
	print "complete -c soundings -n '__soundings_at --exactly help' -f -a '" nouns "'"
	n = split(nouns, part, " ")
	for (i = 1; i <= n; i++) {
		m = split(verbs[part[i]], list, " ")
		for (j = 1; j <= m; j++)
			print "complete -c soundings -n '__soundings_at --exactly " part[i] "' -f -a " list[j] \
				" -d " quoted(prose[part[i] " " list[j]])
	}
	for (i = 1; i <= count; i++) {
		m = split(taken[i], list, " ")
		for (j = 1; j <= m; j++) fish_option(" -n '__soundings_at " words[i] "'", list[j])
	}
	m = split("config=FILE confirm=WORD help no-color no-input", list, " ")
	for (j = 1; j <= m; j++) fish_option("", list[j])
}
function fish_option(where, option,    name, value) {
	name = option; sub(/=.*/, "", name)
	value = option ~ /=/ ? " -x" : ""
	if (name == "config" || name == "output") value = " -r -F"
	if (name == "state") value = " -x -a '" states "'"
	print "complete -c soundings" where " -l " name value " -d " quoted(said[name])
}
function quoted(text) { gsub(/'/, "’", text); return "'" text "'" }
END {
	if (row != "") finish()
	states = "due sent failed ambiguous cancelled"
	general = "--config --confirm --help --no-color --no-input"
	if (shell == "zsh") print "#compdef soundings"
	print "# Completion of soundings(1) for " shell "; written by tools/completion.awk."
	if (shell == "zsh") zsh()
	else if (shell == "fish") fish()
	else bash()
}
