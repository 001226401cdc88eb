/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_refusal.c
 *    See iceberg_refusal.h.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/relation.h"
#include "access/table.h"
#include "catalog/dependency.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_depend.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "miscadmin.h"
#include "nodes/value.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "catalog.h"
#include "iceberg_refusal.h"
#include "iceberg_table.h"

/* Raises the ERROR: Iceberg tables cannot have or be something. */
static void
refuse(const char *what, const char *hint)
{
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("%s not supported for Iceberg tables", what),
                    errhint("%s", hint)));
}

void
iceberg_refuse_storage(const RangeVar *relation, OnCommitAction on_commit, const char *tablespace)
{
    if (relation->relpersistence == RELPERSISTENCE_TEMP ||
        (relation->schemaname != NULL && strcmp(relation->schemaname, "pg_temp") == 0))
        refuse("temporary tables are", "Use CREATE TEMPORARY TABLE … USING heap.");
    if (relation->relpersistence == RELPERSISTENCE_UNLOGGED)
        refuse("unlogged tables are", "Leave out UNLOGGED, or use CREATE UNLOGGED TABLE … USING heap.");
    if (on_commit != ONCOMMIT_NOOP)
        refuse("ON COMMIT is", "Leave out ON COMMIT, or use CREATE TEMPORARY TABLE … USING heap.");
    if (tablespace != NULL)
        refuse("tablespaces are", "Say where the files shall be with WITH (location = '…').");
}

void
iceberg_refuse_constraint(const Constraint *constraint)
{
    switch (constraint->contype)
    {
        case CONSTR_PRIMARY:
            refuse("primary keys are", "Declare the columns NOT NULL. Iceberg tables have no indexes that could keep "
                                       "values unique; INSERT … SELECT … WHERE NOT EXISTS (…) leaves out known ones.");
            break;
        case CONSTR_UNIQUE:
            refuse("unique constraints are", "Iceberg tables have no indexes that could keep values unique; INSERT … "
                                             "SELECT … WHERE NOT EXISTS (…) leaves out known ones.");
            break;
        case CONSTR_EXCLUSION:
            refuse("exclusion constraints are", "Use a heap table for rows that must exclude each other.");
            break;
        case CONSTR_FOREIGN:
            refuse("foreign keys are", "Join with the other table when rows are inserted, or check them in a row "
                                       "trigger.");
            break;
        default:
            break;
    }
}

void
iceberg_refuse_column(const ColumnDef *column)
{
    ListCell *cell;

    foreach (cell, column->constraints)
        iceberg_refuse_constraint(lfirst_node(Constraint, cell));
}

/* Whether a name is that of an Iceberg table. */
static bool
is_iceberg_table(const RangeVar *name)
{
    Oid relation = name == NULL ? InvalidOid : RangeVarGetRelid(name, NoLock, true);

    return OidIsValid(relation) && catalog_keeps(relation);
}

/* EXPLAIN ANALYZE CREATE TABLE … AS would have PostgreSQL itself make the table. */
static void
refuse_explain(const ExplainStmt *explain)
{
    Query *query = (Query *) explain->query;
    ListCell *cell;

    if (!IsA(query, Query) || query->commandType != CMD_UTILITY || !IsA(query->utilityStmt, CreateTableAsStmt) ||
        !iceberg_is_meant(((CreateTableAsStmt *) query->utilityStmt)->into->accessMethod, true))
        return;
    foreach (cell, explain->options)
    {
        DefElem *option = lfirst_node(DefElem, cell);

        if (strcmp(option->defname, "analyze") == 0 && defGetBoolean(option))
            refuse("EXPLAIN ANALYZE CREATE TABLE AS is", "Create the table, then EXPLAIN ANALYZE INSERT … SELECT.");
    }
}

/* DROP EXTENSION icebridge CASCADE would drop the tables in an order in which their catalog may go first. */
static void
refuse_drop_extension(const DropStmt *drop)
{
    ListCell *cell;

    if (drop->removeType != OBJECT_EXTENSION || drop->behavior != DROP_CASCADE)
        return;
    foreach (cell, drop->objects)
    {
        if (strcmp(strVal(lfirst(cell)), "icebridge") == 0 && catalog_relations() != NIL)
            ereport(ERROR, (errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
                            errmsg("cannot drop extension icebridge while there are Iceberg tables"),
                            errdetail("Without its catalog nothing would know where their files are."),
                            errhint("Drop the tables first; icebridge.iceberg_tables names them.")));
    }
}

/* Whether values of a type have parts of another, a composite one. */
static bool
contains_type(Oid type, Oid part)
{
    TupleDesc descriptor;
    bool found = false;
    Oid element = get_element_type(getBaseType(type));

    check_stack_depth();
    type = OidIsValid(element) ? getBaseType(element) : getBaseType(type);
    if (type == part || get_typtype(type) != TYPTYPE_COMPOSITE)
        return type == part;
    descriptor = lookup_rowtype_tupdesc(type, -1);
    for (int i = 0; i < descriptor->natts && !found; i++)
        found =
            !TupleDescAttr(descriptor, i)->attisdropped && contains_type(TupleDescAttr(descriptor, i)->atttypid, part);
    ReleaseTupleDesc(descriptor);
    return found;
}

