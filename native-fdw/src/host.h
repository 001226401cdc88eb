/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h
 *    What Java may call, from any thread, through JNA: functions that touch no state of PostgreSQL's.
 */
#ifndef ICEBRIDGE_HOST_H
#define ICEBRIDGE_HOST_H

#include "c.h"

/* Queues a line for the server log or the client; levels are those of icebridge_log_level in host.c. */
extern PGDLLEXPORT void icebridge_host_log(int level, const char *utf8);

/* Whether the backend has been asked to stop what it does. */
extern PGDLLEXPORT int icebridge_host_interrupted(void);

/* For the main thread: emits what was queued. */
extern void host_flush_log(void);

#endif
