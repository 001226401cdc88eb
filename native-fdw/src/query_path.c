/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_path.c
 *    The path of what DuckDB executes.
 */
#include "postgres.h"

#include "nodes/extensible.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/restrictinfo.h"

#include "query.h"

/* PlanCustomPath */
static Plan *
plan_path(PlannerInfo *root, RelOptInfo *rel, CustomPath *path, List *targets, List *clauses, List *plans)
{
    return query_scan_plan((QueryBlock *) linitial(path->custom_private), rel->relid, targets,
                           extract_actual_clauses(clauses, false));
}

static const CustomPathMethods path_methods = {.CustomName = "DuckDB", .PlanCustomPath = plan_path};

/* See query.h. */
void
query_add_path(PlannerInfo *root, RelOptInfo *rel, QueryBlock *block)
{
    CustomPath *path = makeNode(CustomPath);

    path->path.pathtype = T_CustomScan;
    path->path.parent = rel;
    path->path.pathtarget = rel->reltarget;
    /* What is computed here of the rows may name columns of other relations, where it stood in a LATERAL query. */
    path->path.param_info = get_baserel_parampathinfo(root, rel, rel->lateral_relids);
    path->path.rows = rel->rows;
    path->path.startup_cost = block->startup_cost + rel->baserestrictcost.startup + rel->reltarget->cost.startup;
    path->path.total_cost = path->path.startup_cost +
                            (block->row_cost + cpu_tuple_cost + rel->baserestrictcost.per_tuple) * block->rows +
                            rel->reltarget->cost.per_tuple * rel->rows;
    path->flags = CUSTOMPATH_SUPPORT_PROJECTION;
    path->custom_private = list_make1(block);
    path->methods = &path_methods;
    /* The function's own path would call it. */
    rel->pathlist = NIL;
    rel->partial_pathlist = NIL;
    add_path(rel, (Path *) path);
}
