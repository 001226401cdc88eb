/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.c
 *    Planning a foreign scan: one question to Java per relation ("plan"), whose answer says how many rows there are,
 * how well each qual is applied, and whether order and limit are served. Everything else is PostgreSQL's own planning.
 */
#include "postgres.h"

#include <math.h>

#include "access/stratnum.h"
#include "access/sysattr.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_operator.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/cost.h"
#include "optimizer/clauses.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/planmain.h"
#include "optimizer/restrictinfo.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "call.h"
#include "catalog.h"
#include "changed_rows.h"
#include "compat.h"
#include "count.h"
#include "facts.h"
#include "fdw.h"
#include "message.h"
#include "plan.h"
#include "relation.h"
#include "transaction.h"

/* Whose user mapping serves a relation: that of the view's owner below a view, else the current user's. */
static Oid
relation_user(RelOptInfo *rel)
{
    return OidIsValid(rel->userid) ? rel->userid : GetUserId();
}

/* Whether Java may be asked about a qual at all: nothing volatile, no sub-plan, no system column. */
static bool
may_describe(Node *clause, Index relation_index)
{
    Bitmapset *attributes = NULL;
    int member;

    if (contain_volatile_functions(clause) || contain_subplans(clause))
        return false;
    pull_varattnos(clause, relation_index, &attributes);
    member = bms_next_member(attributes, -1);
    return member < 0 || member + FirstLowInvalidHeapAttributeNumber > 0;
}

/* Adds the columns a scan must return: those of the target and of the quals PostgreSQL checks. */
static List *
needed_columns(PlannerInfo *root, RelOptInfo *rel, Oid relation_oid, List *local_clauses)
{
    Relation relation = RelationIdGetRelation(relation_oid);
    Bitmapset *attributes = NULL;
    List *columns = NIL;
    ListCell *cell;
    bool whole_row;

    foreach (cell, local_clauses)
        pull_varattnos((Node *) ((RestrictInfo *) lfirst(cell))->clause, rel->relid, &attributes);
    attributes = target_columns(root, rel, relation, attributes);
    whole_row = bms_is_member(0 - FirstLowInvalidHeapAttributeNumber, attributes);
    /* The row's number; other wrappers have none. */
    if (bms_is_member(SelfItemPointerAttributeNumber - FirstLowInvalidHeapAttributeNumber, attributes) &&
        catalog_keeps(relation_oid))
        columns = list_make1_int(SelfItemPointerAttributeNumber);
    for (int i = 0; i < RelationGetDescr(relation)->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(relation), i);

        if (attribute->attisdropped)
            continue;
        if (whole_row || bms_is_member(attribute->attnum - FirstLowInvalidHeapAttributeNumber, attributes))
            columns = lappend_int(columns, attribute->attnum);
    }
    RelationClose(relation);
    return columns;
}

/* Adds a JSON array of column numbers. */
static void
append_columns(StringInfo json, List *columns)
{
    ListCell *cell;

    appendStringInfoString(json, ",\"columns\":[");
    foreach (cell, columns)
        appendStringInfo(json, foreach_current_index(cell) == 0 ? "%d" : ",%d", lfirst_int(cell));
    appendStringInfoChar(json, ']');
}

/* The column of this relation that an equivalence class orders by, or NULL. */
static Var *
ordering_column(PathKey *pathkey, RelOptInfo *rel)
{
    ListCell *cell;

    if (pathkey->pk_eclass->ec_has_volatile)
        return NULL;
    foreach (cell, pathkey->pk_eclass->ec_members)
    {
        EquivalenceMember *member = lfirst(cell);
        Expr *expression = member->em_expr;

        while (IsA(expression, RelabelType))
            expression = ((RelabelType *) expression)->arg;
        if (IsA(expression, Var) && ((Var *) expression)->varno == (int) rel->relid &&
            ((Var *) expression)->varattno > 0)
            return (Var *) expression;
    }
    return NULL;
}

