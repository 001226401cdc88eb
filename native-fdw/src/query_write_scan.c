/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_write_scan.c
 *    The plan node below the one that writes to a table: has DuckDB find and write all rows, and then returns none. The
 * node below it is begun only where DuckDB could not, and its rows are passed on: PostgreSQL writes them as ever, or
 * raises the error that one of them deserves.
 */
#include "postgres.h"

#include "commands/explain.h"
#include "executor/executor.h"
#include "nodes/extensible.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/value.h"
#include "utils/memutils.h"

#include "message.h"
#include "modify.h"
#include "query.h"
#include "query_scan.h"
#include "transaction.h"

typedef struct QueryWrite
{
    QueryScan scan;   /* has to come first */
    PlanState *rows;  /* whose rows PostgreSQL writes; NULL unless DuckDB could not */
    uint64 processed; /* rows that DuckDB has written, changed or removed */
} QueryWrite;

static CustomScanMethods insert_methods;
static CustomScanMethods update_methods;
static CustomScanMethods delete_methods;

/* See query.h. */
Plan *
query_write_plan(QueryBlock *write, CmdType operation, Index target, bool counts, Plan *rows)
{
    CustomScan *scan = makeNode(CustomScan);
    ListCell *cell;

    foreach (cell, rows->targetlist)
    {
        TargetEntry *entry = lfirst(cell);
        TargetEntry *below = flatCopyTargetEntry(entry);
        TargetEntry *above = flatCopyTargetEntry(entry);

        below->expr = (Expr *) makeVarFromTargetEntry(OUTER_VAR, entry);
        /* PostgreSQL wants to see that it is a constant where a column was dropped. */
        above->expr =
            IsA(entry->expr, Const) ? copyObject(entry->expr) : (Expr *) makeVarFromTargetEntry(INDEX_VAR, entry);
        scan->custom_scan_tlist = lappend(scan->custom_scan_tlist, below);
        scan->scan.plan.targetlist = lappend(scan->scan.plan.targetlist, above);
    }
    scan->scan.plan.startup_cost = rows->startup_cost;
    scan->scan.plan.total_cost = rows->total_cost;
    scan->scan.plan.plan_rows = rows->plan_rows;
    scan->scan.plan.plan_width = rows->plan_width;
    scan->scan.plan.plan_node_id = rows->plan_node_id;
    scan->scan.plan.extParam = bms_copy(rows->extParam);
    scan->scan.plan.allParam = bms_copy(rows->allParam);
    outerPlan(scan) = rows;
    scan->custom_exprs = write->parameters;
    fix_opfuncids((Node *) scan->custom_exprs);
    scan->custom_private = query_describe_block(write, 0);
    scan->custom_private = lappend(scan->custom_private, makeInteger((int) target));
    scan->custom_private = lappend(scan->custom_private, makeInteger(counts));
    scan->flags = CUSTOMPATH_SUPPORT_PROJECTION;
    scan->methods = operation == CMD_INSERT   ? &insert_methods
                    : operation == CMD_UPDATE ? &update_methods
                                              : &delete_methods;
    return (Plan *) scan;
}

/* BeginCustomScan */
static void
begin(CustomScanState *node, EState *state, int eflags)
{
    query_begin((QueryScan *) node, state, eflags);
}

/* The table that is written, as the node above has opened it. */
static ResultRelInfo *
find_target(QueryWrite *write)
{
    Index index = (Index) intVal(query_private(&write->scan, QUERY_PRIVATE_TARGET));
    ListCell *cell;

    foreach (cell, write->scan.custom.ss.ps.state->es_opened_result_relations)
        if (((ResultRelInfo *) lfirst(cell))->ri_RangeTableIndex == index)
            return lfirst(cell);
    elog(ERROR, "icebridge: the table that is written was not opened");
}

/* Has DuckDB write the rows; false where PostgreSQL has to. */
static bool
write_rows(QueryWrite *write)
{
    EState *estate = write->scan.custom.ss.ps.state;
    ResultRelInfo *target = find_target(write);
    JsonbContainer *failure = NULL;
    JsonbContainer *answer = NULL;
    StringInfo request;
    char *reason;

    if (!modify_takes_query(target))
    {
        write->scan.rerun = "other parts of the statement change the table";
        return false;
    }
    write->scan.rerun = query_find_values(&write->scan);
    if (write->scan.rerun != NULL)
        return false;
    query_publish(&write->scan);
    request = query_run_request(&write->scan);
    reason = query_load_heaps(&write->scan, request);
    if (reason == NULL)
    {
        transaction_describe(request);
        answer = modify_query(target, request->data, &failure);
        reason = failure == NULL ? NULL : query_rerun_reason(failure);
    }
    if (reason != NULL)
    {
        write->scan.rerun = MemoryContextStrdup(estate->es_query_cxt, reason);
        return false;
    }
    write->processed = (uint64) message_get_int64(answer, "rows", 0);
    if (intVal(query_private(&write->scan, QUERY_PRIVATE_COUNTS)))
        estate->es_processed += write->processed;
    return true;
}

