/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog.c
 *    Reads and writes the rows of icebridge.iceberg_tables below SQL: no privileges are asked for, no trigger fires,
 * and any snapshot will do. The rows are ordinary ones otherwise, so MVCC decides which version of a table a statement
 * sees.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "commands/defrem.h"
#include "executor/tuptable.h"
#include "nodes/parsenodes.h"
#include "storage/bufmgr.h"
#include "storage/predicate.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "catalog.h"
#include "compat.h"
#include "message.h"

/* Columns of icebridge.iceberg_tables. */
enum
{
    COLUMN_CATALOG_NAME = 1,
    COLUMN_NAMESPACE,
    COLUMN_NAME,
    COLUMN_METADATA,
    COLUMN_PREVIOUS_METADATA,
    COLUMN_TYPE,
    COLUMN_RELATION,
    COLUMNS = COLUMN_RELATION
};

struct CatalogRow
{
    Oid relation;
    HeapTuple tuple;
    char *location;
};

/* See catalog.h. */
CatalogView
catalog_view(Snapshot snapshot, bool tracked)
{
    CatalogView view;

    if (snapshot == NULL)
        snapshot = ActiveSnapshotSet() ? GetActiveSnapshot() : GetTransactionSnapshot();
    view.snapshot = snapshot;
    view.command = snapshot->curcid;
    view.tracked = tracked;
    return view;
}

/* See catalog.h. */
CatalogView
catalog_view_for_change(Snapshot snapshot)
{
    CatalogView view = catalog_view(snapshot == NULL ? GetLatestSnapshot() : snapshot, false);

    view.command = GetCurrentCommandId(true);
    return view;
}

/* See catalog.h. */
bool
catalog_keeps_options(List *options)
{
    ListCell *cell;

    foreach (cell, options)
    {
        DefElem *option = lfirst(cell);

        if (strcmp(option->defname, "catalog") == 0)
            return defGetBoolean(option);
    }
    return false;
}

/* See catalog.h. */
bool
catalog_keeps_wrapper(ForeignDataWrapper *wrapper)
{
    return catalog_keeps_options(wrapper->options);
}

/* See catalog.h. */
bool
catalog_keeps(Oid relation)
{
    ForeignTable *table;

    if (get_rel_relkind(relation) != RELKIND_FOREIGN_TABLE)
        return false;
    table = GetForeignTable(relation);
    return catalog_keeps_wrapper(GetForeignDataWrapper(GetForeignServer(table->serverid)->fdwid));
}

/* An object of the extension's schema. */
static Oid
find_object(const char *name)
{
    Oid oid = get_relname_relid(name, get_namespace_oid("icebridge", false));

    if (!OidIsValid(oid))
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation \"icebridge.%s\" does not exist", name),
                        errhint("Update the extension: ALTER EXTENSION icebridge UPDATE.")));
    return oid;
}

/*
 * Tells the serializable transactions that made a version which the snapshot does not see, or replaced the one it sees,
 * that this transaction comes before them.
 */
static void
note_writers(Relation table, TupleTableSlot *slot, bool visible, Snapshot snapshot)
{
    BufferHeapTupleTableSlot *version = (BufferHeapTupleTableSlot *) slot;

    LockBuffer(version->buffer, BUFFER_LOCK_SHARE);
    HeapCheckForSerializableConflictOut(visible, table, version->base.tuple, version->buffer, snapshot);
    LockBuffer(version->buffer, BUFFER_LOCK_UNLOCK);
}

/*
 * The row of a relation that a snapshot sees, copied; NULL without any. Versions are looked at one by one: an index
 * scan under the snapshot itself would take predicate locks on pages of the index, which tables share, and where the
 * reading is tracked all later versions count, because a commit changes the newest and not the one its transaction saw.
 */
