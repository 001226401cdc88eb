/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_OLDEST_TRANSACTION_H
#define ICEBRIDGE_OLDEST_TRANSACTION_H

#include "postgres.h"

/*
 * When the oldest transaction of this database began that still runs, in milliseconds since 1970. Those that begin from
 * now on began later, so what was obsolete before that time nobody reads any more.
 */
extern int64 oldest_transaction(void);

#endif
