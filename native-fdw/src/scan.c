/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan.c
 *    Executing a foreign scan: parameters are evaluated, Java opens a cursor, its Arrow batches become rows.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "commands/explain.h"
#include "executor/executor.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "nodes/value.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "arrow_reader.h"
#include "call.h"
#include "compat.h"
#include "constant.h"
#include "explain_lines.h"
#include "fdw.h"
#include "message.h"
#include "permission.h"
#include "relation.h"
#include "scan_kept.h"
#include "scan_rows.h"
#include "stream.h"
#include "writing.h"

typedef struct ScanExecution
{
    char *request;         /* the JSON of the scan without parameters' values and closing brace */
    MemoryContext context; /* of one run of the scan; reset by a rescan */
    List *parameters;      /* ExprStates */
    Rows *rows;            /* NULL until the first row is asked for, and after a rescan */
    KeptScan *kept;        /* NULL where no rows are kept */
    bool from_kept;        /* this run is answered from kept rows */
    bool started;
    Datum *slot_values; /* the slot's own arrays, which it shows while there are no rows */
    bool *slot_nulls;
    double most_rows; /* that will be looked at */
    bool analyze;
} ScanExecution;

static List *
private_list(ForeignScanState *node, ScanPrivate index)
{
    return list_nth(((ForeignScan *) node->ss.ps.plan)->fdw_private, index);
}

/* The relation a scan reads. One that only counts has no scan relation of its own. */
static RangeTblEntry *
scan_relation(ForeignScanState *node)
{
    ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
    Index index = plan->scan.scanrelid;

    if (index == 0)
        index = (Index) bms_next_member(plan->fs_relids, -1);
    return exec_rt_fetch(index, node->ss.ps.state);
}

/*
 * The JSON of the scan without parameters' values and closing brace. The relation is described anew, not taken from the
 * plan: the options of the user's mapping belong to whoever runs the plan, and must not be kept in it. `runs` says
 * whether rows will be read.
 */
static char *
scan_request(ForeignScanState *node, const char *members, bool runs)
{
    RangeTblEntry *entry = scan_relation(node);
    Oid user = compat_check_as_user((ForeignScan *) node->ss.ps.plan, entry);
    CatalogView view = catalog_view(node->ss.ps.state->es_snapshot, runs);

    return psprintf("{\"relation\":%s,%s",
                    describe_relation_in(entry->relid, OidIsValid(user) ? user : GetUserId(), &view), members);
}

/* How many rows will be looked at, where the plan says so. */
static double
most_rows(ForeignScan *plan)
{
    int limit = intVal(list_nth(plan->fdw_private, SCAN_PRIVATE_LIMIT));

    return limit < 0 ? ALL_ROWS : limit;
}

/* BeginForeignScan */
void
fdw_begin_scan(ForeignScanState *node, int eflags)
{
    ForeignScan *plan = (ForeignScan *) node->ss.ps.plan;
    ScanExecution *execution;

    /* EXPLAIN needs them too: it tells about files. */
    check_owner_roles(scan_relation(node)->relid, private_list(node, SCAN_PRIVATE_ROLES));
    if (eflags & EXEC_FLAG_EXPLAIN_ONLY)
        return;
    execution = palloc0(sizeof(ScanExecution));
    execution->context =
        AllocSetContextCreate(node->ss.ps.state->es_query_cxt, "icebridge scan", ALLOCSET_DEFAULT_SIZES);
    execution->request = scan_request(node, strVal(private_list(node, SCAN_PRIVATE_REQUEST)), true);
    execution->parameters = ExecInitExprList(plan->fdw_exprs, (PlanState *) node);
    execution->kept = kept_scan_begin(private_list(node, SCAN_PRIVATE_KEPT), &execution->parameters);
    execution->analyze = node->ss.ps.state->es_instrument != 0;
    /* What DuckDB tells about a query is complete only at its end. */
    execution->most_rows = execution->analyze ? ALL_ROWS : most_rows(plan);
    execution->slot_values = node->ss.ss_ScanTupleSlot->tts_values;
    execution->slot_nulls = node->ss.ss_ScanTupleSlot->tts_isnull;
    node->fdw_state = execution;
}

