/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_spelling.c
 *    See iceberg_spelling.h.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "nodes/parsenodes.h"

#include "catalog.h"
#include "iceberg_spelling.h"

/* Whether a qualified name is that of an Iceberg table, pinned ones among them. */
static bool
names_iceberg_table(List *name)
{
    Oid relation = RangeVarGetRelid(makeRangeVarFromNameList(name), NoLock, true);

    return OidIsValid(relation) && catalog_keeps(relation);
}

/* A copy of a DROP statement for some of its objects. */
static PlannedStmt *
drop_some(PlannedStmt *planned, ObjectType type, List *objects)
{
    PlannedStmt *copy = copyObject(planned);
    DropStmt *drop = (DropStmt *) copy->utilityStmt;

    drop->removeType = type;
    drop->objects = objects;
    return copy;
}

/* DROP TABLE */
static List *
spell_drop(PlannedStmt *planned)
{
    DropStmt *drop = (DropStmt *) planned->utilityStmt;
    List *tables = NIL;
    List *iceberg_tables = NIL;
    List *statements = NIL;
    ListCell *cell;

    if (drop->removeType != OBJECT_TABLE)
        return list_make1(planned);
    foreach (cell, drop->objects)
    {
        if (names_iceberg_table(lfirst(cell)))
            iceberg_tables = lappend(iceberg_tables, lfirst(cell));
        else
            tables = lappend(tables, lfirst(cell));
    }
    if (iceberg_tables == NIL)
        return list_make1(planned);
    if (tables != NIL)
        statements = lappend(statements, drop_some(planned, OBJECT_TABLE, tables));
    return lappend(statements, drop_some(planned, OBJECT_FOREIGN_TABLE, iceberg_tables));
}

List *
iceberg_spell(PlannedStmt *planned)
{
    switch (nodeTag(planned->utilityStmt))
    {
        case T_DropStmt:
            return spell_drop(planned);
        case T_CommentStmt:
            if (((CommentStmt *) planned->utilityStmt)->objtype == OBJECT_TABLE &&
                names_iceberg_table((List *) ((CommentStmt *) planned->utilityStmt)->object))
            {
                planned = copyObject(planned);
                ((CommentStmt *) planned->utilityStmt)->objtype = OBJECT_FOREIGN_TABLE;
            }
            break;
        case T_SecLabelStmt:
            if (((SecLabelStmt *) planned->utilityStmt)->objtype == OBJECT_TABLE &&
                names_iceberg_table((List *) ((SecLabelStmt *) planned->utilityStmt)->object))
            {
                planned = copyObject(planned);
                ((SecLabelStmt *) planned->utilityStmt)->objtype = OBJECT_FOREIGN_TABLE;
            }
            break;
        default:
            break;
    }
    return list_make1(planned);
}
