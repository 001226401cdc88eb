/* SPDX-License-Identifier: Apache-2.0 */
/*
 * analyze.c
 *    ANALYZE of a foreign table: Java returns a sample of the rows it chose, PostgreSQL makes its statistics of them.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "commands/vacuum.h"
#include "executor/tuptable.h"
#include "foreign/fdwapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "call.h"
#include "fdw.h"
#include "message.h"
#include "permission.h"
#include "relation.h"
#include "scan_rows.h"

/* Java's answer about the table as a whole: its number of rows, and the roles its owner needs. */
static JsonbContainer *
plan_table(const char *description)
{
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"columns\":[],\"quals\":[]}", description);
    return icebridge_call("plan", request.data);
}

/* AcquireSampleRowsFunc */
static int
acquire_rows(Relation relation, int elevel, HeapTuple *rows, int target, double *total, double *dead)
{
    TupleDesc descriptor = RelationGetDescr(relation);
    char *description = describe_relation(RelationGetRelid(relation), relation->rd_rel->relowner);
    MemoryContext scan = AllocSetContextCreate(CurrentMemoryContext, "icebridge analyze", ALLOCSET_DEFAULT_SIZES);
    TupleTableSlot *slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);
    JsonbContainer *plan = plan_table(description);
    List *columns = NIL;
    StringInfoData request;
    Rows *cursor;
    int count = 0;

    /* Statistics show values of the files. */
    check_owner_roles(RelationGetRelid(relation), message_get_texts(plan, "roles"));
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"quals\":[],\"sampleRows\":%d,\"columns\":[", description, target);
    for (int i = 0; i < descriptor->natts; i++)
    {
        if (TupleDescAttr(descriptor, i)->attisdropped)
            continue;
        appendStringInfo(&request, columns == NIL ? "%d" : ",%d", i + 1);
        columns = lappend_int(columns, i + 1);
    }
    appendStringInfoChar(&request, ']');
    cursor = rows_open(request.data, columns, descriptor, ALL_ROWS, scan);
    while (count < target)
    {
        ExecClearTuple(slot);
        if (!rows_next(cursor, slot))
            break;
        ExecStoreVirtualTuple(slot);
        rows[count++] = heap_form_tuple(descriptor, slot->tts_values, slot->tts_isnull);
    }
    ExecDropSingleTupleTableSlot(slot);
    MemoryContextDelete(scan);
    *total = Max(message_get_number(plan, "tableRows", 0), count);
    *dead = 0;
    ereport(elevel, (errmsg("\"%s\": table contains %.0f rows, %d rows in sample", RelationGetRelationName(relation),
                            *total, count)));
    return count;
}

/* AnalyzeForeignTable. The number of pages only decides whether there is anything to do. */
bool
fdw_analyze(Relation relation, AcquireSampleRowsFunc *function, BlockNumber *pages)
{
    *function = acquire_rows;
    *pages = 1;
    return true;
}