/* Adds the values of the scan's parameters. */
static void
append_parameters(StringInfo request, ForeignScanState *node, List *states)
{
    ExprContext *context = node->ss.ps.ps_ExprContext;
    ListCell *cell;

    appendStringInfoString(request, ",\"parameters\":[");
    foreach (cell, states)
    {
        ExprState *state = lfirst(cell);
        bool is_null;
        Datum value = ExecEvalExprSwitchContext(state, context, &is_null);

        if (foreach_current_index(cell) > 0)
            appendStringInfoChar(request, ',');
        describe_constant(request, exprType((Node *) state->expr), -1, value, is_null);
    }
    appendStringInfoChar(request, ']');
}

/* Begins to answer from kept rows; false where this run has to ask Java. */
static bool
start_kept(ForeignScanState *node, ScanExecution *execution)
{
    StringInfoData request;
    bool load;

    if (!kept_scan_serves(execution->kept, &load))
        return false;
    if (load)
    {
        List *private = private_list(node, SCAN_PRIVATE_KEPT);

        initStringInfo(&request);
        appendStringInfoString(&request, scan_request(node, strVal(list_nth(private, KEPT_PRIVATE_REQUEST)), true));
        append_parameters(&request, node, execution->parameters);
        if (!kept_scan_load(execution->kept, node, request.data))
            return false;
    }
    kept_scan_start(execution->kept, node);
    return true;
}

/* Starts a run. */
static void
start_scan(ForeignScanState *node, ScanExecution *execution)
{
    MemoryContext old = MemoryContextSwitchTo(execution->context);
    StringInfoData request;

    if (node->ss.ps.state->es_snapshot != NULL)
        writing_publish(scan_relation(node)->relid, node->ss.ps.state->es_snapshot);
    initStringInfo(&request);
    appendStringInfoString(&request, execution->request);
    append_parameters(&request, node, execution->parameters);
    if (execution->analyze)
        appendStringInfoString(&request, ",\"analyze\":true");
    execution->rows =
        rows_open(request.data, private_list(node, SCAN_PRIVATE_COLUMNS),
                  node->ss.ss_ScanTupleSlot->tts_tupleDescriptor, execution->most_rows, execution->context);
    MemoryContextSwitchTo(old);
}

/* IterateForeignScan */
TupleTableSlot *
fdw_iterate_scan(ForeignScanState *node)
{
    ScanExecution *execution = node->fdw_state;
    TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;

    if (!execution->started)
    {
        execution->from_kept = start_kept(node, execution);
        if (!execution->from_kept)
            start_scan(node, execution);
        execution->started = true;
    }
    if (execution->from_kept)
    {
        (void) kept_scan_next(execution->kept, node);
        return slot;
    }
    ExecClearTuple(slot);
    if (rows_next(execution->rows, slot))
        ExecStoreVirtualTuple(slot);
    return slot;
}

/* ReScanForeignScan: parameters may have changed, and files may have too; a new run sees both. */
void
fdw_rescan(ForeignScanState *node)
{
    ScanExecution *execution = node->fdw_state;
    TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;

    ExecClearTuple(slot);
    if (execution->rows != NULL)
        kept_scan_ran(execution->kept, rows_waited(execution->rows));
    slot->tts_values = execution->slot_values;
    slot->tts_isnull = execution->slot_nulls;
    execution->rows = NULL;
    execution->started = false;
    MemoryContextReset(execution->context); /* closes the stream */
}

/* EndForeignScan */
void
fdw_end_scan(ForeignScanState *node)
{
    ScanExecution *execution = node->fdw_state;

    if (execution == NULL)
        return;
    kept_scan_end(execution->kept);
    MemoryContextDelete(execution->context);
}

/* ExplainForeignScan */
void
fdw_explain_scan(ForeignScanState *node, ExplainState *es)
{
    ScanExecution *execution = node->fdw_state;
    StringInfoData request;
    ListCell *cell;

    initStringInfo(&request);
    appendStringInfo(&request, "%s,\"verbose\":%s}",
                     scan_request(node, strVal(private_list(node, SCAN_PRIVATE_REQUEST)), false),
                     es->verbose ? "true" : "false");
    explain_lines(icebridge_call("explain", request.data), es);
    if (es->verbose)
        foreach (cell, private_list(node, SCAN_PRIVATE_NOTES))
            ExplainPropertyText("Not Pushed Down", strVal(lfirst(cell)), es);
    if (es->analyze && execution != NULL && kept_scan_count(execution->kept) >= 0)
        ExplainPropertyInteger("Rows Kept", NULL, kept_scan_count(execution->kept), es);
    if (es->analyze && execution != NULL && execution->rows != NULL)
        explain_lines(rows_statistics(execution->rows), es);
}
