/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_write.c
 *    INSERT … SELECT, UPDATE and DELETE on a table of the catalog whose rows need not pass through PostgreSQL: DuckDB
 * finds them, computes what is written, and writes it. Java is asked about the SELECT that returns what the statement
 * writes: the number of the row first, where it changes or removes one, then the new values, then whether they violate
 * a constraint. Where DuckDB can execute all of it, the plan of the statement gets a node above the one whose rows
 * PostgreSQL would write (query_write_scan.c). All else about the statement stays PostgreSQL's: privileges, locks,
 * statement triggers, and how often it counts.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/plannodes.h"
#include "nodes/value.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteManip.h"
#include "utils/rel.h"

#include "catalog.h"
#include "compat.h"
#include "message.h"
#include "query.h"

/* Whether a table has triggers that look at the single rows of such a statement. */
static bool
has_row_triggers(TriggerDesc *triggers, CmdType operation)
{
    if (triggers == NULL)
        return false;
    switch (operation)
    {
        case CMD_INSERT:
            return triggers->trig_insert_before_row || triggers->trig_insert_after_row ||
                   triggers->trig_insert_new_table;
        case CMD_UPDATE:
            return triggers->trig_update_before_row || triggers->trig_update_after_row ||
                   triggers->trig_update_old_table || triggers->trig_update_new_table;
        default:
            return triggers->trig_delete_before_row || triggers->trig_delete_after_row ||
                   triggers->trig_delete_old_table;
    }
}

/*
 * Why the rows of a table are somebody else's business while they are written, but for its plain constraints; NULL
 * where they are not.
 */
static const char *
reason_of_target(Relation relation, CmdType operation)
{
    TupleConstr *constraints = RelationGetDescr(relation)->constr;

    if (relation->rd_rel->relispartition)
        return "the table is a partition";
    if (has_subclass(RelationGetRelid(relation)))
        return "other tables inherit from the table";
    for (int i = 0; constraints != NULL && i < RelationGetDescr(relation)->natts; i++)
        if (TupleDescAttr(RelationGetDescr(relation), i)->attgenerated != '\0')
            return "the table has generated columns";
    return has_row_triggers(relation->trigdesc, operation) ? "the table has triggers that look at its rows" : NULL;
}

/* Whether a statement changes one of the tables DuckDB may write, and may be its as a whole. Cheap. */
static bool
is_candidate(Query *query)
{
    RangeTblEntry *target;

    if (query->commandType != CMD_INSERT && query->commandType != CMD_UPDATE && query->commandType != CMD_DELETE)
        return false;
    target = rt_fetch(query->resultRelation, query->rtable);
    return target->relkind == RELKIND_FOREIGN_TABLE && catalog_keeps(target->relid) && catalog_has(target->relid) &&
           (query->commandType != CMD_INSERT || query_reads_lake(query));
}

/* Why a candidate is of a kind that PostgreSQL executes; NULL where it is not. */
static const char *
reason_of_kind(Query *query)
{
    if (query->returningList != NIL)
        return "the statement returns rows";
    if (query->onConflict != NULL)
        return "the statement has ON CONFLICT";
    if (query->withCheckOptions != NIL || rt_fetch(query->resultRelation, query->rtable)->securityQuals != NIL)
        return "a view or row-level security checks the rows";
    return query->hasModifyingCTE ? "statements in WITH write" : NULL;
}

/* What the columns of a new row are made of. */
typedef struct NewRow
{
    Query *query;
    Index target; /* range table index */
    Relation relation;
} NewRow;

/* The value a statement gives a column; NULL where it gives none. */
static Expr *
new_value(NewRow *row, AttrNumber attribute)
{
    ListCell *cell;

    foreach (cell, row->query->targetList)
        if (((TargetEntry *) lfirst(cell))->resno == attribute)
            return ((TargetEntry *) lfirst(cell))->expr;
    return NULL;
}

/* Puts what a new row is made of in the places of columns in an expression over the table. */
static Node *
new_row_mutator(Node *node, NewRow *row)
{
    if (node == NULL)
        return NULL;
    if (IsA(node, Var) && ((Var *) node)->varattno > 0)
    {
        Var *column = (Var *) node;
        Expr *value = new_value(row, column->varattno);

        if (value != NULL)
            return copyObject((Node *) value);
        if (row->query->commandType == CMD_INSERT)
            return (Node *) makeNullConst(column->vartype, column->vartypmod, column->varcollid);
        column = copyObject(column);
        column->varno = row->target;
        column->varnosyn = row->target;
        return (Node *) column;
    }
    return expression_tree_mutator(node, new_row_mutator, row);
}

/* Whether a statement can make a CHECK constraint false: an UPDATE only of the columns that it names. */
static bool
concerns(Node *check, Query *query)
{
    Bitmapset *columns = NULL;
    ListCell *cell;

    if (query->commandType == CMD_INSERT)
        return true;
    pull_varattnos(check, 1, &columns);
    foreach (cell, query->targetList)
        if (bms_is_member(((TargetEntry *) lfirst(cell))->resno - FirstLowInvalidHeapAttributeNumber, columns))
            return true;
    return bms_is_member(0 - FirstLowInvalidHeapAttributeNumber, columns);
}

