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
sink_open(Relation relation, const char *kind, List *columns, TupleDesc descriptor, MemoryContext context)
{
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
                     describe_relation(RelationGetRelid(relation), GetUserId()), kind, (long long) sink->writer);
    foreach (cell, columns)
        appendStringInfo(&request, foreach_current_index(cell) == 0 ? "%d" : ",%d", lfirst_int(cell));
    appendStringInfoChar(&request, ']');
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    transaction_note_answer(icebridge_call("writer.open", request.data));
    return sink;
}

/*
 * Hands the rows gathered so far to Java. The two structs are malloc-ed because a canceled call may still use them;
 * Java has then taken over what they hold, and only their shells are left, which the call's end frees.
 */
static void
flush_rows(Sink *sink)
{
    struct ArrowArray *array = calloc(1, sizeof(struct ArrowArray));
    struct ArrowSchema *schema = calloc(1, sizeof(struct ArrowSchema));
    char request[128];

    if (array == NULL || schema == NULL)
    {
        free(array);
        free(schema);
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    }
    arrow_writer_finish(sink->rows, array, schema);
    snprintf(request, sizeof(request), "{\"writer\":%lld,\"array\":%lld,\"schema\":%lld}", (long long) sink->writer,
             (long long) (intptr_t) array, (long long) (intptr_t) schema);
    /* An interrupted call leaves the shells behind: a few bytes, and who frees them cannot be known. */
    (void) icebridge_call("writer.write", request);
    if (array->release != NULL)
        array->release(array);
    if (schema->release != NULL)
        schema->release(schema);
    free(array);
    free(schema);
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
