/* SPDX-License-Identifier: Apache-2.0 */
/*
 * constraint.h
 *    NOT NULL and CHECK constraints of foreign tables whose rows nobody else checks.
 */
#ifndef ICEBRIDGE_CONSTRAINT_H
#define ICEBRIDGE_CONSTRAINT_H

#include "postgres.h"

#include "nodes/bitmapset.h"
#include "nodes/execnodes.h"
#include "nodes/pg_list.h"
#include "utils/rel.h"

typedef struct Constraints Constraints;

/* The columns that an UPDATE of those (both offset as in pull_varattnos()) must know to check the constraints. */
extern Bitmapset *constraint_columns(Relation relation, Bitmapset *updated);

/*
 * Prepares for an UPDATE of these columns, or, for NIL, for an INSERT or UPDATE whose rows have all columns. Lives as
 * long as the statement.
 */
extern Constraints *constraints_prepare(Relation relation, CmdType operation, List *updated, EState *estate);

/* Raises an ERROR for a row that violates a constraint. */
extern void constraints_check(Constraints *constraints, ResultRelInfo *info, TupleTableSlot *slot, EState *estate);

#endif
