/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fault.h
 *    Named places where tests make something go wrong; without the setting icebridge.fault_points they are one test of
 * a pointer. Java's places are in io.icebridge.tx.FaultPoint, and obey the same file.
 */
#ifndef ICEBRIDGE_FAULT_H
#define ICEBRIDGE_FAULT_H

#include "postgres.h"

/* Does what the test wants here; may raise an ERROR. `point` is one of the names listed in fault.c. */
extern void fault_reached(const char *point);

/* The same where no ERROR may be raised: the only thing that can happen here is a wait. */
extern void fault_reached_in_end(const char *point);

#endif
