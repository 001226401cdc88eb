/* SPDX-License-Identifier: Apache-2.0 */
/*
 * count.c
 *    SELECT count(*) FROM one foreign table [WHERE …]: where Java applies every qual exactly it can count the rows
 * itself, for a Parquet file from its footer alone.
 */
#include "postgres.h"

#include "foreign/fdwapi.h"
#include "nodes/makefuncs.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/planmain.h"
#include "optimizer/tlist.h"
#include "utils/fmgroids.h"

#include "compat.h"
#include "count.h"
#include "fdw.h"
#include "plan.h"
#include "scan_kept.h"

/* Whether an expression is count(*) and nothing else. */
static bool
is_count_star(Node *node)
{
    Aggref *aggregate = (Aggref *) node;

    return IsA(node, Aggref) && aggregate->aggfnoid == F_COUNT_ && aggregate->aggstar && aggregate->aggfilter == NULL &&
           aggregate->aggsplit == AGGSPLIT_SIMPLE;
}

/* Whether a query asks for nothing but the number of rows. */
static bool
only_counts(PlannerInfo *root, PathTarget *target)
{
    ListCell *cell;

    if (root->parse->groupClause != NIL || root->parse->groupingSets != NIL || root->hasHavingQual ||
        target->exprs == NIL)
        return false;
    foreach (cell, target->exprs)
        if (!is_count_star(lfirst(cell)))
            return false;
    return true;
}

/* Whether a sub-query that is repeated asks for another number each time; it had better look at rows that are kept. */
static bool
is_repeated(PlannerInfo *root, RelOptInfo *input, RelationPlan *plan)
{
    ListCell *cell;

    if (plan->kept && root->parent_root != NULL)
        foreach (cell, plan->quals)
            if (keep_varies(((RestrictInfo *) lfirst(cell))->clause, input->relid))
                return true;
    return false;
}

/* GetForeignUpperPaths */
void
fdw_get_upper_paths(PlannerInfo *root, UpperRelationKind stage, RelOptInfo *input, RelOptInfo *output, void *extra)
{
    RelationPlan *plan = input->fdw_private;
    PathTarget *target = root->upper_targets[UPPERREL_GROUP_AGG];
    Cost scanned;

    if (stage != UPPERREL_GROUP_AGG || plan == NULL || output->fdw_private != NULL ||
        input->reloptkind != RELOPT_BASEREL || !bms_is_empty(input->lateral_relids) || !plan->counted ||
        !plan_all_exact(input, plan) || is_repeated(root, input, plan) || !only_counts(root, target))
        return;
    output->fdw_private = plan;
    scanned = plan->quals == NIL ? 0 : plan->row_cost * input->tuples;
    add_path(output, (Path *) compat_foreign_upper_path(root, output, target, 1, plan->startup_cost,
                                                        plan->startup_cost + cpu_tuple_cost + scanned));
}

/* See count.h. */
ForeignScan *
count_plan(RelOptInfo *rel, ForeignPath *path, List *target_list, Plan *outer_plan)
{
    RelationPlan *plan = rel->fdw_private;
    StringInfoData request;
    List *private;
    ListCell *cell;

    initStringInfo(&request);
    appendStringInfoString(&request, "\"columns\":[],\"count\":true,\"quals\":[");
    foreach (cell, plan->descriptions)
        appendStringInfo(&request, foreach_current_index(cell) == 0 ? "%s" : ",%s", strVal(lfirst(cell)));
    appendStringInfoChar(&request, ']');
    private = list_make5(makeString(request.data), list_make1_int(1), plan->notes, plan->roles, NIL);
    private = lappend(private, makeInteger(1));
    return make_foreignscan(target_list, NIL, 0, plan->parameters, private,
                            add_to_flat_tlist(NIL, path->path.pathtarget->exprs), NIL, outer_plan);
}
