/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "executor/executor.h"
#include "fmgr.h"

#include "arrow_test.h"

PG_MODULE_MAGIC;

int64
arrow_test_drain(ArrowReader *reader, TupleDesc descriptor, Tuplestorestate *store)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);
    int64 rows = 0;

    for (;;)
    {
        ExecClearTuple(slot);
        if (!arrow_reader_next(reader, slot))
            break;
        ExecStoreVirtualTuple(slot);
        if (store != NULL)
            tuplestore_puttupleslot(store, slot);
        rows++;
    }
    ExecDropSingleTupleTableSlot(slot);
    return rows;
}

int *
arrow_test_attributes(int count)
{
    int *attributes = palloc(count * sizeof(int));

    for (int i = 0; i < count; i++)
        attributes[i] = i;
    return attributes;
}
