/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_parents.c
 *    Partitioned tables, and tables others inherit from, become the union of what they consist of where one of our
 * foreign tables is among that. Privileges are those of the parent alone, as ever.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "partitioning/partdesc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "compat.h"
#include "query.h"

/* A table that becomes a union. */
typedef struct Parent
{
    Relation relation;
    int index; /* of its entry */
    int lock;
    Oid user;         /* whose privileges and user mappings count, InvalidOid for the current user's */
    List *conditions; /* conjuncts over it alone */
} Parent;

typedef struct UseContext
{
    int index;
    Index depth;
} UseContext;

static bool partition_is_lake(Oid relation);

/* Whether a partitioned table has one of our foreign tables as a partition, on any level. */
static bool
has_lake_partition(Oid parent)
{
    Relation relation = table_open(parent, AccessShareLock);
    PartitionDesc partitions = RelationGetPartitionDesc(relation, true);
    bool found = false;

    for (int i = 0; i < partitions->nparts && !found; i++)
        found = partition_is_lake(partitions->oids[i]);
    table_close(relation, NoLock);
    return found;
}

static bool
partition_is_lake(Oid relation)
{
    switch (get_rel_relkind(relation))
    {
        case RELKIND_FOREIGN_TABLE:
            return query_is_lake(relation);
        case RELKIND_PARTITIONED_TABLE:
            return has_lake_partition(relation);
        default:
            return false;
    }
}

/* See query.h. */
bool
query_is_lake_parent(RangeTblEntry *entry)
{
    ListCell *cell;

    if (entry->rtekind != RTE_RELATION || !entry->inh)
        return false;
    if (entry->relkind == RELKIND_PARTITIONED_TABLE)
        return has_lake_partition(entry->relid);
    if (!has_subclass(entry->relid))
        return false;
    foreach (cell, find_all_inheritors(entry->relid, NoLock, NULL))
        if (get_rel_relkind(lfirst_oid(cell)) == RELKIND_FOREIGN_TABLE && query_is_lake(lfirst_oid(cell)))
            return true;
    return false;
}

/* Whether more of a relation is named than its columns: rows of a union have no address and are of no table's type. */
static bool
names_row_walker(Node *node, UseContext *context)
{
    bool result;

    if (node == NULL)
        return false;
    if (IsA(node, Var))
        return ((Var *) node)->varno == context->index && ((Var *) node)->varlevelsup == context->depth &&
               ((Var *) node)->varattno <= 0;
    if (!IsA(node, Query))
        return expression_tree_walker(node, names_row_walker, context);
    context->depth++;
    result = query_tree_walker((Query *) node, names_row_walker, context, 0);
    context->depth--;
    return result;
}

/* Whether an entry can be read as a union. */
static bool
is_expandable(Query *query, RangeTblEntry *entry, int index)
{
    UseContext context = {.index = index};
    ListCell *cell;

    if (index == query->resultRelation || entry->tablesample != NULL || entry->securityQuals != NIL ||
        !query_is_lake_parent(entry))
        return false;
    foreach (cell, query->rowMarks)
        if (((RowMarkClause *) lfirst(cell))->rti == (Index) index)
            return false;
    return !query_tree_walker(query, names_row_walker, &context, 0);
}

/* The tables that have the rows of a parent, which are locked from now on. */
static List *
find_leaves(RangeTblEntry *parent)
{
    List *leaves = NIL;
    ListCell *cell;

    foreach (cell, find_all_inheritors(parent->relid, parent->rellockmode, NULL))
    {
        Oid oid = lfirst_oid(cell);

        if (get_rel_relkind(oid) != RELKIND_PARTITIONED_TABLE && !isOtherTempNamespace(get_rel_namespace(oid)))
            leaves = lappend_oid(leaves, oid);
    }
    return leaves;
}

/* An entry for a leaf, which needs no privileges. */
static RangeTblEntry *
make_entry(Relation leaf, int lock)
{
    RangeTblEntry *entry = makeNode(RangeTblEntry);

    entry->rtekind = RTE_RELATION;
    entry->relid = RelationGetRelid(leaf);
    entry->relkind = leaf->rd_rel->relkind;
    entry->rellockmode = lock;
    entry->inFromCl = true;
    entry->eref = makeAlias(RelationGetRelationName(leaf), NIL);
    for (int i = 0; i < RelationGetNumberOfAttributes(leaf); i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(leaf), i);

        entry->eref->colnames = lappend(
            entry->eref->colnames, makeString(attribute->attisdropped ? "" : pstrdup(NameStr(attribute->attname))));
    }
    return entry;
}

typedef struct ColumnContext
{
    int index;     /* of the parent */
    List *targets; /* what a leaf has for the parent's columns */
} ColumnContext;

/* Puts a leaf's columns into the places of the parent's. */
static Node *
columns_mutator(Node *node, ColumnContext *context)
{
    if (node == NULL)
        return NULL;
    if (IsA(node, Var) && ((Var *) node)->varno == context->index)
        return copyObject((Node *) ((TargetEntry *) list_nth(context->targets, ((Var *) node)->varattno - 1))->expr);
    return expression_tree_mutator(node, columns_mutator, context);
}

/* Adds the conditions over the parent, so that indexes help. For tables of ours Java does that. */
static void
add_conditions(Query *query, Relation leaf, Parent *parent)
{
    ColumnContext context = {.index = parent->index, .targets = query->targetList};
    List *conditions;

    if (leaf->rd_rel->relkind == RELKIND_FOREIGN_TABLE && query_is_lake(RelationGetRelid(leaf)))
        return;
    conditions = (List *) columns_mutator((Node *) parent->conditions, &context);
    if (conditions != NIL)
        query->jointree->quals = (Node *) make_ands_explicit(conditions);
}

