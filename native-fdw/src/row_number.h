/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row_number.h
 *    Numbers of rows as tuple identifiers, which PostgreSQL carries for us from a scan to the change of a row.
 */
#ifndef ICEBRIDGE_ROW_NUMBER_H
#define ICEBRIDGE_ROW_NUMBER_H

#include "postgres.h"

#include "storage/itemptr.h"

/* Offsets of tuple identifiers go from 1 to this. */
#define ROW_NUMBER_OFFSETS UINT64CONST(65535)

/* ERROR where the number is not one. */
static inline void
row_number_to_tid(int64 number, ItemPointer tid)
{
    uint64 block = (uint64) number / ROW_NUMBER_OFFSETS;

    if (block >= InvalidBlockNumber)
        ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
                        errmsg("row number " INT64_FORMAT " of a foreign table is out of range", number)));
    ItemPointerSet(tid, (BlockNumber) block, (OffsetNumber) ((uint64) number % ROW_NUMBER_OFFSETS + 1));
}

static inline int64
row_number_of_tid(const ItemPointerData *tid)
{
    return (int64) (ItemPointerGetBlockNumberNoCheck(tid) * ROW_NUMBER_OFFSETS +
                    ItemPointerGetOffsetNumberNoCheck(tid) - 1);
}

#endif
