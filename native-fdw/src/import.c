/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import.c
 *    IMPORT FOREIGN SCHEMA: Java names the tables, PostgreSQL creates them.
 */
#include "postgres.h"

#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "utils/builtins.h"
#include "utils/json.h"

#include "call.h"
#include "fdw.h"
#include "inferred_type.h"
#include "message.h"
#include "permission.h"
#include "relation.h"

/* Adds the OPTIONS clause for an object of texts. */
static void
append_options(StringInfo sql, JsonbContainer *options)
{
    JsonbIterator *iterator;
    JsonbIteratorToken token;
    JsonbValue value;
    bool first = true;

    if (options == NULL || message_length(options) == 0)
        return;
    appendStringInfoString(sql, " OPTIONS (");
    iterator = JsonbIteratorInit(options);
    while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
    {
        char *text;

        if (token != WJB_KEY && token != WJB_VALUE)
            continue;
        text = pnstrdup(value.val.string.val, value.val.string.len);
        if (token == WJB_KEY)
            appendStringInfo(sql, "%s%s", first ? "" : ", ", quote_identifier(text));
        else
            appendStringInfo(sql, " %s", quote_literal_cstr(text));
        first = false;
    }
    appendStringInfoChar(sql, ')');
}

/* The CREATE FOREIGN TABLE statement of one table. */
static char *
create_statement(JsonbContainer *table, const char *server)
{
    JsonbContainer *columns = message_get_container(table, "columns");
    StringInfoData sql;

    initStringInfo(&sql);
    appendStringInfo(&sql, "CREATE FOREIGN TABLE %s (", quote_identifier(message_get_text(table, "name")));
    for (int i = 0; i < message_length(columns); i++)
    {
        JsonbContainer *column = message_element(columns, i);

        appendStringInfo(&sql, "%s%s %s", i == 0 ? "" : ", ", quote_identifier(message_get_text(column, "name")),
                         inferred_type_sql(message_get_container(column, "type")));
        append_options(&sql, message_get_container(column, "options"));
        if (message_get_bool(column, "notNull", false))
            appendStringInfoString(&sql, " NOT NULL");
    }
    appendStringInfo(&sql, ") SERVER %s", quote_identifier(server));
    append_options(&sql, message_get_container(table, "options"));
    return sql.data;
}

/* ImportForeignSchema */
List *
fdw_import_schema(ImportForeignSchemaStmt *statement, Oid server_oid)
{
    ForeignServer *server = GetForeignServer(server_oid);
    StringInfoData request;
    JsonbContainer *tables;
    List *commands = NIL;
    ListCell *cell;

    initStringInfo(&request);
    describe_server(&request, server, GetUserId());
    appendStringInfoString(&request, ",\"schema\":");
    escape_json(&request, statement->remote_schema);
    appendStringInfo(&request, ",\"selection\":\"%s\",\"tables\":[",
                     statement->list_type == FDW_IMPORT_SCHEMA_ALL        ? "ALL"
                     : statement->list_type == FDW_IMPORT_SCHEMA_LIMIT_TO ? "LIMIT_TO"
                                                                          : "EXCEPT");
    foreach (cell, statement->table_list)
    {
        if (foreach_current_index(cell) > 0)
            appendStringInfoChar(&request, ',');
        escape_json(&request, ((RangeVar *) lfirst(cell))->relname);
    }
    appendStringInfoString(&request, "],\"options\":");
    message_add_options(&request, statement->options);
    /* First what it takes, then, if the user may, the tables. */
    check_answered_roles(icebridge_call("schema.import", psprintf("{%s}", request.data)));
    tables = message_get_container(icebridge_call("schema.import", psprintf("{%s,\"permitted\":true}", request.data)),
                                   "tables");
    for (int i = 0; i < message_length(tables); i++)
        commands = lappend(commands, create_statement(message_element(tables, i), server->servername));
    return commands;
}