/*
 * The order the query wants, as a JSON array of sort keys over this relation's columns, or NULL where it is not about
 * them alone or uses an order other than the type's default.
 */
static char *
describe_order(PlannerInfo *root, RelOptInfo *rel, Oid relation)
{
    StringInfoData json;
    ListCell *cell;

    if (root->query_pathkeys == NIL || rel->reloptkind != RELOPT_BASEREL)
        return NULL;
    initStringInfo(&json);
    foreach (cell, root->query_pathkeys)
    {
        PathKey *pathkey = lfirst(cell);
        Var *column = ordering_column(pathkey, rel);
        Oid collation = pathkey->pk_eclass->ec_collation;

        if (column == NULL)
            return NULL;
        appendStringInfoString(&json, json.len == 0 ? "[{\"column\":" : ",{\"column\":");
        escape_json(&json, get_attname(relation, column->varattno, false));
        appendStringInfo(&json, ",\"descending\":%s,\"nullsFirst\":%s,\"collation\":",
                         compat_pathkey_descending(pathkey) ? "true" : "false",
                         pathkey->pk_nulls_first ? "true" : "false");
        if (!OidIsValid(collation))
            escape_json(&json, "");
        else
            escape_json(&json, compat_collation_is_c(collation) ? "C" : get_collation_name(collation));
        appendStringInfoChar(&json, '}');
    }
    appendStringInfoChar(&json, ']');
    return json.data;
}

/* Asks Java about the relation. Every qual is described once here; the plan uses the same text. */
static void
ask_java(PlannerInfo *root, RelOptInfo *rel, Oid relation, RelationPlan *plan, List *columns)
{
    StringInfoData request;
    ListCell *cell;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s", plan->relation);
    append_columns(&request, columns);
    appendStringInfoString(&request, ",\"quals\":[");
    foreach (cell, plan->descriptions)
        appendStringInfo(&request, foreach_current_index(cell) == 0 ? "%s" : ",%s", strVal(lfirst(cell)));
    appendStringInfoChar(&request, ']');
    plan->order = describe_order(root, rel, relation);
    if (plan->order != NULL)
        appendStringInfo(&request, ",\"order\":%s", plan->order);
    if (root->limit_tuples > 0 && root->limit_tuples < (double) PG_INT32_MAX)
        appendStringInfo(&request, ",\"limit\":%.0f", ceil(root->limit_tuples));
    transaction_describe(&request);
    appendStringInfoChar(&request, '}');

    JsonbContainer *answer = icebridge_call("plan", request.data);
    JsonbContainer *support = message_get_container(answer, "support");

    transaction_note_answer(answer);
    for (int i = 0; i < list_length(plan->quals); i++)
    {
        char *text = message_element_text(support, i);

        plan->support = lappend_int(plan->support, text == NULL                 ? QUAL_NONE
                                                   : strcmp(text, "EXACT") == 0 ? QUAL_EXACT
                                                   : strcmp(text, "PRUNE") == 0 ? QUAL_PRUNE
                                                                                : QUAL_NONE);
    }
    plan->roles = message_get_texts(answer, "roles");
    plan->notes = message_get_texts(answer, "notes");
    plan->ordered = message_get_bool(answer, "ordered", false);
    plan->counted = message_get_bool(answer, "counted", false);
    plan->limited = message_get_bool(answer, "limited", false);
    plan->startup_cost = message_get_number(answer, "startupCost", 20);
    plan->row_cost = message_get_number(answer, "rowCost", 0.01);
    plan->lookups = message_get_container(answer, "lookups");
    rel->tuples = Max(1, message_get_number(answer, "tableRows", 1000));
    rel->rows = message_get_number(answer, "rows", -1);
    if (message_get_number(answer, "width", -1) > 0)
        rel->reltarget->width = (int) message_get_number(answer, "width", -1);
}

