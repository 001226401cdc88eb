/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_load.c
 *    Hands rows of PostgreSQL's own relations over to DuckDB when a run begins. They are collected first: they may be
 * too many after all, and what cannot be said in Arrow is found out before DuckDB has begun.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
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

/* Adds the rows gathered so far as a batch; the number of their bytes. */
static Size
add_batch(ArrowWriter *writer, ArrowBatches *batches)
{
    Size bytes = arrow_writer_bytes(writer);
    struct ArrowArray batch;

    arrow_writer_take(writer, &batch);
    if (!arrow_batches_add(batches, &batch))
    {
        batch.release(&batch);
        out_of_memory();
    }
    return bytes;
}

/* Turns rows into batches; false where these become too large. */
static bool
gather(Tuplestorestate *store, TupleTableSlot *slot, ArrowWriter *writer, ArrowBatches *batches)
{
    Size bytes = 0;

    while (tuplestore_gettupleslot(store, true, false, slot))
    {
        CHECK_FOR_INTERRUPTS();
        slot_getallattrs(slot);
        arrow_writer_append(writer, slot->tts_values, slot->tts_isnull);
        if (arrow_writer_bytes(writer) >= BATCH_BYTES)
            bytes += add_batch(writer, batches);
        if (bytes > MOST_BYTES)
            return false;
    }
    if (arrow_writer_rows(writer) > 0)
        (void) add_batch(writer, batches);
    return true;
}

/*
 * The rows as batches, which the caller frees. NULL where they are too large, or hold a value that Arrow has not; what
 * raises the error about that touches nothing but memory, so it can be caught.
 */
static ArrowBatches *
make_batches(Tuplestorestate *store, TupleDesc descriptor)
{
    MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "icebridge rows", ALLOCSET_DEFAULT_SIZES);
    MemoryContext caller = MemoryContextSwitchTo(context);
    ArrowWriter *writer = arrow_writer_create(descriptor, NIL, true, context);
    TupleTableSlot *slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsMinimalTuple);
    struct ArrowSchema schema;
    ArrowBatches *batches;
    volatile bool complete = false;

    arrow_writer_schema(writer, &schema);
    batches = arrow_batches_create(&schema);
    if (batches == NULL)
        out_of_memory();
    PG_TRY();
    {
        complete = gather(store, slot, writer, batches);
    }
    PG_CATCH();
    {
        int state = geterrcode();

        MemoryContextSwitchTo(context);
        if (ERRCODE_TO_CATEGORY(state) != ERRCODE_DATA_EXCEPTION)
        {
            arrow_batches_free(batches);
            PG_RE_THROW();
        }
        FlushErrorState();
    }
    PG_END_TRY();
    if (!complete)
        arrow_batches_free(batches);
    ExecDropSingleTupleTableSlot(slot);
    MemoryContextSwitchTo(caller);
    MemoryContextDelete(context);
    return complete ? batches : NULL;
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

/* Hands the rows of one relation over, and adds their number to the request. */
static char *
load_heap(QueryScan *scan, Oid relation, Query *query, StringInfo request)
{
    EState *estate = scan->custom.ss.ps.state;
    uint64 most = (uint64) setting_heap_rows_limit * TOLERANCE;
    Tuplestorestate *store = tuplestore_begin_heap(false, false, work_mem);
    TupleDesc descriptor = ExecCleanTypeFromTL(query->targetList);
    ArrowBatches *batches = NULL;
    int64 count;

    query_rerun(estate, query, true, most + 1, true, store);
    count = tuplestore_tuple_count(store);
    if (count <= (int64) most)
        batches = make_batches(store, descriptor);
    tuplestore_end(store);
    if (batches == NULL)
        return psprintf(count > (int64) most ? "%s has too many rows" : "%s has rows that cannot be handed over",
                        quote_identifier(get_rel_name(relation)));
    appendStringInfo(request, "\"%u\":%lld", relation, (long long) load(scan, batches, descriptor->natts));
    MemoryContextSwitchTo(estate->es_query_cxt);
    scan->heap_counts = lappend_int(scan->heap_counts, (int) count);
    MemoryContextSwitchTo(scan->context);
    return NULL;
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
