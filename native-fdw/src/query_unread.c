/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_unread.c
 *    Targets of sub-queries that nobody reads. PostgreSQL's planner drops them without having looked at what they are,
 * so what would fail in them, even when constants are folded, must not; and what DuckDB has not keeps nothing else from
 * it.
 */
#include "postgres.h"

#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"

#include "query.h"

typedef struct ReadContext
{
    int varno; /* of the sub-query in its query */
    Index depth;
    Bitmapset *read; /* numbers of targets; 0 for the row as a whole */
} ReadContext;

/* Notes the targets of one sub-query that are named. */
static bool
read_walker(Node *node, ReadContext *context)
{
    bool found;

    if (node == NULL)
        return false;
    if (IsA(node, Var))
    {
        Var *var = (Var *) node;

        if (var->varno == context->varno && var->varlevelsup == context->depth)
            context->read = bms_add_member(context->read, Max(var->varattno, 0));
        return false;
    }
    if (!IsA(node, Query))
        return expression_tree_walker(node, read_walker, context);
    context->depth++;
    found = query_tree_walker((Query *) node, read_walker, context, QTW_IGNORE_JOINALIASES);
    context->depth--;
    return found;
}

/*
 * Whether a target may go: its value decides about no row, and its evaluation does nothing else. An aggregate without
 * GROUP BY is what makes its query one row.
 */
static bool
may_go(Query *query, TargetEntry *target)
{
    Node *expression = (Node *) target->expr;

    return target->ressortgroupref == 0 && !target->resjunk && !IsA(expression, Const) && !IsA(expression, Var) &&
           (query->groupClause != NIL || !contain_agg_clause(expression)) && !contain_subplans(expression) &&
           !expression_returns_set(expression) && !contain_volatile_functions(expression);
}

/* See query.h. */
void
query_clear_unread(Query *query)
{
    ListCell *cell;

    if (query->commandType != CMD_SELECT || query->setOperations != NULL || query->rowMarks != NIL)
        return;
    foreach (cell, query->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);
        ReadContext context = {.varno = foreach_current_index(cell) + 1};
        ListCell *target_cell;

        if (entry->rtekind != RTE_SUBQUERY || entry->subquery->setOperations != NULL ||
            entry->subquery->distinctClause != NIL)
            continue;
        (void) query_tree_walker(query, read_walker, &context, QTW_IGNORE_JOINALIASES);
        if (bms_is_member(0, context.read))
            continue;
        foreach (target_cell, entry->subquery->targetList)
        {
            TargetEntry *target = lfirst(target_cell);
            Node *expression = (Node *) target->expr;

            if (!bms_is_member(target->resno, context.read) && may_go(entry->subquery, target))
                target->expr =
                    (Expr *) makeNullConst(exprType(expression), exprTypmod(expression), exprCollation(expression));
        }
    }
}
