/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_LOCK_H
#define ICEBRIDGE_LOCK_H

/* Called once, from _PG_init. */
extern void lock_define(void);

/*
 * ERROR where the transaction has to go on with a snapshot that does not see all rows of a table. For who has locked it
 * and changes all rows there are.
 */
extern void lock_check_newest(Oid table);

#endif
