/* SPDX-License-Identifier: Apache-2.0 */
/*
 * other_engine.c
 *    The trigger on icebridge.iceberg_tables, which fires when another engine commits: our own commits work below SQL.
 * The table's columns follow those of its new version; what only PostgreSQL can do is refused.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "commands/tablecmds.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "storage/lmgr.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "call.h"
#include "compat.h"
#include "inferred_type.h"
#include "message.h"
#include "relation.h"
#include "transaction.h"

EXPORTED_FUNCTION(icebridge_other_engine);

/* How long to wait for a table that others use, and how often to look. */
#define LOCK_TRIES 100
#define LOCK_PAUSE_US 10000L

/* The value of a column as text; NULL for null. */
static char *
text_of(TriggerData *trigger, HeapTuple row, const char *column)
{
    TupleDesc descriptor = RelationGetDescr(trigger->tg_relation);

    return SPI_getvalue(row, descriptor, SPI_fnumber(descriptor, column));
}

/* The table whose row it is; InvalidOid for a table that PostgreSQL does not know. */
static Oid
relation_of(TriggerData *trigger)
{
    TupleDesc descriptor = RelationGetDescr(trigger->tg_relation);
    bool is_null;
    Datum oid = SPI_getbinval(trigger->tg_trigtuple, descriptor, SPI_fnumber(descriptor, "relation"), &is_null);

    return is_null || get_rel_name(DatumGetObjectId(oid)) == NULL ? InvalidOid : DatumGetObjectId(oid);
}

/* Refuses to let go of a row or of the name in it. */
static void
check_same_name(TriggerData *trigger, Oid relation)
{
    static const char *const names[] = {"catalog_name", "table_namespace", "table_name"};

    for (int i = 0; i < lengthof(names); i++)
    {
        if (strcmp(text_of(trigger, trigger->tg_trigtuple, names[i]),
                   text_of(trigger, trigger->tg_newtuple, names[i])) != 0)
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("other engines cannot rename table \"%s\"", get_rel_name(relation)),
                            errhint("Use ALTER TABLE … RENAME TO or SET SCHEMA in PostgreSQL.")));
    }
}

/*
 * Locks a table whose columns change. Whoever has it locked may be waiting for the row that the other engine has just
 * locked, which would be a deadlock, so there is no waiting in the lock's queue, and not for long.
 */
static void
lock_table(Oid oid)
{
    int tries = 0;

    while (!ConditionalLockRelationOid(oid, AccessExclusiveLock))
    {
        if (++tries == LOCK_TRIES)
            ereport(ERROR, (errcode(ERRCODE_LOCK_NOT_AVAILABLE),
                            errmsg("table \"%s\" is in use, so its columns cannot change now", get_rel_name(oid)),
                            errhint("Try again when the transactions that use it have ended.")));
        CHECK_FOR_INTERRUPTS();
        pg_usleep(LOCK_PAUSE_US);
    }
}

/* A column for ADD COLUMN or ALTER COLUMN … TYPE. */
static ColumnDef *
make_column(char *name, JsonbContainer *type, bool not_null)
{
    ColumnDef *column = makeNode(ColumnDef);

    column->colname = name;
    column->typeName = inferred_type_name(type);
    column->is_local = true;
    column->is_not_null = not_null;
    column->location = -1;
    return column;
}

/* The name of a table for a statement. */
static RangeVar *
name_of(Oid relation)
{
    return makeRangeVar(get_namespace_name(get_rel_namespace(relation)), get_rel_name(relation), -1);
}

/* ALTER TABLE with one command; not as a utility statement, which would tell Java. */
static void
alter(Oid relation, AlterTableType kind, char *name, ColumnDef *definition)
{
    AlterTableStmt *statement = makeNode(AlterTableStmt);
    AlterTableCmd *command = makeNode(AlterTableCmd);
    AlterTableUtilityContext context = {.queryString = "", .relid = relation};

    command->subtype = kind;
    command->name = name;
    command->def = (Node *) definition;
    command->behavior = DROP_RESTRICT;
    statement->relation = name_of(relation);
    statement->cmds = list_make1(command);
    statement->objtype = OBJECT_FOREIGN_TABLE;
    AlterTable(statement, AccessExclusiveLock, &context);
}

