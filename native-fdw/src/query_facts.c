/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_facts.c
 *    Collects what a whole query names by oid: what its expressions do, and the operators of its sorts and groups, the
 *    types of its columns.
 */
#include "postgres.h"

#include "nodes/nodeFuncs.h"

#include "query.h"

/* Whether a node of a query is an expression with a type. */
static bool
is_expression(Node *node)
{
    switch (nodeTag(node))
    {
        case T_Var:
        case T_Const:
        case T_Param:
        case T_Aggref:
        case T_GroupingFunc:
        case T_WindowFunc:
        case T_SubscriptingRef:
        case T_FuncExpr:
        case T_OpExpr:
        case T_DistinctExpr:
        case T_NullIfExpr:
        case T_ScalarArrayOpExpr:
        case T_BoolExpr:
        case T_SubLink:
        case T_FieldSelect:
        case T_RelabelType:
        case T_CoerceViaIO:
        case T_ArrayCoerceExpr:
        case T_CollateExpr:
        case T_CaseExpr:
        case T_CaseTestExpr:
        case T_ArrayExpr:
        case T_RowExpr:
        case T_RowCompareExpr:
        case T_CoalesceExpr:
        case T_MinMaxExpr:
        case T_SQLValueFunction:
        case T_NullTest:
        case T_BooleanTest:
        case T_CoerceToDomain:
            return true;
        default:
            return false;
    }
}

static void
add_types(Facts *facts, List *types, List *collations)
{
    ListCell *cell;

    foreach (cell, types)
        facts_add_type(facts, lfirst_oid(cell));
    foreach (cell, collations)
        facts_add_collation(facts, lfirst_oid(cell));
}

static void
add_sort_group(Facts *facts, SortGroupClause *clause)
{
    facts_add_operator(facts, clause->eqop);
    facts_add_operator(facts, clause->sortop);
}

/* Adds what a node of a query other than an expression names. */
static void
add_clause(Facts *facts, Node *node)
{
    ListCell *cell;

    switch (nodeTag(node))
    {
        case T_SortGroupClause:
            add_sort_group(facts, (SortGroupClause *) node);
            break;
        case T_WindowClause:
            facts_add_function(facts, ((WindowClause *) node)->startInRangeFunc);
            facts_add_function(facts, ((WindowClause *) node)->endInRangeFunc);
            facts_add_collation(facts, ((WindowClause *) node)->inRangeColl);
            break;
        case T_SetOperationStmt:
            add_types(facts, ((SetOperationStmt *) node)->colTypes, ((SetOperationStmt *) node)->colCollations);
            foreach (cell, ((SetOperationStmt *) node)->groupClauses)
                add_sort_group(facts, lfirst(cell));
            break;
        case T_CommonTableExpr:
            add_types(facts, ((CommonTableExpr *) node)->ctecoltypes, ((CommonTableExpr *) node)->ctecolcollations);
            break;
        case T_RangeTblFunction:
            add_types(facts, ((RangeTblFunction *) node)->funccoltypes, ((RangeTblFunction *) node)->funccolcollations);
            break;
        case T_RangeTblEntry:
            add_types(facts, ((RangeTblEntry *) node)->coltypes, ((RangeTblEntry *) node)->colcollations);
            break;
        default:
            break;
    }
}

static bool
collect_walker(Node *node, Facts *facts)
{
    if (node == NULL)
        return false;
    if (IsA(node, Query))
        return query_tree_walker((Query *) node, collect_walker, facts,
                                 QTW_EXAMINE_SORTGROUP | QTW_EXAMINE_RTES_BEFORE | QTW_IGNORE_JOINALIASES);
    if (is_expression(node))
        facts_add_expression(facts, node);
    else
        add_clause(facts, node);
    /* The walker of queries goes into range table entries itself. */
    return !IsA(node, RangeTblEntry) && expression_tree_walker(node, collect_walker, facts);
}

/* See query.h. */
void
query_collect_facts(Query *prepared, Facts *facts)
{
    (void) collect_walker((Node *) prepared, facts);
}
