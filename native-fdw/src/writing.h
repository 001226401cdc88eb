/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writing.h
 *    The rows that a statement writes to a table, which statements inside of it may want to see before it has ended.
 */
#ifndef ICEBRIDGE_WRITING_H
#define ICEBRIDGE_WRITING_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

typedef struct Writing Writing;

/* As sink_open(); the relation stays open as long as the statement. */
extern Writing *writing_begin(Relation relation, Snapshot snapshot, const char *kind, List *columns,
                              TupleDesc descriptor, MemoryContext context);

/* Takes a row; the values are copied. */
extern void writing_put(Writing *writing, const Datum *values, const bool *nulls);

/* As sink_query(); it comes before any row. */
extern JsonbContainer *writing_query(Writing *writing, const char *request, JsonbContainer **failure);

/* The statement has no more rows. */
extern void writing_end(Writing *writing);

/*
 * Has what statements under way have written so far to a table of the catalog count as written, as far as a snapshot
 * sees their commands: triggers and functions read what the statement that called them has done.
 */
extern void writing_publish(Oid relation, Snapshot snapshot);

#endif
