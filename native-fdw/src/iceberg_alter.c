/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_alter.c
 *    See iceberg_alter.h. PostgreSQL changes the definition of a foreign table without a look at its rows; everything
 * that it would do to a heap table's rows is done here.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "nodes/value.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"
#include "utils/typcache.h"
#include "utils/snapmgr.h"

#include "call.h"
#include "catalog.h"
#include "compat.h"
#include "constant.h"
#include "iceberg_alter.h"
#include "iceberg_check.h"
#include "lock.h"
#include "message.h"
#include "relation.h"
#include "transaction.h"

/* The JSON of a table's columns. */
static char *
columns_of(Relation relation)
{
    StringInfoData json;

    initStringInfo(&json);
    appendStringInfoChar(&json, '[');
    describe_table_columns(&json, relation);
    appendStringInfoChar(&json, ']');
    return json.data;
}

/* The JSON of a table's options. */
static char *
options_of(Oid relation)
{
    StringInfoData json;

    initStringInfo(&json);
    message_add_options(&json, GetForeignTable(relation)->options);
    return json.data;
}

/* Numbers of the columns that are NOT NULL. */
static Bitmapset *
bound_columns(TupleDesc descriptor)
{
    Bitmapset *bound = NULL;

    for (int i = 0; i < descriptor->natts; i++)
        if (TupleDescAttr(descriptor, i)->attnotnull && !TupleDescAttr(descriptor, i)->attisdropped)
            bound = bms_add_member(bound, i + 1);
    return bound;
}

/* Oids of the CHECK constraints that hold for all rows. */
static List *
valid_constraints(Oid relation)
{
    Relation catalog = table_open(ConstraintRelationId, AccessShareLock);
    List *valid = NIL;
    SysScanDesc scan;
    ScanKeyData key;
    HeapTuple tuple;

    ScanKeyInit(&key, Anum_pg_constraint_conrelid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relation));
    scan = systable_beginscan(catalog, ConstraintRelidTypidNameIndexId, true, NULL, 1, &key);
    while (HeapTupleIsValid(tuple = systable_getnext(scan)))
    {
        Form_pg_constraint constraint = (Form_pg_constraint) GETSTRUCT(tuple);

        if (constraint->contype == CONSTRAINT_CHECK && constraint->convalidated)
            valid = lappend_oid(valid, constraint->oid);
    }
    systable_endscan(scan);
    table_close(catalog, AccessShareLock);
    return valid;
}

IcebergAlteration *
iceberg_alteration_begin(Oid oid)
{
    IcebergAlteration *alteration = palloc(sizeof(IcebergAlteration));
    Relation relation = table_open(oid, NoLock);

    alteration->relation = oid;
    alteration->columns = columns_of(relation);
    alteration->options = options_of(oid);
    alteration->column_count = RelationGetDescr(relation)->natts;
    alteration->bound = bound_columns(RelationGetDescr(relation));
    alteration->constraints = valid_constraints(oid);
    table_close(relation, NoLock);
    return alteration;
}

/*
 * Adds the value that all rows get in a new column, where it is one and the same for all: "number": constant. False
 * where it is not, and the rows have to be given theirs one by one.
 */
static bool
describe_default(StringInfo json, Relation relation, Form_pg_attribute attribute, Node *expression)
{
    EState *state;
    Datum value;
    bool is_null;

    if (attribute->attidentity || contain_var_clause(expression) || contain_volatile_functions(expression))
        return false;
    state = CreateExecutorState();
    value =
        ExecEvalExprSwitchContext(ExecPrepareExpr((Expr *) expression, state), GetPerTupleExprContext(state), &is_null);
    if (!is_null)
    {
        appendStringInfo(json, "%s\"%d\":", json->len > 1 ? "," : "", attribute->attnum);
        describe_constant(json, getBaseType(attribute->atttypid), attribute->atttypmod, value, false);
    }
    FreeExecutorState(state);
    return true;
}

/*
 * Describes the defaults of the columns that are new: as JSON those that are the same for all rows, as a list of
 * numbers the others.
 */
static List *
describe_defaults(StringInfo json, Relation relation, int column_count)
{
    TupleDesc descriptor = RelationGetDescr(relation);
    List *others = NIL;

    appendStringInfoChar(json, '{');
    for (int i = column_count; i < descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
        Node *expression = attribute->attisdropped ? NULL : build_column_default(relation, i + 1);

        if (expression != NULL && !describe_default(json, relation, attribute, expression))
            others = lappend_int(others, i + 1);
    }
    appendStringInfoChar(json, '}');
    return others;
}

