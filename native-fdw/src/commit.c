/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commit.c
 *    The commit of tables that are kept in the catalog. Their rows are locked first, in one order for all transactions,
 * so that what Java then writes on top of the newest version is still the newest when the rows move. From there on it
 * is PostgreSQL's commit that decides: the rows' new versions, like all else the transaction did, count or do not.
 */
#include "postgres.h"

#include "access/xact.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "call.h"
#include "catalog.h"
#include "commit.h"
#include "fault.h"
#include "message.h"
#include "oldest_transaction.h"

/* The oids in an answer, in order. */
static List *
sorted_tables(JsonbContainer *changes)
{
    JsonbContainer *tables = message_get_container(changes, "tables");
    List *oids = NIL;

    for (int i = 0; i < message_length(tables); i++)
        oids = lappend_oid(oids, message_element_oid(tables, i));
    list_sort(oids, list_oid_cmp);
    return oids;
}

/* Locks the rows of the tables; a List of CatalogRow. */
static List *
lock_rows(List *tables)
{
    List *rows = NIL;
    ListCell *cell;

    foreach (cell, tables)
    {
        CatalogRow *row = catalog_lock(lfirst_oid(cell));

        /* Whoever drops a table in PostgreSQL waits for us, so this was another engine. */
        if (row == NULL)
            ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                            errmsg("could not serialize access due to concurrent drop of table \"%s\"",
                                   get_rel_name(lfirst_oid(cell))),
                            errdetail("Its row in iceberg_tables was deleted.")));
        rows = lappend(rows, row);
    }
    return rows;
}

/* Asks Java for the new versions: {"tables": [{"oid", "metadataLocation"}, …]}. */
static JsonbContainer *
prepare_tables(List *tables, List *rows)
{
    StringInfoData request;
    ListCell *table;
    ListCell *row;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"durable\":%s,\"oldestTransaction\":" INT64_FORMAT ",\"tables\":[",
                     enableFsync ? "true" : "false", oldest_transaction());
    forboth (table, tables, row, rows)
    {
        appendStringInfo(&request, "%s{\"oid\":%u,\"metadataLocation\":", foreach_current_index(table) == 0 ? "" : ",",
                         lfirst_oid(table));
        message_add_text(&request, catalog_row_location(lfirst(row)));
        appendStringInfoChar(&request, '}');
    }
    appendStringInfoString(&request, "]}");
    return message_get_container(icebridge_call("transaction.prepare", request.data), "tables");
}

/* The new location of a table; NULL where it is to stay as it is. */
static char *
prepared_location(JsonbContainer *prepared, Oid table)
{
    for (int i = 0; i < message_length(prepared); i++)
    {
        JsonbContainer *entry = message_element(prepared, i);

        if (message_get_int64(entry, "oid", 0) == (int64) table)
            return message_get_text(entry, "metadataLocation");
    }
    return NULL;
}

/* See commit.h. */
void
commit_tables(JsonbContainer *changes)
{
    List *tables = sorted_tables(changes);
    JsonbContainer *prepared;
    ListCell *table;
    ListCell *row;
    List *rows;

    if (tables == NIL)
        return;
    /* The rows are read with what this transaction did to them last. */
    CommandCounterIncrement();
    PushActiveSnapshot(GetTransactionSnapshot());
    fault_reached("BEFORE_LOCK");
    rows = lock_rows(tables);
    fault_reached("AFTER_LOCK");
    prepared = prepare_tables(tables, rows);
    fault_reached("BEFORE_POINTER");
    forboth (table, tables, row, rows)
    {
        char *location = prepared_location(prepared, lfirst_oid(table));

        if (location != NULL)
            catalog_move(lfirst(row), location);
        fault_reached("AFTER_POINTER");
    }
    PopActiveSnapshot();
    fault_reached("PRE_COMMITTED");
}

/* See commit.h. */
void
commit_check_preparable(JsonbContainer *changes, bool dropping)
{
    if (dropping || message_length(message_get_container(changes, "tables")) > 0)
        ereport(
            ERROR,
            (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
             errmsg("cannot prepare a transaction that has changed Iceberg tables"),
             errdetail("Its changes are not kept beyond the session that made them."),
             errhint("Use COMMIT instead of PREPARE TRANSACTION; it also makes the changes of all tables at once.")));
    if (message_get_bool(changes, "opaque", true))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("cannot prepare a transaction that has used a transactional foreign-data wrapper"),
                        errhint("Use COMMIT instead of PREPARE TRANSACTION.")));
}
