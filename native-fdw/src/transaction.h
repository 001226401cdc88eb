/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transaction.h
 *    Telling wrappers that asked for it about transactions and savepoints.
 */
#ifndef ICEBRIDGE_TRANSACTION_H
#define ICEBRIDGE_TRANSACTION_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

extern void transaction_define(void);

/* Whether a wrapper listens, or may listen, to the current transaction. */
extern bool transaction_is_listened_to(void);

/* Adds ,"transaction": {…} to a request that touches a table. */
extern void transaction_describe(StringInfo json);

/* Notes from the answer to such a request whether a wrapper listens to this transaction. */
extern void transaction_note_answer(JsonbContainer *answer);

/* The transaction has files that go once it has committed: it cannot be prepared, as nobody would know then. */
extern void transaction_note_drop(void);

#endif
