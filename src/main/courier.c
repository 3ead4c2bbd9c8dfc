/* SPDX-License-Identifier: ISC
 *
 * soundings-courier: sends what the outbox owes, and beside that, in a process
 * of its own, does what takes long.  Any number may run, on any number of hosts. */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "address/address.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "benchmark/benchmark.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/version.h"
#include "link/link.h"
#include "mailer/smtp.h"
#include "main/deliver.h"
#include "main/jobs.h"
#include "outbox/outbox.h"
#include "prefork/helper.h"
#include "prefork/prefork.h"
#include "response/catalogue.h"
#include "response/draft.h"
#include "view/view.h"

#define PROCESS_BYTES ((size_t)256 * 1024 * 1024)
#define LETTER_BYTES  ((size_t)256 * 1024 * 1024)
#define POLL_MS       1000

static volatile sig_atomic_t stop, reload;

static void
note_signal(int number)
{
	if (number == SIGHUP)
		reload = 1;
	else
		stop = 1;
}

static void
catch_signals(void)
{
	struct sigaction action = { .sa_handler = note_signal };

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
rest(int64_t milliseconds)
{
	if (!stop && milliseconds > 0)
		poll(NULL, 0, milliseconds > 60000 ? 60000 : (int)milliseconds);
}

/* Sender and contact come from the settings; message_build checks them again. */
static struct mail_addr
own_address(struct arena *arena, const char *s)
{
	const char      *at = strchr(s, '@');
	struct mail_addr addr;

	if (address_parse(arena, text_of(s), &addr) == ADDRESS_FINE)
		return addr;
	addr = (struct mail_addr){ .full = text_of(s) };
	if (at != NULL) {
		addr.local = (struct text){ s, (size_t)(at - s) };
		addr.domain = text_of(at + 1);
	}
	return addr;
}

static bool
read_password(struct arena *arena, const char *path, struct secret *secret_out)
{
	char   line[512];
	FILE  *file = fopen(path, "re");
	size_t len;

	if (file == NULL || fgets(line, sizeof(line), file) == NULL) {
		LOG(EV_CONFIG_BAD, log_str("setting", "smtp_password_file"),
		    log_str("problem", "cannot be read, or is empty"));
		if (file != NULL)
			fclose(file);
		return false;
	}
	fclose(file);
	len = strcspn(line, "\r\n");
	*secret_out = (struct secret){ arena_strndup(arena, line, len), len };
	return true;
}

/* All of them, or none: what is in use stays as it is until the new ones have
 * proved right. */
static bool
take_settings(struct courier *c, const struct config *config)
{
	struct smtp_settings *set = ARENA_NEW(c->process, struct smtp_settings);
	struct mail_addr      from = own_address(c->process, config->mail_from);
	struct smtp          *smtp;

	*set = (struct smtp_settings){
		.host = config->smtp_host,
		.port = (int)config->smtp_port,
		.tls = strcmp(config->smtp_tls, "tls") == 0    ? SMTP_TLS
		       : strcmp(config->smtp_tls, "none") == 0 ? SMTP_PLAIN
		                                               : SMTP_STARTTLS,
		.ca_file = config->smtp_ca_file[0] ? config->smtp_ca_file : NULL,
		.user = config->smtp_user[0] ? config->smtp_user : NULL,
		.total_seconds = (int)config->smtp_seconds,
	};

	set->hello = from.domain.s != NULL ? from.domain.s : "localhost";
	if (set->user != NULL &&
	    !read_password(c->process, config->smtp_password_file, &set->password))
		return false;
	if (smtp_open(c->process, set, &smtp) != ERR_OK)
		return false;
	if (c->smtp != NULL)
		smtp_close(c->smtp);
	c->smtp = smtp;
	c->from = from;
	c->has_reply_to = address_parse(c->process, text_of(config->operator_contact),
	                      &c->reply_to) == ADDRESS_FINE;
	c->desk.config = config;
	return true;
}

static const struct config *
read_config(struct courier *c)
{
	struct config *config;
	const char    *problem = "";

	if (config_load(c->process, config_path(c->config_flag), &config, &problem) == ERR_OK)
		return config;
	fprintf(stderr, "soundings-courier: %s\n", problem);
	return NULL;
}

/* SIGHUP: what is wrong in the new file changes nothing. */
static void
take_new_settings(struct courier *c, struct helper *jobs)
{
	const struct config *config = read_config(c);

	reload = 0;
	if (config == NULL)
		return;
	if (take_settings(c, config))
		helper_relieve(jobs); /* the next one has the new settings */
	else
		LOG(EV_CONFIG_BAD, log_str("setting", "SIGHUP"),
		    log_str("problem", "the new settings cannot be used"));
}

/* Claim some letters and send them.  *count_out: how many there were. */
static enum err
round_of_letters(struct courier *c, size_t *count_out)
{
	/* A relay that was down is tried with one letter, not with all. */
	int     batch = c->relay_pause > 0 ? 1 : (int)c->desk.config->courier_batch;
	int64_t claimed = clock_monotonic();
	struct outbox_letter *letters;
	size_t                i;

	TRY(outbox_claim(c->batch, c->desk.db,
	    c->from.domain.s ? c->from.domain.s : "localhost", batch, &letters, count_out));
	for (i = 0; i < *count_out && !stop; i++) {
		bool go_on;

		/* Late letters of a slow batch: another courier may be at them. */
		if (clock_monotonic() - claimed > OUTBOX_LEASE_SECONDS / 3 * CLOCK_SECOND)
			break;
		arena_reset(c->arena);
		log_set_request(uuid_text(c->batch, letters[i].id));
		go_on = courier_deliver(c, &letters[i]);
		log_set_request(NULL);
		if (!go_on) {
			i++;
			break;
		}
	}
	return outbox_give_back(c->batch, c->desk.db, letters + i, *count_out - i);
}

static void
work(struct courier *c, struct helper *jobs)
{
	int  away = 0; /* seconds between looks for the database */
	bool told = false;

	if (c->once)
		helper_tend(jobs);

	while (!stop) {
		size_t   count = 0;
		bool     notified;
		enum err err = db_ready(c->desk.db);

		arena_reset(c->batch);
		arena_reset(c->arena);
		if (reload)
			take_new_settings(c, jobs);
		if (!c->once)
			helper_tend(jobs);
		if (err == ERR_OK && !told) {
			LOG(EV_STARTED, log_str("relay", c->desk.config->smtp_host));
			prefork_notify("READY=1");
			told = true;
		}
		if (err == ERR_OK &&
		    (c->relay_pause == 0 || clock_monotonic() >= c->relay_again))
			err = round_of_letters(c, &count);
		if (err != ERR_OK) {
			if (c->once)
				return;
			away = away == 0 ? 1 : away < 30 ? away * 2 : 30;
			rest(away * 1000);
			continue;
		}
		away = 0;
		smtp_tidy(c->smtp);
		if (c->once && count == 0) {
			(void)!helper_await(jobs, &stop);
			return;
		}
		/* The hint may be lost or late: we look every second anyway. */
		if (count == 0 && !stop && db_wait(c->desk.db, POLL_MS, &notified) != ERR_OK)
			rest(POLL_MS);
	}
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "once", no_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	static const enum log_level levels[] = { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
	static const char *const    names[] = { "debug", "info", "warn", "error" };
	struct courier              c = { .relay_pause = 0 };
	const struct config        *config;
	struct link_keys           *keys;
	const char                 *problem = "";
	struct helper              *jobs;
	int                         opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'c') {
			c.config_flag = optarg;
		} else if (opt == 'o') {
			c.once = true;
		} else if (opt == 'V') {
			puts("soundings-courier " SOUNDINGS_BUILD);
			return 0;
		} else {
			FILE *out = opt == 'h' ? stdout : stderr;

			fputs("usage: soundings-courier [--config FILE] [--once]\n"
			      "       soundings-courier --version\n"
			      "Sends the letters that are owed, and does what takes long.\n"
			      "--once: what is due now, then ends.\n",
			    out);
			return opt == 'h' ? 0 : 64;
		}
	}
	random_start();
	c.process = arena_new(PROCESS_BYTES);
	c.batch = arena_new(LETTER_BYTES);
	c.arena = arena_new(LETTER_BYTES);
	config = read_config(&c);
	if (config == NULL)
		return 78;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(config->log_level, names[i]) == 0)
			log_open("soundings-courier", levels[i]);
	if (link_keys_load(c.process, config->key_file, &keys, &problem) != ERR_OK) {
		fprintf(stderr, "soundings-courier: %s\n", problem);
		return 78;
	}
	c.desk.keys = keys;
	if (view_open(c.process, &c.desk.views) != ERR_OK || !take_settings(&c, config))
		return 78;
	c.desk.forms = catalogue_new(c.process, DB_ROLE_COURIER);
	c.desk.snapshots = bench_cache_new();
	c.desk.db = db_open(config->database_courier, "soundings-courier");
	db_require_durable(c.desk.db, config->require_durable);
	db_listen(c.desk.db, "soundings_letter");
	catch_signals();
	jobs = jobs_new(&c);
	work(&c, jobs);
	prefork_notify("STOPPING=1");
	jobs_stop(&c, jobs);
	LOG(EV_STOPPED, log_str("signal", stop ? "yes" : "no"));
	smtp_close(c.smtp);
	db_close(c.desk.db);
	bench_cache_free(c.desk.snapshots);
	arena_free(c.arena);
	arena_free(c.batch);
	arena_free(c.process);
	return 0;
}
