/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_kept.c
 *    To find a few rows by their values, a table without an index has to be read as a whole, again and again for a
 * sub-plan or the inner side of a nested loop. Where that has taken longer than keeping the rows would take, the rows
 * that do not depend on the parameters are read once and kept until the statement ends; so it never takes more than
 * about twice as long as the better of the two. The clauses that do depend on parameters are then checked here, by
 * PostgreSQL's own functions; those that are equalities find the rows by hashing.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/value.h"
#include "optimizer/optimizer.h"
#include "utils/memutils.h"

#include "kept_rows.h"
#include "scan_kept.h"
#include "scan_rows.h"

/* What it takes to read and to keep a row. */
#define SECONDS_PER_ROW 1e-6
/* If there are so many times more rows than expected, and some, it would take too long. */
#define SURPRISE 4
#define SOME_ROWS 1e5

struct KeptScan
{
    List *private;
    List *clauses; /* ExprStates of what varies */
    List *values;  /* ExprStates of the keys' values */
    KeptRows *rows;
    double expected; /* rows to keep */
    double seconds;  /* of runs that were not answered from kept rows */
};

static bool
varies_walker(Node *node, Index *relation_index)
{
    if (node == NULL)
        return false;
    if (IsA(node, Param))
        return ((Param *) node)->paramkind == PARAM_EXEC;
    if (IsA(node, Var))
        return ((Var *) node)->varno != (int) *relation_index;
    return expression_tree_walker(node, varies_walker, (void *) relation_index);
}

/* See scan_kept.h. */
bool
keep_varies(Expr *clause, Index relation_index)
{
    return varies_walker((Node *) clause, &relation_index);
}

/* The number of the column an operand is, or 0. */
static AttrNumber
column_of(Node *operand, Index relation_index)
{
    while (IsA(operand, RelabelType))
        operand = (Node *) ((RelabelType *) operand)->arg;
    if (IsA(operand, Var) && ((Var *) operand)->varno == (int) relation_index && ((Var *) operand)->varlevelsup == 0)
        return ((Var *) operand)->varattno;
    return 0;
}

/* Whether no column of the relation is in an expression. */
static bool
is_independent(Node *expression, Index relation_index)
{
    Bitmapset *attributes = NULL;

    pull_varattnos(expression, relation_index, &attributes);
    return bms_is_empty(attributes);
}

/* The operand of an equality that is a column of the relation by which rows can be found: 0 or 1, or -1. */
static int
key_side(Expr *clause, Index relation_index)
{
    OpExpr *comparison = (OpExpr *) clause;

    if (!IsA(clause, OpExpr) || list_length(comparison->args) != 2 || !kept_can_hash(comparison->opno))
        return -1;
    for (int side = 0; side < 2; side++)
        if (column_of(list_nth(comparison->args, side), relation_index) > 0 &&
            is_independent(list_nth(comparison->args, 1 - side), relation_index))
            return side;
    return -1;
}

/* See scan_kept.h. */
bool
keep_finds(Expr *clause, Index relation_index)
{
    return key_side(clause, relation_index) >= 0;
}

/* See scan_kept.h. */
List *
keep_plan(char *request, List *columns, double rows, List *varying, Index relation_index, List **expressions)
{
    List *counts = list_make2_int(list_length(*expressions), list_length(varying));
    List *keys = NIL;
    List *operators = NIL;
    List *collations = NIL;
    List *values = NIL;
    ListCell *cell;

    foreach (cell, varying)
    {
        OpExpr *clause = lfirst(cell);
        int side = key_side((Expr *) clause, relation_index);

        if (side < 0)
            continue;
        keys = lappend(keys, list_make2_int(column_of(list_nth(clause->args, side), relation_index), side == 0));
        operators = lappend_oid(operators, clause->opno);
        collations = lappend_oid(collations, clause->inputcollid);
        values = lappend(values, list_nth(clause->args, 1 - side));
    }
    *expressions = list_concat(list_concat(list_copy(*expressions), varying), values);
    return list_concat(list_make5(makeString(request), columns, makeString(psprintf("%.0f", rows)), counts, keys),
                       list_make2(operators, collations));
}

/* See scan_kept.h. */
KeptScan *
kept_scan_begin(List *private, List **states)
{
    KeptScan *scan;
    List *counts;
    int first;
    int count;

    if (private == NIL)
        return NULL;
    Assert(list_length(private) == KEPT_PRIVATE_LENGTH);
    counts = list_nth(private, KEPT_PRIVATE_COUNTS);
    first = linitial_int(counts);
    count = lsecond_int(counts);
    scan = palloc0(sizeof(KeptScan));
    scan->private = private;
    scan->expected = strtod(strVal(list_nth(private, KEPT_PRIVATE_ROWS)), NULL);
    for (int i = first; i < list_length(*states); i++)
    {
        if (i < first + count)
            scan->clauses = lappend(scan->clauses, list_nth(*states, i));
        else
            scan->values = lappend(scan->values, list_nth(*states, i));
    }
    *states = list_truncate(*states, first);
    return scan;
}