/* Begins the node whose rows PostgreSQL writes. */
static void
begin_rows(QueryWrite *write)
{
    CustomScanState *node = &write->scan.custom;
    MemoryContext old = MemoryContextSwitchTo(node->ss.ps.state->es_query_cxt);

    write->rows = ExecInitNode(outerPlan(node->ss.ps.plan), node->ss.ps.state, 0);
    node->custom_ps = list_make1(write->rows);
    MemoryContextSwitchTo(old);
}

/* Puts the next row that PostgreSQL has to write into the scan slot. */
static TupleTableSlot *
next(ScanState *state)
{
    QueryWrite *write = (QueryWrite *) state;
    TupleTableSlot *slot = state->ss_ScanTupleSlot;
    TupleTableSlot *row;

    ExecClearTuple(slot);
    if (!write->scan.started)
    {
        MemoryContext old = MemoryContextSwitchTo(write->scan.context);

        write->scan.started = true;
        if (!write_rows(write))
            begin_rows(write);
        MemoryContextSwitchTo(old);
    }
    if (write->rows == NULL)
        return slot;
    row = ExecProcNode(write->rows);
    if (TupIsNull(row))
        return slot;
    slot_getallattrs(row);
    memcpy(slot->tts_values, row->tts_values, slot->tts_tupleDescriptor->natts * sizeof(Datum));
    memcpy(slot->tts_isnull, row->tts_isnull, slot->tts_tupleDescriptor->natts * sizeof(bool));
    return ExecStoreVirtualTuple(slot);
}

/* Nobody changes single rows of such a table meanwhile. */
static bool
recheck(ScanState *state, TupleTableSlot *slot)
{
    return true;
}

/* ExecCustomScan */
static TupleTableSlot *
execute(CustomScanState *node)
{
    return ExecScan(&node->ss, next, recheck);
}

/* ReScanCustomScan: a statement is executed once. */
static void
rescan(CustomScanState *node)
{
    elog(ERROR, "icebridge: a statement cannot write its rows twice");
}

/* EndCustomScan */
static void
end(CustomScanState *node)
{
    QueryWrite *write = (QueryWrite *) node;

    if (write->rows != NULL)
        ExecEndNode(write->rows);
    if (write->scan.context != NULL)
        MemoryContextDelete(write->scan.context);
}

/* ExplainCustomScan */
static void
explain(CustomScanState *node, List *ancestors, ExplainState *es)
{
    QueryWrite *write = (QueryWrite *) node;

    query_explain(&write->scan, es);
    if (es->analyze && write->rows == NULL)
        ExplainPropertyUInteger("Rows Affected", NULL, write->processed, es);
}

static const CustomExecMethods execution_methods = {
    .CustomName = "DuckDB Write",
    .BeginCustomScan = begin,
    .ExecCustomScan = execute,
    .EndCustomScan = end,
    .ReScanCustomScan = rescan,
    .ExplainCustomScan = explain,
};

/* CreateCustomScanState */
static Node *
create_state(CustomScan *plan)
{
    QueryWrite *write = palloc0(sizeof(QueryWrite));

    NodeSetTag(write, T_CustomScanState);
    write->scan.custom.methods = &execution_methods;
    return (Node *) write;
}

static CustomScanMethods insert_methods = {.CustomName = "DuckDB Insert", .CreateCustomScanState = create_state};
static CustomScanMethods update_methods = {.CustomName = "DuckDB Update", .CreateCustomScanState = create_state};
static CustomScanMethods delete_methods = {.CustomName = "DuckDB Delete", .CreateCustomScanState = create_state};

/* See query.h. */
void
query_write_define(void)
{
    RegisterCustomScanMethods(&insert_methods);
    RegisterCustomScanMethods(&update_methods);
    RegisterCustomScanMethods(&delete_methods);
}