/* Conditions of which one is true where a new row violates a constraint; false where every new row does. */
static bool
find_violations(NewRow *row, List **conditions)
{
    TupleDesc descriptor = RelationGetDescr(row->relation);

    for (int i = 0; i < descriptor->natts; i++)
    {
        Expr *value;
        NullTest *test;

        if (!TupleDescAttr(descriptor, i)->attnotnull || TupleDescAttr(descriptor, i)->attisdropped)
            continue;
        value = new_value(row, (AttrNumber) (i + 1));
        if (value == NULL && row->query->commandType == CMD_INSERT)
            return false;
        if (value == NULL)
            continue;
        test = makeNode(NullTest);
        test->arg = copyObject(value);
        test->nulltesttype = IS_NULL;
        test->location = -1;
        *conditions = lappend(*conditions, test);
    }
    for (int i = 0; descriptor->constr != NULL && i < descriptor->constr->num_check; i++)
    {
        Node *check = stringToNode(descriptor->constr->check[i].ccbin);
        BooleanTest *test;

        if (!compat_check_is_enforced(&descriptor->constr->check[i]) || !concerns(check, row->query))
            continue;
        test = makeNode(BooleanTest);
        test->arg = (Expr *) new_row_mutator(check, row);
        test->booltesttype = IS_FALSE;
        test->location = -1;
        *conditions = lappend(*conditions, test);
    }
    return true;
}

/* Adds a target to the SELECT. */
static void
add_target(Query *select, Expr *value)
{
    AttrNumber number = (AttrNumber) (list_length(select->targetList) + 1);

    select->targetList = lappend(select->targetList, makeTargetEntry(value, number, psprintf("c%d", number), false));
}

/*
 * The SELECT that returns what a statement writes, and the members of requests that say what is to be done with it.
 * NULL where there is none.
 */
static Query *
make_select(Query *query, Relation relation, StringInfo members)
{
    Query *select = copyObject(query);
    NewRow row = {.query = query, .target = query->resultRelation, .relation = relation};
    List *violations = NIL;
    const char *separator = "";
    ListCell *cell;

    if (query->commandType != CMD_DELETE && !find_violations(&row, &violations))
        return NULL;
    select->commandType = CMD_SELECT;
    select->resultRelation = 0;
    select->targetList = NIL;
    select->override = OVERRIDING_NOT_SET;
    appendStringInfoString(members, ",\"write\":{\"columns\":[");
    if (query->commandType == CMD_INSERT)
    {
        /* The table itself is not read by name of this entry. */
        RangeTblEntry *nothing = makeNode(RangeTblEntry);

        nothing->rtekind = RTE_RESULT;
        nothing->eref = makeAlias("*RESULT*", NIL);
        lfirst(list_nth_cell(select->rtable, query->resultRelation - 1)) = nothing;
    }
    else
        add_target(select, (Expr *) makeVar(row.target, SelfItemPointerAttributeNumber, INT8OID, -1, InvalidOid, 0));
    if (query->commandType != CMD_DELETE)
        foreach (cell, query->targetList)
        {
            TargetEntry *target = lfirst(cell);

            if (target->resjunk)
                return NULL;
            add_target(select, copyObject(target->expr));
            appendStringInfo(members, "%s%d", separator, target->resno);
            separator = ",";
        }
    if (violations != NIL)
        add_target(select, list_length(violations) == 1 ? linitial(violations) : makeBoolExpr(OR_EXPR, violations, -1));
    appendStringInfo(members, "],\"checked\":%s,\"repeats\":%s}", violations != NIL ? "true" : "false",
                     list_length(select->jointree->fromlist) > 1 ? "true" : "false");
    /* An UPDATE of nothing, or an INSERT of default values only, is none of DuckDB's. */
    return query->commandType != CMD_DELETE && separator[0] == '\0' ? NULL : select;
}

/* The SELECT of make_select(), or NULL; *reason says why PostgreSQL has to write the rows, or is NULL. */
static Query *
find_select(Query *query, StringInfo members, const char **reason)
{
    Relation relation;
    Query *select;

    *reason = reason_of_kind(query);
    if (*reason != NULL)
        return NULL;
    relation = table_open(rt_fetch(query->resultRelation, query->rtable)->relid, NoLock);
    *reason = reason_of_target(relation, query->commandType);
    select = *reason == NULL ? make_select(query, relation, members) : NULL;
    table_close(relation, NoLock);
    return select;
}

/* See query.h. */
QueryBlock *
query_find_write(Query *query, ParamListInfo parameters, List **notes)
{
    StringInfoData members;
    Query *select;
    PreparedQuery *prepared;
    List *relations;
    const char *reason;
    char *description;
    JsonbContainer *answer;

    *notes = NIL;
    if (!is_candidate(query))
        return NULL;
    initStringInfo(&members);
    select = find_select(query, &members, &reason);
    if (reason != NULL)
        *notes = list_make1(makeString(psprintf("PostgreSQL writes the rows: %s", reason)));
    if (select == NULL)
        return NULL;
    prepared = query_try_prepare(select, parameters, notes);
    if (prepared == NULL)
        return NULL;
    relations = query_relations(prepared->numbered);
    query_choose_heaps(relations, parameters);
    answer = query_ask(prepared, relations, members.data, &description);
    if (message_get_bool(answer, "written", false))
        return query_written_block(prepared, description, relations, answer);
    *notes = message_get_texts(answer, "notes");
    return NULL;
}

/* See query.h. */
PlannedStmt *
query_add_write(PlannedStmt *statement, QueryBlock *write)
{
    ModifyTable *modify = (ModifyTable *) statement->planTree;

    /* What was planned may be less than what was asked for, as where a condition is false. */
    if (!IsA(modify, ModifyTable) || list_length(modify->resultRelations) != 1 || modify->rootRelation != 0)
        return statement;
    outerPlan(modify) = query_write_plan(write, modify->operation, linitial_int(modify->resultRelations),
                                         modify->canSetTag, outerPlan(modify));
    statement->invalItems = list_concat(statement->invalItems, write->dependencies);
    return statement;
}
