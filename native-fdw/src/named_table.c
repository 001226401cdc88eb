/* SPDX-License-Identifier: Apache-2.0 */
/*
 * named_table.c
 *    See named_table.h.
 *
 * The name is looked up whenever the foreign table is planned or scanned, not when it is made: pg_dump knows of no
 * order between the two tables. So it has to have a schema, for search_path may be another then.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "commands/dbcommands.h"
#include "commands/defrem.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"

#include "compat.h"
#include "iceberg_table.h"
#include "message.h"
#include "named_table.h"

RangeVar *
named_table(List *options)
{
    ListCell *cell;

    foreach (cell, options)
    {
        DefElem *option = lfirst(cell);
        List *name;

        if (strcmp(option->defname, TABLE_NAME_OPTION) != 0)
            continue;
        name = compat_name_list(defGetString(option));
        if (list_length(name) < 2)
            ereport(ERROR,
                    (errcode(ERRCODE_FDW_INVALID_ATTRIBUTE_VALUE),
                     errmsg("option \"" TABLE_NAME_OPTION "\" must name a schema and a table, not \"%s\"",
                            defGetString(option)),
                     errhint("Write it like %s.", quote_qualified_identifier("public", strVal(linitial(name))))));
        return makeRangeVarFromNameList(name);
    }
    return NULL;
}

/* The schema of a name, if the user may use it. PostgreSQL's own look-up would ask about the current user. */
static Oid
find_schema(const RangeVar *name, Oid user)
{
    Oid schema;
    AclResult permission;

    if (name->catalogname != NULL && strcmp(name->catalogname, get_database_name(MyDatabaseId)) != 0)
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("cross-database references are not implemented: \"%s.%s.%s\"", name->catalogname,
                               name->schemaname, name->relname)));
    schema = get_namespace_oid(name->schemaname, false);
    permission = compat_namespace_aclcheck(schema, user, ACL_USAGE);
    if (permission != ACLCHECK_OK)
        aclcheck_error(permission, OBJECT_SCHEMA, name->schemaname);
    return schema;
}

/* The table of a name, locked. */
static Oid
lock_named(const RangeVar *name, Oid user)
{
    for (;;)
    {
        Oid schema = find_schema(name, user);
        Oid table = get_relname_relid(name->relname, schema);

        if (!OidIsValid(table))
            ereport(ERROR,
                    (errcode(ERRCODE_UNDEFINED_TABLE),
                     errmsg("relation \"%s.%s\" does not exist", name->schemaname, name->relname),
                     errdetail("The option \"" TABLE_NAME_OPTION "\" of a foreign table names it."),
                     errhint("If it was renamed: ALTER FOREIGN TABLE … OPTIONS (SET " TABLE_NAME_OPTION " '…').")));
        LockRelationOid(table, AccessShareLock);
        /* While this waited, the name may have become another table's. */
        if (get_relname_relid(name->relname, schema) == table)
            return table;
        UnlockRelationOid(table, AccessShareLock);
    }
}

void
named_table_describe(StringInfo json, const RangeVar *name, Oid user, const CatalogView *view)
{
    Oid table = lock_named(name, user);
    AclResult permission = pg_class_aclcheck(table, user, ACL_SELECT);
    char *location = NULL;

    if (permission != ACLCHECK_OK)
        aclcheck_error(permission, get_relkind_objtype(get_rel_relkind(table)), name->relname);
    if (!iceberg_is_managed(table))
        ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
                        errmsg("\"%s.%s\" is not an Iceberg table of this database", name->schemaname, name->relname),
                        errhint("Name a table made with CREATE TABLE … USING iceberg, or a metadata file with the "
                                "option \"metadata_location\".")));
    if (!catalog_find(table, view, &location) || location == NULL)
        ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                        errmsg("table \"%s.%s\" has no committed version yet", name->schemaname, name->relname),
                        errdetail("It was created in this transaction."), errhint("Commit first.")));
    catalog_describe(json, table, view);
}
