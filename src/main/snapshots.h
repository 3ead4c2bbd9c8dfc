/* SPDX-License-Identifier: ISC
 *
 * snapshots.h - what consultants ask of a courier: to count a pool, to audit
 * and propose a snapshot.  Inside the courier. */
#ifndef MAIN_SNAPSHOTS_H
#define MAIN_SNAPSHOTS_H

#include "main/deliver.h"

/* Does the next thing that was asked for, if there is one, on connections of
 * its own.  Letters of this courier wait meanwhile; others may run. */
MUST_CHECK enum err courier_snapshots(struct courier *);

#endif
