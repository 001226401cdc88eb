/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relation.c
 *    What Java must know about a foreign table, as JSON (see docs/architecture.md, Messages). It is built anew for
 * every plan from PostgreSQL's own caches, so no change of a definition can be missed; Java compares it with what it
 * has.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_type.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "message.h"
#include "named_table.h"
#include "relation.h"

/* PostgresType.Kind of a type. */
static const char *
type_kind(Form_pg_type type)
{
    if (type->typelem != InvalidOid && type->typlen == -1 && type->typsubscript == F_ARRAY_SUBSCRIPT_HANDLER)
        return "ARRAY";
    switch (type->typtype)
    {
        case TYPTYPE_COMPOSITE:
            return "COMPOSITE";
        case TYPTYPE_DOMAIN:
            return "DOMAIN";
        case TYPTYPE_ENUM:
            return "ENUM";
        case TYPTYPE_RANGE:
        case TYPTYPE_MULTIRANGE:
            return "RANGE";
        case TYPTYPE_PSEUDO:
            return "PSEUDO";
        default:
            return "BASE";
    }
}

/* Adds the attributes of a composite type. */
static void
describe_attributes(StringInfo json, Oid type)
{
    TupleDesc descriptor = lookup_rowtype_tupdesc(type, -1);
    bool first = true;

    appendStringInfoString(json, ",\"attributes\":[");
    for (int i = 0; i < descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

        if (attribute->attisdropped)
            continue;
        appendStringInfoString(json, first ? "{\"name\":" : ",{\"name\":");
        first = false;
        escape_json(json, NameStr(attribute->attname));
        appendStringInfo(json, ",\"number\":%d,\"type\":", i + 1);
        describe_type(json, attribute->atttypid, attribute->atttypmod);
        appendStringInfoChar(json, '}');
    }
    appendStringInfoChar(json, ']');
    ReleaseTupleDesc(descriptor);
}

/* Adds a type with its parts. A composite cannot contain itself, so the recursion ends. */
void
describe_type(StringInfo json, Oid type_oid, int32 modifier)
{
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type_oid));
    Form_pg_type type;
    const char *kind;
    char *schema;

    if (!HeapTupleIsValid(tuple))
        elog(ERROR, "cache lookup failed for type %u", type_oid);
    check_stack_depth();
    type = (Form_pg_type) GETSTRUCT(tuple);
    kind = type_kind(type);
    schema = get_namespace_name(type->typnamespace);
    appendStringInfo(json, "{\"oid\":%u,\"schema\":", type_oid);
    message_add_text(json, schema == NULL ? "pg_temp" : schema);
    appendStringInfoString(json, ",\"name\":");
    escape_json(json, NameStr(type->typname));
    appendStringInfo(json, ",\"modifier\":%d,\"display\":", modifier);
    escape_json(json, format_type_with_typemod(type_oid, modifier));
    appendStringInfo(json, ",\"kind\":\"%s\"", kind);
    if (strcmp(kind, "ARRAY") == 0)
    {
        appendStringInfoString(json, ",\"element\":");
        describe_type(json, type->typelem, modifier);
    }
    else if (strcmp(kind, "DOMAIN") == 0)
    {
        appendStringInfoString(json, ",\"element\":");
        describe_type(json, type->typbasetype, type->typtypmod);
    }
    else if (strcmp(kind, "COMPOSITE") == 0)
        describe_attributes(json, type_oid);
    appendStringInfoChar(json, '}');
    ReleaseSysCache(tuple);
}

/* Adds a column. */
void
describe_column(StringInfo json, Form_pg_attribute attribute, List *options)
{
    appendStringInfoString(json, "{\"name\":");
    escape_json(json, NameStr(attribute->attname));
    appendStringInfo(json, ",\"number\":%d,\"notNull\":%s,\"type\":", attribute->attnum,
                     attribute->attnotnull ? "true" : "false");
    describe_type(json, attribute->atttypid, attribute->atttypmod);
    appendStringInfoString(json, ",\"options\":");
    message_add_options(json, options);
    appendStringInfoChar(json, '}');
}

/* The value of an option, or NULL. */
static const char *
find_option(List *options, const char *name)
{
    ListCell *cell;

    foreach (cell, options)
    {
        DefElem *option = lfirst(cell);

        if (strcmp(option->defname, name) == 0)
            return defGetString(option);
    }
    return NULL;
}

/* Adds the class that serves, which the server names or, for a wrapper made for one class, the foreign-data wrapper. */
void
describe_wrapper(StringInfo json, List *wrapper_options, List *server_options)
{
    const char *class_name = find_option(wrapper_options, "wrapper");
    const char *class_path = find_option(wrapper_options, "classpath");

    if (class_name == NULL)
    {
        class_name = find_option(server_options, "wrapper");
        class_path = find_option(server_options, "classpath");
    }
    appendStringInfoString(json, "\"wrapper\":");
    message_add_text(json, class_name);
    appendStringInfoString(json, ",\"classpath\":");
    message_add_text(json, class_path);
}

