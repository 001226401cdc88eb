/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_load.c
 *    Hands rows of PostgreSQL's own relations over to DuckDB when a run begins. They are all gathered first: they may
 * be too many after all, and what cannot be said in Arrow is found out before DuckDB has begun.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "arrow_batches.h"
#include "arrow_writer.h"
#include "call.h"
#include "query.h"
#include "query_scan.h"
#include "settings.h"

/* A relation may have so many times more rows than it was chosen for. */
#define TOLERANCE 10

/* A batch ends with so many bytes, and there may be so many in all. */
#define BATCH_BYTES (8 * 1024 * 1024)
#define MOST_BYTES (256 * 1024 * 1024)

/* Rows that Java holds, until the context is reset. */
typedef struct LoadedHeap
{
    int64 number;
    MemoryContextCallback callback;
} LoadedHeap;

/* Numbers of rows; chosen here so that those can be forgotten whose loading was interrupted. */
static int64 next_number = 1;

/* Has Java forget rows, without waiting; never raises an ERROR. */
static void
unload_callback(void *argument)
{
    char request[48];

    snprintf(request, sizeof(request), "{\"rows\":%lld}", (long long) ((LoadedHeap *) argument)->number);
    icebridge_call_detached("query.unload", request);
}

static void
out_of_memory(void)
{
    ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
}

/* Takes the rows of a query and turns them into batches as they come. */
typedef struct RowsReceiver
{
    DestReceiver receiver; /* has to come first */
    MemoryContext context; /* of the writer */
    MemoryContextCallback callback;
    ArrowWriter *writer;
    ArrowBatches *batches; /* freed with the context; NULL once they are somebody else's */
    int64 count;
    Size bytes;     /* of the batches */
    bool unsayable; /* there was a value that Arrow has not */
} RowsReceiver;

/* rStartup: the columns are known now. */
static void
start_rows(DestReceiver *receiver, int operation, TupleDesc descriptor)
{
    RowsReceiver *rows = (RowsReceiver *) receiver;
    struct ArrowSchema schema;

    rows->writer = arrow_writer_create(descriptor, NIL, true, rows->context);
    arrow_writer_schema(rows->writer, &schema);
    rows->batches = arrow_batches_create(&schema);
    if (rows->batches == NULL)
        out_of_memory();
}

/* Adds the rows gathered since the last batch as one. */
static void
add_batch(RowsReceiver *rows)
{
    struct ArrowArray batch;

    rows->bytes += arrow_writer_bytes(rows->writer);
    arrow_writer_take(rows->writer, &batch);
    if (!arrow_batches_add(rows->batches, &batch))
    {
        batch.release(&batch);
        out_of_memory();
    }
}

/*
 * receiveSlot: adds a row; false where no more are wanted, because they are too large or hold a value that Arrow has
 * not. What raises the error about that touches nothing but memory, so it can be caught.
 */
static bool
take_row(TupleTableSlot *slot, DestReceiver *receiver)
{
    RowsReceiver *rows = (RowsReceiver *) receiver;
    MemoryContext caller = CurrentMemoryContext;

    slot_getallattrs(slot);
    PG_TRY();
    {
        arrow_writer_append(rows->writer, slot->tts_values, slot->tts_isnull);
    }
    PG_CATCH();
    {
        if (ERRCODE_TO_CATEGORY(geterrcode()) != ERRCODE_DATA_EXCEPTION)
            PG_RE_THROW();
        MemoryContextSwitchTo(caller);
        FlushErrorState();
        rows->unsayable = true;
    }
    PG_END_TRY();
    if (rows->unsayable)
        return false;
    rows->count++;
    if (arrow_writer_bytes(rows->writer) >= BATCH_BYTES)
        add_batch(rows);
    return rows->bytes <= MOST_BYTES;
}

/* rShutdown and rDestroy: what was gathered is still needed. */
static void
keep_rows(DestReceiver *receiver)
{
}

/* Frees what malloc gave, when the context goes. */
static void
free_batches(void *argument)
{
    RowsReceiver *rows = argument;

    if (rows->batches != NULL)
        arrow_batches_free(rows->batches);
}

