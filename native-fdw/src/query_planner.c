/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_planner.c
 *    The hook on planning: Java is asked which parts of a query DuckDB can execute, and these are planned as calls of
 *    icebridge.pushed_query(), for which there is but one path, ours. The function itself is never called.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "nodes/supportnodes.h"
#include "optimizer/paths.h"
#include "optimizer/planner.h"
#include "tcop/tcopprot.h"
#include "utils/json.h"

#include "call.h"
#include "compat.h"
#include "message.h"
#include "query.h"
#include "settings.h"
#include "transaction.h"

EXPORTED_FUNCTION(icebridge_pushed_query);
EXPORTED_FUNCTION(icebridge_pushed_query_support);

/* The planning of a query with blocks. */
typedef struct Planning
{
    List *blocks; /* QueryBlocks */
    List *notes;
    struct Planning *around; /* the one within which it happens, NULL for none */
} Planning;

static planner_hook_type next_planner;
static set_rel_pathlist_hook_type next_pathlist;
static Planning *current;

/* A query is being planned that must not be pushed. */
static bool suspended;

/* The members "query" and "facts" of a request. */
static char *
describe_query(PreparedQuery *prepared)
{
    StringInfoData json;

    initStringInfo(&json);
    appendStringInfoString(&json, "\"query\":");
    escape_json(&json, nodeToString(prepared->prepared));
    appendStringInfoString(&json, ",\"facts\":{");
    facts_write(&json, &prepared->facts);
    appendStringInfoChar(&json, '}');
    return json.data;
}

/* The request, without options of user mappings where it is for the log. */
static char *
plan_request(const char *query, List *relations, bool for_log)
{
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{%s,\"relations\":{", query);
    query_describe_relations(&request, relations, NULL, for_log);
    appendStringInfoChar(&request, '}');
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    return request.data;
}

/* See query.h. */
JsonbContainer *
query_ask(PreparedQuery *prepared, List *relations, const char *more, char **description)
{
    JsonbContainer *answer;

    *description = psprintf("%s%s", describe_query(prepared), more);
    if (message_level_is_interesting(DEBUG3))
        elog(DEBUG3, "icebridge: query.plan %s", plan_request(*description, relations, true));
    answer = icebridge_call("query.plan", plan_request(*description, relations, false));
    transaction_note_answer(answer);
    return answer;
}

/* Asks Java about a query and puts what it answers into prepared->numbered. Returns the blocks. */
static List *
push_blocks(PreparedQuery *prepared, ParamListInfo parameters, List **notes)
{
    List *relations = query_relations(prepared->numbered);
    char *description;
    JsonbContainer *answer;

    query_choose_heaps(relations, parameters);
    answer = query_ask(prepared, relations, "", &description);
    *notes = message_get_texts(answer, "notes");
    return query_rewrite(prepared, description, relations, answer);
}

static PlannedStmt *
plan_as_ever(Query *query, const char *text, int options, ParamListInfo parameters)
{
    return next_planner != NULL ? next_planner(query, text, options, parameters)
                                : standard_planner(query, text, options, parameters);
}

/* Plans a query whose calls of icebridge.pushed_query() stand for the blocks; the first scan shows notes without one.
 */
static PlannedStmt *
plan_within(Planning *planning, Query *query, const char *text, int options, ParamListInfo parameters)
{
    PlannedStmt *result;

    current = planning;
    PG_TRY();
    {
        result = plan_as_ever(query, text, options, parameters);
    }
    PG_FINALLY();
    {
        current = planning->around;
    }
    PG_END_TRY();
    return result;
}

/* Plans a query with what DuckDB can execute in it; there may be notes already on why that is not all. */
static PlannedStmt *
plan_pushed(Query *query, const char *text, int options, ParamListInfo parameters, List *notes)
{
    Planning planning = {.around = current};
    PreparedQuery *prepared = query_try_prepare(query, parameters, &planning.notes);
    PlannedStmt *result;
    ListCell *cell;

    if (prepared != NULL)
        planning.blocks = push_blocks(prepared, parameters, &planning.notes);
    planning.notes = list_concat_copy(notes, planning.notes);
    foreach (cell, planning.blocks)
        ((QueryBlock *) lfirst(cell))->notes = planning.notes;
    if (planning.blocks != NIL)
        query = query_without_numbers(prepared->numbered);
    result = plan_within(&planning, query, text, options, parameters);
    if (planning.blocks != NIL)
        result->invalItems = list_concat(result->invalItems, prepared->global->invalItems);
    return result;
}

/* Whether Java is to be asked about a query. DuckDB's texts are UTF-8, and so are their lengths and order. */
static bool
may_push(Query *query)
{
    return setting_push_queries && !suspended && query->commandType != CMD_UTILITY && GetDatabaseEncoding() == PG_UTF8;
}

