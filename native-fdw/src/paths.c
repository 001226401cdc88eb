/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paths.c
 *    The ways to scan a relation, and what each costs.
 */
#include "postgres.h"

#include <math.h>

#include "nodes/makefuncs.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/restrictinfo.h"

#include "compat.h"
#include "fdw.h"
#include "message.h"
#include "plan.h"
#include "scan_kept.h"

/* How often a sub-query that depends on the outer query's rows is presumed to be run. */
#define PRESUMED_RUNS 1000
#define MOST_LOOKUP_RUNS 100

/* What a path costs. */
typedef struct ScanCost
{
    Cost startup;
    Cost total;
} ScanCost;

/*
 * Whether the rows beyond the query's limit are never looked at: PostgreSQL's own Limit node stays above, so all that
 * matters is that this relation alone makes up the query's rows, in the right order, and that the limit is certain:
 * limit_tuples may be an estimate, made with the present value of a stable function.
 */
static bool
limit_applies(PlannerInfo *root, RelOptInfo *rel, bool ordered)
{
    return root->limit_tuples > 0 && root->parse->limitOption == LIMIT_OPTION_COUNT &&
           IsA(root->parse->limitCount, Const) &&
           (root->parse->limitOffset == NULL || IsA(root->parse->limitOffset, Const)) &&
           bms_membership(root->all_baserels) == BMS_SINGLETON && rel->reloptkind == RELOPT_BASEREL &&
           root->parse->rowMarks == NIL && root->parse->commandType == CMD_SELECT &&
           (ordered || root->sort_pathkeys == NIL);
}

/* The quals of a relation that PostgreSQL checks, because Java does not apply them exactly. */
static List *
local_quals(RelOptInfo *rel, RelationPlan *plan)
{
    List *local = NIL;
    ListCell *cell;

    foreach (cell, rel->baserestrictinfo)
    {
        RestrictInfo *info = lfirst(cell);
        ListCell *qual;
        ListCell *support;
        bool exact = false;

        forboth (qual, plan->quals, support, plan->support)
            exact |= lfirst(qual) == info && lfirst_int(support) == QUAL_EXACT;
        if (!exact)
            local = lappend(local, info);
    }
    return local;
}

/* The same of a lookup. Java is asked about join clauses only when there is a plan, so most of them are left out. */
static List *
local_join_quals(RelOptInfo *rel, List *clauses)
{
    List *local = NIL;
    ListCell *cell;

    foreach (cell, clauses)
        if (!plan_may_describe((Node *) ((RestrictInfo *) lfirst(cell))->clause, rel->relid))
            local = lappend(local, lfirst(cell));
    return local;
}

/* How many rows meet all quals but the local ones, where `rows` meet all of them. */
static double
fetched_rows(PlannerInfo *root, RelOptInfo *rel, List *local, double rows)
{
    double selectivity;

    if (local == NIL)
        return rows;
    selectivity = clauselist_selectivity(root, local, rel->relid, JOIN_INNER, NULL);
    return Min(clamp_row_est(rows / Max(selectivity, 1e-9)), Max(rel->tuples, rows));
}

/* Adds to the cost of a scan what PostgreSQL does with each row it gets: its own quals, and the target's expressions.
 */
static void
add_local_cost(PlannerInfo *root, RelOptInfo *rel, List *local, double fetched, double rows, ScanCost *cost)
{
    QualCost quals;

    cost_qual_eval(&quals, local, root);
    cost->startup += quals.startup + rel->reltarget->cost.startup;
    cost->total += quals.startup + rel->reltarget->cost.startup + (cpu_tuple_cost + quals.per_tuple) * fetched +
                   rel->reltarget->cost.per_tuple * rows;
}

/*
 * How often a lookup by other relations' rows is presumed to be run: as for an index, as often as the smallest of them
 * has rows. It may be far fewer, so only so many that a join which runs it oftener had better hash the rows. And no
 * more than there are rows to find, since PostgreSQL may remember what it has looked up.
 */
static double
lookup_runs(PlannerInfo *root, RelOptInfo *rel, Relids outer)
{
    double runs = Min(MOST_LOOKUP_RUNS, rel->tuples);
    int member = -1;

    while ((member = bms_next_member(outer, member)) >= 0)
    {
        RelOptInfo *other = root->simple_rel_array[member];

        if (other != NULL && other->rows > 0)
            runs = Min(runs, other->rows);
    }
    return Max(runs, 1);
}

/*
 * What one run costs of a scan whose rows are kept when it is repeated (see scan_kept.c): a scan of its own, or, where
 * that is less, its part of the runs before the rows are kept and of keeping them, and a look at the rows it finds.
 */
static Cost
kept_run_cost(RelOptInfo *rel, RelationPlan *plan, double runs, double kept_rows, double found_rows)
{
    Cost scan = plan->startup_cost + plan->row_cost * rel->tuples;
    Cost keep = scan + 2 * cpu_tuple_cost * kept_rows;

    return Min(scan, 2 * keep / runs + 4 * cpu_operator_cost + cpu_tuple_cost * found_rows);
}

/*
 * What one run costs of a scan in a sub-query that depends on the outer query's rows. PostgreSQL does not say how often
 * it will be run.
 */
