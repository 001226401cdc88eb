/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_prepare.c
 *    Makes a query ready for Java: columns of joins become those of what is joined, what is constant is folded,
 *    constants leave the tree (see facts.c), and what PostgreSQL has to evaluate once, when execution begins, becomes a
 *    parameter. Each query in the tree gets a number, by which Java names it.
 */
#include "postgres.h"

#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/lsyscache.h"

#include "attempt.h"
#include "compat.h"
#include "query.h"

/* A function that changes one expression of a query. */
typedef Node *(*ExpressionChange)(Query *query, Node *expression, void *context);

/* Writes the numbers of queries. Those that change a table are no blocks, and keep the table's index. */
static bool
number_walker(Node *node, int *next)
{
    if (node == NULL)
        return false;
    if (IsA(node, Query))
    {
        Query *query = (Query *) node;

        if (query->resultRelation == 0)
            query->resultRelation = *next;
        ++*next;
        return query_tree_walker(query, number_walker, next, QTW_IGNORE_JOINALIASES);
    }
    return expression_tree_walker(node, number_walker, next);
}

/* Changes all expressions of one query, not of those in it, except as the change itself goes into them. */
static void
change_expressions(Query *query, ExpressionChange change, void *context)
{
    ListCell *cell;

    query->targetList = (List *) change(query, (Node *) query->targetList, context);
    query->jointree = (FromExpr *) change(query, (Node *) query->jointree, context);
    query->havingQual = change(query, query->havingQual, context);
    query->limitOffset = change(query, query->limitOffset, context);
    query->limitCount = change(query, query->limitCount, context);
    foreach (cell, query->windowClause)
    {
        WindowClause *window = lfirst(cell);

        window->startOffset = change(query, window->startOffset, context);
        window->endOffset = change(query, window->endOffset, context);
    }
    foreach (cell, query->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);

        entry->functions = (List *) change(query, (Node *) entry->functions, context);
        entry->values_lists = (List *) change(query, (Node *) entry->values_lists, context);
        entry->securityQuals = (List *) change(query, (Node *) entry->securityQuals, context);
        entry->tablefunc = (TableFunc *) change(query, (Node *) entry->tablefunc, context);
        entry->tablesample = (TableSampleClause *) change(query, (Node *) entry->tablesample, context);
    }
}

/* Replaces columns of joins, and of groups, by what they stand for; in queries below that refer to this one, too. */
static Node *
flatten(Query *query, Node *expression, void *context)
{
    return expression == NULL ? NULL : compat_flatten_join_alias_vars(query, expression);
}

static void
flatten_query(Query *query)
{
    ListCell *cell;

    query->targetList = (List *) compat_flatten_group_exprs(query, (Node *) query->targetList);
    query->havingQual = compat_flatten_group_exprs(query, query->havingQual);
    change_expressions(query, flatten, NULL);
    foreach (cell, query->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);

        if (entry->rtekind == RTE_SUBQUERY && entry->lateral)
            entry->subquery = (Query *) compat_flatten_join_alias_vars(query, (Node *) entry->subquery);
        /* Nothing names them any more. */
        entry->joinaliasvars = NIL;
        entry->joinleftcols = NIL;
        entry->joinrightcols = NIL;
    }
}

/* Folds constants, default arguments, functions that can be inlined, and parameters with a fixed value. */
static Node *
fold(Query *query, Node *expression, void *context)
{
    return expression == NULL ? NULL : eval_const_expressions(context, expression);
}

/* Removes common table expressions nobody reads, which PostgreSQL does not look at either, unless they change
 * something. */
static void
remove_unread(Query *query)
{
    ListCell *cell;

    foreach (cell, query->cteList)
    {
        CommonTableExpr *cte = lfirst(cell);

        if (cte->cterefcount == 0 && ((Query *) cte->ctequery)->commandType == CMD_SELECT)
            query->cteList = foreach_delete_current(query->cteList, cell);
    }
}

/* Prepares all queries of a tree in place, outer ones first. */
static bool
prepare_walker(Node *node, PlannerInfo *root)
{
    if (node == NULL)
        return false;
    if (IsA(node, Query))
    {
        Query *query = (Query *) node;

        remove_unread(query);
        flatten_query(query);
        query_clear_unread(query);
        root->parse = query;
        change_expressions(query, fold, root);
        return query_tree_walker(query, prepare_walker, root, QTW_IGNORE_JOINALIASES);
    }
    return expression_tree_walker(node, prepare_walker, root);
}

/* Whether a part is evaluated once, by PostgreSQL. It may fail; see query_parameters.c. */
static bool
is_parameter(Node *node)
{
    switch (nodeTag(node))
    {
        case T_Param:
            return ((Param *) node)->paramkind == PARAM_EXTERN;
        case T_FuncExpr:
        case T_OpExpr:
        case T_DistinctExpr:
        case T_NullIfExpr:
        case T_ScalarArrayOpExpr:
        case T_BoolExpr:
        case T_RelabelType:
        case T_CoerceViaIO:
        case T_CollateExpr:
        case T_CoalesceExpr:
        case T_MinMaxExpr:
        case T_ArrayExpr:
        case T_NullTest:
        case T_BooleanTest:
        case T_SQLValueFunction:
            return !facts_is_bound(node, true) && !expression_returns_set(node) && !contain_volatile_functions(node) &&
                   !type_is_rowtype(exprType(node));
        default:
            return false;
    }
}

/* Replaces constants and what becomes a parameter, on all levels. */
static Node *
externalize_mutator(Node *node, PreparedQuery *query)
{
    if (node == NULL)
        return NULL;
    if (IsA(node, Query))
        return (Node *) query_tree_mutator((Query *) node, externalize_mutator, query, 0);
    if (IsA(node, Const))
        return facts_take_constant(&query->facts, (Const *) node);
    if (is_parameter(node))
        return (Node *) facts_parameter(&query->parameters, node);
    return expression_tree_mutator(node, externalize_mutator, query);
}

/* What is prepared. */
typedef struct Preparation
{
    Query *query;
    ParamListInfo parameters;
    PreparedQuery *result;
} Preparation;

static void
prepare(void *argument)
{
    Preparation *preparation = argument;
    PreparedQuery *result = palloc0(sizeof(PreparedQuery));
    PlannerInfo *root = query_make_root(preparation->parameters);
    int next = 0;

    result->global = root->glob;
    result->bound = preparation->parameters != NULL;
    result->numbered = copyObject(preparation->query);
    query_inline_functions(result->numbered, root);
    query_expand_parents(result->numbered);
    (void) number_walker((Node *) result->numbered, &next);
    result->prepared = copyObject(result->numbered);
    (void) prepare_walker((Node *) result->prepared, root);
    result->prepared = (Query *) externalize_mutator((Node *) result->prepared, result);
    /* Where the statement stood in its text does not matter; the same query has the same text then. */
    result->prepared->stmt_location = -1;
    result->prepared->stmt_len = 0;
    query_collect_facts(result->prepared, &result->facts);
    preparation->result = result;
}

/*
 * See query.h. PostgreSQL's planner folds less where it has found by then that something is not needed, so it may meet
 * no error; it finds all there is by itself.
 */
PreparedQuery *
query_try_prepare(Query *query, ParamListInfo parameters, List **notes)
{
    Preparation preparation = {.query = query, .parameters = parameters};
    char *state = attempt(prepare, &preparation);

    *notes = state == NULL ? NIL : list_make1(makeString(psprintf("what is constant in it fails: %s", state)));
    return preparation.result;
}
