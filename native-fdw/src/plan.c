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
#include "query.h"
#include "relation.h"
#include "scan_kept.h"
#include "transaction.h"

/* Whose user mapping serves a relation: that of the view's owner below a view, else the current user's. */
static Oid
relation_user(RelOptInfo *rel)
{
    return OidIsValid(rel->userid) ? rel->userid : GetUserId();
}

/* See plan.h. */
bool
plan_may_describe(Node *clause, Index relation_index)
{
    Bitmapset *attributes = NULL;
    int member;

    if (query_plans_unpushed() || contain_volatile_functions(clause) || contain_subplans(clause))
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
            escape_json(&json, facts_orders_by_bytes(collation) ? "C" : get_collation_name(collation));
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
    plan->kept = message_get_bool(answer, "kept", false);
    plan->statistics = message_get_bool(answer, "statistics", false);
    plan->startup_cost = message_get_number(answer, "startupCost", 100);
    plan->row_cost = message_get_number(answer, "rowCost", 0.01);
    plan->lookups = message_get_container(answer, "lookups");
    rel->tuples = Max(1, message_get_number(answer, "tableRows", 1000));
    rel->rows = message_get_number(answer, "rows", -1);
    plan->most_rows = message_get_number(answer, "mostRows", -1);
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

        if (info->pseudoconstant || !plan_may_describe((Node *) info->clause, rel->relid))
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
    if (plan->most_rows >= 0)
        rel->rows = Min(rel->rows, clamp_row_est(plan->most_rows));
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
    if (list_member_ptr(rel->baserestrictinfo, info) || !plan_may_describe((Node *) info->clause, rel->relid))
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

/* Adds a qual to the members of a scan's request, which begin with the quals. */
static void
append_qual(StringInfo request, String *description)
{
    appendStringInfo(request, request->len == 0 ? "\"quals\":[%s" : ",%s", strVal(description));
}

/* Ends the quals and adds the members that follow; `order` may be NULL. */
static void
finish_request(StringInfo request, List *columns, const char *order)
{
    appendStringInfoString(request, request->len == 0 ? "\"quals\":[]" : "]");
    append_columns(request, columns);
    if (order != NULL)
        appendStringInfo(request, ",\"order\":%s", order);
}

/*
 * Whether rows may be kept for a scan that is repeated: one below another query, or beside another relation. The number
 * of a row is not kept.
 */
static bool
may_be_repeated(PlannerInfo *root, RelationPlan *plan, List *columns)
{
    return plan->kept && (root->parent_root != NULL || bms_membership(root->all_baserels) == BMS_MULTIPLE) &&
           !list_member_int(columns, SelfItemPointerAttributeNumber);
}

/* GetForeignPlan */
ForeignScan *
fdw_get_plan(PlannerInfo *root, RelOptInfo *rel, Oid relation, ForeignPath *path, List *target_list, List *clauses,
             Plan *outer_plan)
{
    RelationPlan *plan = rel->fdw_private;
    List *local = NIL;
    List *local_infos = NIL;
    List *varying_infos = NIL;
    List *steady_infos = NIL;
    List *recheck = NIL;
    List *columns;
    List *expressions;
    List *kept = NIL;
    List *notes;
    List *private;
    StringInfoData request;
    StringInfoData steady;
    ListCell *cell;
    bool limited = path->fdw_private != NIL && boolVal(linitial(path->fdw_private));

    if (IS_UPPER_REL(rel))
        return count_plan(rel, path, target_list, outer_plan);
    initStringInfo(&request);
    initStringInfo(&steady);
    foreach (cell, clauses)
    {
        RestrictInfo *info = lfirst_node(RestrictInfo, cell);
        String *description;
        QualSupport support;

        if (info->pseudoconstant)
            continue;
        support = clause_support(plan, info, rel, relation, &description);
        if (support != QUAL_NONE)
            append_qual(&request, description);
        if (support == QUAL_EXACT)
            recheck = lappend(recheck, info->clause);
        else
        {
            local = lappend(local, info->clause);
            local_infos = lappend(local_infos, info);
        }
        if (support != QUAL_NONE && !keep_varies(info->clause, rel->relid))
        {
            append_qual(&steady, description);
            steady_infos = lappend(steady_infos, info);
        }
        else if (support == QUAL_EXACT)
            varying_infos = lappend(varying_infos, info);
    }
    columns = needed_columns(root, rel, relation, local_infos);
    finish_request(&request, columns, path->path.pathkeys != NIL ? plan->order : NULL);
    if (limited)
        appendStringInfo(&request, ",\"limit\":%.0f", ceil(root->limit_tuples));
    expressions = plan->parameters;
    if (may_be_repeated(root, plan, columns))
    {
        List *kept_columns = needed_columns(root, rel, relation, list_concat_copy(local_infos, varying_infos));
        double rows = rel->tuples * clauselist_selectivity(root, steady_infos, rel->relid, JOIN_INNER, NULL);

        finish_request(&steady, kept_columns, path->path.pathkeys != NIL ? plan->order : NULL);
        kept = keep_plan(steady.data, kept_columns, rows, get_actual_clauses(varying_infos), rel->relid, &expressions);
    }
    notes = list_concat_unique(list_copy(plan->notes), query_take_notes());
    private = list_make5(makeString(request.data), columns, notes, plan->roles, kept);
    private = lappend(private, makeInteger(limited ? (int) ceil(root->limit_tuples) : -1));
    return make_foreignscan(target_list, local, rel->relid, expressions, private, NIL, recheck, outer_plan);
}