/* Plans a statement that DuckDB may execute alone, as it is executed if that turns out not to be so. */
static PlannedStmt *
plan_suspended(Query *query, const char *text, int options, ParamListInfo parameters)
{
    bool was_suspended = suspended;
    PlannedStmt *result;

    suspended = true;
    PG_TRY();
    {
        result = plan_as_ever(query, text, options, parameters);
    }
    PG_FINALLY();
    {
        suspended = was_suspended;
    }
    PG_END_TRY();
    return result;
}

/* planner_hook */
static PlannedStmt *
plan(Query *query, const char *text, int options, ParamListInfo parameters)
{
    QueryBlock *write;
    List *notes;

    if (!may_push(query))
        return plan_as_ever(query, text, options, parameters);
    write = query_find_write(query, parameters, &notes);
    if (write != NULL)
        return query_add_write(plan_suspended(query, text, options, parameters), write);
    if (query_reads_lake(query))
        return plan_pushed(query, text, options, parameters, notes);
    if (notes != NIL)
    {
        Planning planning = {.notes = notes, .around = current};

        return plan_within(&planning, query, text, options, parameters);
    }
    return plan_as_ever(query, text, options, parameters);
}

/* See query.h. */
PlannedStmt *
query_plan_written(Query *insert, const char *text, ParamListInfo parameters)
{
    QueryBlock *write;
    List *notes;

    if (!may_push(insert))
        return NULL;
    write = query_find_write(insert, parameters, &notes);
    return write == NULL ? NULL : query_add_write(plan_suspended(insert, text, 0, parameters), write);
}

/* See query.h. */
PlannedStmt *
query_plan_unpushed(Query *query, const char *text, ParamListInfo parameters)
{
    bool was_suspended = suspended;
    PlannedStmt *result;

    suspended = true;
    PG_TRY();
    {
        result = pg_plan_query(query, text, 0, parameters);
    }
    PG_FINALLY();
    {
        suspended = was_suspended;
    }
    PG_END_TRY();
    return result;
}

/* See query.h. */
bool
query_plans_unpushed(void)
{
    return suspended;
}

/* See query.h. */
List *
query_take_notes(void)
{
    List *notes = NIL;

    if (current != NULL && current->blocks == NIL)
    {
        notes = current->notes;
        current->notes = NIL;
    }
    return notes;
}

/* The block a call stands for, NULL for none that is being planned. */
static QueryBlock *
find_block(Node *node)
{
    FuncExpr *call = (FuncExpr *) node;
    Const *argument;
    ListCell *cell;

    if (!IsA(call, FuncExpr) || call->funcresulttype != RECORDOID || list_length(call->args) != 1)
        return NULL;
    argument = linitial(call->args);
    if (!IsA(argument, Const) || argument->consttype != INT4OID || argument->constisnull)
        return NULL;
    for (Planning *planning = current; planning != NULL; planning = planning->around)
        foreach (cell, planning->blocks)
            if (((QueryBlock *) lfirst(cell))->function == call->funcid &&
                ((QueryBlock *) lfirst(cell))->id == DatumGetInt32(argument->constvalue))
                return lfirst(cell);
    return NULL;
}

/* set_rel_pathlist_hook */
static void
set_pathlist(PlannerInfo *root, RelOptInfo *rel, Index index, RangeTblEntry *entry)
{
    if (next_pathlist != NULL)
        next_pathlist(root, rel, index, entry);
    /* Where the planner has proved that there are no rows, not even the columns are known. */
    if (current != NULL && !IS_DUMMY_REL(rel) && entry->rtekind == RTE_FUNCTION && list_length(entry->functions) == 1)
    {
        QueryBlock *block = find_block(((RangeTblFunction *) linitial(entry->functions))->funcexpr);

        if (block != NULL)
            query_add_path(root, rel, block);
    }
}

/* icebridge.pushed_query(integer) */
Datum
icebridge_pushed_query(PG_FUNCTION_ARGS)
{
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                    errmsg("icebridge.pushed_query() stands in plans for what DuckDB executes and cannot be called")));
    PG_RETURN_NULL();
}

/* icebridge.pushed_query_support(internal): how many rows a call returns. */
Datum
icebridge_pushed_query_support(PG_FUNCTION_ARGS)
{
    Node *request = (Node *) PG_GETARG_POINTER(0);

    if (IsA(request, SupportRequestRows))
    {
        QueryBlock *block = find_block(((SupportRequestRows *) request)->node);

        if (block != NULL)
        {
            ((SupportRequestRows *) request)->rows = block->rows;
            PG_RETURN_POINTER(request);
        }
    }
    PG_RETURN_POINTER(NULL);
}

/* See query.h. */
void
query_define(void)
{
    next_planner = planner_hook;
    planner_hook = plan;
    next_pathlist = set_rel_pathlist_hook;
    set_rel_pathlist_hook = set_pathlist;
    query_scan_define();
    query_write_define();
}
