/* SPDX-License-Identifier: ISC
 *
 * stats.c - "soundings stats recompute". */
#include <signal.h>
#include <stdio.h>

#include "command/command.h"
#include "command/form_file.h"
#include "command/progress.h"
#include "exchange/recompute.h"

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

static void
tell(void *thing, struct uuid response, const char *item)
{
	char text[UUID_TEXT + 1];

	(void)thing;
	fprintf(stderr, "%s: left alone: its form version does not know the answer%s%s\n",
	    uuid_format(response, text), item ? " to " : "", item ? item : "s");
}

static bool
show(void *thing, int64_t done, int64_t total)
{
	struct progress *progress = thing;

	progress->total = total;
	progress_show(progress, done, done);
	return !interrupted;
}

static void
print_json(const struct recompute_result *r)
{
	printf("{\"responses\": %lld, \"changed\": %lld, \"unreadable\": %lld, "
	       "\"packed\": %lld, \"flags\": %lld, \"scores\": {",
	    (long long)r->responses, (long long)r->changed, (long long)r->unreadable,
	    (long long)r->packed, (long long)r->flags);
	for (size_t i = 0; i < r->measure_count; i++) {
		fputs(i > 0 ? ", " : "", stdout);
		command_json_string(stdout, text_of(r->measures[i]));
		printf(": %lld", (long long)r->scores[i]);
	}
	puts("}}");
}

static void
print_words(const struct recompute_result *r, bool check_only)
{
	printf("%lld responses, %lld %s\n", (long long)r->responses, (long long)r->changed,
	    check_only ? "would change" : "changed");
	for (size_t i = 0; i < r->measure_count; i++)
		printf("%-12s %lld\n", r->measures[i], (long long)r->scores[i]);
	if (r->packed > 0)
		printf("%-12s %lld\n", "packed", (long long)r->packed);
	if (r->flags > 0)
		printf("%-12s %lld\n", "flags", (long long)r->flags);
}

int
command_stats_recompute(struct command_run *run)
{
	struct progress         progress;
	struct recompute        rc = { .check_only = command_flag(run, "dry-run"),
		       .by = command_value(run, "by"),
		       .os_user = command_os_user(run->arena),
		       .thing = &progress,
		       .tell = tell,
		       .progress = show };
	struct recompute_result r;
	struct catalogue_form  *form;
	int                     code;
	enum err                err;

	if (!command_db(run, &code) ||
	    !command_find_form(run, run->args[0], &rc.catalogue, &form, &code))
		return code;
	rc.db = run->db;
	rc.form = form;
	signal(SIGINT, interrupt);
	signal(SIGTERM, interrupt);
	progress_begin(&progress, "responses", 0);
	err = recompute_run(run->arena, &rc, &r);
	progress_end(&progress, r.responses);
	if (command_flag(run, "json"))
		print_json(&r);
	else
		print_words(&r, rc.check_only);
	if (err != ERR_OK)
		return command_failed(run, err,
		    "recomputing broke off; run it again, what is right is passed over");
	if (r.stopped) {
		fputs("Stopped as asked. Run it again to go on.\n", stderr);
		return EXIT_LATER;
	}
	return r.unreadable > 0 ? EXIT_BAD_DATA : EXIT_DONE;
}
