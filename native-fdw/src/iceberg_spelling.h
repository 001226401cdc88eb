/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_spelling.h
 *    Statements on what was made by CREATE TABLE may say TABLE, too, where PostgreSQL wants FOREIGN TABLE.
 */
#ifndef ICEBRIDGE_ICEBERG_SPELLING_H
#define ICEBRIDGE_ICEBERG_SPELLING_H

#include "postgres.h"

#include "nodes/plannodes.h"

/*
 * Returns the statements to execute instead: usually the one given; a copy that says FOREIGN TABLE where an Iceberg
 * table is called a table; two where DROP TABLE names both kinds.
 */
extern List *iceberg_spell(PlannedStmt *planned);

#endif