/* See scan_kept.h. */
void
kept_scan_ran(KeptScan *scan, double seconds)
{
    if (scan != NULL)
        scan->seconds += seconds;
}

/* See scan_kept.h. */
bool
kept_scan_serves(const KeptScan *scan, bool *load)
{
    if (scan == NULL)
        return false;
    *load = scan->rows == NULL;
    return !*load || (scan->seconds > 0 && scan->seconds >= scan->expected * SECONDS_PER_ROW);
}

/* Fills the set; false where there are more rows than it pays to keep. */
static bool
keep_all(KeptScan *scan, KeptRows *kept, Rows *rows, TupleTableSlot *slot)
{
    double most = scan->expected * SURPRISE + SOME_ROWS;
    double count = 0;

    for (;;)
    {
        CHECK_FOR_INTERRUPTS();
        ExecClearTuple(slot);
        if (!rows_next(rows, slot))
            break;
        if (++count > most)
        {
            scan->expected = most;
            return false;
        }
        ExecStoreVirtualTuple(slot);
        kept_add(kept, slot);
    }
    kept_finish(kept);
    return true;
}

/* See scan_kept.h. The slot shows rows where the reader has them, so it gets its own arrays back. */
bool
kept_scan_load(KeptScan *scan, ForeignScanState *node, const char *request)
{
    TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;
    Datum *slot_values = slot->tts_values;
    bool *slot_nulls = slot->tts_isnull;
    MemoryContext context =
        AllocSetContextCreate(node->ss.ps.state->es_query_cxt, "icebridge scan to keep", ALLOCSET_DEFAULT_SIZES);
    MemoryContext caller = MemoryContextSwitchTo(context);
    Rows *rows =
        rows_open(request, list_nth(scan->private, KEPT_PRIVATE_COLUMNS), slot->tts_tupleDescriptor, ALL_ROWS, context);
    KeptRows *kept =
        kept_create(list_nth(scan->private, KEPT_PRIVATE_KEYS), list_nth(scan->private, KEPT_PRIVATE_OPERATORS),
                    list_nth(scan->private, KEPT_PRIVATE_COLLATIONS), node->ss.ps.state->es_query_cxt);

    if (keep_all(scan, kept, rows, slot))
        scan->rows = kept;
    else
        kept_free(kept);
    ExecClearTuple(slot);
    slot->tts_values = slot_values;
    slot->tts_isnull = slot_nulls;
    MemoryContextSwitchTo(caller);
    MemoryContextDelete(context);
    return scan->rows != NULL;
}

/* See scan_kept.h. */
void
kept_scan_start(KeptScan *scan, ForeignScanState *node)
{
    ExprContext *context = node->ss.ps.ps_ExprContext;
    int count = list_length(scan->values);
    Datum *values = palloc((count + 1) * sizeof(Datum));
    bool *nulls = palloc((count + 1) * sizeof(bool));

    for (int i = 0; i < count; i++)
        values[i] = ExecEvalExprSwitchContext(list_nth(scan->values, i), context, &nulls[i]);
    kept_find(scan->rows, values, nulls);
    pfree(values);
    pfree(nulls);
}

/* See scan_kept.h. */
bool
kept_scan_next(KeptScan *scan, ForeignScanState *node)
{
    ExprContext *context = node->ss.ps.ps_ExprContext;
    TupleTableSlot *slot = node->ss.ss_ScanTupleSlot;

    while (kept_next(scan->rows, slot))
    {
        bool matches = true;
        ListCell *cell;

        CHECK_FOR_INTERRUPTS();
        context->ecxt_scantuple = slot;
        foreach (cell, scan->clauses)
        {
            bool is_null;
            Datum value = ExecEvalExprSwitchContext(lfirst(cell), context, &is_null);

            matches = !is_null && DatumGetBool(value);
            if (!matches)
                break;
        }
        if (matches)
            return true;
        ResetExprContext(context);
    }
    return false;
}

/* See scan_kept.h. */
int64
kept_scan_count(const KeptScan *scan)
{
    return scan == NULL || scan->rows == NULL ? -1 : kept_count(scan->rows);
}

/* See scan_kept.h. */
void
kept_scan_end(KeptScan *scan)
{
    if (scan != NULL && scan->rows != NULL)
        kept_free(scan->rows);
}
