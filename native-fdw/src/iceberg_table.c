/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_table.c
 *    See iceberg_table.h.
 */
#include "postgres.h"

#include "access/tableam.h"
#include "access/xlog.h"
#include "commands/defrem.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"

#include "catalog.h"
#include "iceberg_table.h"
#include "named_table.h"

bool
iceberg_is_server(Oid server)
{
    return catalog_keeps_wrapper(GetForeignDataWrapper(GetForeignServer(server)->fdwid));
}

bool
iceberg_is_pinned(List *options)
{
    ListCell *cell;

    foreach (cell, options)
    {
        const char *name = ((DefElem *) lfirst(cell))->defname;

        if (strcmp(name, "metadata_location") == 0 || strcmp(name, TABLE_NAME_OPTION) == 0)
            return true;
    }
    return false;
}

bool
iceberg_is_managed(Oid relation)
{
    return catalog_keeps(relation) && catalog_has(relation);
}

bool
iceberg_is_meant(const char *access_method, bool storage)
{
    if (access_method == NULL && storage)
        access_method = default_table_access_method;
    /* Without the extension in this database PostgreSQL says that there is no such access method. */
    return access_method != NULL && strcmp(access_method, ICEBERG_ACCESS_METHOD) == 0 &&
           OidIsValid(get_foreign_server_oid(ICEBERG_SERVER, true));
}

char *
iceberg_owner(void)
{
    return psprintf(UINT64_FORMAT "/%u", GetSystemIdentifier(), MyDatabaseId);
}

List *
iceberg_table_options(List *with)
{
    List *options = NIL;
    ListCell *cell;

    foreach (cell, with)
    {
        DefElem *option = lfirst_node(DefElem, cell);
        char *name =
            option->defnamespace == NULL ? option->defname : psprintf("%s.%s", option->defnamespace, option->defname);
        char *value = option->arg == NULL ? "true" : defGetString(option);

        options = lappend(options, makeDefElem(name, (Node *) makeString(value), option->location));
    }
    return options;
}
