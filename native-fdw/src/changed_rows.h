/* SPDX-License-Identifier: Apache-2.0 */
/*
 * changed_rows.h
 *    What a scan must return of the rows that an UPDATE or DELETE changes.
 */
#ifndef ICEBRIDGE_CHANGED_ROWS_H
#define ICEBRIDGE_CHANGED_ROWS_H

#include "postgres.h"

#include "nodes/bitmapset.h"
#include "nodes/pathnodes.h"
#include "utils/rel.h"

/*
 * The columns whose values an UPDATE changes, by the numbers of pull_varattnos(): those it sets, and generated ones
 * that depend on them. A generated one that is just set to DEFAULT is not computed anew.
 */
extern Bitmapset *changed_columns(PlannerInfo *root, RelOptInfo *rel, Relation relation);

/*
 * Adds the columns that a scan's target needs to a set of that kind. The old row, which PostgreSQL asks for as a whole
 * to build the new one of, counts as the columns that are really looked at.
 */
extern Bitmapset *target_columns(PlannerInfo *root, RelOptInfo *rel, Relation relation, Bitmapset *columns);

#endif
