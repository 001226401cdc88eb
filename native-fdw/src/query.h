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
#include "nodes/execnodes.h"
#include "nodes/params.h"
#include "nodes/parsenodes.h"
#include "nodes/pathnodes.h"
#include "nodes/pg_list.h"
#include "nodes/plannodes.h"
#include "tcop/dest.h"
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
    bool bound;            /* the values of the statement's own parameters are known, and folded */
    PlannerGlobal *global; /* collects what the folding of expressions depends on */
} PreparedQuery;

/* A relation a query reads, as it is described to Java. */
typedef struct QueryRelation
{
    Oid relation;
    Oid user;           /* whose user mapping counts, InvalidOid for the current user's */
    bool lake;          /* one of our foreign tables */
    Query *query;       /* the first that reads it */
    int index;          /* of its range table entry there */
    int uses;           /* how often it is read */
    Query *rows;        /* gives the rows that are handed over to DuckDB; NULL for a lake table */
    double count;       /* about how many these are */
    const char *reason; /* why it cannot be read outside of PostgreSQL, as the end of a sentence; NULL where it can */
} QueryRelation;

/* A part of a query that DuckDB executes, on the way from Java's answer to the plan. */
typedef struct QueryBlock
{
    int id;                /* the argument of its call of icebridge.pushed_query() */
    Oid function;          /* icebridge.pushed_query() */
    int number;            /* Java's, of the query in the tree */
    char *description;     /* the members "query" and "facts" of requests */
    List *columns;         /* QueryColumns: those of DuckDB, then those a rerun fills */
    int returned;          /* how many DuckDB returns */
    Query *rerun;          /* has the values of the targets as its columns */
    List *rerun_columns;   /* parallel to its targets: the column each fills, from 1, or 0 */
    bool bound;            /* the values of the statement's own parameters were known when it was planned */
    int rerun_flag;        /* the column that says that this is a rerun, from 1, or 0 */
    List *parameters;      /* Exprs: those of the query's parameters that it uses */
    List *parameters_used; /* the indexes of these among all of the query's parameters */
    List *parameter_types; /* of all of these */
    List *relations;       /* QueryRelations */
    List *roles;           /* parallel: lists of Strings, the roles the owner needs */
    List *heaps;           /* Oids: the relations whose rows PostgreSQL hands over */
    List *heap_queries;    /* Queries, parallel, which give these rows */
    List *notes;           /* Strings: what of the whole query was not pushed, and why */
    List *dependencies;    /* PlanInvalItems, where nothing else collects them */
    double rows;
    Cost startup_cost;
    Cost row_cost;
} QueryBlock;

typedef struct QueryColumn
{
    char *name;
    Oid type;
    int32 modifier;
    Oid collation;
} QueryColumn;

/* query_planner.c: defines the hooks. */
extern void query_define(void);

/* query_planner.c: plans a query without asking Java. */
extern PlannedStmt *query_plan_unpushed(Query *query, const char *text, ParamListInfo parameters);

/* query_planner.c: whether such a query is being planned. Scans do without DuckDB's conditions then, which may fail. */
extern bool query_plans_unpushed(void);

/* query_planner.c: plans an INSERT all of whose rows DuckDB writes; NULL for any other. */
extern PlannedStmt *query_plan_written(Query *insert, const char *text, ParamListInfo parameters);

/* query_planner.c: the notes on the query that is being planned, once: whoever asks first shows them. */
extern List *query_take_notes(void);

/* query_rewrite.c: replaces the blocks of an answer in prepared->numbered by calls; returns the QueryBlocks. */
extern List *query_rewrite(PreparedQuery *prepared, char *description, List *relations, JsonbContainer *answer);

/* query_unread.c: makes targets of sub-queries in FROM that nobody reads NULL, as far as nothing depends on them. */
extern void query_clear_unread(Query *query);

/* query_rewrite.c: a block for all of a query whose rows are written where it runs, with nothing left above it. */
extern QueryBlock *query_written_block(PreparedQuery *prepared, char *description, List *relations,
                                       JsonbContainer *answer);

