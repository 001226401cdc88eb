/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_COUNT_H
#define ICEBRIDGE_COUNT_H

#include "postgres.h"

#include "nodes/pathnodes.h"
#include "nodes/plannodes.h"

/* The plan of a path made by fdw_get_upper_paths(). */
extern ForeignScan *count_plan(RelOptInfo *rel, ForeignPath *path, List *target_list, Plan *outer_plan);

#endif
