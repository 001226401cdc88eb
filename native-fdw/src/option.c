/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option.c
 *    The validator of foreign-data wrappers: options are Java's to judge.
 *
 * PostgreSQL tells a validator only the kind of object and its options, not which server a table belongs to. Where the
 * class is known from that (a wrapper made for one class; a server that names one) the options are checked here, before
 * anything is stored. The rest is checked by utility.c once the object is there, and its statement fails with it.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/table.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_foreign_table.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "miscadmin.h"
#include "nodes/value.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/rel.h"
#include "utils/syscache.h"

#include "call.h"
#include "catalog.h"
#include "compat.h"
#include "message.h"
#include "option.h"
#include "permission.h"
#include "relation.h"
#include "utility.h"

EXPORTED_FUNCTION(icebridge_fdw_validator);
EXPORTED_FUNCTION(icebridge_own_validator);

/* OptionLevel of a catalog. */
static const char *
option_level(Oid catalog)
{
    switch (catalog)
    {
        case ForeignDataWrapperRelationId:
            return "FOREIGN_DATA_WRAPPER";
        case ForeignServerRelationId:
            return "SERVER";
        case UserMappingRelationId:
            return "USER_MAPPING";
        case ForeignTableRelationId:
            return "FOREIGN_TABLE";
        case AttributeRelationId:
            return "COLUMN";
        default:
            elog(ERROR, "unexpected catalog %u of options", catalog);
    }
}

/* Whether options name a class or class path. */
bool
names_class(List *options)
{
    ListCell *cell;

    foreach (cell, options)
    {
        DefElem *option = lfirst(cell);

        if (strcmp(option->defname, "wrapper") == 0 || strcmp(option->defname, "classpath") == 0)
            return true;
    }
    return false;
}

/* Has Java check options; `wrapper` is the JSON of describe_wrapper(). Checks the roles it asks for. */
void
validate_options(const char *wrapper, const char *level, List *options)
{
    StringInfoData request;

    initStringInfo(&request);
    appendStringInfo(&request, "{%s,\"level\":\"%s\",\"options\":", wrapper, level);
    message_add_options(&request, options);
    appendStringInfoChar(&request, '}');
    check_answered_roles(icebridge_call("options.validate", request.data));
}

/* Has Java check options of a server, or of a user mapping for it, by the class that serves it. */
void
validate_options_of(ForeignServer *server, const char *level, List *options)
{
    StringInfoData wrapper;

    initStringInfo(&wrapper);
    describe_wrapper(&wrapper, GetForeignDataWrapper(server->fdwid)->options, server->options);
    validate_options(wrapper.data, level, options);
}

/*
 * Whether a foreign-data wrapper is one of the extension's own, whose validator knows its class: the function is
 * icebridge_own_validator, whatever SQL calls it.
 */
bool
is_own_wrapper(ForeignDataWrapper *wrapper)
{
    HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(wrapper->fdwvalidator));
    Datum symbol;
    bool is_null;
    bool own;

    if (!HeapTupleIsValid(tuple))
        return false;
    symbol = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &is_null);
    own = !is_null && strcmp(TextDatumGetCString(symbol), "icebridge_own_validator") == 0;
    ReleaseSysCache(tuple);
    return own;
}

/*
 * The options of the foreign-data wrapper that has this validator. PostgreSQL does not tell a validator whose options
 * it checks, so each of the extension's own wrappers has an SQL function of its own.
 */
static List *
options_of_validated(Oid validator)
{
    Relation catalog = table_open(ForeignDataWrapperRelationId, AccessShareLock);
    SysScanDesc scan = systable_beginscan(catalog, InvalidOid, false, NULL, 0, NULL);
    Oid found = InvalidOid;
    HeapTuple tuple;

    while (!OidIsValid(found) && HeapTupleIsValid(tuple = systable_getnext(scan)))
    {
        Form_pg_foreign_data_wrapper wrapper = (Form_pg_foreign_data_wrapper) GETSTRUCT(tuple);

        if (wrapper->fdwvalidator == validator)
            found = wrapper->oid;
    }
    systable_endscan(scan);
    table_close(catalog, AccessShareLock);
    return OidIsValid(found) ? GetForeignDataWrapper(found)->options : NIL;
}

/* The validator of java_fdw and of wrappers users make. */
Datum
icebridge_fdw_validator(PG_FUNCTION_ARGS)
{
    List *options = untransformRelOptions(PG_GETARG_DATUM(0));
    Oid catalog = PG_GETARG_OID(1);
    StringInfoData wrapper;

    if (catalog != ForeignServerRelationId && catalog != ForeignDataWrapperRelationId)
        PG_RETURN_VOID();
    if (!names_class(options))
        PG_RETURN_VOID();
    check_may_name_class();
    initStringInfo(&wrapper);
    describe_wrapper(&wrapper, NIL, options);
    validate_options(wrapper.data, option_level(catalog), options);
    PG_RETURN_VOID();
}

/* The validator of lake_fdw and of others the extension makes for one class. */
Datum
icebridge_own_validator(PG_FUNCTION_ARGS)
{
    List *options = untransformRelOptions(PG_GETARG_DATUM(0));
    Oid catalog = PG_GETARG_OID(1);
    StringInfoData wrapper;

    /* The wrapper's own options name the class; they are the extension script's. */
    if (catalog == ForeignDataWrapperRelationId)
    {
        if (names_class(options))
            check_may_name_class();
        PG_RETURN_VOID();
    }
    /* Nothing to check must not start a VM: CREATE EXTENSION makes a server without options. */
    if (options == NIL && catalog != ForeignTableRelationId)
        PG_RETURN_VOID();
    if (catalog == ForeignTableRelationId && !utility_hook_saw_statement() &&
        catalog_keeps_options(options_of_validated(fcinfo->flinfo->fn_oid)))
        ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                        errmsg("icebridge was loaded by this statement, too late to make an Iceberg table"),
                        errhint("Add icebridge to shared_preload_libraries or session_preload_libraries, or run LOAD "
                                "'icebridge' first.")));
    if (catalog == ForeignTableRelationId && !utility_hook_saw_statement())
        ereport(WARNING,
                (errmsg("icebridge was loaded by this statement, too late to infer the columns of a foreign table"),
                 errhint("Add icebridge to shared_preload_libraries or session_preload_libraries, or run LOAD "
                         "'icebridge' first.")));
    if (catalog == ForeignServerRelationId && names_class(options))
        ereport(ERROR, (errcode(ERRCODE_FDW_INVALID_OPTION_NAME),
                        errmsg("servers of this foreign-data wrapper cannot name a Java class or class path"),
                        errhint("The foreign-data wrapper java_fdw is for classes of one's own.")));
    initStringInfo(&wrapper);
    describe_wrapper(&wrapper, options_of_validated(fcinfo->flinfo->fn_oid), NIL);
    validate_options(wrapper.data, option_level(catalog), options);
    PG_RETURN_VOID();
}
