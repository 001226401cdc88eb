/* SPDX-License-Identifier: Apache-2.0 */
/*
 * query_scan.h
 *    The execution of what was pushed: shared by query_scan.c and query_rows.c.
 */
#ifndef ICEBRIDGE_QUERY_SCAN_H
#define ICEBRIDGE_QUERY_SCAN_H

#include "postgres.h"

#include "commands/explain.h"
#include "lib/stringinfo.h"
#include "nodes/execnodes.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "query.h"
#include "scan_rows.h"

/* Indexes into custom_private. */
typedef enum QueryPrivate
{
    QUERY_PRIVATE_DESCRIPTION,     /* String: members of requests */
    QUERY_PRIVATE_BLOCK,           /* Integer */
    QUERY_PRIVATE_RELATIONS,       /* OidList */
    QUERY_PRIVATE_USERS,           /* OidList, parallel: whose user mapping counts, InvalidOid for the current user's */
    QUERY_PRIVATE_LAKES,           /* IntList, parallel: whether it is one of our foreign tables that may be read */
    QUERY_PRIVATE_ROLES,           /* List of List of String, parallel: the roles the owner needs */
    QUERY_PRIVATE_PARAMETERS,      /* OidList: the types of all of the query's parameters */
    QUERY_PRIVATE_PARAMETERS_USED, /* IntList: the indexes of those in custom_exprs */
    QUERY_PRIVATE_RETURNED,        /* IntList: the columns that DuckDB returns */
    QUERY_PRIVATE_RERUN,           /* Query that PostgreSQL can execute instead */
    QUERY_PRIVATE_RERUN_COLUMNS,   /* IntList: the column each of its columns fills, or 0 */
    QUERY_PRIVATE_BOUND,           /* Integer: whether that is planned for the values of the parameters */
    QUERY_PRIVATE_RERUN_FLAG,      /* Integer: the column that says so, or 0 */
    QUERY_PRIVATE_ROW,             /* Integer: the column that is the row of all others, or 0 */
    QUERY_PRIVATE_NOTES,           /* List of String: what of the query was not pushed and why, for EXPLAIN VERBOSE */
    QUERY_PRIVATE_HEAPS,           /* OidList: the relations whose rows PostgreSQL hands over */
    QUERY_PRIVATE_HEAP_QUERIES,    /* List of Query, parallel, which give these rows */
    QUERY_PRIVATE_TARGET,          /* Integer: the range table index of the table that is written; only in writes */
    QUERY_PRIVATE_COUNTS           /* Integer: whether the rows count for the command's tag; only in writes */
} QueryPrivate;

typedef struct QueryScan
{
    CustomScanState custom; /* has to come first */
    char *request;          /* the JSON without parameters' values and closing brace */
    List *parameters;       /* ExprStates */
    StringInfo values;      /* JSON of the parameters' values, which an execution finds once; NULL before */
    char *failure;          /* why they cannot be found; NULL where they can */
    MemoryContext context;  /* of one run; reset by a rescan */
    Rows *rows;             /* of this run; NULL where there are none, or they come from `store` */
    Tuplestorestate *store; /* rows for all runs, NULL for none */
    TupleTableSlot *stored; /* for a row of `store` */
    int64 stored_count;
    TupleTableSlot *row; /* for the row of all columns, NULL where it is not asked for */
    Datum *slot_values;  /* the scan slot's own arrays, which it shows while there are no rows */
    bool *slot_nulls;
    bool started;
    bool ran; /* there was a run before this one */
    bool analyze;
    List *heap_counts; /* parallel to the relations whose rows are handed over: how many the last run had */
    char *rerun;       /* why PostgreSQL has executed it, NULL where DuckDB has */
} QueryScan;

/* query_scan.c: the members of custom_private that say what DuckDB has to do. */
extern List *query_describe_block(QueryBlock *block, int row_column);

/* query_scan.c: checks privileges and gets ready for a run. */
extern void query_begin(QueryScan *scan, EState *state, int eflags);

/* query_scan.c: the lines of EXPLAIN that tell what DuckDB does. */
extern void query_explain(QueryScan *scan, ExplainState *es);

/*
 * query_parameters.c: finds the parameters' values. NULL, or why that is not possible: PostgreSQL has to execute the
 * block then.
 */
extern char *query_find_values(QueryScan *scan);

/* query_rows.c: the request of a run, without its closing brace, where the parameters' values are known. */
extern StringInfo query_run_request(QueryScan *scan);

/* query_rows.c: has what the statement, or others around it, have written so far be seen by the run. */
extern void query_publish(QueryScan *scan);

/*
 * query_rows.c: why PostgreSQL has to execute what DuckDB has failed at, in words EXPLAIN ANALYZE may show; any other
 * error is raised.
 */
extern char *query_rerun_reason(JsonbContainer *error);

/* A member of custom_private. */
extern void *query_private(QueryScan *scan, QueryPrivate index);

/* query_rows.c: puts the next row into the scan slot, or clears it; begins the run where it has not begun. */
extern TupleTableSlot *query_next(ScanState *state);

/* query_rows.c: puts the row that is to be looked at again into the scan slot; false where there is none. */
extern bool query_recheck(ScanState *state, TupleTableSlot *slot);

/*
 * query_load.c: executes what gives the rows of PostgreSQL's own relations and hands these over, for as long as the
 * scan's context is not reset; adds their numbers to the request of a run. NULL, or why the block has to be executed by
 * PostgreSQL after all.
 */
extern char *query_load_heaps(QueryScan *scan, StringInfo request);

/* query_load.c: what EXPLAIN tells about that. */
extern void query_explain_heaps(QueryScan *scan, ExplainState *es);

/* query_rows.c: ends the run. */
extern void query_restart(QueryScan *scan);

#endif
