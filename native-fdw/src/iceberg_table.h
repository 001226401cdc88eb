/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_table.h
 *    Which foreign tables are Iceberg tables, and which of those PostgreSQL manages.
 */
#ifndef ICEBRIDGE_ICEBERG_TABLE_H
#define ICEBRIDGE_ICEBERG_TABLE_H

#include "postgres.h"

#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"

/* The server that CREATE TABLE … USING iceberg names. */
#define ICEBERG_SERVER "iceberg"

/* The access method that stands for that server. */
#define ICEBERG_ACCESS_METHOD "iceberg"

/* Whether a foreign server's tables are Iceberg tables. */
extern bool iceberg_is_server(Oid server);

/* Whether options (DefElems) make a table that only shows one, by its metadata file or by its name. */
extern bool iceberg_is_pinned(List *options);

/* Whether the relation is an Iceberg table whose metadata this database manages. */
extern bool iceberg_is_managed(Oid relation);

/* What tells this database from any other, of other servers too, whatever its name is at the time; palloc-ed. */
extern char *iceberg_owner(void);

/* What a WITH clause says as options of a foreign table: texts, and names like write.format.default in one piece. */
extern List *iceberg_table_options(List *with);

/* Whether a statement that names this access method (NULL: none) means Iceberg. `storage` tells whether the relation it
 * makes would take the default one. */
extern bool iceberg_is_meant(const char *access_method, bool storage);

#endif
