/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/clock.h"
#include "command/command.h"
#include "outbox/manage.h"

#define LIST_MOST 1000

/* What the operator calls it: a due letter that waits for a courier, one that
 * a courier holds, or its state. */
static const char *
shown_state(const struct outbox_entry *row)
{
	if (!text_is(row->state, "due"))
		return row->state.s;
	return row->leased ? "sending" : "due";
}

static void
print_json(struct command_run *run, const struct outbox_entry *row, bool last)
{
	printf("  {\"letter\": \"%s\", \"kind\": \"%s\", \"object\": \"%s\", \"to\": ",
	    uuid_text(run->arena, row->id), row->kind.s, uuid_text(run->arena, row->object));
	command_json_string(stdout, row->address);
	printf(
	    ", \"state\": \"%s\", \"created_at\": \"%s\", \"due_at\": \"%s\", \"tries\": %d"
	    ", \"doubts\": %d, \"done_at\": ",
	    shown_state(row), clock_iso(run->arena, row->created_at),
	    clock_iso(run->arena, row->due_at), row->tries, row->doubts);
	if (row->done_at != 0)
		printf("\"%s\"", clock_iso(run->arena, row->done_at));
	else
		fputs("null", stdout);
	fputs(", \"reply\": ", stdout);
	if (row->reply.s != NULL)
		command_json_string(stdout, row->reply);
	else
		fputs("null", stdout);
	puts(last ? "}" : "},");
}

static bool
known_state(const char *state)
{
	static const char *const states[] = { "due", "sent", "failed", "ambiguous",
		"cancelled" };

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(state, states[i]) == 0)
			return true;
	return false;
}

int
command_outbox_list(struct command_run *run)
{
	const char          *state = command_value(run, "state");
	bool                 json = command_flag(run, "json");
	struct outbox_entry *rows;
	size_t               count;
	int                  code;
	enum err             err;

	if (state != NULL && !known_state(state)) {
		command_say(run, "--state is one of due, sent, failed, ambiguous, cancelled");
		return EXIT_USAGE;
	}
	if (!command_db(run, &code))
		return code;
	err = outbox_entries(run->arena, run->db, state, LIST_MOST, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the letters could not be read");
	if (json)
		puts("[");
	else if (count == 0)
		command_say(run, "no letters");
	else
		puts("LETTER                                KIND        STATE      "
		     "CREATED               TRIES  TO, AND WHAT WAS SAID");
	for (size_t i = 0; i < count; i++) {
		const struct outbox_entry *row = &rows[i];

		if (json) {
			print_json(run, row, i + 1 == count);
			continue;
		}
		printf("%s  %-10s  %-9s  %s  %5d  %s", uuid_text(run->arena, row->id),
		    row->kind.s, shown_state(row), clock_iso(run->arena, row->created_at),
		    row->tries, row->address.s);
		if (row->reply.s != NULL && row->reply.len > 0)
			printf("  %s", row->reply.s);
		if (row->doubts > 0)
			printf("  (perhaps %d more %s left unseen)", row->doubts,
			    row->doubts == 1 ? "copy" : "copies");
		putchar('\n');
	}
	if (json)
		puts("]");
	if (count == LIST_MOST)
		command_say(run, "these are the newest %d; narrow with --state", LIST_MOST);
	return EXIT_DONE;
}

static int
retry_failed(struct command_run *run)
{
	int64_t  changed;
	enum err err;

	err = outbox_retry_failed(run->arena, run->db, command_os_user(run->arena), &changed);
	if (err != ERR_OK)
		return command_failed(run, err, "nothing was changed");
	printf("%lld %s due again\n", (long long)changed,
	    changed == 1 ? "letter is" : "letters are");
	return EXIT_DONE;
}

/* The letter of the first word.  It has said what is wrong when false. */
static bool
find_letter(struct command_run *run, struct outbox_spot *spot_out, int *exit_out)
{
	struct uuid id;
	enum err    err;

	if (!uuid_parse(text_of(run->args[0]), &id)) {
		command_say(run,
		    "\"%s\" is no letter; they are listed by: soundings outbox list",
		    run->args[0]);
		*exit_out = EXIT_USAGE;
		return false;
	}
	if (!command_db(run, exit_out))
		return false;
	err = outbox_find(run->arena, run->db, id, spot_out);
	if (err == ERR_OK)
		return true;
	if (err == ERR_NOT_FOUND)
		command_say(run, "there is no such letter");
	*exit_out = err == ERR_NOT_FOUND ? EXIT_NO_INPUT
	                                 : command_failed(run, err, "nothing was changed");
	return false;
}

/* Change one letter, if it still is what it was when it was looked at. */
static int
change(struct command_run *run, const struct outbox_spot *spot, bool retry)
{
	const char *by = command_os_user(run->arena);
	enum err    err;

	err = retry ? outbox_retry(run->arena, run->db, spot, by)
	            : outbox_cancel(run->arena, run->db, spot, by);
	if (err == ERR_CONFLICT) {
		command_say(run, "a courier has the letter in hand; try again in a minute");
		return EXIT_LATER;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "nothing was changed");
	puts(retry ? "due again" : "cancelled");
	return EXIT_DONE;
}

int
command_outbox_retry(struct command_run *run)
{
	bool               failed = command_flag(run, "failed");
	struct outbox_spot spot;
	int                code;

	if (failed == (run->count > 0)) {
		command_say(run,
		    failed ? "name one letter or say --failed, not both"
		           : "name one letter, or say --failed for all that failed");
		return command_usage(run);
	}
	if (failed) {
		if (!command_db(run, &code))
			return code;
		return retry_failed(run);
	}
	if (!find_letter(run, &spot, &code))
		return code;
	if (text_is(spot.state, "sent")) {
		command_say(run, "the relay took that letter already");
		return EXIT_FAILED;
	}
	if (text_is(spot.state, "ambiguous") &&
	    !command_confirm(run,
	        "The relay may have taken that letter: a second copy may arrive.",
	        "second-copy"))
		return EXIT_FAILED;
	return change(run, &spot, true);
}

int
command_outbox_cancel(struct command_run *run)
{
	struct outbox_spot spot;
	int                code;

	if (!find_letter(run, &spot, &code))
		return code;
	if (text_is(spot.state, "sent") || text_is(spot.state, "cancelled")) {
		command_say(run, text_is(spot.state, "sent")
		                     ? "the relay took that letter already"
		                     : "that letter is cancelled already");
		return EXIT_FAILED;
	}
	return change(run, &spot, false);
}
