/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row_set.h
 *    The rows of a table that a statement has changed already.
 */
#ifndef ICEBRIDGE_ROW_SET_H
#define ICEBRIDGE_ROW_SET_H

#include "postgres.h"

#include "nodes/execnodes.h"

typedef struct RowSet RowSet;

/* The set of a table in a running statement, the same for all parts of it. Goes with the statement. */
extern RowSet *row_set_of(EState *statement, Oid table);

/* Whether neither the statement nor others around or inside of it have changed rows of the table that it knows of. */
extern bool row_set_is_alone(const RowSet *set);

/*
 * Adds a row by its number for an UPDATE or DELETE; false where it is there. ERROR where a statement inside of this one
 * has changed it.
 */
extern bool row_set_add(RowSet *set, uint64 row, CmdType operation);

#endif
