/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_scan.c
 *    The plan node of what DuckDB executes.
 */
#include "postgres.h"

#include "commands/explain.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/extensible.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/value.h"
#include "pgtime.h"
#include "utils/float.h"
#include "utils/json.h"
#include "utils/memutils.h"

#include "call.h"
#include "compat.h"
#include "explain_lines.h"
#include "permission.h"
#include "query.h"
#include "query_scan.h"

/* Finds the variable that is a whole row of the relation. */
static bool
row_walker(Node *node, Var *row)
{
    if (node == NULL)
        return false;
    if (IsA(node, Var) && ((Var *) node)->varno == row->varno && ((Var *) node)->varattno == 0)
    {
        memcpy(row, node, sizeof(Var));
        return true;
    }
    return expression_tree_walker(node, row_walker, row);
}

/* The columns of the node's tuples; those of the block, and the row of them where that is asked for, as for locks. */
static List *
make_columns(QueryBlock *block, Index index, List *targets, List *quals, int *row_column)
{
    Var *row = makeVar(index, 0, RECORDOID, -1, InvalidOid, 0);
    List *columns = NIL;
    ListCell *cell;

    foreach (cell, block->columns)
    {
        QueryColumn *column = lfirst(cell);
        int number = foreach_current_index(cell) + 1;
        Var *variable = makeVar(index, number, column->type, column->modifier, column->collation, 0);

        columns = lappend(columns, makeTargetEntry((Expr *) variable, number, column->name, false));
    }
    *row_column = 0;
    if (row_walker((Node *) targets, row) || row_walker((Node *) quals, row))
    {
        *row_column = list_length(columns) + 1;
        columns = lappend(columns, makeTargetEntry((Expr *) row, *row_column, "row", false));
    }
    return columns;
}

static CustomScanMethods scan_methods;

/* See query_scan.h. */
List *
query_describe_block(QueryBlock *block, int row_column)
{
    List *relations = NIL;
    List *users = NIL;
    List *lakes = NIL;
    List *returned = NIL;
    List *members;
    ListCell *cell;

    foreach (cell, block->relations)
    {
        QueryRelation *relation = lfirst(cell);

        relations = lappend_oid(relations, relation->relation);
        users = lappend_oid(users, relation->user);
        lakes = lappend_int(lakes, relation->lake && relation->reason == NULL);
    }
    for (int i = 1; i <= block->returned; i++)
        returned = lappend_int(returned, i);
    members = list_make5(makeString(block->description), makeInteger(block->number), relations, users, lakes);
    members = lappend(members, block->roles);
    members = lappend(members, block->parameter_types);
    members = lappend(members, block->parameters_used);
    members = lappend(members, returned);
    members = lappend(members, block->rerun);
    members = lappend(members, block->rerun_columns);
    members = lappend(members, makeInteger(block->bound));
    members = lappend(members, makeInteger(block->rerun_flag));
    members = lappend(members, makeInteger(row_column));
    members = lappend(members, block->notes);
    members = lappend(members, block->heaps);
    return lappend(members, block->heap_queries);
}

/* See query.h. */
Plan *
query_scan_plan(QueryBlock *block, Index index, List *targets, List *quals)
{
    CustomScan *scan = makeNode(CustomScan);
    int row_column;

    scan->scan.plan.targetlist = targets;
    scan->scan.plan.qual = quals;
    scan->custom_scan_tlist = make_columns(block, index, targets, quals, &row_column);
    scan->custom_exprs = block->parameters;
    scan->custom_private = query_describe_block(block, row_column);
    scan->flags = CUSTOMPATH_SUPPORT_PROJECTION;
    scan->methods = &scan_methods;
    return (Plan *) scan;
}

/* See query_scan.h. */
void *
query_private(QueryScan *scan, QueryPrivate index)
{
    return list_nth(((CustomScan *) scan->custom.ss.ps.plan)->custom_private, index);
}

/* The block's relations as they are described at execution. */
static List *
relations_of(QueryScan *scan)
{
    List *result = NIL;
    ListCell *oid;
    ListCell *user;
    ListCell *lake;

    forthree(oid, query_private(scan, QUERY_PRIVATE_RELATIONS), user, query_private(scan, QUERY_PRIVATE_USERS), lake,
             query_private(scan, QUERY_PRIVATE_LAKES))
    {
        QueryRelation *relation = palloc0(sizeof(QueryRelation));

        relation->relation = lfirst_oid(oid);
        relation->user = lfirst_oid(user);
        relation->lake = lfirst_int(lake);
        /* What could not be read when the query was planned must not be asked for now. */
        if (!relation->lake && !list_member_oid(query_private(scan, QUERY_PRIVATE_HEAPS), relation->relation))
            relation->reason = "its rows are not handed over";
        result = lappend(result, relation);
    }
    return result;
}

/*
 * The JSON of a request without parameters' values and closing brace. Relations are described anew, not taken from the
 * plan: options of user mappings must not be kept there, and tables move on. `runs` says whether rows will be read.
 */
