/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_functions.c
 *    icebridge.inspect() and icebridge.procedure(): what a table tells about itself, and what maintains it. Which
 * subjects and procedures there are is the wrapper's affair; who may use them is decided here.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/xact.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_class.h"
#include "fmgr.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "call.h"
#include "catalog.h"
#include "compat.h"
#include "message.h"
#include "oldest_transaction.h"
#include "permission.h"
#include "relation.h"
#include "transaction.h"

EXPORTED_FUNCTION(icebridge_inspect);
EXPORTED_FUNCTION(icebridge_procedure);

/* Opens a foreign table of ours; an ERROR for any other relation. The lock is kept. */
static void
open_table(Oid oid, LOCKMODE lock)
{
    Relation relation = relation_open(oid, lock);

    if (relation->rd_rel->relkind != RELKIND_FOREIGN_TABLE ||
        !is_icebridge_wrapper(GetForeignServer(GetForeignTable(oid)->serverid)->fdwid))
        ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                        errmsg("\"%s\" is not an Iceberg table", RelationGetRelationName(relation))));
    relation_close(relation, NoLock);
}

/* Asks Java about a table; `members` is what the request has besides. Returns the answer's JSON value. */
static Datum
ask(const char *operation, Oid table, const CatalogView *view, const char *members)
{
    StringInfoData request;
    JsonbContainer *answer;
    char *json;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,%s", describe_relation_in(table, GetUserId(), view), members);
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');
    answer = icebridge_call(operation, request.data);
    transaction_note_answer(answer);
    check_owner_roles(table, message_get_texts(answer, "roles"));
    json = message_get_text(answer, "json");
    return DirectFunctionCall1(jsonb_in, CStringGetDatum(json == NULL ? "null" : json));
}

/* icebridge.inspect(regclass, text): for whoever may read the table. */
Datum
icebridge_inspect(PG_FUNCTION_ARGS)
{
    Oid table = PG_GETARG_OID(0);
    CatalogView view = catalog_view(NULL, true);
    AclResult permission;
    StringInfoData members;

    open_table(table, AccessShareLock);
    permission = pg_class_aclcheck(table, GetUserId(), ACL_SELECT);
    if (permission != ACLCHECK_OK)
        aclcheck_error(permission, OBJECT_FOREIGN_TABLE, get_rel_name(table));
    initStringInfo(&members);
    appendStringInfoString(&members, "\"subject\":");
    escape_json(&members, text_to_cstring(PG_GETARG_TEXT_PP(1)));
    PG_RETURN_DATUM(ask("table.inspect", table, &view, members.data));
}

/* icebridge.procedure(regclass, text, jsonb): for the table's owner. */
Datum
icebridge_procedure(PG_FUNCTION_ARGS)
{
    Oid table = PG_GETARG_OID(0);
    Jsonb *arguments = PG_GETARG_JSONB_P(2);
    CatalogView view;
    StringInfoData members;
    int64 oldest;

    PreventCommandIfReadOnly("a procedure of an Iceberg table");
    if (!JB_ROOT_IS_OBJECT(arguments))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("the arguments of a procedure must be a JSON object of names and values")));
    /* As UPDATE and DELETE do, see lock.c. */
    open_table(table, ShareUpdateExclusiveLock);
    if (!compat_owns_relation(table, GetUserId()))
        aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_FOREIGN_TABLE, get_rel_name(table));
    /* In this order: whoever is not counted as running any more is seen, so its files are not taken for orphans. */
    oldest = oldest_transaction();
    view = catalog_view_for_change(NULL);
    /* It may have files deleted right after the commit, which a crash must not undo then. */
    ForceSyncCommit();
    initStringInfo(&members);
    appendStringInfoString(&members, "\"procedure\":");
    escape_json(&members, text_to_cstring(PG_GETARG_TEXT_PP(1)));
    appendStringInfo(&members, ",\"oldestTransaction\":" INT64_FORMAT ",\"arguments\":%s", oldest,
                     JsonbToCString(NULL, &arguments->root, (int) VARSIZE(arguments)));
    PG_RETURN_DATUM(ask("table.procedure", table, &view, members.data));
}
