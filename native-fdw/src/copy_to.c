/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy_to.c
 *    COPY table TO: PostgreSQL knows it for its own tables only, and asks for COPY (SELECT …) TO. For our tables that
 * is what it becomes, with the same columns, so that whoever copies tables need not know which kind they are of.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "foreign/foreign.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "nodes/value.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "copy_to.h"
#include "relation.h"

/* Whether a relation is a foreign table of ours. */
static bool
is_ours(Oid relation)
{
    return OidIsValid(relation) && get_rel_relkind(relation) == RELKIND_FOREIGN_TABLE &&
           is_icebridge_wrapper(GetForeignServer(GetForeignTable(relation)->serverid)->fdwid);
}

/* The names (Strings) of the columns COPY means where it names none: all but generated ones. */
static List *
copied_columns(Oid relation_oid)
{
    Relation relation = table_open(relation_oid, AccessShareLock);
    List *names = NIL;

    for (int i = 0; i < RelationGetDescr(relation)->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), i);

        if (!attribute->attisdropped && attribute->attgenerated == '\0')
            names = lappend(names, makeString(pstrdup(NameStr(attribute->attname))));
    }
    table_close(relation, AccessShareLock);
    return names;
}

/* SELECT names FROM ONLY relation */
static SelectStmt *
make_select(List *names, RangeVar *relation)
{
    SelectStmt *select = makeNode(SelectStmt);
    ListCell *cell;

    foreach (cell, names)
    {
        ColumnRef *column = makeNode(ColumnRef);
        ResTarget *target = makeNode(ResTarget);

        column->fields = list_make1(copyObject(lfirst(cell)));
        column->location = -1;
        target->val = (Node *) column;
        target->location = -1;
        select->targetList = lappend(select->targetList, target);
    }
    relation = copyObject(relation);
    relation->inh = false;
    select->fromClause = list_make1(relation);
    return select;
}

/* See copy_to.h. */
PlannedStmt *
copy_to_query(PlannedStmt *planned)
{
    CopyStmt *copy = (CopyStmt *) planned->utilityStmt;
    Oid relation;

    if (!IsA(copy, CopyStmt) || copy->is_from || copy->relation == NULL)
        return planned;
    relation = RangeVarGetRelid(copy->relation, NoLock, true);
    if (!is_ours(relation))
        return planned;
    planned = copyObject(planned);
    copy = (CopyStmt *) planned->utilityStmt;
    copy->query = (Node *) make_select(copy->attlist == NIL ? copied_columns(relation) : copy->attlist, copy->relation);
    copy->relation = NULL;
    copy->attlist = NIL;
    return planned;
}