/*
 * query_planner.c: asks Java about a query. `more` are further members of requests, which become part of its
 * description.
 */
extern JsonbContainer *query_ask(PreparedQuery *prepared, List *relations, const char *more, char **description);

/*
 * query_write.c: what DuckDB has to do for an INSERT, UPDATE or DELETE without any row passing through PostgreSQL; NULL
 * where it cannot, and *notes, Strings, say why. The statement is left as it is.
 */
extern QueryBlock *query_find_write(Query *query, ParamListInfo parameters, List **notes);

/* query_write.c: has a planned statement try that first, before it is executed as planned. */
extern PlannedStmt *query_add_write(PlannedStmt *statement, QueryBlock *write);

/* query_write_scan.c: makes the plan node that tries it, over the one whose rows PostgreSQL would write. */
extern Plan *query_write_plan(QueryBlock *write, CmdType operation, Index target, bool counts, Plan *rows);

/* query_write_scan.c: registers the plan nodes. */
extern void query_write_define(void);

/* query_parts.c: the query with that number, or NULL. */
extern Query *query_find(Query *tree, int number);

/* query_parts.c: whether a query can be executed where it is without what is around it. */
extern bool query_is_closed(Query *query);

/* query_parts.c: a copy as PostgreSQL has it, without numbers. */
extern Query *query_without_numbers(Query *query);

/* query_parts.c: range table entries for the privileges, locks and dependencies of all that a query names. */
extern void query_add_relations(Query *to, Query *query);

/* query_path.c: the path of a rel that is a call of icebridge.pushed_query(). */
extern void query_add_path(PlannerInfo *root, RelOptInfo *rel, QueryBlock *block);

/* query_scan.c: registers the plan node. */
extern void query_scan_define(void);

/* query_scan.c: makes the plan node for a block. */
extern Plan *query_scan_plan(QueryBlock *block, Index index, List *targets, List *quals);

/*
 * query_rerun.c: has PostgreSQL execute a query within an execution under way, planned for the values of its parameters
 * if these are `bound`; its rows, at most so many unless that is 0, go to the receiver, which is destroyed then.
 */
extern void query_rerun(EState *state, Query *query, bool bound, uint64 most_rows, DestReceiver *receiver);

/*
 * query_heap.c: finds how the rows of relations of PostgreSQL's can be handed over to DuckDB, or notes the reason why
 * not.
 */
extern void query_choose_heaps(List *relations, ParamListInfo parameters);

/* query_heap.c: the conditions over one entry alone that no row can fail and still matter, as a list of conjuncts. */
extern List *query_own_conditions(Query *query, int index);

/* query_heap.c: the query for the rows of such a relation, with these columns. */
extern Query *query_heap_rows(QueryRelation *relation, List *columns);

/*
 * query_prepare.c: makes a query ready for Java; parameters with a fixed value are folded in. NULL, and *notes say why,
 * where that fails.
 */
extern PreparedQuery *query_try_prepare(Query *query, ParamListInfo parameters, List **notes);

/* query_inline.c: what PostgreSQL's functions for planning ask for; its `glob` collects what their results depend on.
 */
extern PlannerInfo *query_make_root(ParamListInfo parameters);

/* query_inline.c: the query that a call of a function is, where it can take the call's place; else NULL. */
extern Query *query_of_function(RangeTblEntry *entry, PlannerInfo *root);

/* query_inline.c: puts such queries into the places of calls, on all levels. */
extern void query_inline_functions(Query *query, PlannerInfo *root);

/* query_parents.c: puts unions in the places of partitioned and inherited tables that are ours in part. */
extern void query_expand_parents(Query *query);

/* query_parents.c: whether an entry is such a table. */
extern bool query_is_lake_parent(RangeTblEntry *entry);

/* query_facts.c: adds what a prepared query names by oid. */
extern void query_collect_facts(Query *prepared, Facts *facts);

/* query_relations.c: whether a foreign table is one of ours. */
extern bool query_is_lake(Oid relation);

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
