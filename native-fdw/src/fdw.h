/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fdw.h
 *    The foreign-data wrapper's callbacks, by the part of a statement's life they serve.
 */
#ifndef ICEBRIDGE_FDW_H
#define ICEBRIDGE_FDW_H

#include "postgres.h"

#include "commands/explain.h"
#include "foreign/fdwapi.h"
#include "nodes/execnodes.h"
#include "nodes/pathnodes.h"

#include "compat.h"

/* Indexes into a ForeignScan's fdw_private. */
typedef enum ScanPrivate
{
    SCAN_PRIVATE_REQUEST, /* String: members of the scan's JSON: all but the relation and the parameters' values */
    SCAN_PRIVATE_COLUMNS, /* IntList: attribute numbers in the order of the stream */
    SCAN_PRIVATE_NOTES,   /* List of String: what was not pushed and why, for EXPLAIN VERBOSE */
    SCAN_PRIVATE_ROLES,   /* List of String: predefined roles the table's owner must have */
    SCAN_PRIVATE_KEPT,    /* List for scan_kept.c, or NIL where no rows are kept */
    SCAN_PRIVATE_LIMIT    /* Integer: how many rows will be looked at, or -1 for all */
} ScanPrivate;

/* plan.c */
extern void fdw_get_rel_size(PlannerInfo *root, RelOptInfo *rel, Oid relation);
extern void fdw_get_paths(PlannerInfo *root, RelOptInfo *rel, Oid relation);
extern ForeignScan *fdw_get_plan(PlannerInfo *root, RelOptInfo *rel, Oid relation, ForeignPath *path, List *target_list,
                                 List *clauses, Plan *outer_plan);

/* count.c */
extern void fdw_get_upper_paths(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input, RelOptInfo *output,
                                void *extra);

/* scan.c */
extern void fdw_begin_scan(ForeignScanState *node, int eflags);
extern TupleTableSlot *fdw_iterate_scan(ForeignScanState *node);
extern void fdw_rescan(ForeignScanState *node);
extern void fdw_end_scan(ForeignScanState *node);
extern void fdw_explain_scan(ForeignScanState *node, ExplainState *es);

/* modify.c */
extern void fdw_add_row_identity(PlannerInfo *root, Index rtindex, RangeTblEntry *target, Relation relation);
extern int fdw_is_updatable(Relation relation);
extern List *fdw_plan_modify(PlannerInfo *root, ModifyTable *plan, Index result_relation, int subplan_index);
extern void fdw_begin_modify(ModifyTableState *state, ResultRelInfo *info, List *fdw_private, int subplan_index,
                             int eflags);
extern void fdw_begin_insert(ModifyTableState *state, ResultRelInfo *info);
extern TupleTableSlot *fdw_insert(EState *estate, ResultRelInfo *info, TupleTableSlot *slot, TupleTableSlot *plan_slot);
extern TupleTableSlot *fdw_update(EState *estate, ResultRelInfo *info, TupleTableSlot *slot, TupleTableSlot *plan_slot);
extern TupleTableSlot *fdw_delete(EState *estate, ResultRelInfo *info, TupleTableSlot *slot, TupleTableSlot *plan_slot);
extern void fdw_end_modify(EState *estate, ResultRelInfo *info);
extern void fdw_truncate(List *relations, DropBehavior behavior, bool restart_sequences);

/* import.c */
extern List *fdw_import_schema(ImportForeignSchemaStmt *statement, Oid server);

/* analyze.c */
extern bool fdw_analyze(Relation relation, AcquireSampleRowsFunc *function, BlockNumber *pages);

#endif
