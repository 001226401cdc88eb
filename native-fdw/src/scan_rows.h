/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_rows.h
 *    The rows of a cursor, put into slots.
 */
#ifndef ICEBRIDGE_SCAN_ROWS_H
#define ICEBRIDGE_SCAN_ROWS_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "executor/tuptable.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"

typedef struct Rows Rows;

/* For rows_open(): all rows may be looked at. */
#define ALL_ROWS ((double) PG_INT64_MAX)

/*
 * Opens a cursor whose columns are the attributes with these numbers, and of which at most so many rows will be looked
 * at. Everything lives in `context` and ends with it.
 */
extern Rows *rows_open(const char *request, List *columns, TupleDesc descriptor, double most_rows,
                       MemoryContext context);

/*
 * The same for any operation that opens a cursor. Where `failure` is not NULL, an error of Java's, up to the first
 * batch, is put there, and the result is NULL.
 */
extern Rows *rows_try(const char *operation, const char *request, List *columns, TupleDesc descriptor, double most_rows,
                      MemoryContext context, JsonbContainer **failure);

/* Fills the slot's values with the next row; false at the end. Values live until the next call. */
extern bool rows_next(Rows *rows, TupleTableSlot *slot);

extern JsonbContainer *rows_statistics(Rows *rows);

/* The seconds that were spent waiting for the cursor and its batches up to now. */
extern double rows_waited(const Rows *rows);

#endif