/* A receiver, which lives in the context. */
static RowsReceiver *
make_receiver(MemoryContext context)
{
    RowsReceiver *rows = MemoryContextAllocZero(context, sizeof(RowsReceiver));

    rows->receiver.receiveSlot = take_row;
    rows->receiver.rStartup = start_rows;
    rows->receiver.rShutdown = keep_rows;
    rows->receiver.rDestroy = keep_rows;
    rows->receiver.mydest = DestNone;
    rows->context = context;
    rows->callback.func = free_batches;
    rows->callback.arg = rows;
    MemoryContextRegisterResetCallback(context, &rows->callback);
    return rows;
}

/* Hands batches over, which belong to the call from now on. Their number. */
static int64
load(QueryScan *scan, ArrowBatches *batches, int columns)
{
    LoadedHeap *loaded = MemoryContextAlloc(scan->context, sizeof(LoadedHeap));
    char request[96];

    loaded->number = next_number++;
    loaded->callback.func = unload_callback;
    loaded->callback.arg = loaded;
    MemoryContextRegisterResetCallback(scan->context, &loaded->callback);
    snprintf(request, sizeof(request), "{\"rows\":%lld,\"stream\":%lld,\"columns\":%d}", (long long) loaded->number,
             (long long) (intptr_t) arrow_batches_stream(batches), columns);
    (void) icebridge_call_with("query.load", request, arrow_batches_free, batches);
    return loaded->number;
}

/* Executes what gives the rows of one relation and hands them over. Why that cannot be done, or NULL. */
static char *
load_heap(QueryScan *scan, Oid relation, Query *query, StringInfo request)
{
    EState *estate = scan->custom.ss.ps.state;
    uint64 most = (uint64) setting_heap_rows_limit * TOLERANCE;
    MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "icebridge rows", ALLOCSET_DEFAULT_SIZES);
    RowsReceiver *rows = make_receiver(context);
    char *reason = NULL;

    query_rerun(estate, query, true, most + 1, &rows->receiver);
    if (rows->count > (int64) most)
        reason = "has too many rows";
    else if (rows->unsayable || rows->bytes > MOST_BYTES)
        reason = "has rows that cannot be handed over";
    if (reason == NULL)
    {
        ArrowBatches *batches = rows->batches;

        if (arrow_writer_rows(rows->writer) > 0)
            add_batch(rows);
        rows->batches = NULL;
        appendStringInfo(request, "\"%u\":%lld", relation,
                         (long long) load(scan, batches, list_length(query->targetList)));
        MemoryContextSwitchTo(estate->es_query_cxt);
        scan->heap_counts = lappend_int(scan->heap_counts, (int) rows->count);
        MemoryContextSwitchTo(scan->context);
    }
    MemoryContextDelete(context);
    return reason == NULL ? NULL : psprintf("%s %s", quote_identifier(get_rel_name(relation)), reason);
}

/* See query_scan.h. */
char *
query_load_heaps(QueryScan *scan, StringInfo request)
{
    List *relations = query_private(scan, QUERY_PRIVATE_HEAPS);
    char *reason = NULL;
    ListCell *relation;
    ListCell *query;

    if (relations == NIL)
        return NULL;
    scan->heap_counts = NIL;
    appendStringInfoString(request, ",\"heaps\":{");
    forboth (relation, relations, query, query_private(scan, QUERY_PRIVATE_HEAP_QUERIES))
    {
        if (relation != list_head(relations))
            appendStringInfoChar(request, ',');
        reason = load_heap(scan, lfirst_oid(relation), lfirst(query), request);
        if (reason != NULL)
            return reason;
    }
    appendStringInfoChar(request, '}');
    return NULL;
}

/* See query_scan.h. */
void
query_explain_heaps(QueryScan *scan, ExplainState *es)
{
    List *relations = query_private(scan, QUERY_PRIVATE_HEAPS);
    StringInfoData text;
    ListCell *cell;

    if (relations == NIL)
        return;
    initStringInfo(&text);
    foreach (cell, relations)
    {
        const char *name = get_rel_name(lfirst_oid(cell));
        int place = foreach_current_index(cell);

        if (place > 0)
            appendStringInfoString(&text, ", ");
        appendStringInfoString(&text, quote_identifier(name));
        if (es->analyze && place < list_length(scan->heap_counts))
            appendStringInfo(&text, " %d", list_nth_int(scan->heap_counts, place));
    }
    ExplainPropertyText("Rows of PostgreSQL", text.data, es);
}
