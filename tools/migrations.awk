# SPDX-License-Identifier: ISC
#
# migrations.awk - embed sql/roles.sql and sql/migrations/NNNN_what.sql in the
# program, in rising order of their numbers.
#
#   awk -f tools/migrations.awk sql/roles.sql sql/migrations/*.sql > out.c

function quoted(text,    i, ch, done) {
	done = ""
	for (i = 1; i <= length(text); i++) {
		ch = substr(text, i, 1)
		if (ch == "\\" || ch == "\"")
			done = done "\\" ch
		else if (ch == "\t")
			done = done "\\t"
		else
			done = done ch
	}
	return done
}

FNR == 1 {
	file = FILENAME
	sub(/^.*\//, "", file)
	if (file == "roles.sql") {
		print "#include \"database/migration.h\"\n"
		print "const char migration_roles[] ="
	} else {
		if (file !~ /^[0-9][0-9][0-9][0-9]_[a-z0-9_]+\.sql$/) {
			print FILENAME ": not named NNNN_what.sql" > "/dev/stderr"
			bad = 1
		}
		number = substr(file, 1, 4) + 0
		if (number <= last) {
			printf "%s: expected a number above %04d\n", FILENAME, last > "/dev/stderr"
			bad = 1
		}
		last = number
		if (++count == 1)
			print "    ;\n\nconst struct migration migrations[] = {"
		else
			print "    },"
		sub(/\.sql$/, "", file)
		printf "\t{ %d, \"%s\",\n", number, substr(file, 6)
	}
}

{ printf "\t    \"%s\\n\"\n", quoted($0) }

END {
	if (bad)
		exit 1
	print "    },\n};"
	printf "const int migration_count = %d;\n", count
}
