/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_alter.h
 *    Changes of a managed table's definition, found by comparing it before and after the statement.
 */
#ifndef ICEBRIDGE_ICEBERG_ALTER_H
#define ICEBRIDGE_ICEBERG_ALTER_H

#include "postgres.h"

#include "nodes/pg_list.h"

/* A managed table as it was before a statement. */
typedef struct IcebergAlteration
{
    Oid relation;
    char *columns;     /* their JSON */
    char *options;     /* their JSON */
    int column_count;  /* the highest column number */
    Bitmapset *bound;  /* numbers of columns that are NOT NULL */
    List *constraints; /* oids of CHECK constraints that hold for all rows */
} IcebergAlteration;

/* Notes what the table looks like now. The caller has locked it. */
extern IcebergAlteration *iceberg_alteration_begin(Oid relation);

/*
 * Carries what has changed since over to the Iceberg table: columns and options through Java, defaults of new columns
 * into the rows; and checks the rows against constraints that are new. Nothing where the table is gone.
 */
extern void iceberg_alteration_finish(const IcebergAlteration *alteration);

#endif
