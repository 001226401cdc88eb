/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_create.h
 *    CREATE TABLE … USING iceberg and CREATE FOREIGN TABLE … SERVER iceberg.
 */
#ifndef ICEBRIDGE_ICEBERG_CREATE_H
#define ICEBRIDGE_ICEBERG_CREATE_H

#include "postgres.h"

#include "nodes/parsenodes.h"
#include "nodes/plannodes.h"

/* What is to be done once PostgreSQL has made a managed table. */
typedef struct IcebergCreation
{
    RangeVar *name;
    char *location; /* as the user gave it, or NULL */
    List *likes;    /* what iceberg_like_expand() left to do */
} IcebergCreation;

/*
 * Looks at a statement that makes a table. One that is to be an Iceberg table is returned as a CREATE FOREIGN TABLE
 * statement for PostgreSQL to execute, copied where it is changed. *creation is then what iceberg_create_finish() needs
 * or NULL where nothing will be made or the table is managed by something else. Any other statement is returned as is.
 */
extern PlannedStmt *iceberg_create_prepare(PlannedStmt *planned, IcebergCreation **creation);

/* Makes the Iceberg table for the foreign table that PostgreSQL has just made. */
extern void iceberg_create_finish(const IcebergCreation *creation, const char *query);

/* The CREATE FOREIGN TABLE statement for what CREATE TABLE said; `create` is copied as far as it is changed. */
extern CreateForeignTableStmt *iceberg_foreign_table(const CreateStmt *create);

#endif
