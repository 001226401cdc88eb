/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lock.c
 *    Transactions that UPDATE or DELETE rows of the same table of the catalog take turns. PostgreSQL's heap locks row
 * by row; here the table is the unit: ShareUpdateExclusiveLock, which INSERT and SELECT do not mind, is taken before
 * such a statement looks at the table, and the statement then sees what the one it waited for has done. SELECT … FOR
 * UPDATE and its kin take it too.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_class.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/plannodes.h"
#include "parser/parsetree.h"
#include "storage/lmgr.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "call.h"
#include "catalog.h"
#include "lock.h"
#include "message.h"
#include "relation.h"
#include "transaction.h"

static ExecutorStart_hook_type next_hook;

/* Adds the tables a ModifyTable node changes rows of. */
static List *
add_changed_tables(List *tables, Plan *plan, List *range_table)
{
    ModifyTable *modify = (ModifyTable *) plan;
    ListCell *cell;

    if (plan == NULL || !IsA(plan, ModifyTable) || (modify->operation != CMD_UPDATE && modify->operation != CMD_DELETE))
        return tables;
    foreach (cell, modify->resultRelations)
        tables = list_append_unique_oid(tables, rt_fetch(lfirst_int(cell), range_table)->relid);
    return tables;
}

/* The tables of the catalog that a statement locks, in the order all statements lock them. */
static List *
tables_to_lock(PlannedStmt *statement)
{
    List *candidates = add_changed_tables(NIL, statement->planTree, statement->rtable);
    List *tables = NIL;
    ListCell *cell;

    foreach (cell, statement->subplans)
        candidates = add_changed_tables(candidates, lfirst(cell), statement->rtable);
    foreach (cell, statement->rowMarks)
    {
        PlanRowMark *mark = lfirst(cell);
        RangeTblEntry *entry = rt_fetch(mark->rti, statement->rtable);

        if (mark->strength == LCS_NONE || entry->rtekind != RTE_RELATION)
            continue;
        if (mark->waitPolicy == LockWaitSkip && catalog_keeps(entry->relid))
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("SKIP LOCKED is not supported on table \"%s\"", get_rel_name(entry->relid)),
                            errdetail("Rows of Iceberg tables are not locked one by one, but all together."),
                            errhint("Use NOWAIT.")));
        candidates = list_append_unique_oid(candidates, entry->relid);
    }
    foreach (cell, candidates)
        if (catalog_keeps(lfirst_oid(cell)) && catalog_has(lfirst_oid(cell)))
            tables = lappend_oid(tables, lfirst_oid(cell));
    list_sort(tables, list_oid_cmp);
    return tables;
}

/* Whether a statement wants an ERROR instead of waiting for a table. */
static bool
wants_no_wait(PlannedStmt *statement, Oid table)
{
    ListCell *cell;

    foreach (cell, statement->rowMarks)
    {
        PlanRowMark *mark = lfirst(cell);

        if (mark->strength != LCS_NONE && mark->waitPolicy == LockWaitError &&
            rt_fetch(mark->rti, statement->rtable)->relid == table)
            return true;
    }
    return false;
}

static void
lock_table(PlannedStmt *statement, Oid table)
{
    if (!wants_no_wait(statement, table))
        LockRelationOid(table, ShareUpdateExclusiveLock);
    else if (!ConditionalLockRelationOid(table, ShareUpdateExclusiveLock))
        ereport(ERROR, (errcode(ERRCODE_LOCK_NOT_AVAILABLE),
                        errmsg("could not obtain lock on row in relation \"%s\"", get_rel_name(table))));
}

/* Whether only rows were added to a table between two versions. */
static bool
appends_only(Oid table, const char *from, const char *to)
{
    StringInfoData request;
    JsonbContainer *answer;

    if (from == NULL || to == NULL)
        return false;
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"from\":", describe_relation(table, GetUserId()));
    message_add_text(&request, from);
    appendStringInfoString(&request, ",\"to\":");
    message_add_text(&request, to);
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    answer = icebridge_call("catalog.appends_only", request.data);
    transaction_note_answer(answer);
    return message_get_bool(answer, "appends", false);
}

/* Whether a table has another version now than a snapshot sees; which ones, or NULL. */
static bool
has_other_version(Oid table, Snapshot snapshot, char **before, char **now)
{
    CatalogView seen = catalog_view(snapshot, false);
    CatalogView newest;

    *before = *now = NULL;
    (void) catalog_find(table, &seen, before);
    newest = catalog_view(GetLatestSnapshot(), false);
    (void) catalog_find(table, &newest, now);
    return *before == NULL ? *now != NULL : *now == NULL || strcmp(*before, *now) != 0;
}

/* The ERROR of a transaction that has to go on with a snapshot that is too old. */
static void
refuse_moved(Oid table)
{
    ereport(ERROR,
            (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE), errmsg("could not serialize access due to concurrent update"),
             errdetail("Table \"%s\" was changed after this transaction took its snapshot.", get_rel_name(table)),
             errhint("Retry the transaction.")));
}

/*
 * Whether a table has moved on since the statement's snapshot was taken. Where the transaction has to go on with that
 * snapshot, more than new rows is an ERROR; new rows do not matter to those it sees.
 */
static bool
has_moved(Oid table, Snapshot snapshot)
{
    char *before;
    char *now;

    if (!has_other_version(table, snapshot, &before, &now))
        return false;
    if (IsolationUsesXactSnapshot() && !appends_only(table, before, now))
        refuse_moved(table);
    return true;
}

/* See lock.h. */
void
lock_check_newest(Oid table)
{
    char *before;
    char *now;

    if (IsolationUsesXactSnapshot() && has_other_version(table, GetTransactionSnapshot(), &before, &now))
        refuse_moved(table);
}

/* Gives a statement that has not started a new snapshot. */
static void
renew_snapshot(QueryDesc *query)
{
    bool active = ActiveSnapshotSet() && GetActiveSnapshot() == query->snapshot;

    UnregisterSnapshot(query->snapshot);
    if (active)
    {
        /* What functions of the statement read is to agree with it. Copied, as its owner may yet count commands in it.
         */
        PopActiveSnapshot();
        PushCopiedSnapshot(GetTransactionSnapshot());
        query->snapshot = RegisterSnapshot(GetActiveSnapshot());
    }
    else
        query->snapshot = RegisterSnapshot(GetTransactionSnapshot());
}

/* Locks what a statement will change and sees to it that it knows the newest version. */
static void
lock_tables(QueryDesc *query)
{
    List *tables = tables_to_lock(query->plannedstmt);
    bool moved = false;
    ListCell *cell;

    foreach (cell, tables)
        lock_table(query->plannedstmt, lfirst_oid(cell));
    foreach (cell, tables)
        moved = has_moved(lfirst_oid(cell), query->snapshot) || moved;
    if (moved && !IsolationUsesXactSnapshot())
        renew_snapshot(query);
}

/* ExecutorStart_hook */
static void
start(QueryDesc *query, int flags)
{
    /* In a read-only transaction, as are all on a standby, PostgreSQL refuses the statement next. */
    if (!(flags & EXEC_FLAG_EXPLAIN_ONLY) && !XactReadOnly &&
        (query->operation != CMD_SELECT || query->plannedstmt->hasModifyingCTE || query->plannedstmt->rowMarks != NIL))
        lock_tables(query);
    if (next_hook != NULL)
        next_hook(query, flags);
    else
        standard_ExecutorStart(query, flags);
}

/* See lock.h. */
void
lock_define(void)
{
    next_hook = ExecutorStart_hook;
    ExecutorStart_hook = start;
}
