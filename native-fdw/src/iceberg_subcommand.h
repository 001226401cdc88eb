/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_subcommand.h
 *    The subcommands of ALTER TABLE on Iceberg tables.
 */
#ifndef ICEBRIDGE_ICEBERG_SUBCOMMAND_H
#define ICEBRIDGE_ICEBERG_SUBCOMMAND_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/*
 * Refuses subcommands that Iceberg tables do not have, and makes of the others, in place, what PostgreSQL executes on a
 * foreign table.
 */
extern void iceberg_subcommands(Oid relation, AlterTableStmt *alter);

#endif
