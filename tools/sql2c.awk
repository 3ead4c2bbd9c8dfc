# SPDX-License-Identifier: ISC
#
# sql2c.awk - turn sql/queries/ROOM.sql into typed C functions.
#
#   awk -v room=form -v name=sql/queries/form.sql -v out=gen/sql_form \
#       -f tools/sql2c.awk sql/queries/form.sql
#
# writes OUT.h and OUT.c, or nothing and exit status 1 after saying
# file:line: what is wrong.  A statement is headed by
#
#   -- name: form_by_slug (owner int8, slug text) -> one (id int8, title text?)
#
# -> none | one (...) | later (...) | many (...) | copy_out (...) | copy_in (...).
# "later" is one row that is sent for now and waited for later.  A heading may run
# over several comment lines: while a bracket is open, and before "->".
# "?" behind a type: may be null.  See src/database/value.h for the types.

function complain(at, what) {
	printf "%s:%d: %s\n", name, at, what > "/dev/stderr"
	failed = 1
}

BEGIN {
	if (room == "" || name == "" || out == "") {
		print "sql2c: -v room=, name= and out= are needed" > "/dev/stderr"
		failed = 1
		exit 1
	}
	known = "int4 int8 bool text uuid bytes time json float8 int4[] int8[] float8[] bool[] text[] uuid[] bytes[]"
	split(known, list, " ")
	ctype["int4"] = "int32_t "; ctype["int8"] = "int64_t "; ctype["bool"] = "bool "
	ctype["text"] = "struct text "; ctype["uuid"] = "struct uuid "
	ctype["bytes"] = "struct bytes "; ctype["time"] = "int64_t "
	ctype["json"] = "struct text "; ctype["float8"] = "double "
	ctype["int4[]"] = "struct sql_int4s "; ctype["int8[]"] = "struct sql_int8s "
	ctype["float8[]"] = "struct sql_floats "; ctype["bool[]"] = "struct sql_bools "
	ctype["text[]"] = "struct sql_texts "; ctype["uuid[]"] = "struct sql_uuids "
	ctype["bytes[]"] = "struct sql_bytess "
	otype["int4"] = otype["int8"] = otype["time"] = "struct opt_int "
	otype["bool"] = "struct opt_bool "; otype["float8"] = "struct opt_float "
	otype["uuid"] = "struct opt_uuid "
	words = "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false"
	n = split(words, list, " ")
	for (i = 1; i <= n; i++)
		reserved[list[i]] = 1
	count = 0
	open_heading = ""
}

function trim(s) {
	sub(/^[ \t]+/, "", s)
	sub(/[ \t\r]+$/, "", s)
	return s
}

function brackets(s,    opened, closed, copy) {
	copy = s
	opened = gsub(/\(/, "", copy)
	closed = gsub(/\)/, "", copy)
	return opened - closed
}

# Fields "a int4, b text?" of statement s, kind "p" (parameters) or "c".
function fields(s, kind, text, at,    parts, n, i, words, w, type, null, seen) {
	total[s, kind] = 0
	text = trim(text)
	if (text == "")
		return
	n = split(text, parts, ",")
	for (i = 1; i <= n; i++) {
		w = split(trim(parts[i]), words, /[ \t]+/)
		if (w != 2 || words[1] == "") {
			complain(at, "\"" trim(parts[i]) "\" is not a field; expected \"name type\" or \"name type?\"")
			return
		}
		type = words[2]
		null = sub(/\?$/, "", type)
		if (words[1] !~ /^[a-z][a-z0-9_]*$/ || words[1] in reserved) {
			complain(at, "\"" words[1] "\" cannot be a C name; use lower-case letters, digits and _")
			return
		}
		if (!(type in ctype)) {
			complain(at, "unknown type \"" type "\" of \"" words[1] "\"; known: " known)
			return
		}
		if (words[1] in seen) {
			complain(at, "\"" words[1] "\" is named twice")
			return
		}
		seen[words[1]] = 1
		total[s, kind] = i
		field[s, kind, i] = words[1]
		ftype[s, kind, i] = type
		fnull[s, kind, i] = null
	}
}

# The inside of the bracket that begins text; sets rest to what follows it.
function inside(text, at,    close_at) {
	close_at = index(text, ")")
	if (close_at == 0) {
		complain(at, "a bracket is not closed")
		rest = ""
		return ""
	}
	rest = trim(substr(text, close_at + 1))
	return substr(text, 2, close_at - 2)
}

