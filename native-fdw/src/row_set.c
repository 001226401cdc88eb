/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row_set.c
 *    Sets of row numbers, as bitmaps of the ranges that hold any. PostgreSQL changes a row once in a statement, however
 * often a join finds it: the first time counts.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "utils/memutils.h"

#include "row_set.h"

/* Rows of one bitmap: rows found together mostly lie together. */
#define RANGE_ROWS 1024
#define WORD_BITS 64

typedef struct Range
{
    uint64 number; /* the first row's, by RANGE_ROWS */
    char status;
    uint64 words[RANGE_ROWS / WORD_BITS];   /* changed by the statement */
    uint64 foreign[RANGE_ROWS / WORD_BITS]; /* changed by statements inside of it, since it began */
} Range;

#define SH_PREFIX ranges
#define SH_ELEMENT_TYPE Range
#define SH_KEY_TYPE uint64
#define SH_KEY number
#define SH_HASH_KEY(table, key) hash_bytes_uint32((uint32) ((key) ^ ((key) >> 32)))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DEFINE
#define SH_DECLARE
#include "lib/simplehash.h"

struct RowSet
{
    EState *statement;
    Oid table;
    ranges_hash *ranges;
    RowSet *next;
    MemoryContextCallback callback;
};

/* The sets of all statements under way. */
static RowSet *sets;

/* The statement's memory goes, and with it the set. */
static void
forget(void *argument)
{
    for (RowSet **place = &sets; *place != NULL; place = &(*place)->next)
    {
        if (*place == argument)
        {
            *place = (*place)->next;
            break;
        }
    }
}

/* See row_set.h. */
RowSet *
row_set_of(EState *statement, Oid table)
{
    RowSet *set;

    for (set = sets; set != NULL; set = set->next)
        if (set->statement == statement && set->table == table)
            return set;
    set = MemoryContextAllocZero(statement->es_query_cxt, sizeof(RowSet));
    set->statement = statement;
    set->table = table;
    set->ranges = ranges_create(statement->es_query_cxt, 64, NULL);
    set->callback.func = forget;
    set->callback.arg = set;
    MemoryContextRegisterResetCallback(statement->es_query_cxt, &set->callback);
    set->next = sets;
    sets = set;
    return set;
}

/* See row_set.h. */
bool
row_set_is_alone(const RowSet *set)
{
    for (RowSet *other = sets; other != NULL; other = other->next)
        if (other != set && other->table == set->table)
            return false;
    return set->ranges->members == 0;
}

/* The bitmaps that hold a row. */
static Range *
range_of(RowSet *set, uint64 row)
{
    bool found;
    Range *range = ranges_insert(set->ranges, row / RANGE_ROWS, &found);

    if (!found)
    {
        memset(range->words, 0, sizeof(range->words));
        memset(range->foreign, 0, sizeof(range->foreign));
    }
    return range;
}

/*
 * A statement inside of others changes a row. As in a heap that is an ERROR for those of them that come to the same row
 * later; where one has changed it before, it is not this row any more that is seen.
 */
static void
tell_others(const RowSet *set, uint64 row, uint64 bit)
{
    for (RowSet *other = sets; other != NULL; other = other->next)
        if (other != set && other->table == set->table)
            range_of(other, row)->foreign[row % RANGE_ROWS / WORD_BITS] |= bit;
}

/* See row_set.h. */
bool
row_set_add(RowSet *set, uint64 row, CmdType operation)
{
    uint64 bit = UINT64CONST(1) << (row % WORD_BITS);
    Range *range = range_of(set, row);
    int word = row % RANGE_ROWS / WORD_BITS;

    if ((range->words[word] & bit) != 0)
        return false;
    if ((range->foreign[word] & bit) != 0)
        ereport(
            ERROR,
            (errcode(ERRCODE_TRIGGERED_DATA_CHANGE_VIOLATION),
             operation == CMD_UPDATE
                 ? errmsg("tuple to be updated was already modified by an operation triggered by the current command")
                 : errmsg("tuple to be deleted was already modified by an operation triggered by the current command"),
             errhint("Consider using an AFTER trigger instead of a BEFORE trigger to propagate changes to other "
                     "rows.")));
    range->words[word] |= bit;
    tell_others(set, row, bit);
    return true;
}
