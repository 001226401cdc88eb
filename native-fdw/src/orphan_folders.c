/* SPDX-License-Identifier: Apache-2.0 */
/*
 * orphan_folders.c
 *    icebridge.remove_orphan_folders(): folders made for tables that no row of the catalog names. What is known here
 * is gathered here; which folders are nobody's is found in Java.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/table.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_foreign_table.h"
#include "commands/dbcommands.h"
#include "commands/defrem.h"
#include "fmgr.h"
#include "foreign/foreign.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/rel.h"

#include "call.h"
#include "catalog.h"
#include "compat.h"
#include "iceberg_table.h"
#include "message.h"
#include "oldest_transaction.h"
#include "permission.h"
#include "relation.h"
#include "settings.h"

EXPORTED_FUNCTION(icebridge_remove_orphan_folders);

/* Adds the metadata files that foreign tables show by their option. */
static List *
add_shown(List *locations)
{
    Relation table = table_open(ForeignTableRelationId, AccessShareLock);
    SysScanDesc scan = systable_beginscan(table, InvalidOid, false, NULL, 0, NULL);
    HeapTuple row;

    while (HeapTupleIsValid(row = systable_getnext(scan)))
    {
        bool is_null;
        Datum options = heap_getattr(row, Anum_pg_foreign_table_ftoptions, RelationGetDescr(table), &is_null);
        ListCell *cell;

        if (is_null)
            continue;
        foreach (cell, untransformRelOptions(options))
        {
            DefElem *option = lfirst(cell);

            if (strcmp(option->defname, "metadata_location") == 0)
                locations = lappend(locations, defGetString(option));
        }
    }
    systable_endscan(scan);
    table_close(table, AccessShareLock);
    return locations;
}

/* The question to Java: folders without files younger than `before` (in milliseconds since 1970). */
static char *
make_request(ForeignServer *server, int64 before, bool dry_run)
{
    StringInfoData request;
    ListCell *cell;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"prefix\":",
                     describe_new_relation(NULL, "remove_orphan_folders", server, NIL, GetUserId()));
    message_add_text(&request, setting_default_location_prefix);
    appendStringInfoString(&request, ",\"database\":");
    message_add_text(&request, get_database_name(MyDatabaseId));
    appendStringInfoString(&request, ",\"owner\":");
    message_add_text(&request, iceberg_owner());
    appendStringInfoString(&request, ",\"known\":[");
    foreach (cell, add_shown(catalog_locations()))
    {
        if (foreach_current_index(cell) > 0)
            appendStringInfoChar(&request, ',');
        message_add_text(&request, lfirst(cell));
    }
    appendStringInfo(&request, "],\"before\":" INT64_FORMAT ",\"dryRun\":%s}", before, dry_run ? "true" : "false");
    return request.data;
}

/*
 * icebridge.remove_orphan_folders(interval, boolean), with the interval as a time in milliseconds since 1970. Only
 * attaching tables has to wait meanwhile: a new table is younger than this transaction.
 */
Datum
icebridge_remove_orphan_folders(PG_FUNCTION_ARGS)
{
    int64 before = PG_GETARG_INT64(0);
    ForeignServer *server = GetForeignServerByName(ICEBERG_SERVER, false);
    ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
    int64 oldest;
    ListCell *cell;

    PreventCommandIfReadOnly("icebridge.remove_orphan_folders()");
    check_roles(GetUserId(), list_make2(makeString("pg_read_server_files"), makeString("pg_write_server_files")),
                "remove folders of tables");
    if (setting_default_location_prefix[0] == '\0')
        ereport(ERROR,
                (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("there is no folder to look for orphans in"),
                 errhint("Set icebridge.default_location_prefix to the folder in which tables were made.")));
    LockDatabaseObject(ForeignServerRelationId, server->serverid, 0, ExclusiveLock);
    /* In this order: whoever is not counted as running any more has its row. */
    oldest = oldest_transaction();
    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    foreach (cell, message_get_texts(icebridge_call("catalog.remove_orphan_folders",
                                                    make_request(server, Min(before, oldest), PG_GETARG_BOOL(1))),
                                     "folders"))
    {
        Datum folder = CStringGetTextDatum(strVal(lfirst(cell)));
        bool is_null = false;

        tuplestore_putvalues(result->setResult, result->setDesc, &folder, &is_null);
    }
    return (Datum) 0;
}