static Cost
dependent_cost(PlannerInfo *root, RelOptInfo *rel, RelationPlan *plan, double fetched)
{
    List *steady = NIL;
    bool varies = false;
    bool finds = false;
    double kept_rows;
    ListCell *cell;

    foreach (cell, rel->baserestrictinfo)
    {
        RestrictInfo *info = lfirst(cell);

        if (keep_varies(info->clause, rel->relid))
        {
            varies = true;
            finds |= keep_finds(info->clause, rel->relid);
        }
        else
            steady = lappend(steady, info);
    }
    if (!varies)
        return plan->startup_cost + plan->row_cost * rel->tuples;
    kept_rows = rel->tuples * clauselist_selectivity(root, steady, 0, JOIN_INNER, NULL);
    return kept_run_cost(rel, plan, PRESUMED_RUNS, kept_rows, finds ? fetched : kept_rows);
}

/* Whether a list has a set of relations; list_member() knows no sets before 16. */
static bool
holds_relids(List *sets, Relids wanted)
{
    ListCell *cell;

    foreach (cell, sets)
        if (bms_equal(lfirst(cell), wanted))
            return true;
    return false;
}

/* Adds a path that is looked up by another relation's values, for each lookup whose columns have a join clause. */
static void
add_lookup_paths(PlannerInfo *root, RelOptInfo *rel, RelationPlan *plan)
{
    List *clauses = list_copy(rel->joininfo);
    List *seen = NIL;
    ListCell *cell;

    if (message_length(plan->lookups) == 0 && !plan->kept)
        return;
    if (rel->has_eclass_joins)
        clauses = list_concat(clauses, generate_implied_equalities_for_column(root, rel, compat_any_member, NULL,
                                                                              rel->lateral_referencers));
    foreach (cell, clauses)
    {
        RestrictInfo *info = lfirst(cell);
        ScanCost cost = {0, 0};
        List *local;
        Relids outer;
        ParamPathInfo *parameterization;
        double rows;
        double fetched;

        if (!join_clause_is_movable_to(info, rel) || !plan_may_describe((Node *) info->clause, rel->relid) ||
            (message_length(plan->lookups) == 0 && !keep_finds(info->clause, rel->relid)))
            continue;
        outer = bms_del_member(bms_union(info->clause_relids, rel->lateral_relids), rel->relid);
        if (bms_is_empty(outer) || holds_relids(seen, outer))
            continue;
        seen = lappend(seen, outer);
        parameterization = get_baserel_parampathinfo(root, rel, outer);
        rows = parameterization->ppi_rows;
        local = list_concat(local_quals(rel, plan), local_join_quals(rel, parameterization->ppi_clauses));
        if (message_length(plan->lookups) > 0)
        {
            JsonbContainer *lookup = message_element(plan->lookups, 0);

            rows = Min(rows, Max(1, message_get_number(lookup, "rows", 1)));
            fetched = fetched_rows(root, rel, local, rows);
            cost.startup = message_get_number(lookup, "cost", plan->startup_cost);
            cost.total = cost.startup + plan->row_cost * fetched;
        }
        else
        {
            fetched = fetched_rows(root, rel, local, rows);
            cost.total = kept_run_cost(rel, plan, lookup_runs(root, rel, outer), rel->rows, fetched);
            cost.startup = Min(plan->startup_cost, cost.total);
        }
        add_local_cost(root, rel, local, fetched, rows, &cost);
        add_path(rel, (Path *) compat_foreign_scan_path(root, rel, rows, cost.startup, cost.total, NIL, outer, NIL));
    }
}

/* GetForeignPaths */
void
fdw_get_paths(PlannerInfo *root, RelOptInfo *rel, Oid relation)
{
    RelationPlan *plan = rel->fdw_private;
    bool exact = plan_all_exact(rel, plan);
    bool limited = plan->limited && exact && limit_applies(root, rel, false);
    double rows = limited ? Min(rel->rows, root->limit_tuples) : rel->rows;
    List *local = local_quals(rel, plan);
    double fetched = fetched_rows(root, rel, local, rows);
    ScanCost cost;

    if (limited)
        cost.total = plan->startup_cost + plan->row_cost * rows;
    else if (plan->kept && root->parent_root != NULL)
        cost.total = dependent_cost(root, rel, plan, fetched);
    else
        cost.total = plan->startup_cost + plan->row_cost * rel->tuples;
    cost.startup = Min(plan->startup_cost, cost.total);
    add_local_cost(root, rel, local, fetched, rows, &cost);
    add_path(rel, (Path *) compat_foreign_scan_path(root, rel, rows, cost.startup, cost.total, NIL, rel->lateral_relids,
                                                    list_make1(makeBoolean(limited))));
    if (plan->ordered)
    {
        bool top = plan->limited && exact && limit_applies(root, rel, true);
        Cost sorted = plan->startup_cost + plan->row_cost * rel->tuples +
                      0.1 * cpu_operator_cost * rel->rows * log2(Max(2, rel->rows));

        rows = top ? Min(rel->rows, root->limit_tuples) : rel->rows;
        fetched = fetched_rows(root, rel, local, rows);
        cost.startup = cost.total = sorted;
        add_local_cost(root, rel, local, fetched, rows, &cost);
        add_path(rel, (Path *) compat_foreign_scan_path(root, rel, rows, cost.startup, cost.total, root->query_pathkeys,
                                                        rel->lateral_relids, list_make1(makeBoolean(top))));
    }
    add_lookup_paths(root, rel, plan);
}
