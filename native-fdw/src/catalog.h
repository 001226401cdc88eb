/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog.h
 *    The rows of icebridge.iceberg_tables: which version of a table there is, under PostgreSQL's own transactions.
 */
#ifndef ICEBRIDGE_CATALOG_H
#define ICEBRIDGE_CATALOG_H

#include "postgres.h"

#include "foreign/foreign.h"
#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/snapshot.h"

/* The name of the catalog in the rows: other engines read the database's name there, whatever it is at the time. */
#define THIS_CATALOG ""

/* How a statement looks at the catalog. */
typedef struct CatalogView
{
    Snapshot snapshot; /* what it sees */
    CommandId command; /* its command: it sees what earlier ones of its transaction did */
    bool tracked;      /* whether SERIALIZABLE transactions have to know that it looked */
} CatalogView;

/* What a statement sees that runs under a snapshot, or, for NULL, under the active one. */
extern CatalogView catalog_view(Snapshot snapshot, bool tracked);

/*
 * What a statement sees that changes a table under a snapshot, or, for NULL, the newest version, as is right for
 * whoever has locked the table since the statement began. Marks the command as one that changes something.
 */
extern CatalogView catalog_view_for_change(Snapshot snapshot);

/* Whether the tables of a foreign-data wrapper are kept in the catalog: its option "catalog". */
extern bool catalog_keeps_wrapper(ForeignDataWrapper *wrapper);

/* The same of a foreign-data wrapper with these options. */
extern bool catalog_keeps_options(List *options);

/* The same of the wrapper of a relation, which may be of any kind. A table pinned by its options has no row. */
extern bool catalog_keeps(Oid relation);

/* Whether a relation has a row, whatever the snapshot. */
extern bool catalog_has(Oid relation);

/* The relations of all rows. */
extern List *catalog_relations(void);

/* The locations in all rows, those that only other engines know included, as palloc-ed texts. */
extern List *catalog_locations(void);

/*
 * Looks up where a table's metadata is; false where it has no row. The location is palloc-ed, and NULL for a table that
 * this transaction has created.
 */
extern bool catalog_find(Oid relation, const CatalogView *view, char **metadata_location);

/* Adds ,"pointer": {…} for a relation that has a row; nothing for any other. */
extern void catalog_describe(StringInfo json, Oid relation, const CatalogView *view);

/* The newest version of a table's row, locked until the end of the transaction. */
typedef struct CatalogRow CatalogRow;

/* Locks a row as SELECT … FOR UPDATE does, whatever the isolation level. NULL where there is none any more. */
extern CatalogRow *catalog_lock(Oid relation);

/* The location in a locked row; NULL for a table that this transaction has created. */
extern const char *catalog_row_location(const CatalogRow *row);

/* Moves the pointer of a locked row on. */
extern void catalog_move(const CatalogRow *row, const char *metadata_location);

/* Adds the row of a new table; the location may be NULL. */
extern void catalog_insert(Oid relation, const char *metadata_location);

/* Brings the names in a table's row up to date; nothing where it has none. */
extern void catalog_rename(Oid relation);

/* The same for all tables of a schema. */
extern void catalog_rename_schema(Oid namespace);

/* Removes a table's row, if there is one. */
extern void catalog_delete(Oid relation);

#endif
