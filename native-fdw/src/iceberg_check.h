/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_check.h
 *    Whether the rows a table has keep to a new constraint. PostgreSQL takes a foreign table's owner at his word.
 */
#ifndef ICEBRIDGE_ICEBERG_CHECK_H
#define ICEBRIDGE_ICEBERG_CHECK_H

#include "postgres.h"

#include "utils/rel.h"

/* ERROR where a row has a null in the column. */
extern void iceberg_check_not_null(Relation relation, AttrNumber column);

/* ERROR where a CHECK constraint is false for a row. */
extern void iceberg_check_constraint(Relation relation, Oid constraint);

/* ERROR where there are rows, which have nulls in a new column, and the column's domain does not take them. */
extern void iceberg_check_domain(Relation relation, AttrNumber column);

#endif
