/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink.c
 *    Gathers rows into Arrow batches for a writer in Java: one that takes them one by one in calls, or one that reads
 * them from a stream on a thread of its own while the next batch is being gathered.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/latch.h"
#include "utils/memutils.h"

#include "arrow_queue.h"
#include "arrow_writer.h"
#include "call.h"
#include "fault.h"
#include "java_thread.h"
#include "message.h"
#include "relation.h"
#include "sink.h"
#include "transaction.h"

/* A batch goes when it has this many rows or bytes. */
#define BATCH_ROWS 16384
#define BATCH_BYTES (16 * 1024 * 1024)

/* How long a wait for room in the queue may last before interrupts and the VM's life are looked at again. */
#define QUEUE_WAIT_MS 200

struct Sink
{
    int64 writer;
    ArrowWriter *rows;
    bool streams;              /* the writer reads a stream */
    ArrowQueue *queue;         /* its near end; NULL before the first batch */
    struct ArrowArray pending; /* a batch that the queue has not taken yet */
    bool closed;
    MemoryContextCallback callback;
};

/* Numbers of writers; chosen here so that one can be closed whose opening was interrupted. */
static int64 next_writer = 1;

/* Closes a queue behind a call. Any thread. */
static void
free_queue(void *argument)
{
    arrow_queue_close(argument);
}

/*
 * Closes the writer without waiting; never raises an ERROR. A stream that has not been read to its end fails, which
 * stops its reader; the call waits for that, and the queue is freed behind it.
 */
static void
close_callback(void *argument)
{
    Sink *sink = argument;
    char request[48];

    if (sink->closed)
        return;
    sink->closed = true;
    snprintf(request, sizeof(request), "{\"writer\":%lld}", (long long) sink->writer);
    if (sink->pending.release != NULL)
        sink->pending.release(&sink->pending);
    if (sink->queue == NULL)
    {
        icebridge_call_detached("writer.close", request);
        return;
    }
    arrow_queue_abort(sink->queue);
    /* When the VM has died nobody knows what its threads still hold. */
    if (java_death() == NULL)
        icebridge_call_detached_with("writer.close", request, free_queue, sink->queue);
}

/* The types whose values the writer wants as text. */
static List *
types_as_text(JsonbContainer *answer)
{
    JsonbContainer *numbers = message_get_container(answer, "asText");
    List *types = NIL;

    for (int i = 0; i < message_length(numbers); i++)
        types = lappend_oid(types, message_element_number(numbers, i));
    return types;
}

/* See sink.h. */
Sink *
sink_open(Relation relation, Snapshot snapshot, CommandId command, const char *kind, List *columns,
          TupleDesc descriptor, MemoryContext context)
{
    CatalogView view = catalog_view_for_change(snapshot);
    Sink *sink = MemoryContextAllocZero(context, sizeof(Sink));
    StringInfoData request;
    JsonbContainer *answer;
    ListCell *cell;

    view.command = command;
    sink->writer = next_writer++;
    sink->callback.func = close_callback;
    sink->callback.arg = sink;
    MemoryContextRegisterResetCallback(context, &sink->callback);
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"kind\":\"%s\",\"writer\":%lld,\"columns\":[",
                     describe_relation_in(RelationGetRelid(relation), GetUserId(), &view), kind,
                     (long long) sink->writer);
    foreach (cell, columns)
        appendStringInfo(&request, foreach_current_index(cell) == 0 ? "%d" : ",%d", lfirst_int(cell));
    appendStringInfoChar(&request, ']');
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    answer = icebridge_call("writer.open", request.data);
    transaction_note_answer(answer);
    sink->streams = message_get_bool(answer, "stream", false);
    sink->rows = arrow_writer_create(descriptor, types_as_text(answer), sink->streams, context);
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
write_batch(Sink *sink)
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

/* Has the writer finish; raises what went wrong there. */
static void
finish_writer(Sink *sink, bool shared)
{
    char request[80];

    snprintf(request, sizeof(request), "{\"writer\":%lld,\"shared\":%s}", (long long) sink->writer,
             shared ? "true" : "false");
    (void) icebridge_call("writer.finish", request);
}

/* Wakes the main thread; called by the stream's reader. */
static void
wake_main_thread(void)
{
    SetLatch(MyLatch);
}

/* Makes the stream and has the writer begin to read it. */
static void
start_stream(Sink *sink)
{
    struct ArrowSchema schema;
    char request[80];

    arrow_writer_schema(sink->rows, &schema);
    sink->queue = arrow_queue_create(&schema, wake_main_thread);
    if (sink->queue == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
    snprintf(request, sizeof(request), "{\"writer\":%lld,\"stream\":%lld}", (long long) sink->writer,
             (long long) (intptr_t) arrow_queue_stream(sink->queue));
    (void) icebridge_call("writer.start", request);
}

/* Puts the rows gathered so far into the stream; waits, open to interrupts, while its reader is behind. */
static void
stream_batch(Sink *sink)
{
    int64 bytes = arrow_writer_bytes(sink->rows);
    ArrowQueuePush result;

    if (sink->queue == NULL)
        start_stream(sink);
    arrow_writer_take(sink->rows, &sink->pending);
    while ((result = arrow_queue_push(sink->queue, &sink->pending, bytes)) == ARROW_QUEUE_FULL)
    {
        java_check_alive();
        CHECK_FOR_INTERRUPTS();
        java_wait_latch(QUEUE_WAIT_MS);
    }
    if (result == ARROW_QUEUE_RELEASED)
    {
        finish_writer(sink, true);
        elog(ERROR, "a writer has stopped reading its rows without a reason");
    }
}

/* Sends the rows gathered so far on their way. */
static void
flush_rows(Sink *sink)
{
    fault_reached("BATCH_GATHERED");
    if (sink->streams)
        stream_batch(sink);
    else
        write_batch(sink);
    fault_reached("BATCH_PUSHED");
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
JsonbContainer *
sink_query(Sink *sink, const char *request, JsonbContainer **failure)
{
    JsonbContainer *answer;

    fault_reached("BATCH_GATHERED");
    answer = icebridge_try("query.write", psprintf("%s,\"writer\":%lld}", request, (long long) sink->writer), failure);
    if (answer != NULL)
        transaction_note_answer(answer);
    fault_reached("BATCH_PUSHED");
    return answer;
}

/* See sink.h. */
void
sink_finish(Sink *sink, bool shared)
{
    if (arrow_writer_rows(sink->rows) > 0)
        flush_rows(sink);
    if (sink->queue != NULL)
        arrow_queue_end(sink->queue);
    fault_reached("ROWS_ENDED");
    finish_writer(sink, shared);
    close_callback(sink);
    fault_reached("WRITER_FINISHED");
}