/* GetForeignRelSize */
void
fdw_get_rel_size(PlannerInfo *root, RelOptInfo *rel, Oid relation)
{
    RelationPlan *plan = palloc0(sizeof(RelationPlan));
    ListCell *cell;

    rel->fdw_private = plan;
    plan->relation = describe_relation(relation, relation_user(rel));
    foreach (cell, rel->baserestrictinfo)
    {
        RestrictInfo *info = lfirst(cell);
        StringInfoData json;

        if (info->pseudoconstant || !may_describe((Node *) info->clause, rel->relid))
            continue;
        initStringInfo(&json);
        describe_expression(&json, (Node *) info->clause, rel->relid, relation, &plan->parameters);
        plan->quals = lappend(plan->quals, info);
        plan->descriptions = lappend(plan->descriptions, makeString(json.data));
    }
    ask_java(root, rel, relation, plan, needed_columns(root, rel, relation, rel->baserestrictinfo));
    if (rel->rows < 0)
        set_baserel_size_estimates(root, rel);
    else
        rel->rows = clamp_row_est(rel->rows);
}

/* See plan.h. */
bool
plan_all_exact(RelOptInfo *rel, RelationPlan *plan)
{
    ListCell *cell;

    foreach (cell, plan->support)
        if (lfirst_int(cell) != QUAL_EXACT)
            return false;
    return list_length(plan->quals) == list_length(rel->baserestrictinfo);
}

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

/* Adds a path that is looked up by another relation's values, for each lookup whose columns have a join clause. */
static void
add_lookup_paths(PlannerInfo *root, RelOptInfo *rel, RelationPlan *plan)
{
    List *clauses = list_copy(rel->joininfo);
    List *seen = NIL;
    ListCell *cell;

    if (rel->has_eclass_joins)
        clauses = list_concat(clauses, generate_implied_equalities_for_column(root, rel, compat_any_member, NULL,
                                                                              rel->lateral_referencers));
    foreach (cell, clauses)
    {
        RestrictInfo *info = lfirst(cell);
        Relids outer;
        ParamPathInfo *parameterization;
        double rows;
        double cost;

        if (message_length(plan->lookups) == 0 || !join_clause_is_movable_to(info, rel) ||
            !may_describe((Node *) info->clause, rel->relid))
            continue;
        outer = bms_del_member(bms_union(info->clause_relids, rel->lateral_relids), rel->relid);
        if (bms_is_empty(outer) || list_member(seen, outer))
            continue;
        seen = lappend(seen, outer);
        parameterization = get_baserel_parampathinfo(root, rel, outer);
        cost = message_get_number(message_element(plan->lookups, 0), "cost", plan->startup_cost);
        rows =
            Min(parameterization->ppi_rows, Max(1, message_get_number(message_element(plan->lookups, 0), "rows", 1)));
        add_path(rel, (Path *) compat_foreign_scan_path(root, rel, rows, cost, cost + rows * plan->row_cost, NIL, outer,
                                                        NIL));
    }
}

/* GetForeignPaths */
void
fdw_get_paths(PlannerInfo *root, RelOptInfo *rel, Oid relation)
{
    RelationPlan *plan = rel->fdw_private;
    bool exact = plan_all_exact(rel, plan);
    double scanned = plan->row_cost * rel->tuples;
    double rows = rel->rows;
    bool limited = plan->limited && exact && limit_applies(root, rel, false);

    if (limited)
        rows = Min(rows, root->limit_tuples);
    add_path(rel, (Path *) compat_foreign_scan_path(root, rel, rows, plan->startup_cost,
                                                    plan->startup_cost + (limited ? rows * plan->row_cost : scanned) +
                                                        rows * cpu_tuple_cost,
                                                    NIL, rel->lateral_relids, list_make1(makeBoolean(limited))));
    if (plan->ordered)
    {
        bool top = plan->limited && exact && limit_applies(root, rel, true);
        double sorted = scanned + 0.1 * cpu_operator_cost * rel->rows * log2(Max(2, rel->rows));

        rows = top ? Min(rel->rows, root->limit_tuples) : rel->rows;
        add_path(rel, (Path *) compat_foreign_scan_path(root, rel, rows, plan->startup_cost + sorted,
                                                        plan->startup_cost + sorted + rows * cpu_tuple_cost,
                                                        root->query_pathkeys, rel->lateral_relids,
                                                        list_make1(makeBoolean(top))));
    }
    add_lookup_paths(root, rel, plan);
}

