/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_rows.c
 *    Where the rows of a pushed query come from: the batches of DuckDB, the rows that a second run has kept for those
 *    that follow (nothing a block depends on changes within an execution), or PostgreSQL.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "executor/executor.h"
#include "executor/tstoreReceiver.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/extensible.h"
#include "nodes/nodeFuncs.h"
#include "nodes/value.h"
#include "utils/memutils.h"

#include "call.h"
#include "message.h"
#include "query.h"
#include "query_scan.h"
#include "writing.h"

/* With this begin the messages of errors that generated SQL raises where it cannot be exact. */
#define INEXACT "icebridge: inexact"

/* See query_scan.h. */
StringInfo
query_run_request(QueryScan *scan)
{
    StringInfo request = makeStringInfo();

    appendStringInfo(request, "%s,\"parameters\":[%s]", scan->request, scan->values->data);
    if (scan->analyze)
        appendStringInfoString(request, ",\"analyze\":true");
    return request;
}

/* Begins to keep rows. */
static void
open_store(QueryScan *scan, TupleDesc descriptor)
{
    MemoryContext old = MemoryContextSwitchTo(scan->custom.ss.ps.state->es_query_cxt);

    scan->store = tuplestore_begin_heap(true, false, work_mem);
    scan->stored = MakeSingleTupleTableSlot(descriptor, &TTSOpsMinimalTuple);
    MemoryContextSwitchTo(old);
}

/*
 * Whether PostgreSQL may do better with what DuckDB has failed at: errors of data, violated constraints, and what one
 * of both cannot do.
 */
static bool
is_for_postgresql(const char *state, const char *message)
{
    return (state != NULL && (strncmp(state, "22", 2) == 0 || strncmp(state, "21", 2) == 0 ||
                              strncmp(state, "23", 2) == 0 || strcmp(state, "0A000") == 0)) ||
           (message != NULL && strstr(message, INEXACT) != NULL);
}

/* See query_scan.h. DuckDB's message may hold values of rows that a view hides, and never gets out; ours does not. */
char *
query_rerun_reason(JsonbContainer *error)
{
    char *state = message_get_text(error, "sqlState");
    char *message = message_get_text(error, "message");
    const char *trap = message == NULL ? NULL : strstr(message, INEXACT);

    if (!is_for_postgresql(state, message))
        icebridge_raise(error);
    if (trap == NULL)
        return psprintf("SQLSTATE %s", state);
    trap += strlen(INEXACT);
    trap += strspn(trap, " :");
    return pnstrdup(trap, strcspn(trap, "\n"));
}

/* Has PostgreSQL execute the block. */
static void
rerun(QueryScan *scan, const char *reason)
{
    EState *estate = scan->custom.ss.ps.state;
    Query *query = query_private(scan, QUERY_PRIVATE_RERUN);
    DestReceiver *receiver = CreateDestReceiver(DestTuplestore);

    open_store(scan, ExecCleanTypeFromTL(query->targetList));
    scan->rerun = MemoryContextStrdup(estate->es_query_cxt, reason);
    SetTuplestoreDestReceiverParams(receiver, scan->store, CurrentMemoryContext, false, NULL, NULL);
    query_rerun(estate, query, intVal(query_private(scan, QUERY_PRIVATE_BOUND)), 0, receiver);
    scan->stored_count = tuplestore_tuple_count(scan->store);
}

/* Opens the cursor of a run. Why PostgreSQL has to execute the block instead, or NULL; other errors are raised. */
static char *
open_rows(QueryScan *scan)
{
    JsonbContainer *failure = NULL;
    StringInfo request;
    char *reason = query_find_values(scan);

    if (reason != NULL)
        return reason;
    request = query_run_request(scan);
    reason = query_load_heaps(scan, request);
    if (reason != NULL)
        return reason;
    scan->rows = rows_try("query.open", request->data, query_private(scan, QUERY_PRIVATE_RETURNED),
                          scan->custom.ss.ss_ScanTupleSlot->tts_tupleDescriptor, ALL_ROWS, scan->context, &failure);
    if (failure == NULL)
        return NULL;
    return query_rerun_reason(failure);
}

/* Keeps all rows of this run. */
static void
keep_rows(QueryScan *scan)
{
    TupleTableSlot *slot = scan->custom.ss.ss_ScanTupleSlot;

    open_store(scan, CreateTupleDescCopy(slot->tts_tupleDescriptor));
    while (rows_next(scan->rows, slot))
    {
        CHECK_FOR_INTERRUPTS();
        tuplestore_putvalues(scan->store, slot->tts_tupleDescriptor, slot->tts_values, slot->tts_isnull);
        scan->stored_count++;
    }
    slot->tts_values = scan->slot_values;
    slot->tts_isnull = scan->slot_nulls;
    scan->rows = NULL;
    MemoryContextReset(scan->context);
}

/* See query_scan.h. */
void
query_publish(QueryScan *scan)
{
    Snapshot snapshot = scan->custom.ss.ps.state->es_snapshot;
    ListCell *relation;
    ListCell *lake;

    if (snapshot == NULL)
        return;
    forboth (relation, query_private(scan, QUERY_PRIVATE_RELATIONS), lake, query_private(scan, QUERY_PRIVATE_LAKES))
        if (lfirst_int(lake))
            writing_publish(lfirst_oid(relation), snapshot);
}

