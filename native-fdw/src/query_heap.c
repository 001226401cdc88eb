/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_heap.c
 *    PostgreSQL's own relations in a query that DuckDB executes: those that have few rows are handed over. The rows are
 * those of a query over the one relation, with its row-level security and the conditions that no row can fail and still
 * matter, so that PostgreSQL uses an index where it has one.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "optimizer/plancat.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteManip.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "compat.h"
#include "query.h"
#include "settings.h"

/* For so many rows it does not matter how many of them pass the conditions. */
#define FEW_ROWS 10000

/* The range table index of the relation in the query for its rows. */
#define ROWS_INDEX 1

typedef struct ConditionContext
{
    Query *query;
    int index;       /* of the relation */
    List *conjuncts; /* those that are about it alone */
    bool stopped;    /* a join adds rows of nulls in the place of its own, so what is above is not about it */
} ConditionContext;

/* Whether a condition names anything but columns of the relation. */
static bool
names_more_walker(Node *node, ConditionContext *context)
{
    if (node == NULL)
        return false;
    switch (nodeTag(node))
    {
        case T_Var:
            return ((Var *) node)->varlevelsup != 0 || ((Var *) node)->varno != context->index;
        case T_Param:
            return ((Param *) node)->paramkind != PARAM_EXTERN;
        case T_SubLink:
        case T_Aggref:
        case T_GroupingFunc:
        case T_WindowFunc:
        case T_CurrentOfExpr:
            return true;
        default:
            return expression_tree_walker(node, names_more_walker, context);
    }
}

/* Adds what of a condition is about the relation alone. */
static void
add_conjuncts(ConditionContext *context, Node *condition)
{
    ListCell *cell;

    if (condition == NULL || context->stopped)
        return;
    condition = compat_flatten_join_alias_vars(context->query, copyObject(condition));
    foreach (cell, make_ands_implicit((Expr *) condition))
        if (!names_more_walker(lfirst(cell), context) && !contain_volatile_functions(lfirst(cell)))
            context->conjuncts = lappend(context->conjuncts, lfirst(cell));
}

static bool find_conditions(Node *from, ConditionContext *context);

/* find_conditions() of a join. */
static bool
find_join_conditions(JoinExpr *join, ConditionContext *context)
{
    bool left = find_conditions(join->larg, context);
    bool keeps = join->jointype == JOIN_FULL || join->jointype == (left ? JOIN_LEFT : JOIN_RIGHT);

    if (!left && !find_conditions(join->rarg, context))
        return false;
    /* A row that fails the condition comes out all the same where its side is kept. */
    if (!keeps)
        add_conjuncts(context, join->quals);
    if (join->jointype == JOIN_FULL || join->jointype == (left ? JOIN_RIGHT : JOIN_LEFT))
        context->stopped = true;
    return true;
}

/* Collects the conditions around the relation, from the inside. Whether it is there. */
static bool
find_conditions(Node *from, ConditionContext *context)
{
    ListCell *cell;

    if (IsA(from, RangeTblRef))
        return ((RangeTblRef *) from)->rtindex == context->index;
    if (IsA(from, JoinExpr))
        return find_join_conditions((JoinExpr *) from, context);
    foreach (cell, ((FromExpr *) from)->fromlist)
    {
        if (!find_conditions(lfirst(cell), context))
            continue;
        add_conjuncts(context, ((FromExpr *) from)->quals);
        return true;
    }
    return false;
}

/* See query.h. */
List *
query_own_conditions(Query *query, int index)
{
    ConditionContext context = {.query = query, .index = index};

    (void) find_conditions((Node *) query->jointree, &context);
    return context.conjuncts;
}

/* The query for the rows of a relation, without columns. */
static Query *
make_rows(QueryRelation *relation)
{
    List *conditions = relation->uses == 1 ? query_own_conditions(relation->query, relation->index) : NIL;
    RangeTblEntry *original = rt_fetch(relation->index, relation->query->rtable);
    RangeTblEntry *entry = copyObject(original);
    RangeTblRef *reference = makeNode(RangeTblRef);
    Query *rows = makeNode(Query);

    ChangeVarNodes((Node *) conditions, relation->index, ROWS_INDEX, 0);
    ChangeVarNodes((Node *) entry->securityQuals, relation->index, ROWS_INDEX, 0);
    reference->rtindex = ROWS_INDEX;
    compat_copy_permissions(rows, entry, relation->query, original);
    rows->commandType = CMD_SELECT;
    rows->canSetTag = true;
    rows->rtable = list_make1(entry);
    rows->jointree =
        makeFromExpr(list_make1(reference), conditions == NIL ? NULL : (Node *) make_ands_explicit(conditions));
    rows->hasRowSecurity = entry->securityQuals != NIL;
    rows->hasSubLinks = checkExprHasSubLink((Node *) entry->securityQuals);
    rows->stmt_location = -1;
    /* In policies there may be queries, which have been numbered. */
    return query_without_numbers(rows);
}

/* About how many rows that are. The planner is asked only where the size of the table does not say that they are few.
 */
static double
estimate_rows(QueryRelation *relation, ParamListInfo parameters)
{
    RangeTblEntry *entry = linitial(relation->rows->rtable);
    bool filtered = relation->rows->jointree->quals != NULL || entry->securityQuals != NIL;
    double rows;

    if (RELKIND_HAS_TABLE_AM(entry->relkind) && !(entry->inh && has_subclass(entry->relid)))
    {
        Relation opened = table_open(entry->relid, NoLock);
        BlockNumber pages;
        double visible;

        estimate_rel_size(opened, NULL, &pages, &rows, &visible);
        table_close(opened, NoLock);
        if (rows <= Min(setting_heap_rows_limit, FEW_ROWS) || !filtered)
            return rows;
    }
    return query_plan_unpushed(copyObject(relation->rows), "", parameters)->planTree->plan_rows;
}

/* See query.h. */
void
query_choose_heaps(List *relations, ParamListInfo parameters)
{
    ListCell *cell;

    foreach (cell, relations)
    {
        QueryRelation *relation = lfirst(cell);

        if (relation->lake || relation->reason != NULL)
            continue;
        if (setting_heap_rows_limit == 0)
        {
            relation->reason = "icebridge.heap_rows_limit is 0";
            continue;
        }
        relation->rows = make_rows(relation);
        relation->count = estimate_rows(relation, parameters);
        if (relation->count > setting_heap_rows_limit)
            relation->reason = "it has more rows than icebridge.heap_rows_limit";
    }
}

/* See query.h. */
Query *
query_heap_rows(QueryRelation *relation, List *columns)
{
    Query *rows = copyObject(relation->rows);
    ListCell *cell;

    foreach (cell, columns)
    {
        AttrNumber number = (AttrNumber) lfirst_int(cell);
        Oid type;
        int32 modifier;
        Oid collation;
        Var *column;

        get_atttypetypmodcoll(relation->relation, number, &type, &modifier, &collation);
        column = makeVar(ROWS_INDEX, number, type, modifier, collation, 0);
        rows->targetList =
            lappend(rows->targetList, makeTargetEntry((Expr *) column, foreach_current_index(cell) + 1,
                                                      get_attname(relation->relation, number, false), false));
    }
    /* Where nothing but the rows counts. */
    if (columns == NIL)
        rows->targetList = list_make1(makeTargetEntry((Expr *) makeBoolConst(true, false), 1, pstrdup("row"), false));
    return rows;
}
