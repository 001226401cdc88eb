/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utility.c
 *    The hook on utility statements: a foreign table created without columns gets those of its data, and what a
 * statement made is checked as a whole.
 *
 * The hook needs the library loaded before the statement (shared_preload_libraries or session_preload_libraries). Where
 * it is not, a table without columns stays one, and its first scan says what to do.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "parser/parse_type.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "call.h"
#include "compat.h"
#include "copy_to.h"
#include "iceberg_create_as.h"
#include "iceberg_ddl.h"
#include "inferred_type.h"
#include "message.h"
#include "option.h"
#include "permission.h"
#include "relation.h"
#include "utility.h"

static ProcessUtility_hook_type next_hook;

/* Utility statements under way that came through the hook. */
static int depth;

/* Whether a statement asks for columns to be found out. */
static bool
wants_inference(CreateForeignTableStmt *statement)
{
    return statement->base.tableElts == NIL && statement->base.inhRelations == NIL &&
           statement->base.partbound == NULL && statement->base.ofTypename == NULL;
}

/* A column definition of a CREATE statement. */
static ColumnDef *
make_column(JsonbContainer *column)
{
    ColumnDef *definition = makeNode(ColumnDef);

    definition->colname = message_get_text(column, "name");
    definition->typeName = inferred_type_name(message_get_container(column, "type"));
    definition->is_local = true;
    definition->location = -1;
    if (message_get_bool(column, "notNull", false))
    {
        Constraint *constraint = makeNode(Constraint);

        constraint->contype = CONSTR_NOTNULL;
        constraint->location = -1;
        definition->constraints = list_make1(constraint);
    }
    return definition;
}

/* Asks Java for the columns and puts them into the statement. */
static void
infer_columns(CreateForeignTableStmt *statement)
{
    ForeignServer *server = GetForeignServerByName(statement->servername, false);
    RangeVar *name = statement->base.relation;
    JsonbContainer *columns;
    char *relation;

    if (!is_icebridge_wrapper(server->fdwid))
        return;
    if (statement->base.if_not_exists && OidIsValid(RangeVarGetRelid(name, NoLock, true)))
        return; /* nothing will be created, so whether there are files does not matter */
    if (compat_foreign_server_aclcheck(server->serverid, GetUserId(), ACL_USAGE) != ACLCHECK_OK)
        return; /* the statement itself will say so */
    relation = describe_new_relation(name->schemaname, name->relname, server, statement->options, GetUserId());
    /* First what it takes, then, if the user may, the columns. */
    check_answered_roles(icebridge_call("table.infer", psprintf("{\"relation\":%s}", relation)));
    columns = message_get_container(
        icebridge_call("table.infer", psprintf("{\"relation\":%s,\"permitted\":true}", relation)), "columns");
    for (int i = 0; i < message_length(columns); i++)
        statement->base.tableElts = lappend(statement->base.tableElts, make_column(message_element(columns, i)));
}

/* Checks options that the validator could not, now that the table's server is known. */
static void
validate_table(RangeVar *name)
{
    Oid relation = RangeVarGetRelid(name, NoLock, true);
    ForeignTable *table;
    StringInfoData request;

    if (!OidIsValid(relation) || get_rel_relkind(relation) != RELKIND_FOREIGN_TABLE)
        return;
    table = GetForeignTable(relation);
    if (!is_icebridge_wrapper(GetForeignServer(table->serverid)->fdwid))
        return;
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s}", describe_definition(relation, GetUserId()));
    check_answered_roles(icebridge_call("table.validate", request.data));
}

/*
 * Checks a server as a whole, and the options its validator could not: it was not told which class the foreign-data
 * wrapper names. Servers of the extension's own wrappers have been checked.
 */
static void
validate_server(const char *name)
{
    ForeignServer *server = GetForeignServerByName(name, true);
    ForeignDataWrapper *wrapper;

    if (server == NULL || !is_icebridge_wrapper(server->fdwid))
        return;
    wrapper = GetForeignDataWrapper(server->fdwid);
    if (is_own_wrapper(wrapper))
        return;
    if (names_class(wrapper->options) && names_class(server->options))
        ereport(ERROR, (errcode(ERRCODE_FDW_INVALID_OPTION_NAME),
                        errmsg("servers of foreign-data wrapper \"%s\" cannot name a Java class or class path",
                               wrapper->fdwname),
                        errhint("The foreign-data wrapper itself does.")));
    validate_options_of(server, "SERVER", server->options);
}

