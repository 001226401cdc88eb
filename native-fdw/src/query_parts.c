/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_parts.c
 *    The queries in the tree of a query.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "nodes/nodeFuncs.h"

#include "compat.h"
#include "query.h"

typedef struct FindContext
{
    int number;
    Query *found;
} FindContext;

static bool
find_walker(Node *node, FindContext *context)
{
    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, find_walker, context);
    if (((Query *) node)->commandType == CMD_SELECT && ((Query *) node)->resultRelation == context->number)
    {
        context->found = (Query *) node;
        return true;
    }
    return query_tree_walker((Query *) node, find_walker, context, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
Query *
query_find(Query *tree, int number)
{
    FindContext context = {.number = number};

    (void) find_walker((Node *) tree, &context);
    return context.found;
}

/* Whether something refers to a query around the one that is `*depth` levels up. */
static bool
is_open_walker(Node *node, Index *depth)
{
    bool is_open;
    ListCell *cell;

    if (node == NULL)
        return false;
    if (IsA(node, Var))
        return ((Var *) node)->varlevelsup > *depth;
    if (IsA(node, Aggref) && ((Aggref *) node)->agglevelsup > *depth)
        return true;
    if (IsA(node, GroupingFunc) && ((GroupingFunc *) node)->agglevelsup > *depth)
        return true;
    if (!IsA(node, Query))
        return expression_tree_walker(node, is_open_walker, depth);
    foreach (cell, ((Query *) node)->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);

        if (entry->rtekind == RTE_CTE && entry->ctelevelsup > *depth + 1)
            return true;
    }
    ++*depth;
    is_open = query_tree_walker((Query *) node, is_open_walker, depth, 0);
    --*depth;
    return is_open;
}

/* See query.h. */
bool
query_is_closed(Query *query)
{
    Index depth = 0;
    ListCell *cell;

    foreach (cell, query->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);

        if (entry->rtekind == RTE_CTE && entry->ctelevelsup > 0)
            return false;
    }
    return !query_tree_walker(query, is_open_walker, &depth, 0);
}

static bool
clear_number_walker(Node *node, void *context)
{
    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, clear_number_walker, context);
    if (((Query *) node)->commandType == CMD_SELECT)
        ((Query *) node)->resultRelation = 0;
    return query_tree_walker((Query *) node, clear_number_walker, context, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
Query *
query_without_numbers(Query *query)
{
    query = copyObject(query);
    (void) clear_number_walker((Node *) query, NULL);
    return query;
}

/* Adds an entry that is not read, and needs nothing of what reading takes. */
static void
add_relation(Query *to, Query *query, RangeTblEntry *entry)
{
    RangeTblEntry *copy = copyObject(entry);

    copy->rtekind = RTE_RELATION;
    copy->subquery = NULL;
    copy->security_barrier = false;
    copy->tablesample = NULL;
    copy->securityQuals = NIL;
    copy->inh = false;
    copy->lateral = false;
    copy->inFromCl = false;
    compat_copy_permissions(to, copy, query, entry);
    to->rtable = lappend(to->rtable, copy);
}

typedef struct AddContext
{
    Query *to;
} AddContext;

static bool
add_relations_walker(Node *node, AddContext *context)
{
    Query *query = (Query *) node;
    ListCell *cell;

    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, add_relations_walker, context);
    foreach (cell, query->rtable)
        if (compat_names_relation(lfirst(cell)))
            add_relation(context->to, query, lfirst(cell));
    return query_tree_walker(query, add_relations_walker, context, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
void
query_add_relations(Query *to, Query *query)
{
    AddContext context = {.to = to};

    (void) add_relations_walker((Node *) query, &context);
}