static char *
make_request(QueryScan *scan, bool runs)
{
    CatalogView view = catalog_view(scan->custom.ss.ps.state->es_snapshot, runs);
    StringInfoData json;

    initStringInfo(&json);
    appendStringInfo(&json, "{%s,\"relations\":{", strVal(query_private(scan, QUERY_PRIVATE_DESCRIPTION)));
    query_describe_relations(&json, relations_of(scan), &view, false);
    /* Up to here it may be the planner's request to the byte, which Java makes use of. */
    appendStringInfo(&json, "},\"block\":%d", intVal(query_private(scan, QUERY_PRIVATE_BLOCK)));
    /* They may be others than when the query was planned. */
    appendStringInfoString(&json, ",\"timeZone\":");
    escape_json(&json, pg_get_timezone_name(session_timezone));
    appendStringInfo(&json, ",\"isoDates\":%s", DateStyle == USE_ISO_DATES ? "true" : "false");
    appendStringInfo(&json, ",\"shortestFloats\":%s", extra_float_digits > 0 ? "true" : "false");
    return json.data;
}

/* Checks the owners of the relations. EXPLAIN needs that too: it tells about files. */
static void
check_owners(QueryScan *scan)
{
    ListCell *relation;
    ListCell *roles;

    forboth (relation, query_private(scan, QUERY_PRIVATE_RELATIONS), roles, query_private(scan, QUERY_PRIVATE_ROLES))
        check_owner_roles(lfirst_oid(relation), lfirst(roles));
}

/* See query_scan.h. */
void
query_begin(QueryScan *scan, EState *state, int eflags)
{
    check_owners(scan);
    if (eflags & EXEC_FLAG_EXPLAIN_ONLY)
        return;
    scan->context = AllocSetContextCreate(state->es_query_cxt, "icebridge query", ALLOCSET_DEFAULT_SIZES);
    scan->request = make_request(scan, true);
    scan->parameters = ExecInitExprList(((CustomScan *) scan->custom.ss.ps.plan)->custom_exprs, &scan->custom.ss.ps);
    scan->analyze = state->es_instrument != 0;
    /* Within a parallel operation, which begins later, what fails cannot be caught. */
    if (state->es_plannedstmt->parallelModeNeeded)
        (void) query_find_values(scan);
}

/* BeginCustomScan */
static void
begin(CustomScanState *node, EState *state, int eflags)
{
    QueryScan *scan = (QueryScan *) node;
    TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;
    int row_column = intVal(query_private(scan, QUERY_PRIVATE_ROW));

    query_begin(scan, state, eflags);
    if (eflags & EXEC_FLAG_EXPLAIN_ONLY)
        return;
    scan->slot_values = slot->tts_values;
    scan->slot_nulls = slot->tts_isnull;
    if (row_column > 0)
    {
        TupleDesc descriptor = CreateTemplateTupleDesc(row_column - 1);

        for (int i = 1; i < row_column; i++)
            TupleDescCopyEntry(descriptor, i, slot->tts_tupleDescriptor, i);
        scan->row = MakeSingleTupleTableSlot(BlessTupleDesc(descriptor), &TTSOpsVirtual);
    }
}

/* ExecCustomScan */
static TupleTableSlot *
execute(CustomScanState *node)
{
    return ExecScan(&node->ss, (ExecScanAccessMtd) query_next, (ExecScanRecheckMtd) query_recheck);
}

/* ReScanCustomScan: nothing a block depends on changes, so it is the same rows again. */
static void
rescan(CustomScanState *node)
{
    query_restart((QueryScan *) node);
    ExecScanReScan(&node->ss);
}

/* EndCustomScan */
static void
end(CustomScanState *node)
{
    QueryScan *scan = (QueryScan *) node;

    if (scan->context == NULL)
        return;
    query_restart(scan);
    if (scan->store != NULL)
    {
        ExecDropSingleTupleTableSlot(scan->stored);
        tuplestore_end(scan->store);
    }
    if (scan->row != NULL)
        ExecDropSingleTupleTableSlot(scan->row);
    MemoryContextDelete(scan->context);
}

/* See query_scan.h. */
void
query_explain(QueryScan *scan, ExplainState *es)
{
    ListCell *cell;

    explain_lines(icebridge_call("query.explain", psprintf("%s,\"verbose\":%s}", make_request(scan, false),
                                                           es->verbose ? "true" : "false")),
                  es);
    query_explain_heaps(scan, es);
    if (es->verbose)
        foreach (cell, query_private(scan, QUERY_PRIVATE_NOTES))
            ExplainPropertyText("Not Pushed Down", strVal(lfirst(cell)), es);
    if (es->analyze && scan->rerun != NULL)
        ExplainPropertyText("Rerun in PostgreSQL", scan->rerun, es);
}

/* ExplainCustomScan */
static void
explain(CustomScanState *node, List *ancestors, ExplainState *es)
{
    QueryScan *scan = (QueryScan *) node;

    query_explain(scan, es);
    if (!es->analyze)
        return;
    if (scan->rerun == NULL && scan->store != NULL)
        ExplainPropertyInteger("Rows Kept", NULL, scan->stored_count, es);
    if (scan->rows != NULL)
        explain_lines(rows_statistics(scan->rows), es);
}

static const CustomExecMethods execution_methods = {
    .CustomName = "DuckDB",
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
    QueryScan *scan = palloc0(sizeof(QueryScan));

    NodeSetTag(scan, T_CustomScanState);
    scan->custom.methods = &execution_methods;
    return (Node *) scan;
}

static CustomScanMethods scan_methods = {.CustomName = "DuckDB", .CreateCustomScanState = create_state};

/* See query.h. */
void
query_scan_define(void)
{
    RegisterCustomScanMethods(&scan_methods);
}
