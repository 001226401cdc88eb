/* SPDX-License-Identifier: Apache-2.0 */
/*
 * column_statistics.c
 *    The hook on a column's statistics: where ANALYZE has made none, those that Java knows from metadata are put into
 * the form of a row of pg_statistic, so that all of PostgreSQL's estimates use them: conditions, joins, groups.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_statistic.h"
#include "miscadmin.h"
#include "optimizer/pathnode.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/selfuncs.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "call.h"
#include "column_statistics.h"
#include "compat.h"
#include "message.h"
#include "plan.h"
#include "query.h"

/* What was found out about a column of a relation that is being planned. */
typedef struct KnownColumn
{
    AttrNumber number;
    HeapTuple row; /* as in pg_statistic; NULL where nothing is known */
} KnownColumn;

static get_relation_stats_hook_type next_hook;

/* Whether ANALYZE has looked at the column. */
static bool
is_analyzed(Oid relation, AttrNumber number)
{
    return SearchSysCacheExists3(STATRELATTINH, ObjectIdGetDatum(relation), Int16GetDatum(number), BoolGetDatum(false));
}

/* An array of the column's type of the texts of Java's answer. */
static Datum
histogram_array(JsonbContainer *texts, Oid type)
{
    int count = message_length(texts);
    Datum *values = palloc(count * sizeof(Datum));
    Oid input;
    Oid parameter;
    int16 length;
    bool by_value;
    char alignment;

    getTypeInputInfo(type, &input, &parameter);
    get_typlenbyvalalign(type, &length, &by_value, &alignment);
    for (int i = 0; i < count; i++)
        values[i] = OidInputFunctionCall(input, message_element_text(texts, i), parameter, -1);
    return PointerGetDatum(construct_array(values, count, type, length, by_value, alignment));
}

/* A row as ANALYZE would write it, palloc-ed; NULL where Java knows nothing. */
static HeapTuple
ask_java(RelationPlan *plan, Oid relation, AttrNumber number)
{
    StringInfoData request;
    JsonbContainer *answer;
    JsonbContainer *histogram;
    Oid type = get_atttype(relation, number);
    TypeCacheEntry *operators = lookup_type_cache(type, TYPECACHE_LT_OPR);
    Datum values[Natts_pg_statistic] = {0};
    bool nulls[Natts_pg_statistic] = {false};
    Relation statistics;
    HeapTuple row;

    initStringInfo(&request);
    appendStringInfo(&request, "{\"relation\":%s,\"columns\":[%d]}", plan->relation, number);
    answer = icebridge_call("statistics", request.data);
    if (message_get_number(answer, "nullFraction", -1) < 0)
        return NULL;
    for (int slot = 0; slot < STATISTIC_NUM_SLOTS; slot++)
    {
        nulls[Anum_pg_statistic_stanumbers1 - 1 + slot] = true;
        nulls[Anum_pg_statistic_stavalues1 - 1 + slot] = true;
    }
    values[Anum_pg_statistic_starelid - 1] = ObjectIdGetDatum(relation);
    values[Anum_pg_statistic_staattnum - 1] = Int16GetDatum(number);
    values[Anum_pg_statistic_stanullfrac - 1] = Float4GetDatum(message_get_number(answer, "nullFraction", 0));
    values[Anum_pg_statistic_stadistinct - 1] = Float4GetDatum(message_get_number(answer, "distinctValues", 0));
    histogram = message_get_container(answer, "histogram");
    if (message_length(histogram) > 1 && OidIsValid(operators->lt_opr))
    {
        values[Anum_pg_statistic_stakind1 - 1] = Int16GetDatum(STATISTIC_KIND_HISTOGRAM);
        values[Anum_pg_statistic_staop1 - 1] = ObjectIdGetDatum(operators->lt_opr);
        values[Anum_pg_statistic_stacoll1 - 1] = ObjectIdGetDatum(get_typcollation(type));
        values[Anum_pg_statistic_stavalues1 - 1] = histogram_array(histogram, type);
        nulls[Anum_pg_statistic_stavalues1 - 1] = false;
    }
    statistics = table_open(StatisticRelationId, AccessShareLock);
    row = heap_form_tuple(RelationGetDescr(statistics), values, nulls);
    table_close(statistics, AccessShareLock);
    return row;
}

/* The relation that an entry stands for in the query that is being planned, where it is one of ours; else NULL. */
static RelOptInfo *
our_relation(PlannerInfo *root, RangeTblEntry *entry)
{
    if (entry->rtekind != RTE_RELATION || entry->relkind != RELKIND_FOREIGN_TABLE || entry->inh ||
        root->simple_rte_array == NULL || !query_is_lake(entry->relid))
        return NULL;
    for (int i = 1; i < root->simple_rel_array_size; i++)
        if (root->simple_rte_array[i] == entry)
            return root->simple_rel_array[i];
    return NULL;
}

/* Nothing to do: the row lives as long as the plan is being made. */
static void
keep_row(HeapTuple row)
{
}

/* Whether the user may know values of a column, as PostgreSQL asks for statistics of its own. */
static bool
may_be_seen(RelOptInfo *rel, RangeTblEntry *entry, AttrNumber number)
{
    Oid user = OidIsValid(rel->userid) ? rel->userid : GetUserId();

    return entry->securityQuals == NIL &&
           (pg_class_aclcheck(entry->relid, user, ACL_SELECT) == ACLCHECK_OK ||
            pg_attribute_aclcheck(entry->relid, number, user, ACL_SELECT) == ACLCHECK_OK);
}

/* get_relation_stats_hook */
static bool
find_statistics(PlannerInfo *root, RangeTblEntry *entry, AttrNumber number, VariableStatData *data)
{
    RelOptInfo *rel = number > 0 ? our_relation(root, entry) : NULL;
    RelationPlan *plan = rel == NULL ? NULL : rel->fdw_private;
    KnownColumn *known = NULL;
    ListCell *cell;

    if (plan == NULL || !plan->statistics || is_analyzed(entry->relid, number))
        return next_hook != NULL && next_hook(root, entry, number, data);
    foreach (cell, plan->known_columns)
        if (((KnownColumn *) lfirst(cell))->number == number)
            known = lfirst(cell);
    if (known == NULL)
    {
        MemoryContext before = MemoryContextSwitchTo(root->planner_cxt);

        known = palloc(sizeof(KnownColumn));
        known->number = number;
        known->row = ask_java(plan, entry->relid, number);
        plan->known_columns = lappend(plan->known_columns, known);
        MemoryContextSwitchTo(before);
    }
    if (known->row == NULL)
        return false;
    data->statsTuple = known->row;
    data->freefunc = keep_row;
    data->acl_ok = may_be_seen(rel, entry, number);
    return true;
}

/* See column_statistics.h. */
void
column_statistics_define(void)
{
    next_hook = get_relation_stats_hook;
    get_relation_stats_hook = find_statistics;
}
