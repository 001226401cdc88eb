/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kept_rows.h
 *    Rows of a scan that are kept, to be found again by the values of some columns when the scan is repeated with other
 * parameters: a sub-plan that is run for each outer row, the inner side of a nested loop. They lie sorted by the hash
 * of those columns, in memory as long as they fit there, else in a temporary file; a small directory by the first bits
 * of the hash tells where to begin. So any number of rows can be kept.
 */
#ifndef ICEBRIDGE_KEPT_ROWS_H
#define ICEBRIDGE_KEPT_ROWS_H

#include "postgres.h"

#include "executor/tuptable.h"
#include "nodes/pg_list.h"

typedef struct KeptRows KeptRows;

/* A clause "column = value" by which rows are found, as a list of integers that a plan can hold. */
#define KEPT_KEY_ATTRIBUTE 0 /* attribute number */
#define KEPT_KEY_ON_LEFT 1   /* whether the column is the operator's left operand */

/* Whether equality by this operator can be found by hashing. */
extern bool kept_can_hash(Oid operator);

/*
 * An empty set below a context. `keys` are the keys' lists of integers, `operators` and `collations` the oids of their
 * operators and collations. It may hold a temporary file, so it has to be freed, except after an error.
 */
extern KeptRows *kept_create(List *keys, List *operators, List *collations, MemoryContext context);

extern void kept_free(KeptRows *kept);

/* Copies the row in a slot. A row with a null key is equal to nothing, so it need not be kept. */
extern void kept_add(KeptRows *kept, TupleTableSlot *slot);

/* Must follow the last kept_add; then rows can be found. */
extern void kept_finish(KeptRows *kept);

/* Goes to the rows whose keys have these values, in the order of kept_add; all rows where there are no keys. */
extern void kept_find(KeptRows *kept, const Datum *values, const bool *nulls);

/*
 * Puts the next such row into a slot, where it lives until the next call; false at the end. Rows whose keys only hash
 * alike may be among them.
 */
extern bool kept_next(KeptRows *kept, TupleTableSlot *slot);

extern int64 kept_count(const KeptRows *kept);

#endif
