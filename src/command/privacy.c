/* SPDX-License-Identifier: ISC
 *
 * privacy.c - "soundings privacy find|export|erase|tombstones". */
#include <errno.h>
#include <stdio.h>

#include "address/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "command/command.h"
#include "database/db.h"
#include "protection/protection.h"

#define FILE_MAX ((size_t)256 * 1024 * 1024)

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

/* The address on the command line, and who asks.  false: said so. */
static bool
asked(struct command_run *run, struct mail_addr *addr_out, struct protection_who *who_out,
    int *exit_out)
{
	struct text          typed = text_of(run->args[0]);
	enum address_problem problem = address_parse(run->arena, typed, addr_out);

	if (problem != ADDRESS_FINE) {
		command_say(run, "%s", address_sentence(run->arena, problem, typed, "en").s);
		*exit_out = EXIT_USAGE;
		return false;
	}
	if (!command_db(run, exit_out))
		return false;
	*who_out = (struct protection_who){ .db = run->db,
		.scope = &operator_scope,
		.by = command_value(run, "by"),
		.os_user = command_os_user(run->arena),
		.reason = text_of(command_value(run, "reason")) };
	return true;
}

static const char *
items_of(struct arena *arena, const struct protection_trace *trace)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	buf_str(&b, "");
	for (size_t i = 0; i < trace->items.n; i++) {
		if (i > 0)
			buf_char(&b, ' ');
		buf_text(&b, trace->items.v[i]);
	}
	return buf_as_text(&b).s;
}

static void
print_json(struct command_run *run, const struct protection_trace *traces, size_t count)
{
	putchar('[');
	for (size_t i = 0; i < count; i++) {
		const struct protection_trace *t = &traces[i];

		printf("%s{\"kind\": \"%s\", \"id\": ", i > 0 ? ",\n " : "", t->kind.s);
		if (t->id.set)
			printf("\"%s\"", uuid_text(run->arena, t->id.v));
		else
			fputs("null", stdout);
		fputs(", \"form\": ", stdout);
		if (t->form.s != NULL)
			command_json_string(stdout, t->form);
		else
			fputs("null", stdout);
		printf(", \"at\": \"%s\", \"items\": [", clock_iso(run->arena, t->at));
		for (size_t k = 0; k < t->items.n; k++) {
			fputs(k > 0 ? ", " : "", stdout);
			command_json_string(stdout, t->items.v[k]);
		}
		fputs("]}", stdout);
	}
	puts("]");
}

static void
print_table(struct command_run *run, const struct protection_trace *traces, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("%-12s %-36s %s  %s %s\n", traces[i].kind.s,
		    traces[i].id.set ? uuid_text(run->arena, traces[i].id.v) : "-",
		    clock_iso(run->arena, traces[i].at),
		    traces[i].form.s ? traces[i].form.s : "-",
		    items_of(run->arena, &traces[i]));
}

static void
print_traces(struct command_run *run, const struct protection_trace *traces, size_t count)
{
	if (command_flag(run, "json"))
		print_json(run, traces, count);
	else
		print_table(run, traces, count);
}

int
command_privacy_find(struct command_run *run)
{
	struct protection_trace *traces;
	struct protection_who    who;
	struct mail_addr         addr;
	size_t                   count;
	int                      code;
	enum err                 err;

	if (!asked(run, &addr, &who, &code))
		return code;
	err =
	    protection_find(run->arena, &who, &addr, text_of(run->args[0]), &traces, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "nothing could be looked up");
	print_traces(run, traces, count);
	if (count == 0)
		fputs("Nothing is held about that address.\n", stderr);
	return EXIT_DONE;
}

int
command_privacy_export(struct command_run *run)
{
	const char           *path = command_value(run, "output");
	struct protection_who who;
	struct mail_addr      addr;
	struct text           json;
	FILE                 *out = stdout;
	int                   code;
	enum err              err;
	bool                  fine;

	if (!asked(run, &addr, &who, &code))
		return code;
	err = protection_export(run->arena, &who, &addr, text_of(run->args[0]), &json);
	if (err != ERR_OK)
		return command_failed(run, err, "nothing was exported");
	if (path != NULL)
		out = command_file(path);
	fine = out != NULL && fwrite(json.s, 1, json.len, out) == json.len &&
	       fputc('\n', out) != EOF;
	if (out != NULL && (path != NULL ? fclose(out) : fflush(out)) != 0)
		fine = false;
	if (!fine) {
		command_say(run, "%s: %s", path ? path : "standard output", strerror(errno));
		return EXIT_IO;
	}
	return EXIT_DONE;
}

