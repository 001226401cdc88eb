/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_ICEBERG_NUMERIC_H
#define ICEBRIDGE_ICEBERG_NUMERIC_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/*
 * Gives a column's type digits that Iceberg holds: numeric without precision, or with more than 38 digits, becomes
 * numeric(38,9), of arrays too. icebridge.unbounded_numeric says whether that is a NOTICE or an ERROR. The definition
 * is changed in place; a type that does not exist is left for PostgreSQL to complain of.
 */
extern void iceberg_limit_numeric(ColumnDef *column);

#endif