function heading(text, at,    s, id, args, kind) {
	text = trim(text)
	id = text
	sub(/[ \t(].*$/, "", id)
	rest = trim(substr(text, length(id) + 1))
	s = ++count
	sname[s] = id
	line[s] = at
	body[s] = ""
	lines[s] = 0
	shape[s] = ""
	total[s, "p"] = total[s, "c"] = 0
	if (id !~ /^[a-z][a-z0-9_]*$/ || length(id) > 55) {
		complain(at, "\"" id "\" cannot name a statement; use up to 55 lower-case letters, digits and _")
		return
	}
	if (id in where_named) {
		complain(at, "\"" id "\" was named at line " where_named[id] " already")
		return
	}
	where_named[id] = at
	if (substr(rest, 1, 1) == "(") {
		args = inside(rest, at)
		fields(s, "p", args, at)
	}
	if (substr(rest, 1, 2) != "->") {
		complain(at, "\"" id "\" lacks \"-> none\", \"-> one (...)\", \"-> many (...)\", \"-> copy_out (...)\" or \"-> copy_in (...)\"")
		return
	}
	rest = trim(substr(rest, 3))
	kind = rest
	sub(/[ \t(].*$/, "", kind)
	rest = trim(substr(rest, length(kind) + 1))
	if (kind !~ /^(none|one|later|many|copy_out|copy_in)$/) {
		complain(at, "\"-> " kind "\" is unknown; expected none, one, later, many, copy_out or copy_in")
		return
	}
	shape[s] = kind
	if (substr(rest, 1, 1) == "(") {
		args = inside(rest, at)
		fields(s, "c", args, at)
	}
	if (rest != "")
		complain(at, "nothing expected behind the heading, found \"" rest "\"")
	if (kind == "none" && total[s, "c"] > 0)
		complain(at, "\"-> none\" has no columns")
	if (kind != "none" && total[s, "c"] == 0 && !failed)
		complain(at, "\"-> " kind "\" needs its columns: (name type, ...)")
	if (kind == "copy_in" && total[s, "p"] > 0)
		complain(at, "copy_in takes no parameters")
	if (kind == "copy_out")
		for (i = 1; i <= total[s, "p"]; i++)
			if (ftype[s, "p", i] !~ /^(int4|int8|bool|text|uuid|time)$/)
				complain(at, "copy_out takes parameters of int4, int8, bool, text, uuid and time only")
}

function unfinished() {
	if (brackets(open_heading) == 0 && open_heading !~ /,[ \t]*$/)
		heading(open_heading, open_line)
	else
		complain(open_line, "the heading is not finished")
	headless = 1
	open_heading = ""
}

open_heading != "" && !/^--/ {
	unfinished()
}

open_heading != "" {
	more = $0
	sub(/^--/, "", more)
	open_heading = open_heading " " trim(more)
	if (brackets(open_heading) <= 0 && open_heading ~ /->/ && open_heading !~ /(->|,)[ \t]*$/) {
		heading(open_heading, open_line)
		open_heading = ""
	}
	next
}

/^--[ \t]*name[ \t]*:/ {
	text = $0
	sub(/^--[ \t]*name[ \t]*:/, "", text)
	if (brackets(text) > 0 || text !~ /->/ || text ~ /(->|,)[ \t]*$/) {
		open_heading = text
		open_line = NR
	} else {
		heading(text, NR)
	}
	next
}

/^[ \t]*--/ { next }
/^[ \t\r]*$/ { next }

{
	if (count == 0) {
		if (!headless)
			complain(NR, "a statement without \"-- name: ...\" above it")
		headless = 1
		next
	}
	text = $0
	sub(/[ \t\r]+$/, "", text)
	if (ended[count])
		complain(NR, "more than one statement under \"" sname[count] "\"")
	if (text ~ /;$/) {
		sub(/;$/, "", text)
		ended[count] = 1
	}
	body[count] = body[count] text "\n"
	text_line[count, ++lines[count]] = text
}

# Each parameter must be used, and no other.
function check_uses(s,    text, k, used, i) {
	text = body[s]
	while (match(text, /\$[0-9]+/)) {
		k = substr(text, RSTART + 1, RLENGTH - 1) + 0
		text = substr(text, RSTART + RLENGTH)
		used[k] = 1
		if (k < 1 || k > total[s, "p"])
			complain(line[s], "\"" sname[s] "\" uses $" k " but has " total[s, "p"] " parameters")
	}
	for (i = 1; i <= total[s, "p"]; i++)
		if (!(i in used))
			complain(line[s], "\"" sname[s] "\" does not use $" i " (" field[s, "p", i] ")")
}

# Not gsub: awks disagree about backslashes in replacements.
function escaped(text,    i, ch, done) {
	done = ""
	for (i = 1; i <= length(text); i++) {
		ch = substr(text, i, 1)
		if (ch == "\\" || ch == "\"")
			done = done "\\" ch
		else
			done = done (ch == "\t" ? " " : ch)
	}
	return done
}

function suffix(type) {
	sub(/\[\]$/, "s", type)
	return type
}

# "opt_int4" where C needs a mark for null, else "int4".
function access(s, kind, i) {
	if (fnull[s, kind, i] && ftype[s, kind, i] in otype)
		return "opt_" suffix(ftype[s, kind, i])
	return suffix(ftype[s, kind, i])
}

function members(s, kind, tag,    i, t) {
	printf "struct %s {\n", tag > h
	for (i = 1; i <= total[s, kind]; i++) {
		t = ctype[ftype[s, kind, i]]
		if (fnull[s, kind, i] && ftype[s, kind, i] in otype)
			t = otype[ftype[s, kind, i]]
		printf "\t%s%s;%s\n", t, field[s, kind, i],
		    fnull[s, kind, i] ? " /* may be null */" : "" > h
	}
	print "};" > h
}

function table(s, kind, tag,    i) {
	if (total[s, kind] == 0)
		return
	printf "static const struct sql_field %s_%s[] = {\n", sname[s], tag > c
	for (i = 1; i <= total[s, kind]; i++)
		printf "\t{ \"%s\", SQL_%s, %s },\n", field[s, kind, i],
		    toupper(suffix(ftype[s, kind, i])), fnull[s, kind, i] ? "true" : "false" > c
	print "};" > c
}

function puts_of(s, kind, from,    i) {
	for (i = 1; i <= total[s, kind]; i++)
		printf "\tsql_put_%s(call, %s->%s);\n", access(s, kind, i), from, field[s, kind, i] > c
}

function gets_of(s, row, to, indent,    i) {
	for (i = 1; i <= total[s, "c"]; i++)
		printf "%s%s%s = sql_get_%s(call, %s, %d);\n", indent, to, field[s, "c", i],
		    access(s, "c", i), row, i - 1 > c
}

function prototype(s, file, end,    in_arg, id) {
	id = sname[s]
	in_arg = total[s, "p"] ? ",\n    const struct " id "_in *in" : ""
	printf "enum err%ssql_%s%s(struct arena *arena, struct tx *tx%s,\n    ",
	    end == ";" ? " " : "\n", id, shape[s] ~ /^copy/ ? "_open" : shape[s] == "later" ? "_send" : "", in_arg > file
	if (shape[s] == "none")
		printf "int64_t *changed_out)%s\n", end > file
	else if (shape[s] == "one")
		printf "struct %s_row *row_out)%s\n", id, end > file
	else if (shape[s] == "many")
		printf "struct %s_row **rows_out, size_t *count_out)%s\n", id, end > file
	else
		printf "struct sql_call **%s_out)%s\n", shape[s] == "later" ? "sent" : "copy", end > file
}

function declare(s,    id) {
	id = sname[s]
	printf "\n/* %s:%d */\n", name, line[s] > h
	if (total[s, "p"])
		members(s, "p", id "_in")
	if (total[s, "c"])
		members(s, "c", id "_row")
	printf "MUST_CHECK " > h
	prototype(s, h, ";")
	if (shape[s] == "later")
		printf "MUST_CHECK enum err sql_%s_collect(struct sql_call *sent, struct %s_row *row_out);\n", id, id > h
	if (shape[s] == "copy_out") {
		print "/* *more_out false: the end.  The row is good until the next call. */" > h
		printf "MUST_CHECK enum err sql_%s_next(struct sql_call *copy, struct %s_row *row_out,\n    bool *more_out);\n", id, id > h
	}
	if (shape[s] == "copy_in") {
		printf "MUST_CHECK enum err sql_%s_put(struct sql_call *copy, const struct %s_row *row);\n", id, id > h
		printf "MUST_CHECK enum err sql_%s_close(struct sql_call *copy, int64_t *rows_out);\n", id > h
	}
}

function define(s,    id, i, upper) {
	id = sname[s]
	upper = toupper(shape[s])
	print "" > c
	table(s, "p", "params")
	table(s, "c", "columns")
	printf "static const struct sql_statement %s_statement = {\n", id > c
	printf "\t.name = \"%s\",\n\t.where = \"%s:%d\",\n\t.text =\n", id, name, line[s] > c
	for (i = 1; i <= lines[s]; i++)
		printf "\t    \"%s%s\"%s\n", escaped(text_line[s, i]), i < lines[s] ? "\\n" : "",
		    i < lines[s] ? "" : "," > c
	printf "\t.shape = SQL_%s,\n", upper > c
	if (total[s, "p"])
		printf "\t.params = %s_params,\n\t.param_count = %d,\n", id, total[s, "p"] > c
	if (total[s, "c"])
		printf "\t.columns = %s_columns,\n\t.column_count = %d,\n", id, total[s, "c"] > c
	print "};\n" > c

	prototype(s, c, "")
	print "{" > c
	printf "\tstruct sql_call *call = sql_call(arena, tx, &%s_statement);\n", id > c
	if (shape[s] == "many")
		printf "\tstruct %s_row *rows;\n\tsize_t count;\n", id > c
	print "" > c
	puts_of(s, "p", "in")
	if (shape[s] == "none") {
		print "\treturn sql_run(call, NULL, changed_out);" > c
	} else if (shape[s] == "one") {
		print "\tTRY(sql_run_one(call));" > c
		gets_of(s, "0", "row_out->", "\t")
		print "\treturn sql_done(call);" > c
	} else if (shape[s] == "many") {
		print "\tTRY(sql_run(call, &count, NULL));" > c
		printf "\trows = ARENA_ARRAY(arena, struct %s_row, count);\n", id > c
		print "\tfor (size_t i = 0; i < count; i++) {" > c
		gets_of(s, "i", "rows[i].", "\t\t")
		print "\t}\n\t*rows_out = rows;\n\t*count_out = count;\n\treturn sql_done(call);" > c
	} else if (shape[s] == "later") {
		print "\t*sent_out = call;\n\treturn sql_send(call);" > c
	} else {
		print "\t*copy_out = call;\n\treturn sql_copy_begin(call);" > c
	}
	print "}" > c
	if (shape[s] == "later") {
		printf "\nenum err\nsql_%s_collect(struct sql_call *call, struct %s_row *row_out)\n{\n", id, id > c
		print "\tTRY(sql_collect_one(call));" > c
		gets_of(s, "0", "row_out->", "\t")
		print "\treturn sql_done(call);\n}" > c
	}
	if (shape[s] == "copy_out") {
		printf "\nenum err\nsql_%s_next(struct sql_call *call, struct %s_row *row_out, bool *more_out)\n{\n", id, id > c
		print "\tTRY(sql_copy_next(call, more_out));\n\tif (!*more_out)\n\t\treturn ERR_OK;" > c
		gets_of(s, "0", "row_out->", "\t")
		print "\treturn sql_done(call);\n}" > c
	}
	if (shape[s] == "copy_in") {
		printf "\nenum err\nsql_%s_put(struct sql_call *call, const struct %s_row *row)\n{\n", id, id > c
		print "\tsql_copy_row(call);" > c
		puts_of(s, "c", "row")
		print "\treturn sql_copy_row_end(call);\n}" > c
		printf "\nenum err\nsql_%s_close(struct sql_call *call, int64_t *rows_out)\n{\n", id > c
		print "\treturn sql_copy_end(call, rows_out);\n}" > c
	}
}

END {
	if (open_heading != "")
		unfinished()
	for (s = 1; s <= count; s++) {
		if (lines[s] == 0)
			complain(line[s], "\"" sname[s] "\" has no statement")
		else if (shape[s] != "")
			check_uses(s)
	}
	if (failed)
		exit 1
	h = out ".h"
	c = out ".c"
	guard = "GEN_SQL_" toupper(room) "_H"
	print "/* SPDX-License-Identifier: ISC */" > h
	printf "/* Made from %s by tools/sql2c.awk: change that file. */\n", name > h
	printf "#ifndef %s\n#define %s\n\n#include \"database/db.h\"\n", guard, guard > h
	print "\nstruct sql_call;" > h
	for (s = 1; s <= count; s++)
		declare(s)
	print "\n#endif" > h
	print "/* SPDX-License-Identifier: ISC */" > c
	printf "/* Made from %s by tools/sql2c.awk: change that file. */\n", name > c
	printf "#include \"gen/sql_%s.h\"\n\n#include \"database/statement.h\"\n", room > c
	for (s = 1; s <= count; s++)
		define(s)
	printf "\nextern const struct sql_statement *const sql_%s_statements[];\n", room > c
	printf "const struct sql_statement *const sql_%s_statements[] = {\n", room > c
	for (s = 1; s <= count; s++)
		printf "\t&%s_statement,\n", sname[s] > c
	print "\tNULL,\n};" > c
}
