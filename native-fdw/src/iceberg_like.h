/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_like.h
 *    LIKE clauses of Iceberg tables; PostgreSQL has none for foreign tables before 18.
 */
#ifndef ICEBRIDGE_ICEBERG_LIKE_H
#define ICEBRIDGE_ICEBERG_LIKE_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/*
 * Puts the columns of the relations that LIKE clauses name in their place. Returns the statements and clauses
 * (CommentStmt, TableLikeClause) that iceberg_like_finish() has to carry out once the table is there.
 */
extern List *iceberg_like_expand(CreateForeignTableStmt *statement);

/* Copies defaults, constraints, statistics and comments to the table. */
extern void iceberg_like_finish(RangeVar *table, List *rest, const char *query);

#endif