int
command_privacy_erase(struct command_run *run)
{
	struct protection_trace *traces;
	struct protection_who    who;
	struct mail_addr         addr;
	size_t                   count;
	int                      code;
	enum err                 err;

	if (!command_confirm(run,
	        "This erases, for good, all answers and letters of that address, and the "
	        "address wherever others typed it",
	        run->args[0]))
		return EXIT_FAILED;
	if (!asked(run, &addr, &who, &code))
		return code;
	err = protection_erase(run->arena, &who, &addr, text_of(run->args[0]), &traces,
	    &count);
	if (err != ERR_OK)
		return command_failed(run, err, "nothing was erased");
	print_traces(run, traces, count);
	fprintf(stderr,
	    "Erased: %zu responses, %zu drafts, %zu letters; taken out of %zu answers of "
	    "others.\n",
	    protection_count(traces, count, "response"),
	    protection_count(traces, count, "draft"),
	    protection_count(traces, count, "letter"),
	    protection_count(traces, count, "mention"));
	if (protection_count(traces, count, "suppression") > 0)
		fputs("Kept: the wish to get no letters, as a hash.\n", stderr);
	if (protection_count(traces, count, "account") > 0)
		fprintf(stderr,
		    "Kept: an account that signs in. This erases it too: soundings person "
		    "remove %s --reason TEXT\n",
		    run->args[0]);
	fputs("Released snapshots stay as they are; the next one is made without. Write the "
	      "tombstones again: soundings privacy tombstones export FILE\n",
	    stderr);
	return EXIT_DONE;
}

static int
write_tombstones(struct command_run *run, const char *path)
{
	struct text file;
	int64_t     count;
	enum err    err = protection_tombstones(run->arena, run->db, &file, &count);

	if (err != ERR_OK)
		return command_failed(run, err, "the tombstones could not be read");
	if (strcmp(path, "-") == 0)
		return fwrite(file.s, 1, file.len, stdout) == file.len && fflush(stdout) == 0
		           ? EXIT_DONE
		           : EXIT_IO;
	/* The list that is there is not lost to a full disk. */
	if (!command_replace(run->arena, path, file)) {
		command_say(run, "%s: %s", path, strerror(errno));
		return EXIT_IO;
	}
	fprintf(stderr, "%lld tombstone%s.\n", (long long)count, count == 1 ? "" : "s");
	return EXIT_DONE;
}

static int
apply_tombstones(struct command_run *run, const char *path)
{
	FILE                     *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	struct protection_applied applied;
	char                      piece[65536];
	struct buf                b;
	size_t                    got;
	enum err                  err;

	if (in == NULL) {
		command_say(run, "%s: %s", path, strerror(errno));
		return EXIT_NO_INPUT;
	}
	buf_init(&b, run->arena, FILE_MAX);
	buf_str(&b, "");
	while ((got = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_add(&b, piece, got);
	if (ferror(in) != 0) {
		command_say(run, "%s: %s", path, strerror(errno));
		return EXIT_NO_INPUT;
	}
	if (!buf_ok(&b)) {
		command_say(run, "%s: this is no list of tombstones: it is too long", path);
		return EXIT_BAD_DATA;
	}
	if (in != stdin)
		fclose(in);
	err = protection_apply(run->arena, run->db, buf_as_text(&b),
	    command_value(run, "by"), command_os_user(run->arena), &applied);
	if (err == ERR_INVALID && applied.wrong != NULL) {
		command_say(run, "%s:%lld: %s; nothing was erased", path,
		    (long long)applied.line, applied.wrong);
		return EXIT_BAD_DATA;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "nothing was erased");
	fprintf(stderr, "%lld tombstone%s, %lld thing%s erased again.\n",
	    (long long)applied.tombstones, applied.tombstones == 1 ? "" : "s",
	    (long long)applied.erased, applied.erased == 1 ? "" : "s");
	return EXIT_DONE;
}

int
command_privacy_tombstones(struct command_run *run)
{
	bool write = strcmp(run->args[0], "export") == 0;
	int  code;

	if (!write && strcmp(run->args[0], "apply") != 0) {
		command_say(run, "\"%s\" is neither export nor apply", run->args[0]);
		return command_usage(run);
	}
	if (!command_db(run, &code))
		return code;
	return write ? write_tombstones(run, run->args[1])
	             : apply_tombstones(run, run->args[1]);
}
