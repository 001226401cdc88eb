/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_ddl.c
 *    See iceberg_ddl.h.
 *
 * What a statement drops is learnt from PostgreSQL's object access hook: a table or column may go with a schema, a
 * type, an owner or an extension that it depends on.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "commands/tablecmds.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "call.h"
#include "catalog.h"
#include "iceberg_alter.h"
#include "iceberg_create.h"
#include "iceberg_ddl.h"
#include "iceberg_refusal.h"
#include "iceberg_spelling.h"
#include "iceberg_subcommand.h"
#include "iceberg_table.h"
#include "relation.h"
#include "transaction.h"

struct IcebergStatement
{
    IcebergStatement *outer;
    MemoryContext context;
    IcebergCreation *creation; /* or NULL */
    List *alterations;         /* IcebergAlterations */
    List *renamed;             /* oids of tables whose name or schema changes */
    Oid renamed_schema;
    bool drops; /* whether columns may go with something else that the statement drops */
};

static object_access_hook_type next_hook;

/* The innermost statement under way. */
static IcebergStatement *current;

/* Notes that a table may change, if nobody has done so. */
static void
note_alteration(IcebergStatement *state, Oid relation)
{
    MemoryContext old;
    ListCell *cell;

    foreach (cell, state->alterations)
    {
        if (((IcebergAlteration *) lfirst(cell))->relation == relation)
            return;
    }
    old = MemoryContextSwitchTo(state->context);
    state->alterations = lappend(state->alterations, iceberg_alteration_begin(relation));
    MemoryContextSwitchTo(old);
}

/* Notes the managed tables among a relation and what inherits from it; they are locked as the statement will lock them.
 */
static void
note_family(IcebergStatement *state, Oid relation, LOCKMODE lock)
{
    List *family = has_subclass(relation) ? find_all_inheritors(relation, lock, NULL) : list_make1_oid(relation);
    ListCell *cell;

    foreach (cell, family)
    {
        if (iceberg_is_managed(lfirst_oid(cell)))
            note_alteration(state, lfirst_oid(cell));
    }
}

/* Whether a statement on the relation can touch an Iceberg table. */
static bool
is_concerned(Oid relation)
{
    return OidIsValid(relation) && (catalog_keeps(relation) || has_subclass(relation));
}

/* Locks a relation that the statement is about to change, if the user may change it. */
static void
lock_own(RangeVar *name)
{
    /* PostgreSQL would say so after us; on a standby the lock would be refused first, in other words. */
    PreventCommandIfReadOnly("ALTER TABLE");
    (void) RangeVarGetRelidExtended(name, AccessExclusiveLock, 0, RangeVarCallbackOwnsRelation, NULL);
}

/* ALTER TABLE, ALTER FOREIGN TABLE */
static PlannedStmt *
prepare_alter(IcebergStatement *state, PlannedStmt *planned)
{
    AlterTableStmt *alter = (AlterTableStmt *) planned->utilityStmt;
    Oid relation;

    if (alter->objtype != OBJECT_TABLE && alter->objtype != OBJECT_FOREIGN_TABLE)
        return planned;
    relation = RangeVarGetRelid(alter->relation, NoLock, true);
    if (!is_concerned(relation))
        return planned;
    lock_own(alter->relation);
    if (iceberg_is_managed(relation))
    {
        planned = copyObject(planned);
        iceberg_subcommands(relation, (AlterTableStmt *) planned->utilityStmt);
    }
    note_family(state, relation, AccessExclusiveLock);
    return planned;
}

/* ALTER … RENAME */
static void
prepare_rename(IcebergStatement *state, RenameStmt *rename)
{
    Oid relation;

    if (rename->renameType == OBJECT_SCHEMA)
    {
        state->renamed_schema = get_namespace_oid(rename->subname, true);
        return;
    }
    if (rename->relation == NULL)
        return;
    relation = RangeVarGetRelid(rename->relation, NoLock, true);
    if (!is_concerned(relation))
        return;
    if (rename->renameType == OBJECT_TABLE || rename->renameType == OBJECT_FOREIGN_TABLE)
        state->renamed = lappend_oid(state->renamed, relation);
    else if (rename->renameType == OBJECT_COLUMN)
    {
        lock_own(rename->relation);
        note_family(state, relation, AccessExclusiveLock);
    }
}