static HeapTuple
find_row(Relation table, Oid relation, Snapshot snapshot, bool tracked)
{
    Relation index = index_open(find_object("iceberg_tables_relation_key"), AccessShareLock);
    TupleTableSlot *slot = table_slot_create(table, NULL);
    Snapshot registered = RegisterSnapshot(snapshot);
    HeapTuple found = NULL;
    IndexScanDesc scan;
    ScanKeyData key;

    ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(relation));
    scan = compat_index_beginscan(table, index, SnapshotAny, 1);
    index_rescan(scan, &key, 1, NULL, 0);
    while ((found == NULL || tracked) && index_getnext_slot(scan, ForwardScanDirection, slot))
    {
        bool visible = table_tuple_satisfies_snapshot(table, slot, registered);

        if (tracked)
            note_writers(table, slot, visible, registered);
        if (visible && found == NULL)
            found = ExecCopySlotHeapTuple(slot);
    }
    index_endscan(scan);
    UnregisterSnapshot(registered);
    ExecDropSingleTupleTableSlot(slot);
    index_close(index, AccessShareLock);
    return found;
}

/*
 * Has serializable transactions know that this one reads a table as it is under the snapshot. The lock is on the table
 * itself, for the same reason: it has to outlive versions of the row. Those who commit after it find it, and those who
 * committed before are found by the versions they left.
 */
static void
note_reading(Oid relation, Snapshot snapshot)
{
    Relation table = table_open(relation, NoLock);

    PredicateLockRelation(table, snapshot);
    table_close(table, NoLock);
}

/* The counterpart: serializable transactions that have read a table come before this one, which has moved its row. */
static void
note_change(Oid relation)
{
    Relation table = table_open(relation, NoLock);

    CheckForSerializableConflictIn(table, NULL, InvalidBlockNumber);
    table_close(table, NoLock);
}

/* The location in a row, palloc-ed, or NULL. */
static char *
location_of(HeapTuple row, TupleDesc descriptor)
{
    bool is_null;
    Datum location = heap_getattr(row, COLUMN_METADATA, descriptor, &is_null);

    return is_null ? NULL : TextDatumGetCString(location);
}

/* See catalog.h. */
bool
catalog_has(Oid relation)
{
    Relation table = table_open(find_object("iceberg_tables"), AccessShareLock);
    HeapTuple row = find_row(table, relation, GetLatestSnapshot(), false);

    table_close(table, AccessShareLock);
    return row != NULL;
}

/* Calls back for the newest version of each row; nothing in a database without the extension. */
static void
visit_rows(void (*visit)(HeapTuple row, TupleDesc descriptor, void *argument), void *argument)
{
    Oid oid = get_relname_relid("iceberg_tables", get_namespace_oid("icebridge", true));
    Relation table;
    Snapshot snapshot;
    SysScanDesc scan;
    HeapTuple row;

    if (!OidIsValid(oid))
        return;
    table = table_open(oid, AccessShareLock);
    snapshot = RegisterSnapshot(GetLatestSnapshot());
    scan = systable_beginscan(table, InvalidOid, false, snapshot, 0, NULL);
    while (HeapTupleIsValid(row = systable_getnext(scan)))
        visit(row, RelationGetDescr(table), argument);
    systable_endscan(scan);
    UnregisterSnapshot(snapshot);
    table_close(table, AccessShareLock);
}

/* Adds a row's relation to a list of oids. */
static void
add_relation(HeapTuple row, TupleDesc descriptor, void *argument)
{
    List **relations = argument;
    bool is_null;
    Oid relation = DatumGetObjectId(heap_getattr(row, COLUMN_RELATION, descriptor, &is_null));

    if (!is_null)
        *relations = lappend_oid(*relations, relation);
}

/* See catalog.h. */
List *
catalog_relations(void)
{
    List *relations = NIL;

    visit_rows(add_relation, &relations);
    return relations;
}

/* Adds a row's location to a list of texts. */
static void
add_location(HeapTuple row, TupleDesc descriptor, void *argument)
{
    List **locations = argument;
    char *location = location_of(row, descriptor);

    if (location != NULL)
        *locations = lappend(*locations, location);
}

/* See catalog.h. */
List *
catalog_locations(void)
{
    List *locations = NIL;

    visit_rows(add_location, &locations);
    return locations;
}