/* Tells Java of the change. Returns the numbers of the columns whose defaults it could not give the rows. */
static List *
alter_in_java(const IcebergAlteration *alteration, const char *defaults)
{
    CatalogView view = catalog_view_for_change(GetTransactionSnapshot());
    List *others = NIL;
    JsonbContainer *answer;
    JsonbContainer *fill;
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"before\":%s,\"optionsBefore\":%s,\"defaults\":%s",
                     describe_relation_in(alteration->relation, GetUserId(), &view), alteration->columns,
                     alteration->options, defaults);
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    answer = icebridge_call("table.alter", request.data);
    transaction_note_answer(answer);
    fill = message_get_container(answer, "fill");
    for (int i = 0; fill != NULL && i < message_length(fill); i++)
        others = lappend_int(others, message_element_number(fill, i));
    CommandCounterIncrement();
    return others;
}

/*
 * The assignment that has UPDATE fill a column: its default, or, for a generated column, one that changes nothing of
 * what it is made from, since PostgreSQL computes it again only then.
 */
static char *
assignment(Relation relation, AttrNumber number)
{
    TupleDesc descriptor = RelationGetDescr(relation);
    Form_pg_attribute attribute = TupleDescAttr(descriptor, number - 1);
    const char *name = quote_identifier(NameStr(attribute->attname));
    Bitmapset *sources = NULL;
    int member = -1;

    if (!attribute->attgenerated)
        return psprintf("%s = DEFAULT", name);
    pull_varattnos(build_column_default(relation, number), 1, &sources);
    while ((member = bms_next_member(sources, member)) >= 0)
    {
        int source = member + FirstLowInvalidHeapAttributeNumber;

        if (source > 0 && TupleDescAttr(descriptor, source - 1)->attidentity != ATTRIBUTE_IDENTITY_ALWAYS)
        {
            name = quote_identifier(NameStr(TupleDescAttr(descriptor, source - 1)->attname));
            return psprintf("%s = %s", name, name);
        }
    }
    ereport(ERROR,
            (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
             errmsg("the rows of an Iceberg table cannot be given the values of generated column \"%s\"",
                    NameStr(attribute->attname)),
             errdetail("It is made of nothing but constants and columns that are GENERATED ALWAYS AS IDENTITY."),
             errhint("Give the column a DEFAULT instead, or let ALTER COLUMN … SET GENERATED BY DEFAULT come first.")));
}

/* Gives all rows the values of these columns, as UPDATE does, but without firing triggers: to rewrite a table fires
 * none. */
static void
fill_columns(Oid oid, List *columns)
{
    int level = NewGUCNestLevel();
    Relation relation = table_open(oid, NoLock);
    List *assignments = NIL;
    StringInfoData sql;
    ListCell *cell;

    lock_check_newest(oid);
    foreach (cell, columns)
        assignments = list_append_unique(assignments, makeString(assignment(relation, lfirst_int(cell))));
    table_close(relation, NoLock);
    initStringInfo(&sql);
    appendStringInfo(&sql, "UPDATE ONLY %s SET ",
                     quote_qualified_identifier(get_namespace_name(get_rel_namespace(oid)), get_rel_name(oid)));
    foreach (cell, assignments)
        appendStringInfo(&sql, "%s%s", foreach_current_index(cell) == 0 ? "" : ", ", strVal(lfirst(cell)));
    (void) set_config_option("session_replication_role", "replica", PGC_SUSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
                             false);
    SPI_connect();
    if (SPI_execute(sql.data, false, 0) != SPI_OK_UPDATE)
        elog(ERROR, "could not fill new columns of table %u", oid);
    SPI_finish();
    AtEOXact_GUC(true, level);
}

/* Checks the rows against constraints that were not there before. */
static void
check_rows(const IcebergAlteration *alteration)
{
    Relation relation = table_open(alteration->relation, NoLock);
    Bitmapset *bound = bms_difference(bound_columns(RelationGetDescr(relation)), alteration->bound);
    List *constraints = list_difference_oid(valid_constraints(alteration->relation), alteration->constraints);
    int column = -1;
    ListCell *cell;

    while ((column = bms_next_member(bound, column)) >= 0)
        iceberg_check_not_null(relation, column);
    foreach (cell, constraints)
        iceberg_check_constraint(relation, lfirst_oid(cell));
    for (int i = alteration->column_count; i < RelationGetDescr(relation)->natts; i++)
        iceberg_check_domain(relation, i + 1);
    table_close(relation, NoLock);
}

void
iceberg_alteration_finish(const IcebergAlteration *alteration)
{
    StringInfoData defaults;
    Relation relation;
    List *fill;
    bool same;

    if (!SearchSysCacheExists1(RELOID, ObjectIdGetDatum(alteration->relation)))
        return;
    initStringInfo(&defaults);
    relation = table_open(alteration->relation, NoLock);
    fill = describe_defaults(&defaults, relation, alteration->column_count);
    same = strcmp(columns_of(relation), alteration->columns) == 0 &&
           strcmp(options_of(alteration->relation), alteration->options) == 0;
    table_close(relation, NoLock);
    if (!same)
        fill = list_concat(fill, alter_in_java(alteration, defaults.data));
    if (fill != NIL)
        fill_columns(alteration->relation, fill);
    check_rows(alteration);
}
