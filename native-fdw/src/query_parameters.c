/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_parameters.c
 *    The values of what PostgreSQL evaluates once for a pushed query. PostgreSQL itself would evaluate it for a row,
 * which there may never be, so an error is no answer: the block is PostgreSQL's then, which raises it, or does not.
 */
#include "postgres.h"

#include "access/xact.h"
#include "executor/executor.h"

#include "attempt.h"
#include "constant.h"
#include "query_scan.h"

/* Whether an expression may end in an error. */
static bool
may_fail(ExprState *state)
{
    return !IsA(state->expr, Param) && !IsA(state->expr, SQLValueFunction);
}

/* An evaluation under way. */
typedef struct Evaluation
{
    QueryScan *scan;
    ExprContext *context;
} Evaluation;

/* Adds the values to those of the scan. */
static void
evaluate(void *argument)
{
    QueryScan *scan = ((Evaluation *) argument)->scan;
    List *used = query_private(scan, QUERY_PRIVATE_PARAMETERS_USED);
    ListCell *state = list_head(scan->parameters);
    ListCell *cell;

    foreach (cell, query_private(scan, QUERY_PRIVATE_PARAMETERS))
    {
        Datum value = 0;
        bool is_null = true;

        if (list_member_int(used, foreach_current_index(cell)))
        {
            value = ExecEvalExprSwitchContext(lfirst(state), ((Evaluation *) argument)->context, &is_null);
            state = lnext(scan->parameters, state);
        }
        if (foreach_current_index(cell) > 0)
            appendStringInfoChar(scan->values, ',');
        describe_constant(scan->values, lfirst_oid(cell), -1, value, is_null);
    }
}

/* See query_scan.h. */
char *
query_find_values(QueryScan *scan)
{
    Evaluation evaluation = {.scan = scan};
    bool uncertain = false;
    MemoryContext old;
    ListCell *cell;

    if (scan->values != NULL)
        return scan->failure;
    foreach (cell, scan->parameters)
        uncertain = uncertain || may_fail(lfirst(cell));
    old = MemoryContextSwitchTo(scan->custom.ss.ps.state->es_query_cxt);
    scan->values = makeStringInfo();
    evaluation.context = CreateExprContext(scan->custom.ss.ps.state);
    if (!uncertain)
        evaluate(&evaluation);
    else if (IsInParallelMode())
        scan->failure = pstrdup("a parameter may fail within a parallel operation");
    else
        scan->failure = attempt(evaluate, &evaluation);
    /* A function that has failed is not called back. */
    FreeExprContext(evaluation.context, scan->failure == NULL);
    MemoryContextSwitchTo(old);
    return scan->failure;
}
