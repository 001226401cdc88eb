/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_create.c
 *    CREATE TABLE … USING iceberg becomes CREATE FOREIGN TABLE … SERVER iceberg, which PostgreSQL executes as ever,
 * with its checks, locks and event triggers. Once the foreign table is there, Java makes the Iceberg table in the
 * transaction, and the catalog gets its row.
 *
 * The location is not kept as an option of the foreign table: it belongs to this one table, and a definition that is
 * dumped and restored must not claim the files of another.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "commands/dbcommands.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "call.h"
#include "catalog.h"
#include "iceberg_create.h"
#include "iceberg_like.h"
#include "iceberg_numeric.h"
#include "iceberg_refusal.h"
#include "iceberg_table.h"
#include "message.h"
#include "permission.h"
#include "relation.h"
#include "settings.h"
#include "transaction.h"

CreateForeignTableStmt *
iceberg_foreign_table(const CreateStmt *create)
{
    CreateForeignTableStmt *foreign = makeNode(CreateForeignTableStmt);

    foreign->base = *create;
    foreign->base.type = T_CreateForeignTableStmt;
    foreign->base.accessMethod = NULL;
    foreign->base.options = NIL;
    foreign->servername = pstrdup(ICEBERG_SERVER);
    foreign->options = iceberg_table_options(create->options);
    return foreign;
}

/* Takes the option location out of the statement and returns it; NULL without one. Checks who may give it. */
static char *
take_location(CreateForeignTableStmt *statement)
{
    char *location = NULL;
    ListCell *cell;

    foreach (cell, statement->options)
    {
        DefElem *option = lfirst_node(DefElem, cell);

        if (strcmp(option->defname, "location") != 0)
            continue;
        if (location != NULL)
            ereport(ERROR, (errcode(ERRCODE_DUPLICATE_OBJECT), errmsg("option \"location\" is given twice")));
        location = defGetString(option);
        statement->options = foreach_delete_current(statement->options, cell);
    }
    if (location != NULL)
        check_roles(GetUserId(), list_make1(makeString("pg_write_server_files")), "choose the location of a table");
    return location;
}

/* Refuses what Iceberg tables cannot have, and limits their numerics. */
static void
check_elements(CreateForeignTableStmt *statement)
{
    ListCell *cell;

    foreach (cell, statement->base.tableElts)
    {
        Node *element = lfirst(cell);

        if (IsA(element, Constraint))
            iceberg_refuse_constraint((Constraint *) element);
        if (!IsA(element, ColumnDef))
            continue;
        iceberg_refuse_column((ColumnDef *) element);
        iceberg_limit_numeric((ColumnDef *) element);
    }
}

/* Whether there is a relation where the statement would make one. */
static bool
exists_already(RangeVar *name)
{
    return OidIsValid(get_relname_relid(name->relname, RangeVarGetCreationNamespace(name)));
}

/* The statement of a managed table; it has been copied. */
static IcebergCreation *
prepare_managed(CreateForeignTableStmt *statement)
{
    IcebergCreation *creation = palloc0(sizeof(IcebergCreation));

    if (iceberg_is_pinned(statement->options))
        ereport(ERROR, (errcode(ERRCODE_FDW_INVALID_OPTION_NAME), errmsg("a new Iceberg table cannot show another one"),
                        errhint("CREATE FOREIGN TABLE … SERVER iceberg OPTIONS (…) shows it.")));
    creation->name = statement->base.relation;
    creation->location = take_location(statement);
    if (exists_already(creation->name))
        return NULL; /* PostgreSQL will say so */
    creation->likes = iceberg_like_expand(statement);
    check_elements(statement);
    return creation;
}

/* Whether CREATE TABLE makes an Iceberg table. */
static bool
is_iceberg_create(const CreateStmt *create)
{
    /* A partitioned table has no storage: its partitions may be Iceberg tables. */
    if (!iceberg_is_meant(create->accessMethod, create->partspec == NULL))
        return false;
    if (create->partspec != NULL)
        ereport(
            ERROR,
            (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("PARTITION BY is not supported for Iceberg tables"),
             errhint("Make a partitioned table without USING, and partitions of it with CREATE TABLE … PARTITION OF "
                     "… USING iceberg.")));
    iceberg_refuse_storage(create->relation, create->oncommit, create->tablespacename);
    return true;
}

/* Whether CREATE FOREIGN TABLE makes an Iceberg table this database manages. */
static bool
is_managed_create(const CreateForeignTableStmt *statement)
{
    Oid server = get_foreign_server_oid(statement->servername, true);

    return OidIsValid(server) && iceberg_is_server(server) && !iceberg_is_pinned(statement->options);
}

PlannedStmt *
iceberg_create_prepare(PlannedStmt *planned, IcebergCreation **creation)
{
    Node *statement = planned->utilityStmt;

    *creation = NULL;
    if (IsA(statement, CreateStmt) && is_iceberg_create((CreateStmt *) statement))
    {
        planned = copyObject(planned);
        planned->utilityStmt = (Node *) iceberg_foreign_table((CreateStmt *) planned->utilityStmt);
    }
    else if (IsA(statement, CreateForeignTableStmt) && is_managed_create((CreateForeignTableStmt *) statement))
    {
        iceberg_refuse_storage(((CreateForeignTableStmt *) statement)->base.relation, ONCOMMIT_NOOP, NULL);
        planned = copyObject(planned);
    }
    else
        return planned;
    *creation = prepare_managed((CreateForeignTableStmt *) planned->utilityStmt);
    return planned;
}

/* Has Java make the table. */
static void
create_in_java(Oid relation, const char *location)
{
    CatalogView view = catalog_view_for_change(GetTransactionSnapshot());
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"location\":", describe_relation_in(relation, GetUserId(), &view));
    message_add_text(&request, location);
    appendStringInfoString(&request, ",\"prefix\":");
    message_add_text(&request, setting_default_location_prefix);
    appendStringInfoString(&request, ",\"database\":");
    message_add_text(&request, get_database_name(MyDatabaseId));
    appendStringInfoString(&request, ",\"owner\":");
    message_add_text(&request, iceberg_owner());
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    transaction_note_answer(icebridge_call("table.create", request.data));
}

void
iceberg_create_finish(const IcebergCreation *creation, const char *query)
{
    Oid relation = RangeVarGetRelid(creation->name, NoLock, false);

    catalog_insert(relation, NULL);
    create_in_java(relation, creation->location);
    iceberg_like_finish(creation->name, creation->likes, query);
}