/*
 * ERROR where the transaction has to go on with a snapshot that is older than the table's columns: the version of the
 * table that it sees has others, and they are found by name. Dropped ones nobody asks for.
 */
static void
check_columns(Oid relation, Snapshot snapshot)
{
    HeapTuple column;

    for (int16 number = 1;
         HeapTupleIsValid(column = SearchSysCache2(ATTNUM, ObjectIdGetDatum(relation), Int16GetDatum(number)));
         number++)
    {
        TransactionId changed = HeapTupleHeaderGetXmin(column->t_data);
        bool dropped = ((Form_pg_attribute) GETSTRUCT(column))->attisdropped;

        ReleaseSysCache(column);
        if (!dropped && !TransactionIdIsCurrentTransactionId(changed) && XidInMVCCSnapshot(changed, snapshot))
            ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                            errmsg("could not serialize access to table \"%s\"", get_rel_name(relation)),
                            errdetail("Its columns were changed after this transaction took its snapshot."),
                            errhint("Retry the transaction.")));
    }
}

/* See catalog.h. */
bool
catalog_find(Oid relation, const CatalogView *view, char **metadata_location)
{
    Relation table = table_open(find_object("iceberg_tables"), AccessShareLock);
    bool tracked = view->tracked && IsolationIsSerializable();
    HeapTuple row;

    if (tracked)
        note_reading(relation, view->snapshot);
    row = find_row(table, relation, view->snapshot, tracked);
    if (row != NULL && IsolationUsesXactSnapshot())
        check_columns(relation, view->snapshot);
    if (row == NULL)
    {
        /* A definition is seen as soon as it is committed, so it may be newer than the snapshot. */
        row = find_row(table, relation, GetLatestSnapshot(), false);
        if (row != NULL && IsolationUsesXactSnapshot())
            ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
                            errmsg("could not serialize access to table \"%s\"", get_rel_name(relation)),
                            errdetail("The table was created after this transaction took its snapshot."),
                            errhint("Retry the transaction.")));
    }
    if (row != NULL)
        *metadata_location = location_of(row, RelationGetDescr(table));
    table_close(table, AccessShareLock);
    return row != NULL;
}

/* See catalog.h. */
void
catalog_describe(StringInfo json, Oid relation, const CatalogView *view)
{
    char *location;

    if (!catalog_find(relation, view, &location))
        return;
    appendStringInfoString(json, ",\"pointer\":{\"metadataLocation\":");
    message_add_text(json, location);
    appendStringInfo(json, ",\"command\":%u}", view->command);
}

/* Locks the newest version of a row and copies it; NULL where the row is gone. */
static HeapTuple
lock_row(Relation table, Oid relation)
{
    HeapTuple row = find_row(table, relation, GetLatestSnapshot(), false);
    TupleTableSlot *slot;
    TM_FailureData failure;
    TM_Result result;

    if (row == NULL)
        return NULL;
    slot = table_slot_create(table, NULL);
    result = table_tuple_lock(table, &row->t_self, GetLatestSnapshot(), slot, GetCurrentCommandId(false),
                              LockTupleExclusive, LockWaitBlock,
                              TUPLE_LOCK_FLAG_LOCK_UPDATE_IN_PROGRESS | TUPLE_LOCK_FLAG_FIND_LAST_VERSION, &failure);
    if (result == TM_Ok)
        row = ExecCopySlotHeapTuple(slot);
    else if (result == TM_Deleted)
        row = NULL;
    else
        elog(ERROR, "unexpected result %d of locking a row of iceberg_tables", result);
    ExecDropSingleTupleTableSlot(slot);
    return row;
}

/* See catalog.h. */
CatalogRow *
catalog_lock(Oid relation)
{
    Relation table = table_open(find_object("iceberg_tables"), RowExclusiveLock);
    HeapTuple tuple = lock_row(table, relation);
    CatalogRow *row = NULL;

    if (tuple != NULL)
    {
        row = palloc(sizeof(CatalogRow));
        row->relation = relation;
        row->tuple = tuple;
        row->location = location_of(tuple, RelationGetDescr(table));
    }
    table_close(table, NoLock);
    return row;
}

