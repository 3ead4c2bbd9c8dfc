/* SPDX-License-Identifier: ISC
 *
 * brake.h - inside this room: what children share.  How fast those that die are
 * replaced, and what each gives up before it begins. */
#ifndef PREFORK_BRAKE_H
#define PREFORK_BRAKE_H

#include <stdint.h>
#include <sys/types.h>

struct brake {
	int64_t after; /* no fork before; monotonic */
	int     young_deaths;
};

/* An unplanned death of a child born then.  The first ones are replaced at
 * once; a program that cannot live must not eat the machine. */
void brake_death(struct brake *, int64_t born);

/* In a child, first: it ends with its parent, by this signal, gains no rights
 * and leaves no core file. */
void child_shut_in(pid_t parent, int death_signal);

/* How a child ended, in a word for the log. */
const char *child_end(int status);

#endif