/* ALTER TABLE … RENAME COLUMN */
static void
rename_column(Oid relation, char *name, char *new_name)
{
    RenameStmt *rename = makeNode(RenameStmt);

    rename->renameType = OBJECT_COLUMN;
    rename->relationType = OBJECT_FOREIGN_TABLE;
    rename->relation = name_of(relation);
    rename->subname = name;
    rename->newname = new_name;
    rename->behavior = DROP_RESTRICT;
    (void) renameatt(rename);
}

/* Applies one of Java's ColumnChanges. */
static void
apply(Oid relation, JsonbContainer *change)
{
    char *kind = message_get_text(change, "change");
    char *name = message_get_text(change, "name");

    if (strcmp(kind, "added") == 0)
    {
        JsonbContainer *column = message_element(message_get_container(change, "columns"), 0);

        alter(relation, AT_AddColumn, NULL,
              make_column(message_get_text(column, "name"), message_get_container(column, "type"),
                          message_get_bool(column, "notNull", false)));
    }
    else if (strcmp(kind, "dropped") == 0)
        alter(relation, AT_DropColumn, name, NULL);
    else if (strcmp(kind, "renamed") == 0)
        rename_column(relation, name, message_get_text(change, "newName"));
    else if (strcmp(kind, "retyped") == 0)
        alter(relation, AT_AlterColumnType, name, make_column(name, message_get_container(change, "type"), false));
    else if (message_get_bool(change, "notNull", false))
        alter(relation, AT_SetNotNull, name, NULL);
    else
        alter(relation, AT_DropNotNull, name, NULL);
    CommandCounterIncrement();
}

/* Asks Java how the columns of the new version differ, and changes the table's. */
static void
follow_columns(Oid relation, const char *from, const char *to)
{
    JsonbContainer *answer;
    JsonbContainer *changes;
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"from\":", describe_relation(relation, GetUserId()));
    message_add_text(&request, from);
    appendStringInfoString(&request, ",\"to\":");
    message_add_text(&request, to);
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    answer = icebridge_call("catalog.differences", request.data);
    transaction_note_answer(answer);
    changes = message_get_container(answer, "changes");
    if (message_length(changes) == 0)
        return;
    lock_table(relation);
    for (int i = 0; i < message_length(changes); i++)
        apply(relation, message_element(changes, i));
}

/* icebridge.other_engine(): AFTER UPDATE OR DELETE, with the privileges of the extension's owner. */
Datum
icebridge_other_engine(PG_FUNCTION_ARGS)
{
    TriggerData *trigger = (TriggerData *) fcinfo->context;
    Oid relation;
    char *from;
    char *to;

    if (!CALLED_AS_TRIGGER(fcinfo))
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED), errmsg("function is only for a trigger")));
    relation = relation_of(trigger);
    if (!OidIsValid(relation))
        return PointerGetDatum(NULL);
    if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("other engines cannot drop table \"%s\"", get_rel_name(relation)),
                        errhint("Use DROP TABLE in PostgreSQL.")));
    check_same_name(trigger, relation);
    from = text_of(trigger, trigger->tg_trigtuple, "metadata_location");
    to = text_of(trigger, trigger->tg_newtuple, "metadata_location");
    if (to == NULL)
        ereport(ERROR, (errcode(ERRCODE_NOT_NULL_VIOLATION),
                        errmsg("metadata_location of table \"%s\" cannot become null", get_rel_name(relation))));
    if (from != NULL && strcmp(from, to) != 0)
        follow_columns(relation, from, to);
    return PointerGetDatum(NULL);
}
