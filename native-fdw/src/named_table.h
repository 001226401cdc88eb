/* SPDX-License-Identifier: Apache-2.0 */
/*
 * named_table.h
 *    Foreign tables that show another table of the catalog, at some version of it: their option "table_name".
 */
#ifndef ICEBRIDGE_NAMED_TABLE_H
#define ICEBRIDGE_NAMED_TABLE_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"

#include "catalog.h"

/* The option that names a table. */
#define TABLE_NAME_OPTION "table_name"

/* The table that options (DefElems) name, or NULL; an ERROR for a name that is none or has no schema. */
extern RangeVar *named_table(List *options);

/*
 * Adds ,"pointer": {…} of the table of that name, as the view sees it. It has to exist and the user has to have SELECT
 * on it. It is locked against DROP until the transaction ends, as any table that is read.
 */
extern void named_table_describe(StringInfo json, const RangeVar *name, Oid user, const CatalogView *view);

#endif