/* Begins a run. */
static void
start(QueryScan *scan)
{
    MemoryContext old = MemoryContextSwitchTo(scan->context);
    char *reason;

    scan->started = true;
    query_publish(scan);
    reason = open_rows(scan);
    MemoryContextSwitchTo(old);
    if (reason != NULL)
        rerun(scan, reason);
    else if (scan->ran)
        keep_rows(scan);
}

/* Shows a row that PostgreSQL has found, whose values are those of targets. */
static void
show_rerun(QueryScan *scan, TupleTableSlot *slot)
{
    int flag = intVal(query_private(scan, QUERY_PRIVATE_RERUN_FLAG));
    ListCell *cell;

    memset(slot->tts_isnull, true, slot->tts_tupleDescriptor->natts * sizeof(bool));
    foreach (cell, query_private(scan, QUERY_PRIVATE_RERUN_COLUMNS))
    {
        int column = lfirst_int(cell) - 1;

        if (column < 0)
            continue;
        slot->tts_values[column] = scan->stored->tts_values[foreach_current_index(cell)];
        slot->tts_isnull[column] = scan->stored->tts_isnull[foreach_current_index(cell)];
    }
    if (flag > 0)
    {
        slot->tts_values[flag - 1] = BoolGetDatum(true);
        slot->tts_isnull[flag - 1] = false;
    }
}

/* Puts the next of the kept rows into the slot. */
static bool
next_stored(QueryScan *scan, TupleTableSlot *slot)
{
    if (!tuplestore_gettupleslot(scan->store, true, false, scan->stored))
        return false;
    slot_getallattrs(scan->stored);
    if (scan->rerun != NULL)
    {
        show_rerun(scan, slot);
        return true;
    }
    memcpy(slot->tts_values, scan->stored->tts_values, slot->tts_tupleDescriptor->natts * sizeof(Datum));
    memcpy(slot->tts_isnull, scan->stored->tts_isnull, slot->tts_tupleDescriptor->natts * sizeof(bool));
    return true;
}

/* Fills the column that is the row of all others, where it is asked for. */
static void
add_row(QueryScan *scan, TupleTableSlot *slot)
{
    MemoryContext old;
    int column = intVal(query_private(scan, QUERY_PRIVATE_ROW)) - 1;

    if (column < 0)
        return;
    old = MemoryContextSwitchTo(scan->custom.ss.ps.ps_ExprContext->ecxt_per_tuple_memory);
    slot->tts_values[column] =
        HeapTupleGetDatum(heap_form_tuple(scan->row->tts_tupleDescriptor, slot->tts_values, slot->tts_isnull));
    slot->tts_isnull[column] = false;
    MemoryContextSwitchTo(old);
}

/* See query_scan.h. */
TupleTableSlot *
query_next(ScanState *state)
{
    QueryScan *scan = (QueryScan *) state;
    TupleTableSlot *slot = state->ss_ScanTupleSlot;

    if (!scan->started)
        start(scan);
    ExecClearTuple(slot);
    if (scan->store != NULL ? next_stored(scan, slot) : rows_next(scan->rows, slot))
    {
        add_row(scan, slot);
        ExecStoreVirtualTuple(slot);
    }
    return slot;
}

/*
 * See query_scan.h. Another transaction has changed a row that a statement wants to lock or change; the row of ours it
 * was joined with came along as a whole.
 */
bool
query_recheck(ScanState *state, TupleTableSlot *slot)
{
    QueryScan *scan = (QueryScan *) state;
    EPQState *again = state->ps.state->es_epq_active;
    Index index = (Index) bms_next_member(((CustomScan *) state->ps.plan)->custom_relids, -1);

    if (again->relsubs_rowmark[index - 1] == NULL)
        return !TupIsNull(query_next(state));
    if (again->relsubs_done[index - 1] || scan->row == NULL)
        return false;
    again->relsubs_done[index - 1] = true;
    if (!EvalPlanQualFetchRowMark(again, index, scan->row) || TupIsNull(scan->row))
        return false;
    ExecClearTuple(slot);
    slot_getallattrs(scan->row);
    memcpy(slot->tts_values, scan->row->tts_values, scan->row->tts_tupleDescriptor->natts * sizeof(Datum));
    memcpy(slot->tts_isnull, scan->row->tts_isnull, scan->row->tts_tupleDescriptor->natts * sizeof(bool));
    add_row(scan, slot);
    ExecStoreVirtualTuple(slot);
    return true;
}

/* See query_scan.h. */
void
query_restart(QueryScan *scan)
{
    TupleTableSlot *slot = scan->custom.ss.ss_ScanTupleSlot;

    ExecClearTuple(slot);
    slot->tts_values = scan->slot_values;
    slot->tts_isnull = scan->slot_nulls;
    if (scan->store != NULL)
    {
        tuplestore_rescan(scan->store);
        return;
    }
    if (scan->context == NULL)
        return;
    scan->ran = scan->ran || scan->started;
    scan->started = false;
    scan->rows = NULL;
    MemoryContextReset(scan->context); /* closes the stream */
}