/* ALTER … SET SCHEMA */
static void
prepare_move(IcebergStatement *state, AlterObjectSchemaStmt *move)
{
    Oid relation;

    if (move->objectType != OBJECT_TABLE && move->objectType != OBJECT_FOREIGN_TABLE)
        return;
    relation = RangeVarGetRelid(move->relation, NoLock, true);
    if (OidIsValid(relation) && catalog_keeps(relation))
        state->renamed = lappend_oid(state->renamed, relation);
}

List *
iceberg_ddl_prepare(IcebergStatement *state, PlannedStmt *planned)
{
    switch (nodeTag(planned->utilityStmt))
    {
        case T_CreateStmt:
        case T_CreateForeignTableStmt:
            planned = iceberg_create_prepare(planned, &state->creation);
            break;
        case T_AlterTableStmt:
            iceberg_refuse_statement(planned->utilityStmt);
            planned = prepare_alter(state, planned);
            break;
        case T_RenameStmt:
            iceberg_refuse_statement(planned->utilityStmt);
            prepare_rename(state, (RenameStmt *) planned->utilityStmt);
            break;
        case T_AlterObjectSchemaStmt:
            prepare_move(state, (AlterObjectSchemaStmt *) planned->utilityStmt);
            break;
        case T_DropStmt:
        case T_CommentStmt:
        case T_SecLabelStmt:
            state->drops = true;
            iceberg_refuse_statement(planned->utilityStmt);
            return iceberg_spell(planned);
        case T_DropOwnedStmt:
            state->drops = true;
            break;
        default:
            iceberg_refuse_statement(planned->utilityStmt);
            break;
    }
    return list_make1(planned);
}

bool
iceberg_ddl_creates(const IcebergStatement *state)
{
    return state->creation != NULL;
}

void
iceberg_ddl_finish(IcebergStatement *state, const char *query)
{
    ListCell *cell;

    if (state->creation != NULL)
        iceberg_create_finish(state->creation, query);
    if (state->alterations != NIL || state->renamed != NIL || OidIsValid(state->renamed_schema))
        CommandCounterIncrement();
    foreach (cell, state->renamed)
        catalog_rename(lfirst_oid(cell));
    if (OidIsValid(state->renamed_schema))
        catalog_rename_schema(state->renamed_schema);
    foreach (cell, state->alterations)
        iceberg_alteration_finish(lfirst(cell));
}

/* A managed table is about to be dropped: its files go after the commit, its row at once. */
static void
drop_table(Oid relation)
{
    CatalogView view = catalog_view_for_change(GetTransactionSnapshot());
    StringInfoData request;

    /* As for a heap: files must not go while a crash could still undo the commit that dropped them. */
    ForceSyncCommit();
    transaction_note_drop();
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s", describe_relation_in(relation, GetUserId(), &view));
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    transaction_note_answer(icebridge_call("table.drop", request.data));
    catalog_delete(relation);
}

/* object_access_hook */
static void
access_object(ObjectAccessType access, Oid catalog, Oid object, int part, void *argument)
{
    if (next_hook != NULL)
        next_hook(access, catalog, object, part, argument);
    if (access != OAT_DROP || catalog != RelationRelationId || !iceberg_is_managed(object))
        return;
    if (part == 0)
        drop_table(object);
    else if (current != NULL && current->drops)
        note_alteration(current, object);
}

IcebergStatement *
iceberg_ddl_begin(void)
{
    IcebergStatement *state = palloc0(sizeof(IcebergStatement));

    state->context = CurrentMemoryContext;
    state->outer = current;
    current = state;
    return state;
}

void
iceberg_ddl_end(IcebergStatement *state)
{
    current = state->outer;
}

void
iceberg_ddl_define(void)
{
    next_hook = object_access_hook;
    object_access_hook = access_object;
}
