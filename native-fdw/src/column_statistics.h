/* SPDX-License-Identifier: Apache-2.0 */
/*
 * column_statistics.h
 *    What Java knows of columns, for PostgreSQL's estimates.
 */
#ifndef ICEBRIDGE_COLUMN_STATISTICS_H
#define ICEBRIDGE_COLUMN_STATISTICS_H

/* Sets the hook; called once, from _PG_init. */
extern void column_statistics_define(void);

#endif
