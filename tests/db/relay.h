/* SPDX-License-Identifier: ISC
 *
 * relay.h - stands between libpq and the server's socket, in a thread: counts
 * round trips and can cut or swallow the server's answer at a given byte. */
#ifndef TESTS_DB_RELAY_H
#define TESTS_DB_RELAY_H

/* Listens as .s.PGSQL.PORT in folder, forwards to .s.PGSQL.5432 there. */
void relay_start(const char *folder, int port);

enum relay_way { RELAY_PASS, RELAY_CUT, RELAY_SWALLOW };

/* From now on, let so many bytes of answers pass, then do that. */
void relay_arm(enum relay_way, long bytes);

/* Turns of the conversation since relay_arm: requests that were followed by
 * an answer; and bytes of answers that came from the server. */
long relay_turns(void);
long relay_bytes(void);

#endif
