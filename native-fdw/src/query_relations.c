/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_relations.c
 *    Which relations a query reads, on all its levels.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "foreign/foreign.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/plancat.h"
#include "parser/parsetree.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "compat.h"
#include "message.h"
#include "query.h"
#include "relation.h"

/* See query.h. */
bool
query_is_lake(Oid relation)
{
    return is_icebridge_wrapper(GetForeignServer(GetForeignTable(relation)->serverid)->fdwid);
}

/* Whether a range table entry is a relation that is read. */
static bool
is_read(Query *query, RangeTblEntry *entry, int index)
{
    /* Views are there as sub-queries as well, and what is there for their privileges is not read; so with parents. */
    return entry->rtekind == RTE_RELATION && entry->relkind != RELKIND_VIEW &&
           (entry->relkind != RELKIND_PARTITIONED_TABLE || entry->inh) &&
           (query->commandType == CMD_SELECT || index != query->resultRelation);
}

static bool reads_lake_walker(Node *node, void *context);

/* Whether a function reads one of our foreign tables, where its body can take the place of the call. */
static bool
function_reads_lake(RangeTblEntry *entry)
{
    Query *query = query_of_function(entry, query_make_root(NULL));

    return query != NULL && reads_lake_walker((Node *) query, NULL);
}

static bool
reads_lake_walker(Node *node, void *context)
{
    Query *query = (Query *) node;
    ListCell *cell;

    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, reads_lake_walker, context);
    foreach (cell, query->rtable)
    {
        RangeTblEntry *entry = lfirst(cell);

        if (entry->relkind == RELKIND_FOREIGN_TABLE && is_read(query, entry, foreach_current_index(cell) + 1) &&
            query_is_lake(entry->relid))
            return true;
        if (is_read(query, entry, foreach_current_index(cell) + 1) && query_is_lake_parent(entry))
            return true;
        if (entry->rtekind == RTE_FUNCTION && function_reads_lake(entry))
            return true;
        if (entry->rtekind == RTE_SUBQUERY && reads_lake_walker((Node *) entry->subquery, context))
            return true;
    }
    foreach (cell, query->cteList)
        if (reads_lake_walker(((CommonTableExpr *) lfirst(cell))->ctequery, context))
            return true;
    /* Expressions matter only where there are queries in them. */
    return query->hasSubLinks &&
           query_tree_walker(query, reads_lake_walker, context,
                             QTW_IGNORE_RT_SUBQUERIES | QTW_IGNORE_CTE_SUBQUERIES | QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
bool
query_reads_lake(Query *query)
{
    return reads_lake_walker((Node *) query, NULL);
}

/* Why a table of ours is not just its own rows, as the end of a sentence; NULL where it is, and for other relations. */
static const char *
reason_of(RangeTblEntry *entry)
{
    if (entry->relkind != RELKIND_FOREIGN_TABLE || !query_is_lake(entry->relid))
        return NULL;
    if (entry->securityQuals != NIL)
        return "it has row-level security";
    if (entry->inh && has_subclass(entry->relid))
        return "other tables inherit from it";
    return NULL;
}

/* Whether two users, InvalidOid for the current one, read a foreign table of ours with the same options. */
static bool
same_mapping(Oid relation, Oid one, Oid other)
{
    Oid server = GetForeignTable(relation)->serverid;

    return one == other || equal(user_mapping_options(OidIsValid(one) ? one : GetUserId(), server),
                                 user_mapping_options(OidIsValid(other) ? other : GetUserId(), server));
}

/* Whether two uses of a relation of PostgreSQL's read the same rows of it. */
static bool
same_rows(QueryRelation *relation, RangeTblEntry *entry, Oid user)
{
    RangeTblEntry *first = rt_fetch(relation->index, relation->query->rtable);

    return first->securityQuals == NIL && entry->securityQuals == NIL && first->inh == entry->inh &&
           (entry->relkind != RELKIND_FOREIGN_TABLE || relation->user == user);
}

/* Adds a relation, or what this use of it says more about it. */
static List *
add_relation(List *relations, Query *query, RangeTblEntry *entry, int index)
{
    Oid user = compat_entry_user(query, entry);
    const char *reason = reason_of(entry);
    bool lake = entry->relkind == RELKIND_FOREIGN_TABLE && query_is_lake(entry->relid);
    QueryRelation *relation;
    ListCell *cell;

    foreach (cell, relations)
    {
        relation = lfirst(cell);
        if (relation->relation != entry->relid)
            continue;
        relation->uses++;
        if (reason != NULL)
            relation->reason = reason;
        else if (lake && relation->reason == NULL && !same_mapping(entry->relid, relation->user, user))
            relation->reason = "it is read with several user mappings";
        else if (!lake && !same_rows(relation, entry, user))
            relation->reason = "it is read more than once, and not always the same rows of it";
        return relations;
    }
    relation = palloc0(sizeof(QueryRelation));
    relation->query = query;
    relation->index = index;
    relation->uses = 1;
    relation->relation = entry->relid;
    relation->user = user;
    relation->lake = lake;
    relation->reason = reason;
    return lappend(relations, relation);
}

static bool
relations_walker(Node *node, List **relations)
{
    Query *query = (Query *) node;
    ListCell *cell;

    if (node == NULL)
        return false;
    if (!IsA(node, Query))
        return expression_tree_walker(node, relations_walker, relations);
    foreach (cell, query->rtable)
        if (is_read(query, lfirst(cell), foreach_current_index(cell) + 1))
            *relations = add_relation(*relations, query, lfirst(cell), foreach_current_index(cell) + 1);
    return query_tree_walker(query, relations_walker, relations, QTW_IGNORE_JOINALIASES);
}

/* See query.h. */
List *
query_relations(Query *query)
{
    List *relations = NIL;

    (void) relations_walker((Node *) query, &relations);
    return relations;
}

/* Adds the members that describe any other relation, all but the kind. */
static void
describe_heap(StringInfo json, Oid oid, double rows)
{
    Relation relation = table_open(oid, NoLock);

    appendStringInfo(json, "\"oid\":%u,\"schema\":", oid);
    message_add_text(json, get_namespace_name(RelationGetNamespace(relation)));
    appendStringInfoString(json, ",\"name\":");
    message_add_text(json, RelationGetRelationName(relation));
    appendStringInfo(json, ",\"rows\":%.0f,\"width\":%d,\"columns\":[", rows, get_relation_data_width(oid, NULL));
    describe_table_columns(json, relation);
    appendStringInfoString(json, "]}");
    table_close(relation, NoLock);
}

/* Adds the members that describe one of our foreign tables, which a scan could be asked for, all but the kind. */
static void
describe_lake(StringInfo json, QueryRelation *relation, const CatalogView *view, bool for_log)
{
    Oid user = for_log ? InvalidOid : OidIsValid(relation->user) ? relation->user : GetUserId();
    char *description = view == NULL ? describe_relation(relation->relation, user)
                                     : describe_relation_in(relation->relation, user, view);

    Assert(description[0] == '{');
    appendStringInfoString(json, description + 1);
}

/* See query.h. */
void
query_describe_relations(StringInfo json, List *relations, const CatalogView *view, bool for_log)
{
    ListCell *cell;

    foreach (cell, relations)
    {
        QueryRelation *relation = lfirst(cell);

        appendStringInfo(json, "%s\"%u\":{\"kind\":", foreach_current_index(cell) == 0 ? "" : ",", relation->relation);
        message_add_text(json, relation->reason != NULL ? "other" : relation->lake ? "lake" : "heap");
        if (relation->reason != NULL)
        {
            appendStringInfoString(json, ",\"reason\":");
            message_add_text(json, relation->reason);
        }
        appendStringInfoChar(json, ',');
        if (relation->lake && relation->reason == NULL)
            describe_lake(json, relation, view, for_log);
        else
            describe_heap(json, relation->relation, relation->count);
    }
}
