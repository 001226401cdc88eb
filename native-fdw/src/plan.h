/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ICEBRIDGE_PLAN_H
#define ICEBRIDGE_PLAN_H

#include "postgres.h"

#include "nodes/pathnodes.h"
#include "utils/jsonb.h"

/* What Java answered about a qual. */
typedef enum QualSupport
{
    QUAL_NONE,
    QUAL_PRUNE,
    QUAL_EXACT
} QualSupport;

/* RelOptInfo.fdw_private of our relations. */
typedef struct RelationPlan
{
    char *relation;     /* JSON of the table */
    List *quals;        /* RestrictInfos of baserestrictinfo that Java was asked about */
    List *descriptions; /* their JSON, parallel */
    List *support;      /* QualSupport of each, parallel, as integers */
    List *parameters;   /* Exprs of the parameters in those descriptions */
    List *notes;        /* Strings: what is not pushed and why */
    List *roles;        /* Strings: roles the owner needs */
    bool ordered;       /* Java returns the rows in the order of the query's pathkeys */
    bool counted;       /* Java counts the rows that match the quals itself */
    bool limited;       /* Java stops after the query's limit */
    bool statistics;    /* Java can be asked about the values of columns */
    bool kept;          /* rows may be kept for when the scan is repeated */
    char *order;        /* JSON array of sort keys that was asked about, or NULL */
    double most_rows;   /* more cannot satisfy the quals; negative where that is not known */
    double startup_cost;
    double row_cost;
    JsonbContainer *lookups;
    List *known_columns; /* of column_statistics.c */
} RelationPlan;

/* Whether every qual of the relation is applied exactly by Java. */
extern bool plan_all_exact(RelOptInfo *rel, RelationPlan *plan);

/* Whether Java may be asked about a qual at all: nothing volatile, no sub-plan, no system column, no rerun of a query.
 */
extern bool plan_may_describe(Node *clause, Index relation_index);

#endif
