/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink.c
 *    Gathers rows into Arrow batches and hands them to a writer in Java.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "arrow_writer.h"
#include "call.h"
#include "message.h"
#include "relation.h"
#include "sink.h"
#include "transaction.h"

/* A batch goes when it has this many rows or bytes. */
#define BATCH_ROWS 16384
#define BATCH_BYTES (16 * 1024 * 1024)

struct Sink
{
    int64 writer;
    ArrowWriter *rows;
    bool closed;
    MemoryContextCallback callback;
};

/* Numbers of writers; chosen here so that one can be closed whose opening was interrupted. */
static int64 next_writer = 1;

/* Closes the writer without waiting; never raises an ERROR. */
static void
close_callback(void *argument)
{
    Sink *sink = argument;
    char request[48];

    if (sink->closed)
        return;
    sink->closed = true;
    snprintf(request, sizeof(request), "{\"writer\":%lld}", (long long) sink->writer);
    icebridge_call_detached("writer.close", request);
}

/* See sink.h. */
Sink *
sink_open(Relation relation, Snapshot snapshot, const char *kind, List *columns, TupleDesc descriptor,
          MemoryContext context)
{
    CatalogView view = catalog_view_for_change(snapshot);
    Sink *sink = MemoryContextAllocZero(context, sizeof(Sink));
    StringInfoData request;
    ListCell *cell;

    sink->writer = next_writer++;
    sink->callback.func = close_callback;
    sink->callback.arg = sink;
    MemoryContextRegisterResetCallback(context, &sink->callback);
    sink->rows = arrow_writer_create(descriptor, context);
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"kind\":\"%s\",\"writer\":%lld,\"columns\":[",
                     describe_relation_in(RelationGetRelid(relation), GetUserId(), &view), kind,
                     (long long) sink->writer);
    foreach (cell, columns)
        appendStringInfo(&request, foreach_current_index(cell) == 0 ? "%d" : ",%d", lfirst_int(cell));
    appendStringInfoChar(&request, ']');
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    transaction_note_answer(icebridge_call("writer.open", request.data));
    return sink;
}

/* A batch on its way to Java. */
typedef struct Batch
{
    struct ArrowArray array;
    struct ArrowSchema schema;
} Batch;

/* Frees a batch and what Java has not taken over of it. Any thread. */
static void
free_batch(void *argument)
{
    Batch *batch = argument;

    if (batch->array.release != NULL)
        batch->array.release(&batch->array);
    if (batch->schema.release != NULL)
        batch->schema.release(&batch->schema);
    free(batch);
}

/* Hands the rows gathered so far to Java. The call owns the batch, because it may outlive the statement. */
static void
flush_rows(Sink *sink)
{
    Batch *batch = calloc(1, sizeof(Batch));
    char request[128];

    if (batch == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    PG_TRY();
    {
        arrow_writer_finish(sink->rows, &batch->array, &batch->schema);
    }
    PG_CATCH();
    {
        free(batch);
        PG_RE_THROW();
    }
    PG_END_TRY();
    snprintf(request, sizeof(request), "{\"writer\":%lld,\"array\":%lld,\"schema\":%lld}", (long long) sink->writer,
             (long long) (intptr_t) &batch->array, (long long) (intptr_t) &batch->schema);
    (void) icebridge_call_with("writer.write", request, free_batch, batch);
}

/* See sink.h. */
void
sink_put(Sink *sink, const Datum *values, const bool *nulls)
{
    arrow_writer_append(sink->rows, values, nulls);
    if (arrow_writer_rows(sink->rows) >= BATCH_ROWS || arrow_writer_bytes(sink->rows) >= BATCH_BYTES)
        flush_rows(sink);
}

/* See sink.h. */
void
sink_finish(Sink *sink)
{
    char request[48];

    if (arrow_writer_rows(sink->rows) > 0)
        flush_rows(sink);
    snprintf(request, sizeof(request), "{\"writer\":%lld}", (long long) sink->writer);
    (void) icebridge_call("writer.finish", request);
    close_callback(sink);
}
