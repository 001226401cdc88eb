/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_inline.c
 *    Functions in FROM that are written in SQL become the query they are, as PostgreSQL's planner does it a moment
 *    later: what is in them can be pushed then.
 */
#include "postgres.h"

#include "access/transam.h"
#include "catalog/pg_language.h"
#include "catalog/pg_proc.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "utils/syscache.h"

#include "query.h"

/* Whether a function's body is SQL. */
static bool
is_sql(Oid function)
{
    HeapTuple tuple;
    bool result;

    /* PostgreSQL's own are about its catalogs. */
    if (function < FirstNormalObjectId)
        return false;
    tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
    result = HeapTupleIsValid(tuple) && ((Form_pg_proc) GETSTRUCT(tuple))->prolang == SQLlanguageId;
    if (HeapTupleIsValid(tuple))
        ReleaseSysCache(tuple);
    return result;
}

/* See query.h. */
Query *
query_of_function(RangeTblEntry *entry, PlannerInfo *root)
{
    RangeTblFunction *function;

    if (entry->rtekind != RTE_FUNCTION || list_length(entry->functions) != 1)
        return NULL;
    function = linitial(entry->functions);
    if (!IsA(function->funcexpr, FuncExpr) || !is_sql(((FuncExpr *) function->funcexpr)->funcid))
        return NULL;
    entry = copyObject(entry);
    entry->functions = (List *) eval_const_expressions(root, (Node *) entry->functions);
    return inline_set_returning_function(root, entry);
}

static bool
inline_walker(Node *node, PlannerInfo *root)
{
    ListCell *cell;

    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, inline_walker, root);
    foreach (cell, ((Query *) node)->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);
        Query *query = query_of_function(entry, root);

        if (query == NULL)
            continue;
        entry->rtekind = RTE_SUBQUERY;
        entry->subquery = query;
        entry->security_barrier = false;
        entry->functions = NIL;
        entry->funcordinality = false;
    }
    return query_tree_walker((Query *) node, inline_walker, root, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
void
query_inline_functions(Query *query, PlannerInfo *root)
{
    (void) inline_walker((Node *) query, root);
}

/* See query.h. */
PlannerInfo *
query_make_root(ParamListInfo parameters)
{
    PlannerInfo *root = makeNode(PlannerInfo);

    root->glob = makeNode(PlannerGlobal);
    root->glob->boundParams = parameters;
    root->query_level = 1;
    root->planner_cxt = CurrentMemoryContext;
    return root;
}
