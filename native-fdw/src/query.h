/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query.h
 *    Whole queries in DuckDB: what the files query_*.c share. docs/architecture.md, "Whole queries", tells how they
 * work together.
 */
#ifndef ICEBRIDGE_QUERY_H
#define ICEBRIDGE_QUERY_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "nodes/params.h"
#include "nodes/parsenodes.h"
#include "nodes/pathnodes.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"

#include "catalog.h"
#include "facts.h"

/* A query as Java reads it. */
typedef struct PreparedQuery
{
    Query *numbered;       /* a copy of the query, whose SELECTs have their numbers in resultRelation */
    Query *prepared;       /* the same without constants and parameters; see query_prepare.c */
    Facts facts;           /* what `prepared` names */
    List *parameters;      /* the Exprs that `prepared` names by their index */
    PlannerGlobal *global; /* collects what the folding of expressions depends on */
} PreparedQuery;

/* A relation a query reads, as it is described to Java. */
typedef struct QueryRelation
{
    Oid relation;
    Oid user;         /* whose user mapping counts, InvalidOid for the current user's */
    const char *kind; /* "lake", "heap", or why it is neither */
} QueryRelation;

/* query_planner.c: defines the hooks. */
extern void query_define(void);

/* query_prepare.c: makes a query ready for Java; parameters with a fixed value are folded in. */
extern PreparedQuery *query_prepare(Query *query, ParamListInfo parameters);

/* query_facts.c: adds what a prepared query names by oid. */
extern void query_collect_facts(Query *prepared, Facts *facts);

/* query_relations.c: whether a query reads one of our foreign tables anywhere. Cheap. */
extern bool query_reads_lake(Query *query);

/* query_relations.c: the QueryRelations of a query, each relation once. */
extern List *query_relations(Query *query);

/*
 * query_relations.c: adds the members of the JSON object "relations". They are described as the view sees them, or, for
 * NULL, as a new statement does. For a log they go without user mappings.
 */
extern void query_describe_relations(StringInfo json, List *relations, const CatalogView *view, bool for_log);

#endif