/* Checks the options of a user mapping, now that its server is known. */
static void
validate_user_mapping(RoleSpec *role, const char *server_name)
{
    ForeignServer *server = GetForeignServerByName(server_name, true);
    Oid user = role->roletype == ROLESPEC_PUBLIC ? InvalidOid : get_rolespec_oid(role, true);

    if (server == NULL || !is_icebridge_wrapper(server->fdwid) || is_own_wrapper(GetForeignDataWrapper(server->fdwid)))
        return;
    validate_options_of(server, "USER_MAPPING", user_mapping_options(user, server->serverid));
}

/* What we do before a statement. The columns of a managed table are what the statement says, even none at all. A
 * statement may be cached, so it is changed in a copy. */
static PlannedStmt *
before(PlannedStmt *planned, bool managed)
{
    if (!managed && IsA(planned->utilityStmt, CreateForeignTableStmt) &&
        wants_inference((CreateForeignTableStmt *) planned->utilityStmt))
    {
        planned = copyObject(planned);
        infer_columns((CreateForeignTableStmt *) planned->utilityStmt);
    }
    return copy_to_query(planned);
}

/* What we do after a statement. */
static void
after(Node *statement)
{
    switch (nodeTag(statement))
    {
        case T_CreateForeignTableStmt:
            validate_table(((CreateForeignTableStmt *) statement)->base.relation);
            break;
        case T_AlterTableStmt:
            if (((AlterTableStmt *) statement)->objtype == OBJECT_FOREIGN_TABLE)
                validate_table(((AlterTableStmt *) statement)->relation);
            break;
        case T_CreateForeignServerStmt:
            validate_server(((CreateForeignServerStmt *) statement)->servername);
            break;
        case T_AlterForeignServerStmt:
            if (((AlterForeignServerStmt *) statement)->options != NIL)
                validate_server(((AlterForeignServerStmt *) statement)->servername);
            break;
        case T_CreateUserMappingStmt:
            validate_user_mapping(((CreateUserMappingStmt *) statement)->user,
                                  ((CreateUserMappingStmt *) statement)->servername);
            break;
        case T_AlterUserMappingStmt:
            validate_user_mapping(((AlterUserMappingStmt *) statement)->user,
                                  ((AlterUserMappingStmt *) statement)->servername);
            break;
        default:
            break;
    }
}

/* Has PostgreSQL, or whoever else hooks in, execute a statement. */
static void
execute(PlannedStmt *planned, const char *query, bool read_only_tree, ProcessUtilityContext context,
        ParamListInfo parameters, QueryEnvironment *environment, DestReceiver *destination, QueryCompletion *completion)
{
    if (next_hook != NULL)
        next_hook(planned, query, read_only_tree, context, parameters, environment, destination, completion);
    else
        standard_ProcessUtility(planned, query, read_only_tree, context, parameters, environment, destination,
                                completion);
}

/* ProcessUtility_hook */
static void
process_utility(PlannedStmt *planned, const char *query, bool read_only_tree, ProcessUtilityContext context,
                ParamListInfo parameters, QueryEnvironment *environment, DestReceiver *destination,
                QueryCompletion *completion)
{
    IcebergStatement *state = iceberg_ddl_begin();
    ListCell *cell;

    depth++;
    PG_TRY();
    {
        if (!IsA(planned->utilityStmt, CreateTableAsStmt) ||
            !iceberg_create_as(planned, query, parameters, environment, completion))
            foreach (cell, iceberg_ddl_prepare(state, planned))
            {
                PlannedStmt *statement = before(lfirst_node(PlannedStmt, cell), iceberg_ddl_creates(state));

                execute(statement, query, read_only_tree, context, parameters, environment, destination, completion);
                after(statement->utilityStmt);
            }
        iceberg_ddl_finish(state, query);
    }
    PG_FINALLY();
    {
        iceberg_ddl_end(state);
        depth--;
    }
    PG_END_TRY();
}

/* See utility.h. */
bool
utility_hook_saw_statement(void)
{
    return depth > 0;
}

/* Called once, from _PG_init. */
void
utility_define(void)
{
    next_hook = ProcessUtility_hook;
    ProcessUtility_hook = process_utility;
}