/* The description and answer of a clause; for join clauses of a lookup path Java is asked here. */
static QualSupport
clause_support(RelationPlan *plan, RestrictInfo *info, RelOptInfo *rel, Oid relation, String **description)
{
    ListCell *qual;
    ListCell *text;
    ListCell *support;
    StringInfoData json;
    StringInfoData request;
    JsonbContainer *answer;
    char *kind;

    forthree(qual, plan->quals, text, plan->descriptions, support, plan->support)
    {
        if (lfirst(qual) == info)
        {
            *description = lfirst(text);
            return lfirst_int(support);
        }
    }
    *description = NULL;
    if (list_member_ptr(rel->baserestrictinfo, info) || !may_describe((Node *) info->clause, rel->relid))
        return QUAL_NONE;
    initStringInfo(&json);
    describe_expression(&json, (Node *) info->clause, rel->relid, relation, &plan->parameters);
    *description = makeString(json.data);
    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"columns\":[],\"quals\":[%s]}", plan->relation, json.data);
    answer = icebridge_call("support", request.data);
    kind = message_element_text(message_get_container(answer, "support"), 0);
    return kind == NULL                 ? QUAL_NONE
           : strcmp(kind, "EXACT") == 0 ? QUAL_EXACT
           : strcmp(kind, "PRUNE") == 0 ? QUAL_PRUNE
                                        : QUAL_NONE;
}

/* GetForeignPlan */
ForeignScan *
fdw_get_plan(PlannerInfo *root, RelOptInfo *rel, Oid relation, ForeignPath *path, List *target_list, List *clauses,
             Plan *outer_plan)
{
    RelationPlan *plan = rel->fdw_private;
    List *local = NIL;
    List *local_infos = NIL;
    List *recheck = NIL;
    List *columns;
    StringInfoData request;
    ListCell *cell;
    bool first = true;
    bool limited = path->fdw_private != NIL && boolVal(linitial(path->fdw_private));

    if (IS_UPPER_REL(rel))
        return count_plan(rel, path, target_list, outer_plan);
    initStringInfo(&request);
    appendStringInfoString(&request, "\"quals\":[");
    foreach (cell, clauses)
    {
        RestrictInfo *info = lfirst_node(RestrictInfo, cell);
        String *description;
        QualSupport support;

        if (info->pseudoconstant)
            continue;
        support = clause_support(plan, info, rel, relation, &description);
        if (support != QUAL_NONE)
        {
            appendStringInfo(&request, first ? "%s" : ",%s", strVal(description));
            first = false;
        }
        if (support == QUAL_EXACT)
            recheck = lappend(recheck, info->clause);
        else
        {
            local = lappend(local, info->clause);
            local_infos = lappend(local_infos, info);
        }
    }
    appendStringInfoChar(&request, ']');
    columns = needed_columns(root, rel, relation, local_infos);
    append_columns(&request, columns);
    if (path->path.pathkeys != NIL)
        appendStringInfo(&request, ",\"order\":%s", plan->order);
    if (limited)
        appendStringInfo(&request, ",\"limit\":%.0f", ceil(root->limit_tuples));
    return make_foreignscan(target_list, local, rel->relid, plan->parameters,
                            list_make4(makeString(request.data), columns, plan->notes, plan->roles), NIL, recheck,
                            outer_plan);
}
