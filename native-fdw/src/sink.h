/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink.h
 *    Rows on their way to a writer in Java.
 */
#ifndef ICEBRIDGE_SINK_H
#define ICEBRIDGE_SINK_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

typedef struct Sink Sink;

/*
 * Opens a writer of that kind ("insert", "update", "delete"). `snapshot` and `command` are the statement's, or NULL for
 * the newest one, `columns` are the attribute numbers that are written, `descriptor` the rows that will be put. The
 * writer is closed when `context` is reset or deleted.
 */
extern Sink *sink_open(Relation relation, Snapshot snapshot, CommandId command, const char *kind, List *columns,
                       TupleDesc descriptor, MemoryContext context);

/* Takes a row; the values are copied. */
extern void sink_put(Sink *sink, const Datum *values, const bool *nulls);

/*
 * Has the writer write what a query returns; the request goes without its closing brace. An error of Java's is put into
 * *failure, and NULL returned: the sink is as if it had not been asked, and takes rows.
 */
extern JsonbContainer *sink_query(Sink *sink, const char *request, JsonbContainer **failure);

/*
 * Hands over what is left and has the writer finish. `shared` says that others have still to change rows of the table,
 * whose numbers they know.
 */
extern void sink_finish(Sink *sink, bool shared);

#endif
