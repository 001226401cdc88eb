/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attach.c
 *    icebridge.attach() and icebridge.attach_table(): Iceberg tables that exist become tables of this database.
 *
 * From then on this database decides about the table's files, so it takes the rights to read and write server files,
 * and a folder whose table is in the catalog already is refused: two rows would each commit without the other.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "foreign/foreign.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/snapmgr.h"

#include "call.h"
#include "catalog.h"
#include "compat.h"
#include "iceberg_table.h"
#include "message.h"
#include "permission.h"
#include "relation.h"
#include "transaction.h"

EXPORTED_FUNCTION(icebridge_attach);
EXPORTED_FUNCTION(icebridge_attach_table);

/* Checks that the user may make files of the server the files of a table, and that these stay. */
static void
check_permitted(void)
{
    check_roles(GetUserId(), list_make2(makeString("pg_read_server_files"), makeString("pg_write_server_files")),
                "attach an Iceberg table");
    /* Else icebridge.remove_orphan_folders(), which does not see the row yet, might take the files for nobody's. */
    LockDatabaseObject(ForeignServerRelationId, get_foreign_server_oid(ICEBERG_SERVER, false), 0, RowShareLock);
}

/* Runs SQL on the catalog as the extension's owner would; returns the first column of the first row as text, or NULL.
 */
static char *
ask_catalog(const char *sql, int count, Oid *types, Datum *values)
{
    Oid user;
    int security;
    char *answer = NULL;

    GetUserIdAndSecContext(&user, &security);
    SetUserIdAndSecContext(BOOTSTRAP_SUPERUSERID, security | SECURITY_LOCAL_USERID_CHANGE);
    SPI_connect();
    if (SPI_execute_with_args(sql, count, types, values, NULL, false, 1) < 0)
        elog(ERROR, "could not read icebridge.iceberg_tables");
    if (SPI_processed > 0 && SPI_tuptable != NULL)
        answer = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
    if (answer != NULL)
    {
        char *copy = SPI_palloc(strlen(answer) + 1);

        strcpy(copy, answer);
        answer = copy;
    }
    SPI_finish();
    SetUserIdAndSecContext(user, security);
    return answer;
}

/* Refuses metadata of a table that is in the catalog already; other than `relation`'s own row. */
static void
check_not_known(const char *location, Oid relation)
{
    Oid types[] = {TEXTOID, OIDOID};
    Datum values[] = {CStringGetTextDatum(location), ObjectIdGetDatum(relation)};
    char *known =
        ask_catalog("SELECT table_namespace || '.' || table_name FROM icebridge.iceberg_tables "
                    "WHERE regexp_replace(metadata_location, '[^/]*$', '') = regexp_replace($1, '[^/]*$', '') "
                    "AND relation IS NOT NULL AND relation <> $2",
                    2, types, values);

    if (known != NULL)
        ereport(ERROR, (errcode(ERRCODE_DUPLICATE_OBJECT),
                        errmsg("the table of \"%s\" is in the catalog already, as \"%s\"", location, known),
                        errhint("Read another version of it with a foreign table that has the option "
                                "metadata_location.")));
}

/* The location in the row another engine has made for a table of that name, or an ERROR. */
static char *
location_of_row(const char *schema, const char *name)
{
    Oid types[] = {TEXTOID, TEXTOID, TEXTOID};
    Datum values[] = {CStringGetTextDatum(THIS_CATALOG), CStringGetTextDatum(schema), CStringGetTextDatum(name)};
    char *location = ask_catalog("SELECT metadata_location FROM icebridge.iceberg_tables WHERE catalog_name = $1 "
                                 "AND table_namespace = $2 AND table_name = $3 AND relation IS NULL",
                                 3, types, values);

    if (location == NULL)
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE),
                        errmsg("no other engine has made a table \"%s.%s\" in the catalog", schema, name),
                        errhint("Name its metadata file as the second argument.")));
    return location;
}

/* Makes the foreign table; its columns are those of the metadata. */
static Oid
make_table(RangeVar *name, const char *location)
{
    const char *qualified = quote_qualified_identifier(name->schemaname, name->relname);

    SPI_connect();
    SPI_execute(psprintf("CREATE FOREIGN TABLE %s () SERVER " ICEBERG_SERVER " OPTIONS (metadata_location %s)",
                         qualified, quote_literal_cstr(location)),
                false, 0);
    /* It is pinned only until the catalog has its row. */
    SPI_execute(psprintf("ALTER FOREIGN TABLE %s OPTIONS (DROP metadata_location)", qualified), false, 0);
    SPI_finish();
    CommandCounterIncrement();
    return RangeVarGetRelid(name, AccessExclusiveLock, false);
}

/* icebridge.attach(text, text): a new foreign table for an Iceberg table. */
Datum
icebridge_attach(PG_FUNCTION_ARGS)
{
    RangeVar *name = makeRangeVarFromNameList(compat_name_list(text_to_cstring(PG_GETARG_TEXT_PP(0))));
    char *location;
    Oid relation;

    check_permitted();
    name->schemaname = get_namespace_name(RangeVarGetCreationNamespace(name));
    location =
        PG_ARGISNULL(1) ? location_of_row(name->schemaname, name->relname) : text_to_cstring(PG_GETARG_TEXT_PP(1));
    check_not_known(location, InvalidOid);
    relation = make_table(name, location);
    if (PG_ARGISNULL(1))
    {
        Oid types[] = {TEXTOID, TEXTOID, TEXTOID, OIDOID};
        Datum values[] = {CStringGetTextDatum(THIS_CATALOG), CStringGetTextDatum(name->schemaname),
                          CStringGetTextDatum(name->relname), ObjectIdGetDatum(relation)};

        (void) ask_catalog("UPDATE icebridge.iceberg_tables SET relation = $4 WHERE catalog_name = $1 "
                           "AND table_namespace = $2 AND table_name = $3 AND relation IS NULL",
                           4, types, values);
    }
    else
        catalog_insert(relation, location);
    PG_RETURN_OID(relation);
}

/* icebridge.attach_table(regclass, text): gives a table, whose definition was restored, its data back. */
Datum
icebridge_attach_table(PG_FUNCTION_ARGS)
{
    Oid relation = PG_GETARG_OID(0);
    char *location = text_to_cstring(PG_GETARG_TEXT_PP(1));
    CatalogView view;
    CatalogRow *row;
    StringInfoData request;

    check_permitted();
    LockRelationOid(relation, AccessExclusiveLock);
    if (!iceberg_is_managed(relation))
        ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                        errmsg("relation %u is not an Iceberg table that this database manages", relation)));
    if (!compat_owns_relation(relation, GetUserId()))
        aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_FOREIGN_TABLE, get_rel_name(relation));
    check_not_known(location, relation);
    view = catalog_view_for_change(GetTransactionSnapshot());
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"location\":", describe_relation_in(relation, GetUserId(), &view));
    message_add_text(&request, location);
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    transaction_note_answer(icebridge_call("table.attach", request.data));
    row = catalog_lock(relation);
    catalog_move(row, location);
    PG_RETURN_VOID();
}
