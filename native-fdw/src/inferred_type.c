/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inferred_type.c
 *    Types found in foreign data. Structs become composite types in the schema icebridge_types, one for each shape: the
 *    name is made of the field names and a hash of the whole definition, so the same shape always finds the same type
 * and a dump restores under the same name.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "parser/parse_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "compat.h"
#include "inferred_type.h"
#include "message.h"

#define TYPES_SCHEMA "icebridge_types"

/* Bytes of field names in a type's name; the rest is the hash. */
#define READABLE_PART 40

/* The name for a composite with these fields: readable, and unique by the hash of its definition. */
static char *
composite_name(JsonbContainer *fields, const char *definition)
{
    StringInfoData name;
    uint64 hash = DatumGetUInt64(hash_any_extended((const unsigned char *) definition, (int) strlen(definition), 0));

    initStringInfo(&name);
    for (int i = 0; i < message_length(fields); i++)
        appendStringInfo(&name, "%s%s", i == 0 ? "" : "_", message_get_text(message_element(fields, i), "name"));
    name.len = pg_mbcliplen(name.data, name.len, READABLE_PART);
    name.data[name.len] = '\0';
    appendStringInfo(&name, "_%016llx", (unsigned long long) hash);
    return name.data;
}

/*
 * Creates a composite type as the schema's owner, so that whoever may create the table gets the type, which everybody
 * may use, and nobody needs CREATE on the schema.
 */
static void
create_composite(const char *name, const char *definition)
{
    Oid schema = get_namespace_oid(TYPES_SCHEMA, false);
    Oid user;
    int security;
    HeapTuple tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(schema));
    Oid owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
    char *sql = psprintf("CREATE TYPE %s AS (%s)", quote_qualified_identifier(TYPES_SCHEMA, name), definition);

    ReleaseSysCache(tuple);
    GetUserIdAndSecContext(&user, &security);
    SetUserIdAndSecContext(owner, security | SECURITY_LOCAL_USERID_CHANGE);
    SPI_connect();
    if (SPI_execute(sql, false, 0) != SPI_OK_UTILITY)
        elog(ERROR, "could not create type %s", name);
    SPI_finish();
    SetUserIdAndSecContext(user, security);
    CommandCounterIncrement();
}

/* SQL of a composite, which is created where it does not exist. */
static char *
composite_sql(JsonbContainer *fields)
{
    StringInfoData definition;
    char *name;

    initStringInfo(&definition);
    for (int i = 0; i < message_length(fields); i++)
    {
        JsonbContainer *field = message_element(fields, i);

        appendStringInfo(&definition, "%s%s %s", i == 0 ? "" : ", ", quote_identifier(message_get_text(field, "name")),
                         inferred_type_sql(message_get_container(field, "type")));
    }
    name = composite_name(fields, definition.data);
    if (!OidIsValid(GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(name),
                                    ObjectIdGetDatum(get_namespace_oid(TYPES_SCHEMA, false)))))
        create_composite(name, definition.data);
    return (char *) quote_qualified_identifier(TYPES_SCHEMA, name);
}

/* See inferred_type.h. */
char *
inferred_type_sql(JsonbContainer *type)
{
    char *named = message_get_text(type, "named");
    JsonbContainer *element = message_get_container(type, "array");

    check_stack_depth();
    if (named != NULL)
        return named;
    if (element != NULL)
    {
        char *sql = inferred_type_sql(element);
        size_t length = strlen(sql);

        /* PostgreSQL's arrays have no declared number of dimensions. */
        return length > 2 && strcmp(sql + length - 2, "[]") == 0 ? sql : psprintf("%s[]", sql);
    }
    return composite_sql(message_get_container(type, "composite"));
}

/* See inferred_type.h. */
TypeName *
inferred_type_name(JsonbContainer *type)
{
    return compat_type_name_from_string(inferred_type_sql(type));
}
