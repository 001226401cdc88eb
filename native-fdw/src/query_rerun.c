/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_rerun.c
 *    DuckDB has failed where PostgreSQL may not fail, or fails in words of its own: so PostgreSQL executes the part of
 *    the query that was pushed, under the snapshot and with the parameters of the execution under way. Rows of its own
 *    that it hands over to DuckDB come about in the same way.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "nodes/nodeFuncs.h"

#include "compat.h"
#include "query.h"

/* The execution that is under way has checked privileges, maybe as another user than is the current one by now. */
static bool
clear_permissions_walker(Node *node, void *context)
{
    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, clear_permissions_walker, context);
    compat_clear_permissions((Query *) node);
    return query_tree_walker((Query *) node, clear_permissions_walker, context, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
void
query_rerun(EState *state, Query *query, bool bound, uint64 most_rows, DestReceiver *receiver)
{
    QueryDesc *description;
    PlannedStmt *plan;

    query = copyObject(query);
    (void) clear_permissions_walker((Node *) query, NULL);
    plan = query_plan_unpushed(query, state->es_sourceText, bound ? state->es_param_list_info : NULL);
    description = CreateQueryDesc(plan, state->es_sourceText, state->es_snapshot, InvalidSnapshot, receiver,
                                  state->es_param_list_info, state->es_queryEnv, 0);
    ExecutorStart(description, 0);
    compat_executor_run_some(description, most_rows);
    ExecutorFinish(description);
    ExecutorEnd(description);
    FreeQueryDesc(description);
    receiver->rDestroy(receiver);
}