/* Attributes of composite types are fields of structs, by which files are read. */
static void
refuse_composite(RangeVar *name)
{
    Oid composite = RangeVarGetRelid(name, NoLock, true);
    Oid type = OidIsValid(composite) ? get_rel_type_id(composite) : InvalidOid;
    ListCell *cell;

    if (!OidIsValid(type) || !OidIsValid(get_foreign_server_oid(ICEBERG_SERVER, true)))
        return;
    foreach (cell, catalog_relations())
    {
        Relation table = try_relation_open(lfirst_oid(cell), AccessShareLock);

        if (table == NULL)
            continue;
        for (int i = 0; i < RelationGetDescr(table)->natts; i++)
        {
            Form_pg_attribute column = TupleDescAttr(RelationGetDescr(table), i);

            if (!column->attisdropped && contains_type(column->atttypid, type))
                ereport(ERROR,
                        (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                         errmsg("cannot change the attributes of type \"%s\" because Iceberg table \"%s\" uses it",
                                name->relname, RelationGetRelationName(table)),
                         errhint("Make another type, and add a column of it to the table.")));
        }
        relation_close(table, AccessShareLock);
    }
}

/* Whether anything is declared with a type or arrays of it. */
static bool
is_used(Oid type)
{
    Oid types[] = {type, get_array_type(type)};
    Relation dependencies = table_open(DependRelationId, AccessShareLock);
    bool found = false;

    for (int i = 0; i < lengthof(types) && !found; i++)
    {
        ScanKeyData keys[2];
        SysScanDesc scan;
        HeapTuple tuple;

        ScanKeyInit(&keys[0], Anum_pg_depend_refclassid, BTEqualStrategyNumber, F_OIDEQ,
                    ObjectIdGetDatum(TypeRelationId));
        ScanKeyInit(&keys[1], Anum_pg_depend_refobjid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(types[i]));
        scan = systable_beginscan(dependencies, DependReferenceIndexId, true, NULL, lengthof(keys), keys);
        while (!found && HeapTupleIsValid(tuple = systable_getnext(scan)))
            found = ((Form_pg_depend) GETSTRUCT(tuple))->deptype == DEPENDENCY_NORMAL;
        systable_endscan(scan);
    }
    table_close(dependencies, AccessShareLock);
    return found;
}

/* The columns of a table are also the attributes of its row type. Looks at all Iceberg tables only where that has
 * users. */
static void
refuse_columns(RangeVar *name)
{
    Oid relation = RangeVarGetRelid(name, NoLock, true);
    Oid type = OidIsValid(relation) ? get_rel_type_id(relation) : InvalidOid;

    if (OidIsValid(type) && is_used(type))
        refuse_composite(name);
}

static void
refuse_alter_table(AlterTableStmt *statement)
{
    ListCell *cell;

    if (statement->objtype == OBJECT_TYPE)
    {
        refuse_composite(statement->relation);
        return;
    }
    foreach (cell, statement->cmds)
    {
        AlterTableType kind = lfirst_node(AlterTableCmd, cell)->subtype;

        if (kind == AT_AddColumn || kind == AT_DropColumn || kind == AT_AlterColumnType)
            refuse_columns(statement->relation);
    }
}

void
iceberg_refuse_statement(Node *statement)
{
    switch (nodeTag(statement))
    {
        case T_IndexStmt:
            if (is_iceberg_table(((IndexStmt *) statement)->relation))
                refuse("indexes are", "Queries skip files by the bounds of their columns: INSERT … SELECT … ORDER BY "
                                      "the columns that are searched.");
            break;
        case T_CreatePolicyStmt:
            if (is_iceberg_table(((CreatePolicyStmt *) statement)->table))
                refuse("row-level security policies are",
                       "GRANT on a view that selects the rows a role may see, made WITH (security_barrier).");
            break;
        case T_RuleStmt:
            if (is_iceberg_table(((RuleStmt *) statement)->relation))
                refuse("rules are", "Use a row trigger, or a view with rules.");
            break;
        case T_ClusterStmt:
            if (is_iceberg_table(((ClusterStmt *) statement)->relation))
                refuse("CLUSTER is", "Rows keep the order in which an INSERT … SELECT … ORDER BY writes them.");
            break;
        case T_ReindexStmt:
            if (is_iceberg_table(((ReindexStmt *) statement)->relation))
                refuse("REINDEX is", "Iceberg tables have no indexes.");
            break;
        case T_AlterTableStmt:
            refuse_alter_table((AlterTableStmt *) statement);
            break;
        case T_RenameStmt:
            if (((RenameStmt *) statement)->renameType == OBJECT_ATTRIBUTE)
                refuse_composite(((RenameStmt *) statement)->relation);
            else if (((RenameStmt *) statement)->renameType == OBJECT_COLUMN)
                refuse_columns(((RenameStmt *) statement)->relation);
            break;
        case T_ExplainStmt:
            refuse_explain((ExplainStmt *) statement);
            break;
        case T_DropStmt:
            refuse_drop_extension((DropStmt *) statement);
            break;
        default:
            break;
    }
}