/* A query for the rows of a leaf, with the parent's columns, which it has by name. Dropped ones are null. */
static Query *
make_leaf_query(Parent *parent, Oid leaf)
{
    Relation relation = table_open(leaf, NoLock);
    RangeTblRef *reference = makeNode(RangeTblRef);
    Query *query = makeNode(Query);

    reference->rtindex = 1;
    query->commandType = CMD_SELECT;
    query->canSetTag = true;
    query->stmt_location = -1;
    query->rtable = list_make1(make_entry(relation, parent->lock));
    compat_check_as(query, linitial(query->rtable), parent->user);
    query->jointree = makeFromExpr(list_make1(reference), NULL);
    for (int i = 0; i < RelationGetNumberOfAttributes(parent->relation); i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(parent->relation), i);
        Expr *value;

        if (attribute->attisdropped)
            value = (Expr *) makeNullConst(INT4OID, -1, InvalidOid);
        else
            value = (Expr *) makeVar(1, get_attnum(leaf, NameStr(attribute->attname)), attribute->atttypid,
                                     attribute->atttypmod, attribute->attcollation, 0);
        query->targetList =
            lappend(query->targetList, makeTargetEntry(value, i + 1, pstrdup(NameStr(attribute->attname)), false));
    }
    add_conditions(query, relation, parent);
    table_close(relation, NoLock);
    return query;
}

/* Adds a query to a union, which becomes one with the second. */
static void
add_to_union(Query *whole, Query *query)
{
    RangeTblEntry *entry = makeNode(RangeTblEntry);
    RangeTblRef *reference = makeNode(RangeTblRef);
    SetOperationStmt *operation;
    ListCell *cell;

    entry->rtekind = RTE_SUBQUERY;
    entry->subquery = query;
    entry->eref = makeAlias("leaf", NIL);
    whole->rtable = lappend(whole->rtable, entry);
    reference->rtindex = list_length(whole->rtable);
    foreach (cell, query->targetList)
        entry->eref->colnames = lappend(entry->eref->colnames, makeString(((TargetEntry *) lfirst(cell))->resname));
    if (whole->setOperations == NULL)
    {
        whole->setOperations = (Node *) reference;
        return;
    }
    operation = makeNode(SetOperationStmt);
    operation->op = SETOP_UNION;
    operation->all = true;
    operation->larg = whole->setOperations;
    operation->rarg = (Node *) reference;
    foreach (cell, query->targetList)
    {
        Node *value = (Node *) ((TargetEntry *) lfirst(cell))->expr;

        operation->colTypes = lappend_oid(operation->colTypes, exprType(value));
        operation->colTypmods = lappend_int(operation->colTypmods, exprTypmod(value));
        operation->colCollations = lappend_oid(operation->colCollations, exprCollation(value));
    }
    whole->setOperations = (Node *) operation;
}

/* All of the parent's rows. */
static Query *
make_union(Parent *parent, List *leaves)
{
    Query *whole = makeNode(Query);
    ListCell *cell;

    if (list_length(leaves) == 1)
        return make_leaf_query(parent, linitial_oid(leaves));
    whole->commandType = CMD_SELECT;
    whole->canSetTag = true;
    whole->stmt_location = -1;
    whole->jointree = makeFromExpr(NIL, NULL);
    foreach (cell, leaves)
        add_to_union(whole, make_leaf_query(parent, lfirst_oid(cell)));
    foreach (cell, ((RangeTblEntry *) linitial(whole->rtable))->subquery->targetList)
    {
        TargetEntry *target = lfirst(cell);

        whole->targetList = lappend(whole->targetList, makeTargetEntry((Expr *) makeVarFromTargetEntry(1, target),
                                                                       target->resno, target->resname, false));
    }
    return whole;
}

/* Makes an entry the union of its leaves; the privileges it needs go along, to an entry there that is not read. */
static void
expand(Query *query, RangeTblEntry *entry, int index)
{
    Parent parent = {.index = index, .lock = entry->rellockmode, .user = compat_entry_user(query, entry)};
    List *leaves = find_leaves(entry);
    RangeTblEntry *checked;
    Query *whole;

    if (leaves == NIL)
        return;
    parent.conditions = query_own_conditions(query, index);
    parent.relation = table_open(entry->relid, NoLock);
    whole = make_union(&parent, leaves);
    table_close(parent.relation, NoLock);
    checked = copyObject(entry);
    checked->inh = false;
    checked->inFromCl = false;
    compat_copy_permissions(whole, checked, query, entry);
    whole->rtable = lappend(whole->rtable, checked);
    compat_forget_permissions(entry);
    entry->rtekind = RTE_SUBQUERY;
    entry->subquery = whole;
    entry->relid = InvalidOid;
    entry->relkind = 0;
    entry->rellockmode = 0;
    entry->inh = false;
}

static bool
expand_walker(Node *node, void *context)
{
    Query *query = (Query *) node;
    ListCell *cell;

    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, expand_walker, context);
    foreach (cell, query->rtable)
        if (is_expandable(query, lfirst(cell), foreach_current_index(cell) + 1))
            expand(query, lfirst(cell), foreach_current_index(cell) + 1);
    return query_tree_walker(query, expand_walker, context, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
void
query_expand_parents(Query *query)
{
    (void) expand_walker((Node *) query, NULL);
}