/* See catalog.h. */
const char *
catalog_row_location(const CatalogRow *row)
{
    return row->location;
}

/* Makes a text, or null, of one of a row's values. */
static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
    nulls[column - 1] = text == NULL;
    values[column - 1] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/* See catalog.h. */
void
catalog_move(const CatalogRow *row, const char *metadata_location)
{
    Relation table = table_open(find_object("iceberg_tables"), RowExclusiveLock);
    Datum values[COLUMNS];
    bool nulls[COLUMNS];
    bool changed[COLUMNS] = {false};
    HeapTuple tuple;

    set_text(values, nulls, COLUMN_METADATA, metadata_location);
    set_text(values, nulls, COLUMN_PREVIOUS_METADATA, row->location);
    changed[COLUMN_METADATA - 1] = changed[COLUMN_PREVIOUS_METADATA - 1] = true;
    tuple = heap_modify_tuple(row->tuple, RelationGetDescr(table), values, nulls, changed);
    CatalogTupleUpdate(table, &tuple->t_self, tuple);
    note_change(row->relation);
    table_close(table, NoLock);
    CommandCounterIncrement();
}

/* Puts a relation's present names into a row's values. */
static void
set_names(Datum *values, bool *nulls, Oid relation)
{
    set_text(values, nulls, COLUMN_NAMESPACE, get_namespace_name(get_rel_namespace(relation)));
    set_text(values, nulls, COLUMN_NAME, get_rel_name(relation));
}

/* See catalog.h. */
void
catalog_insert(Oid relation, const char *metadata_location)
{
    Relation table = table_open(find_object("iceberg_tables"), RowExclusiveLock);
    Datum values[COLUMNS];
    bool nulls[COLUMNS];

    set_text(values, nulls, COLUMN_CATALOG_NAME, THIS_CATALOG);
    set_names(values, nulls, relation);
    set_text(values, nulls, COLUMN_METADATA, metadata_location);
    set_text(values, nulls, COLUMN_PREVIOUS_METADATA, NULL);
    set_text(values, nulls, COLUMN_TYPE, "TABLE");
    values[COLUMN_RELATION - 1] = ObjectIdGetDatum(relation);
    nulls[COLUMN_RELATION - 1] = false;
    CatalogTupleInsert(table, heap_form_tuple(RelationGetDescr(table), values, nulls));
    table_close(table, NoLock);
    CommandCounterIncrement();
}

/* See catalog.h. */
void
catalog_rename(Oid relation)
{
    Relation table = table_open(find_object("iceberg_tables"), RowExclusiveLock);
    HeapTuple tuple = lock_row(table, relation);
    Datum values[COLUMNS];
    bool nulls[COLUMNS];
    bool changed[COLUMNS] = {false};

    if (tuple != NULL)
    {
        set_names(values, nulls, relation);
        changed[COLUMN_NAMESPACE - 1] = changed[COLUMN_NAME - 1] = true;
        tuple = heap_modify_tuple(tuple, RelationGetDescr(table), values, nulls, changed);
        CatalogTupleUpdate(table, &tuple->t_self, tuple);
    }
    table_close(table, NoLock);
    CommandCounterIncrement();
}

/* See catalog.h. */
void
catalog_rename_schema(Oid namespace)
{
    ListCell *cell;

    foreach (cell, catalog_relations())
    {
        if (get_rel_namespace(lfirst_oid(cell)) == namespace)
            catalog_rename(lfirst_oid(cell));
    }
}

/* See catalog.h. */
void
catalog_delete(Oid relation)
{
    Relation table = table_open(find_object("iceberg_tables"), RowExclusiveLock);
    HeapTuple tuple = lock_row(table, relation);

    if (tuple != NULL)
        CatalogTupleDelete(table, &tuple->t_self);
    table_close(table, NoLock);
    CommandCounterIncrement();
}
