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
    uint64 words[RANGE_ROWS / WORD_BITS];
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
row_set_add(RowSet *set, uint64 row)
{
    uint64 bit = UINT64CONST(1) << (row % WORD_BITS);
    bool found;
    Range *range = ranges_insert(set->ranges, row / RANGE_ROWS, &found);
    uint64 *word = &range->words[row % RANGE_ROWS / WORD_BITS];

    if (!found)
        memset(range->words, 0, sizeof(range->words));
    if ((*word & bit) != 0)
        return false;
    *word |= bit;
    return true;
}
