/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_rows.c
 *    Joins a stream of batches with the reader that turns them into Datums.
 */
#include "postgres.h"

#include "arrow_reader.h"
#include "scan_rows.h"
#include "stream.h"

struct Rows
{
    Stream *stream;
    ArrowReader *reader;
    bool has_batch;
};

/* See scan_rows.h. */
Rows *
rows_open(const char *request, List *columns, TupleDesc descriptor, MemoryContext context)
{
    Rows *rows = MemoryContextAllocZero(context, sizeof(Rows));
    int64_t count;
    int *attributes;

    rows->stream = stream_open(request, context);
    count = stream_schema(rows->stream)->n_children;
    /* Where no column is asked for, one may stand for the row. */
    if (columns == NIL ? count > 1 : count != list_length(columns))
        ereport(ERROR,
                (errcode(ERRCODE_FDW_ERROR), errmsg("the foreign-data wrapper returned %lld columns, %d were asked for",
                                                    (long long) count, list_length(columns))));
    attributes = palloc(sizeof(int) * Max(1, count));
    for (int i = 0; i < count; i++)
        attributes[i] = columns == NIL ? -1 : list_nth_int(columns, i) - 1;
    rows->reader = arrow_reader_create(stream_schema(rows->stream), descriptor, attributes, (int) count, context);
    return rows;
}

/* See scan_rows.h. */
bool
rows_next(Rows *rows, TupleTableSlot *slot)
{
    for (;;)
    {
        const struct ArrowArray *batch;

        if (rows->has_batch && arrow_reader_next(rows->reader, slot))
            return true;
        batch = stream_next(rows->stream);
        rows->has_batch = batch != NULL;
        if (batch == NULL)
            return false;
        arrow_reader_set_batch(rows->reader, batch);
    }
}

/* See scan_rows.h. */
JsonbContainer *
rows_statistics(Rows *rows)
{
    return stream_statistics(rows->stream);
}
