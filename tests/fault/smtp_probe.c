/* SPDX-License-Identifier: ISC
 *
 * smtp_probe HOST PORT TLS CA USER PASSWORD SECONDS FROM TO [COUNT [UNASKED]]
 * - hands one small message (or COUNT of them) to a relay and prints how each
 * ended: "accepted 250 2.0.0 taken as 1".  "-" leaves CA, USER out.  In TO, %0D
 * and %0A stand for CR and LF.  A last argument "no" answers may_send with no. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "address/address.h"
#include "mailer/message.h"
#include "mailer/smtp.h"

static bool
never(void *context)
{
	(void)context;
	return false;
}

static char *
unescaped(char *s)
{
	char *at;

	while ((at = strstr(s, "%0D")) != NULL || (at = strstr(s, "%0A")) != NULL) {
		*at = at[2] == 'D' ? '\r' : '\n';
		memmove(at + 1, at + 3, strlen(at + 3) + 1);
	}
	return s;
}

int
main(int argc, char **argv)
{
	struct arena        *arena = arena_new(64 * 1024 * 1024);
	struct smtp_settings set = { .hello = "probe.example" };
	struct mail_addr     from, to;
	struct smtp         *smtp;
	int                  count;

	if (argc < 10)
		return 2;
	set.host = argv[1];
	set.port = (int)strtol(argv[2], NULL, 10);
	set.tls = strcmp(argv[3], "tls") == 0    ? SMTP_TLS
	          : strcmp(argv[3], "none") == 0 ? SMTP_PLAIN
	                                         : SMTP_STARTTLS;
	set.ca_file = strcmp(argv[4], "-") == 0 ? NULL : argv[4];
	set.user = strcmp(argv[5], "-") == 0 ? NULL : argv[5];
	set.password = (struct secret){ argv[6], strlen(argv[6]) };
	set.connect_seconds = set.total_seconds = (int)strtol(argv[7], NULL, 10);
	from = (struct mail_addr){ .full = text_of(argv[8]) };
	to = (struct mail_addr){ .full = text_of(unescaped(argv[9])) };
	count = argc > 10 ? (int)strtol(argv[10], NULL, 10) : 1;
	if (smtp_open(arena, &set, &smtp) != ERR_OK)
		return 1;
	for (int i = 0; i < count; i++) {
		const char        *mail = arena_printf(arena,
		           "From: <%s>\r\nTo: <you@there.example>\r\n"
		                  "Message-ID: <%d@probe.example>\r\nSubject: x\r\n\r\n%0*d\r\n.\r\n..\r\n.\r\nQUIT\r\n",
		           argv[8], i, 900, 0);
		struct smtp_result r = smtp_send(smtp, arena, &from, &to,
		    (struct bytes){ (const uint8_t *)mail, strlen(mail) },
		    argc > 11 ? never : NULL, NULL);

		printf("%s %d %s\n", smtp_end_name(r.end), r.code, r.reply.s);
		fflush(stdout);
	}
	smtp_close(smtp);
	arena_free(arena);
	return 0;
}
