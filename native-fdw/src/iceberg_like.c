/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_like.c
 *    LIKE clauses: the columns are taken over before the table is made; for what needs the table's column numbers
 * PostgreSQL's own function makes the statements afterwards. Storage and compression are of no meaning to Iceberg, and
 * there are no indexes.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/dependency.h"
#include "catalog/pg_class.h"
#include "commands/comment.h"
#include "commands/sequence.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "parser/parse_utilcmd.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "compat.h"
#include "iceberg_like.h"

/* INCLUDING ALL sets every bit, those without a meaning too. */
#define INCLUDES_ALL(like) (((like)->options & CREATE_TABLE_LIKE_ALL) == CREATE_TABLE_LIKE_ALL)

/* What PostgreSQL's expandTableLikeClause() copies. */
#define COPIED_AFTERWARDS                                                                                              \
    (CREATE_TABLE_LIKE_DEFAULTS | CREATE_TABLE_LIKE_GENERATED | CREATE_TABLE_LIKE_CONSTRAINTS |                        \
     CREATE_TABLE_LIKE_STATISTICS)

/* The source of a LIKE clause, with the lock that is kept; checks its kind and the privilege to read it. */
static Relation
open_source(TableLikeClause *like)
{
    Relation source = relation_openrv(like->relation, AccessShareLock);
    char kind = source->rd_rel->relkind;
    AclResult allowed;

    if (kind != RELKIND_RELATION && kind != RELKIND_VIEW && kind != RELKIND_MATVIEW && kind != RELKIND_COMPOSITE_TYPE &&
        kind != RELKIND_FOREIGN_TABLE && kind != RELKIND_PARTITIONED_TABLE)
        ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                        errmsg("relation \"%s\" is invalid in LIKE clause", RelationGetRelationName(source)),
                        errdetail_relkind_not_supported(kind)));
    if (kind == RELKIND_COMPOSITE_TYPE)
        allowed = compat_type_aclcheck(source->rd_rel->reltype, GetUserId(), ACL_USAGE);
    else
        allowed = pg_class_aclcheck(RelationGetRelid(source), GetUserId(), ACL_SELECT);
    if (allowed != ACLCHECK_OK)
        aclcheck_error(allowed, kind == RELKIND_COMPOSITE_TYPE ? OBJECT_TYPE : get_relkind_objtype(kind),
                       RelationGetRelationName(source));
    return source;
}

/* Adds a constraint to a column. */
static Constraint *
add_constraint(ColumnDef *column, ConstrType type)
{
    Constraint *constraint = makeNode(Constraint);

    constraint->contype = type;
    constraint->location = -1;
    column->constraints = lappend(column->constraints, constraint);
    return constraint;
}

/* The definition of a column like another. */
static ColumnDef *
column_like(Relation source, Form_pg_attribute attribute, bits32 options)
{
    ColumnDef *column = makeNode(ColumnDef);

    column->colname = pstrdup(NameStr(attribute->attname));
    column->typeName = makeTypeNameFromOid(attribute->atttypid, attribute->atttypmod);
    column->collOid = attribute->attcollation;
    column->is_local = true;
    column->location = -1;
    if (attribute->attnotnull)
        add_constraint(column, CONSTR_NOTNULL);
    if (attribute->atthasdef && attribute->attgenerated && (options & CREATE_TABLE_LIKE_GENERATED))
        column->generated = attribute->attgenerated;
    if (attribute->attidentity && (options & CREATE_TABLE_LIKE_IDENTITY))
    {
        Constraint *identity = add_constraint(column, CONSTR_IDENTITY);

        identity->generated_when = attribute->attidentity;
        identity->options = sequence_options(compat_identity_sequence(source, attribute->attnum));
    }
    return column;
}

/* A statement that gives the new table's column the comment of the source's, or NULL. */
static CommentStmt *
comment_like(RangeVar *table, Form_pg_attribute attribute)
{
    char *text = GetComment(attribute->attrelid, RelationRelationId, attribute->attnum);
    CommentStmt *comment;

    if (text == NULL)
        return NULL;
    comment = makeNode(CommentStmt);
    comment->objtype = OBJECT_COLUMN;
    comment->object = (Node *) list_make2(makeString(table->relname), makeString(pstrdup(NameStr(attribute->attname))));
    if (table->schemaname != NULL)
        comment->object = (Node *) lcons(makeString(table->schemaname), (List *) comment->object);
    comment->comment = text;
    return comment;
}

/* Adds the columns of one clause to `elements` and what is left to do to `rest`. */
static void
expand(TableLikeClause *like, RangeVar *table, List **elements, List **rest)
{
    Relation source = open_source(like);
    TupleDesc descriptor = RelationGetDescr(source);

    if ((like->options & CREATE_TABLE_LIKE_INDEXES) && !INCLUDES_ALL(like))
        ereport(ERROR,
                (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                 errmsg("INCLUDING INDEXES is not supported for Iceberg tables"),
                 errhint("Iceberg tables have no indexes: leave it out, or use INCLUDING ALL EXCLUDING INDEXES.")));
    for (int i = 0; i < descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
        CommentStmt *comment;

        if (attribute->attisdropped)
            continue;
        *elements = lappend(*elements, column_like(source, attribute, like->options));
        if ((like->options & CREATE_TABLE_LIKE_COMMENTS) && (comment = comment_like(table, attribute)) != NULL)
            *rest = lappend(*rest, comment);
    }
    like->relationOid = RelationGetRelid(source);
    like->options &= COPIED_AFTERWARDS | CREATE_TABLE_LIKE_COMMENTS;
    if (like->options & COPIED_AFTERWARDS)
        *rest = lappend(*rest, like);
    relation_close(source, NoLock); /* nobody may change it before iceberg_like_finish() */
}

List *
iceberg_like_expand(CreateForeignTableStmt *statement)
{
    List *elements = NIL;
    List *rest = NIL;
    ListCell *cell;

    foreach (cell, statement->base.tableElts)
    {
        Node *element = lfirst(cell);

        if (IsA(element, TableLikeClause))
            expand((TableLikeClause *) element, statement->base.relation, &elements, &rest);
        else
            elements = lappend(elements, element);
    }
    statement->base.tableElts = elements;
    return rest;
}

/* Executes a statement as a part of the current one. */
static void
execute(Node *statement, const char *query)
{
    PlannedStmt *planned = makeNode(PlannedStmt);

    planned->commandType = CMD_UTILITY;
    planned->utilityStmt = statement;
    planned->stmt_location = -1;
    CommandCounterIncrement();
    ProcessUtility(planned, query, false, PROCESS_UTILITY_SUBCOMMAND, NULL, NULL, None_Receiver, NULL);
}

void
iceberg_like_finish(RangeVar *table, List *rest, const char *query)
{
    ListCell *cell;
    ListCell *inner;

    foreach (cell, rest)
    {
        if (!IsA(lfirst(cell), TableLikeClause))
            execute(lfirst(cell), query);
        else
            foreach (inner, expandTableLikeClause(table, lfirst_node(TableLikeClause, cell)))
                execute(lfirst(inner), query);
    }
}
