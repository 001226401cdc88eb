/* SPDX-License-Identifier: Apache-2.0 */
/*
 * constraint.c
 *    PostgreSQL does not enforce the constraints of foreign tables: whoever has the data is to do that. For tables of
 * the catalog that is us. New rows are checked by the executor's own function. Rows of an UPDATE may lack columns that
 * the statement does not need, so only what can become false by it is checked: the columns it sets, and the CHECK
 * constraints they appear in.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "catalog/pg_attribute.h"
#include "executor/executor.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/partcache.h"
#include "utils/rel.h"

#include "compat.h"
#include "constraint.h"

struct Constraints
{
    bool inserts;
    bool whole_rows;
    bool partition;
    List *not_null;    /* attribute numbers */
    List *check_names; /* Strings */
    List *checks;      /* ExprStates, parallel */
};

/* The columns an expression over a relation's own row names. */
static Bitmapset *
columns_of(Node *expression)
{
    Bitmapset *columns = NULL;

    pull_varattnos(expression, 1, &columns);
    return columns;
}

/* Whether a CHECK constraint has to be looked at when those columns change, or an expression names the whole row. */
static bool
concerns(Bitmapset *columns, Bitmapset *updated)
{
    return bms_overlap(columns, updated) || bms_is_member(0 - FirstLowInvalidHeapAttributeNumber, columns);
}

/* See constraint.h. */
Bitmapset *
constraint_columns(Relation relation, Bitmapset *updated)
{
    TupleConstr *constraints = RelationGetDescr(relation)->constr;
    Bitmapset *columns = NULL;

    for (int i = 0; constraints != NULL && i < constraints->num_check; i++)
    {
        Bitmapset *named = columns_of(stringToNode(constraints->check[i].ccbin));

        if (concerns(named, updated))
            columns = bms_add_members(columns, named);
    }
    if (relation->rd_rel->relispartition)
        columns = bms_add_members(columns, columns_of((Node *) RelationGetPartitionQual(relation)));
    return columns;
}

/* Adds the CHECK constraints that the updated columns appear in. */
static void
prepare_checks(Constraints *prepared, Relation relation, Bitmapset *updated, EState *estate)
{
    TupleConstr *constraints = RelationGetDescr(relation)->constr;

    for (int i = 0; i < constraints->num_check; i++)
    {
        ConstrCheck *check = &constraints->check[i];
        Expr *expression = stringToNode(check->ccbin);

        if (!compat_check_is_enforced(check) || !concerns(columns_of((Node *) expression), updated))
            continue;
        prepared->check_names = lappend(prepared->check_names, makeString(pstrdup(check->ccname)));
        prepared->checks = lappend(prepared->checks, ExecPrepareExpr(expression, estate));
    }
}

/* See constraint.h. */
Constraints *
constraints_prepare(Relation relation, CmdType operation, List *updated, EState *estate)
{
    MemoryContext old = MemoryContextSwitchTo(estate->es_query_cxt);
    Constraints *prepared = palloc0(sizeof(Constraints));
    TupleDesc descriptor = RelationGetDescr(relation);
    Bitmapset *columns = NULL;
    ListCell *cell;

    prepared->inserts = operation == CMD_INSERT;
    prepared->whole_rows = updated == NIL;
    prepared->partition = relation->rd_rel->relispartition;
    foreach (cell, updated)
    {
        columns = bms_add_member(columns, lfirst_int(cell) - FirstLowInvalidHeapAttributeNumber);
        if (TupleDescAttr(descriptor, lfirst_int(cell) - 1)->attnotnull)
            prepared->not_null = lappend_int(prepared->not_null, lfirst_int(cell));
    }
    if (!prepared->whole_rows && descriptor->constr != NULL)
        prepare_checks(prepared, relation, columns, estate);
    MemoryContextSwitchTo(old);
    return prepared;
}

/* Checks what an UPDATE can have made false. */
static void
check_updated(Constraints *constraints, Relation relation, TupleTableSlot *slot, EState *estate)
{
    ExprContext *context = GetPerTupleExprContext(estate);
    ListCell *cell;
    ListCell *name;

    foreach (cell, constraints->not_null)
    {
        if (slot_attisnull(slot, lfirst_int(cell)))
            ereport(ERROR, (errcode(ERRCODE_NOT_NULL_VIOLATION),
                            errmsg("null value in column \"%s\" of relation \"%s\" violates not-null constraint",
                                   NameStr(TupleDescAttr(RelationGetDescr(relation), lfirst_int(cell) - 1)->attname),
                                   RelationGetRelationName(relation)),
                            errtablecol(relation, lfirst_int(cell))));
    }
    context->ecxt_scantuple = slot;
    forboth (cell, constraints->checks, name, constraints->check_names)
    {
        if (!ExecCheck(lfirst(cell), context))
            ereport(ERROR, (errcode(ERRCODE_CHECK_VIOLATION),
                            errmsg("new row for relation \"%s\" violates check constraint \"%s\"",
                                   RelationGetRelationName(relation), strVal(lfirst(name))),
                            errtableconstraint(relation, strVal(lfirst(name)))));
    }
}

/*
 * Raises the ERROR for a row that is outside of its partition. PostgreSQL moves updated rows out of heap partitions
 * only: for foreign ones it neither moves them nor checks them. Its own message would show columns that were not read
 * as null.
 */
static void
refuse_partition(Constraints *constraints, ResultRelInfo *info, TupleTableSlot *slot, EState *estate)
{
    if (constraints->inserts)
        (void) ExecPartitionCheck(info, slot, estate, true);
    ereport(ERROR, (errcode(ERRCODE_CHECK_VIOLATION),
                    errmsg("new row for relation \"%s\" violates partition constraint",
                           RelationGetRelationName(info->ri_RelationDesc)),
                    errdetail("UPDATE cannot move rows out of a partition that is a foreign table."),
                    errhint("Move them with WITH moved AS (DELETE … RETURNING *) INSERT … SELECT … FROM moved."),
                    errtable(info->ri_RelationDesc)));
}

/* See constraint.h. */
void
constraints_check(Constraints *constraints, ResultRelInfo *info, TupleTableSlot *slot, EState *estate)
{
    /* New rows that came by their partitioned table are where they belong, unless a trigger has changed them since. */
    bool belongs = constraints->inserts && info->ri_RootResultRelInfo != NULL &&
                   (info->ri_TrigDesc == NULL || !info->ri_TrigDesc->trig_insert_before_row);

    if (!constraints->whole_rows)
        check_updated(constraints, info->ri_RelationDesc, slot, estate);
    else if (RelationGetDescr(info->ri_RelationDesc)->constr != NULL)
        ExecConstraints(info, slot, estate);
    if (constraints->partition && !belongs && !ExecPartitionCheck(info, slot, estate, false))
        refuse_partition(constraints, info, slot, estate);
}
