/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iceberg_refusal.h
 *    What Iceberg tables cannot have, each told by its name and with what works instead.
 */
#ifndef ICEBRIDGE_ICEBERG_REFUSAL_H
#define ICEBRIDGE_ICEBERG_REFUSAL_H

#include "postgres.h"

#include "nodes/parsenodes.h"

/* Where a relation shall be: what CREATE TABLE and CREATE TABLE AS have in common. */
extern void iceberg_refuse_storage(const RangeVar *relation, OnCommitAction on_commit, const char *tablespace);

/* ERROR for a constraint that Iceberg tables cannot have. */
extern void iceberg_refuse_constraint(const Constraint *constraint);

/* The same for all constraints of a column definition. */
extern void iceberg_refuse_column(const ColumnDef *column);

/* ERROR for statements on Iceberg tables that PostgreSQL has for tables only; nothing for any other. */
extern void iceberg_refuse_statement(Node *statement);

#endif