/* The options of the user's mapping, or of the public one; NIL without any. GetUserMapping() would raise an error. */
List *
user_mapping_options(Oid user, Oid server)
{
    HeapTuple tuple = SearchSysCache2(USERMAPPINGUSERSERVER, ObjectIdGetDatum(user), ObjectIdGetDatum(server));
    Datum options;
    bool is_null;
    List *result = NIL;

    if (!HeapTupleIsValid(tuple))
        tuple = SearchSysCache2(USERMAPPINGUSERSERVER, ObjectIdGetDatum(InvalidOid), ObjectIdGetDatum(server));
    if (!HeapTupleIsValid(tuple))
        return NIL;
    options = SysCacheGetAttr(USERMAPPINGUSERSERVER, tuple, Anum_pg_user_mapping_umoptions, &is_null);
    if (!is_null)
        result = untransformRelOptions(options);
    ReleaseSysCache(tuple);
    return result;
}

/* Adds "wrapper", "classpath" and "server". Nobody (InvalidOid) has no user mapping, as befits a log. */
void
describe_server(StringInfo json, ForeignServer *server, Oid user)
{
    ForeignDataWrapper *wrapper = GetForeignDataWrapper(server->fdwid);

    describe_wrapper(json, wrapper->options, server->options);
    appendStringInfo(json, ",\"server\":{\"oid\":%u,\"name\":", server->serverid);
    escape_json(json, server->servername);
    appendStringInfoString(json, ",\"wrapperOptions\":");
    message_add_options(json, wrapper->options);
    appendStringInfoString(json, ",\"options\":");
    message_add_options(json, server->options);
    appendStringInfoString(json, ",\"userMapping\":");
    message_add_options(json, OidIsValid(user) ? user_mapping_options(user, server->serverid) : NIL);
    appendStringInfoChar(json, '}');
}

/* Opens the object that describes a table and writes all but its columns. */
static void
begin_relation(StringInfo json, Oid oid, const char *schema, const char *name, ForeignServer *server, List *options,
               Oid user)
{
    appendStringInfo(json, "{\"oid\":%u,\"schema\":", oid);
    message_add_text(json, schema);
    appendStringInfoString(json, ",\"name\":");
    message_add_text(json, name);
    appendStringInfoChar(json, ',');
    describe_server(json, server, user);
    appendStringInfoString(json, ",\"options\":");
    message_add_options(json, options);
    appendStringInfoString(json, ",\"columns\":[");
}

/* See relation.h. */
void
describe_table_columns(StringInfo json, Relation relation)
{
    TupleDesc descriptor = RelationGetDescr(relation);
    bool first = true;

    for (int i = 0; i < descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

        if (attribute->attisdropped)
            continue;
        if (!first)
            appendStringInfoChar(json, ',');
        first = false;
        describe_column(json, attribute, GetForeignColumnOptions(RelationGetRelid(relation), attribute->attnum));
    }
}

/* A table as JSON; `names` says whether the version of a table that its options name is wanted. */
static char *
describe(Oid relation_oid, Oid user, const CatalogView *view, bool names)
{
    ForeignTable *table = GetForeignTable(relation_oid);
    ForeignServer *server = GetForeignServer(table->serverid);
    Relation relation = table_open(relation_oid, NoLock);
    StringInfoData json;

    initStringInfo(&json);
    begin_relation(&json, relation_oid, get_namespace_name(RelationGetNamespace(relation)),
                   RelationGetRelationName(relation), server, table->options, user);
    describe_table_columns(&json, relation);
    appendStringInfoChar(&json, ']');
    if (catalog_keeps_wrapper(GetForeignDataWrapper(server->fdwid)))
    {
        RangeVar *name = named_table(table->options);

        if (name == NULL)
            catalog_describe(&json, relation_oid, view);
        else if (names)
            named_table_describe(&json, name, user, view);
    }
    appendStringInfoChar(&json, '}');
    table_close(relation, NoLock);
    return json.data;
}

/* What a query planned now sees. One in a function is planned under the caller's snapshot, which is older than what the
 * function has done. */
static CatalogView
planning_view(void)
{
    return catalog_view(GetTransactionSnapshot(), false);
}

/* See relation.h. */
char *
describe_relation(Oid relation, Oid user)
{
    CatalogView view = planning_view();

    return describe(relation, user, &view, true);
}

/* See relation.h. */
char *
describe_definition(Oid relation, Oid user)
{
    CatalogView view = planning_view();

    return describe(relation, user, &view, false);
}

/* See relation.h. */
char *
describe_relation_in(Oid relation, Oid user, const CatalogView *view)
{
    return describe(relation, user, view, true);
}

/* See relation.h. */
char *
describe_new_relation(const char *schema, const char *name, ForeignServer *server, List *options, Oid user)
{
    CatalogView view = planning_view();
    RangeVar *named = NULL;
    StringInfoData json;

    initStringInfo(&json);
    begin_relation(&json, InvalidOid, schema, name, server, options, user);
    appendStringInfoChar(&json, ']');
    if (catalog_keeps_wrapper(GetForeignDataWrapper(server->fdwid)))
        named = named_table(options);
    if (named != NULL)
        named_table_describe(&json, named, user, &view);
    appendStringInfoChar(&json, '}');
    return json.data;
}

/* Whether a foreign-data wrapper's handler is ours. */
bool
is_icebridge_wrapper(Oid foreign_data_wrapper)
{
    ForeignDataWrapper *wrapper = GetForeignDataWrapper(foreign_data_wrapper);
    char *name = OidIsValid(wrapper->fdwhandler) ? get_func_name(wrapper->fdwhandler) : NULL;

    return name != NULL && strcmp(name, "icebridge_fdw_handler") == 0;
}
