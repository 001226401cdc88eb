/* SPDX-License-Identifier: Apache-2.0 */
/*
 * changed_rows.c
 *    For an UPDATE, and for a DELETE with triggers, PostgreSQL has the scan of a foreign table return the old row as a
 * whole. A writer of the catalog's tables takes the columns that change and knows the others by the row's number, so
 * all a scan has to read is what SET, WHERE, RETURNING, constraints and triggers look at; the rest of the old row is
 * null.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "nodes/parsenodes.h"
#include "optimizer/inherit.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/rel.h"

#include "catalog.h"
#include "changed_rows.h"
#include "compat.h"
#include "constraint.h"

#define WHOLE_ROW (0 - FirstLowInvalidHeapAttributeNumber)

/* Whether triggers see the rows of the statement. */
static bool
has_row_triggers(Relation relation, CmdType operation)
{
    TriggerDesc *triggers = relation->trigdesc;

    if (triggers == NULL)
        return false;
    return operation == CMD_UPDATE ? triggers->trig_update_before_row || triggers->trig_update_after_row
                                   : triggers->trig_delete_before_row || triggers->trig_delete_after_row;
}

/* Whether an expression is the row as a whole. */
static bool
is_whole_row(Node *node, RelOptInfo *rel)
{
    return IsA(node, Var) && ((Var *) node)->varno == (int) rel->relid && ((Var *) node)->varattno == InvalidAttrNumber;
}

/*
 * Whether a scan's relation is what the statement changes, and its old row stands for its columns. Not below a
 * partitioned table, where the statement's parts do not name this relation.
 */
static bool
is_changed(PlannerInfo *root, RelOptInfo *rel, Relation relation)
{
    CmdType operation = root->parse->commandType;

    return (operation == CMD_UPDATE || operation == CMD_DELETE) && rel->reloptkind == RELOPT_BASEREL &&
           root->parse->resultRelation == (int) rel->relid && catalog_keeps(RelationGetRelid(relation)) &&
           !has_row_triggers(relation, operation);
}

/* The columns that generated ones among those an UPDATE changes are computed from. */
static Bitmapset *
generation_sources(Relation relation, Bitmapset *changed)
{
    Bitmapset *sources = NULL;
    int member = -1;

    while ((member = bms_next_member(changed, member)) >= 0)
    {
        int number = member + FirstLowInvalidHeapAttributeNumber;

        if (number > 0 && TupleDescAttr(RelationGetDescr(relation), number - 1)->attgenerated != '\0')
            pull_varattnos(build_column_default(relation, number), 1, &sources);
    }
    return sources;
}

/* See changed_rows.h. */
Bitmapset *
changed_columns(PlannerInfo *root, RelOptInfo *rel, Relation relation)
{
    Bitmapset *named = get_rel_all_updated_cols(root, rel);
    Bitmapset *changed = NULL;
    int member = -1;

    while ((member = bms_next_member(named, member)) >= 0)
    {
        int number = member + FirstLowInvalidHeapAttributeNumber;
        Bitmapset *sources = NULL;

        if (number > 0 && TupleDescAttr(RelationGetDescr(relation), number - 1)->attgenerated != '\0')
        {
            pull_varattnos(build_column_default(relation, number), 1, &sources);
            if (!bms_overlap(sources, named))
                continue;
        }
        changed = bms_add_member(changed, member);
    }
    return changed;
}

/* What is looked at in the new row of an UPDATE, but for the columns the statement sets. */
static Bitmapset *
new_row_columns(PlannerInfo *root, RelOptInfo *rel, Relation relation)
{
    Bitmapset *changed = changed_columns(root, rel, relation);
    Bitmapset *columns;

    /* Rows stay as they are. */
    if (changed == NULL)
        return bms_make_singleton(WHOLE_ROW);
    columns = constraint_columns(relation, changed);

    columns = bms_add_members(columns, generation_sources(relation, changed));
    if (!COMPAT_RETURNING_OLD)
        pull_varattnos((Node *) root->parse->returningList, rel->relid, &columns);
    return bms_del_members(columns, changed);
}

/* What the statement looks at in the rows it changes, after the scan. */
static Bitmapset *
columns_looked_at(PlannerInfo *root, RelOptInfo *rel, Relation relation, Bitmapset *columns)
{
    bool update = root->parse->commandType == CMD_UPDATE;
    ListCell *cell;

    foreach (cell, root->processed_tlist)
    {
        TargetEntry *entry = lfirst(cell);

        if (!entry->resjunk || !is_whole_row((Node *) entry->expr, rel))
            pull_varattnos((Node *) entry->expr, rel->relid, &columns);
    }
    if (update)
        columns = bms_add_members(columns, new_row_columns(root, rel, relation));
    if (!update || COMPAT_RETURNING_OLD)
        pull_varattnos((Node *) root->parse->returningList, rel->relid, &columns);
    /* A row that a view refuses is shown as a whole. */
    if (root->parse->withCheckOptions != NIL)
        columns = bms_add_member(columns, WHOLE_ROW);
    return columns;
}

/* See changed_rows.h. */
Bitmapset *
target_columns(PlannerInfo *root, RelOptInfo *rel, Relation relation, Bitmapset *columns)
{
    Relids outside = NULL;
    ListCell *cell;

    if (!is_changed(root, rel, relation))
    {
        pull_varattnos((Node *) rel->reltarget->exprs, rel->relid, &columns);
        return columns;
    }
    foreach (cell, rel->reltarget->exprs)
        if (!is_whole_row(lfirst(cell), rel))
            pull_varattnos(lfirst(cell), rel->relid, &columns);
    columns = columns_looked_at(root, rel, relation, columns);
    /* Joins may look at the whole row too; 0 stands for the statement's own target list, which was looked at. */
    outside = bms_copy(rel->attr_needed[InvalidAttrNumber - rel->min_attr]);
    outside = bms_del_member(outside, 0);
    if (!bms_is_empty(outside))
        columns = bms_add_member(columns, WHOLE_ROW);
    return columns;
}
