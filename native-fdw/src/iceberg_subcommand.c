/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_subcommand.c
 *    See iceberg_subcommand.h.
 */
#include "postgres.h"

#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "nodes/makefuncs.h"

#include "iceberg_numeric.h"
#include "iceberg_refusal.h"
#include "iceberg_subcommand.h"
#include "iceberg_table.h"
#include "named_table.h"

/* A subcommand Iceberg tables do not have, and what to do instead. */
typedef struct Refusal
{
    AlterTableType type;
    const char *name;
    const char *hint;
} Refusal;

#define HINT_STORAGE                                                                                                   \
    "The files stay where they are. To have them elsewhere, CREATE TABLE … USING iceberg WITH (location = '…') AS."
#define HINT_ROW_SECURITY "GRANT on a view that selects the rows a role may see, made WITH (security_barrier)."
#define HINT_RULE "Use a row trigger, or a view with rules."
#define HINT_ORDER                                                                                                     \
    "Iceberg tables have no indexes. Rows keep the order in which an INSERT … SELECT … ORDER BY writes them."

static const Refusal refusals[] = {
    {AT_SetTableSpace, "SET TABLESPACE", HINT_STORAGE},
    {AT_SetAccessMethod, "SET ACCESS METHOD", "CREATE TABLE … USING heap AS SELECT … copies the rows to a heap table."},
    {AT_SetLogged, "SET LOGGED", "Files of Iceberg tables are always durable."},
    {AT_SetUnLogged, "SET UNLOGGED", "Files of Iceberg tables are always durable."},
    {AT_ClusterOn, "CLUSTER ON", HINT_ORDER},
    {AT_DropCluster, "SET WITHOUT CLUSTER", HINT_ORDER},
    {AT_ReplicaIdentity, "REPLICA IDENTITY", "Other engines read the table itself, and its snapshots."},
    {AT_EnableRowSecurity, "ENABLE ROW LEVEL SECURITY", HINT_ROW_SECURITY},
    {AT_DisableRowSecurity, "DISABLE ROW LEVEL SECURITY", HINT_ROW_SECURITY},
    {AT_ForceRowSecurity, "FORCE ROW LEVEL SECURITY", HINT_ROW_SECURITY},
    {AT_NoForceRowSecurity, "NO FORCE ROW LEVEL SECURITY", HINT_ROW_SECURITY},
    {AT_EnableRule, "ENABLE RULE", HINT_RULE},
    {AT_EnableAlwaysRule, "ENABLE ALWAYS RULE", HINT_RULE},
    {AT_EnableReplicaRule, "ENABLE REPLICA RULE", HINT_RULE},
    {AT_DisableRule, "DISABLE RULE", HINT_RULE},
    {AT_AddOf, "OF", "Give the table the type's columns with ADD COLUMN."},
    {AT_DropOf, "NOT OF", "Iceberg tables are not of a type."},
    {AT_SetCompression, "SET COMPRESSION", "Set the table option write.parquet.compression-codec."},
    {AT_AlterConstraint, "ALTER CONSTRAINT", "Drop the constraint and add it anew."},
    {AT_AddIndexConstraint, "ADD CONSTRAINT USING INDEX", "Iceberg tables have no indexes."},
};

/* Raises the ERROR for a subcommand Iceberg tables do not have. */
static void
check_type(AlterTableType type)
{
    for (int i = 0; i < lengthof(refusals); i++)
        if (refusals[i].type == type)
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("ALTER TABLE … %s is not supported for Iceberg tables", refusals[i].name),
                            errhint("%s", refusals[i].hint)));
}

/* ALTER COLUMN … TYPE */
static void
prepare_type(AlterTableCmd *command)
{
    ColumnDef *column = (ColumnDef *) command->def;

    if (column->raw_default != NULL)
        ereport(
            ERROR,
            (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
             errmsg("ALTER COLUMN … TYPE … USING is not supported for Iceberg tables"),
             errhint("Add a column of the new type, UPDATE it from the old one, drop that, and rename the new one.")));
    column->colname = command->name;
    iceberg_limit_numeric(column);
}

/* Whether options (DefElems) hold one of that name. */
static bool
has_option(List *options, const char *name)
{
    ListCell *cell;

    foreach (cell, options)
    {
        if (strcmp(((DefElem *) lfirst(cell))->defname, name) == 0)
            return true;
    }
    return false;
}

/* SET (…) and RESET (…) become OPTIONS (ADD …, SET …, DROP …). */
static void
prepare_options(Oid relation, AlterTableCmd *command)
{
    List *present = GetForeignTable(relation)->options;
    bool reset = command->subtype == AT_ResetRelOptions;
    List *options = NIL;
    ListCell *cell;

    foreach (cell, iceberg_table_options((List *) command->def))
    {
        DefElem *option = lfirst_node(DefElem, cell);
        bool known = has_option(present, option->defname);

        if (reset && !known)
            continue;
        option->defaction = reset ? DEFELEM_DROP : known ? DEFELEM_SET : DEFELEM_ADD;
        options = lappend(options, option);
    }
    command->subtype = AT_GenericOptions;
    command->def = (Node *) options;
}

/* OPTIONS (…): what makes a table another one cannot be changed. */
static void
check_options(List *options)
{
    ListCell *cell;

    foreach (cell, options)
    {
        const char *name = lfirst_node(DefElem, cell)->defname;

        if (strcmp(name, "location") == 0)
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("the location of an Iceberg table cannot be changed"), errhint(HINT_STORAGE)));
        if (strcmp(name, "metadata_location") == 0)
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("a table that this database manages cannot be pinned to a metadata file"),
                            errhint("Make a second foreign table with OPTIONS (metadata_location '…'), or attach other "
                                    "metadata with icebridge.attach_table().")));
        if (strcmp(name, TABLE_NAME_OPTION) == 0)
            ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                            errmsg("a table that this database manages cannot show another one"),
                            errhint("Make a second foreign table with OPTIONS (" TABLE_NAME_OPTION " '…').")));
    }
}

void
iceberg_subcommands(Oid relation, AlterTableStmt *alter)
{
    ListCell *cell;

    foreach (cell, alter->cmds)
    {
        AlterTableCmd *command = lfirst_node(AlterTableCmd, cell);

        check_type(command->subtype);
        if (command->subtype == AT_AddColumn)
        {
            iceberg_refuse_column((ColumnDef *) command->def);
            iceberg_limit_numeric((ColumnDef *) command->def);
        }
        else if (command->subtype == AT_AddConstraint)
            iceberg_refuse_constraint((Constraint *) command->def);
        else if (command->subtype == AT_AlterColumnType)
            prepare_type(command);
        else if (command->subtype == AT_SetRelOptions || command->subtype == AT_ResetRelOptions)
            prepare_options(relation, command);
        if (command->subtype == AT_GenericOptions)
            check_options((List *) command->def);
    }
}
