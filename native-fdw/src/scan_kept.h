/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_kept.h
 *    A scan that is repeated with other parameters, answered from rows that are kept.
 */
#ifndef ICEBRIDGE_SCAN_KEPT_H
#define ICEBRIDGE_SCAN_KEPT_H

#include "postgres.h"

#include "nodes/execnodes.h"
#include "nodes/pathnodes.h"

/* Indexes into what keep_plan() puts into SCAN_PRIVATE_KEPT. */
typedef enum KeptPrivate
{
    KEPT_PRIVATE_REQUEST,    /* String: as SCAN_PRIVATE_REQUEST, without what varies */
    KEPT_PRIVATE_COLUMNS,    /* IntList: attribute numbers in the order of the stream */
    KEPT_PRIVATE_ROWS,       /* String: how many rows are expected */
    KEPT_PRIVATE_COUNTS,     /* IntList: how many of fdw_exprs are parameters, and clauses that vary; the rest are the
                              * keys' values */
    KEPT_PRIVATE_KEYS,       /* List of IntList: see kept_rows.h */
    KEPT_PRIVATE_OPERATORS,  /* OidList, parallel */
    KEPT_PRIVATE_COLLATIONS, /* OidList, parallel */
    KEPT_PRIVATE_LENGTH
} KeptPrivate;

/* Whether a clause can have another value when the scan is repeated. */
extern bool keep_varies(Expr *clause, Index relation_index);

/* Whether rows can be found by a clause: it compares a column of the relation for equality with something else. */
extern bool keep_finds(Expr *clause, Index relation_index);

/*
 * The list for SCAN_PRIVATE_KEPT. Adds to `expressions`, which has the parameters, what it needs there. `varying` are
 * the clauses that vary and that nobody else checks, `rows` how many rows meet the others.
 */
extern List *keep_plan(char *request, List *columns, double rows, List *varying, Index relation_index,
                       List **expressions);

typedef struct KeptScan KeptScan;

/* NULL where the plan keeps nothing. `states` are those of fdw_exprs; only those of parameters are left there. */
extern KeptScan *kept_scan_begin(List *private, List **states);

/* Takes notice of a run that was not answered from kept rows, and of the seconds it took. */
extern void kept_scan_ran(KeptScan *scan, double seconds);

/* Whether the run that begins now should be answered from kept rows; they have to be loaded if `*load` is set. */
extern bool kept_scan_serves(const KeptScan *scan, bool *load);

/* Reads the rows to keep; false where they are more than expected. `request` is a whole scan request. */
extern bool kept_scan_load(KeptScan *scan, ForeignScanState *node, const char *request);

/* Begins a run. */
extern void kept_scan_start(KeptScan *scan, ForeignScanState *node);

/* Puts the next row into the scan's slot; false at the end. */
extern bool kept_scan_next(KeptScan *scan, ForeignScanState *node);

/* How many rows are kept; -1 for none. */
extern int64 kept_scan_count(const KeptScan *scan);

extern void kept_scan_end(KeptScan *scan);

#endif
