/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_ddl.h
 *    Definitions of Iceberg tables: what the utility hook does for them before, instead of and after a statement.
 */
#ifndef ICEBRIDGE_ICEBERG_DDL_H
#define ICEBRIDGE_ICEBERG_DDL_H

#include "postgres.h"

#include "nodes/plannodes.h"

typedef struct IcebergStatement IcebergStatement;

/* Called once, from _PG_init. */
extern void iceberg_ddl_define(void);

/*
 * Begins a statement and returns what it does to Iceberg tables; to be ended with iceberg_ddl_end(), also after an
 * error. Statements nest.
 */
extern IcebergStatement *iceberg_ddl_begin(void);

/*
 * What PostgreSQL is to execute for a statement: usually the one given, else copies. Refuses what Iceberg tables cannot
 * do and notes what iceberg_ddl_finish() will need.
 */
extern List *iceberg_ddl_prepare(IcebergStatement *state, PlannedStmt *planned);

/* Whether the statement will make a managed table. */
extern bool iceberg_ddl_creates(const IcebergStatement *state);

/* Does to Iceberg tables what PostgreSQL has done to their foreign tables. */
extern void iceberg_ddl_finish(IcebergStatement *state, const char *query);

extern void iceberg_ddl_end(IcebergStatement *state);

#endif
