/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_LOCK_H
#define ICEBRIDGE_LOCK_H

/* Called once, from _PG_init. */
extern void lock_define(void);

#endif
