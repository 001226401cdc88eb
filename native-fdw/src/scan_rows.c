/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan_rows.c
 *    Joins a stream of batches with the reader that turns them into Datums.
 */
#include "postgres.h"

#include "access/sysattr.h"
#include "portability/instr_time.h"

#include "arrow_reader.h"
#include "row_number.h"
#include "scan_rows.h"
#include "stream.h"

struct Rows
{
    Stream *stream;
    ArrowReader *reader;
    const struct ArrowArray *batch; /* NULL before the first and after the last */
    int number_column;              /* the stream's column of row numbers, or -1 */
    int64 place;                    /* in the batch, of the next row */
    instr_time waited;              /* for the cursor and its batches */
};

/* Finds the column of row numbers among those of the stream. */
static int
find_number_column(const struct ArrowSchema *schema, List *columns)
{
    int place = list_member_int(columns, SelfItemPointerAttributeNumber) ? 0 : -1;

    while (place >= 0 && list_nth_int(columns, place) != SelfItemPointerAttributeNumber)
        place++;
    if (place >= 0 && strcmp(schema->children[place]->format, "l") != 0)
        ereport(ERROR, (errcode(ERRCODE_FDW_ERROR), errmsg("the foreign-data wrapper returned row numbers in Arrow "
                                                           "format \"%s\" instead of \"l\"",
                                                           schema->children[place]->format)));
    return place;
}

/* Puts the number of the next row into the slot, as its tuple identifier. */
static void
set_row_number(const Rows *rows, TupleTableSlot *slot)
{
    const struct ArrowArray *column = rows->batch->children[rows->number_column];

    row_number_to_tid(((const int64 *) column->buffers[1])[column->offset + rows->batch->offset + rows->place],
                      &slot->tts_tid);
}

/* Adds the time since `start` to what has been waited. */
static void
add_waited(Rows *rows, instr_time start)
{
    instr_time now;

    INSTR_TIME_SET_CURRENT(now);
    INSTR_TIME_ACCUM_DIFF(rows->waited, now, start);
}

/* See scan_rows.h. */
Rows *
rows_open(const char *request, List *columns, TupleDesc descriptor, double most_rows, MemoryContext context)
{
    return rows_try("scan.open", request, columns, descriptor, most_rows, context, NULL);
}

/* See scan_rows.h. */
Rows *
rows_try(const char *operation, const char *request, List *columns, TupleDesc descriptor, double most_rows,
         MemoryContext context, JsonbContainer **failure)
{
    Rows *rows = MemoryContextAllocZero(context, sizeof(Rows));
    int64_t count;
    int *attributes;
    instr_time start;

    INSTR_TIME_SET_CURRENT(start);
    rows->stream = stream_open(operation, request, most_rows, context, failure);
    if (rows->stream == NULL || (failure != NULL && !stream_begins(rows->stream, failure)))
        return NULL;
    count = stream_schema(rows->stream)->n_children;
    /* Where no column is asked for, one may stand for the row. */
    if (columns == NIL ? count > 1 : count != list_length(columns))
        ereport(ERROR,
                (errcode(ERRCODE_FDW_ERROR), errmsg("the foreign-data wrapper returned %lld columns, %d were asked for",
                                                    (long long) count, list_length(columns))));
    attributes = palloc(sizeof(int) * Max(1, count));
    for (int i = 0; i < count; i++)
        attributes[i] = columns == NIL || list_nth_int(columns, i) < 0 ? -1 : list_nth_int(columns, i) - 1;
    rows->number_column = find_number_column(stream_schema(rows->stream), columns);
    rows->reader = arrow_reader_create(stream_schema(rows->stream), descriptor, attributes, (int) count, context);
    add_waited(rows, start);
    return rows;
}

/* See scan_rows.h. */
bool
rows_next(Rows *rows, TupleTableSlot *slot)
{
    for (;;)
    {
        instr_time start;

        if (rows->batch != NULL && arrow_reader_next(rows->reader, slot))
        {
            if (rows->number_column >= 0)
                set_row_number(rows, slot);
            rows->place++;
            return true;
        }
        INSTR_TIME_SET_CURRENT(start);
        rows->batch = stream_next(rows->stream);
        add_waited(rows, start);
        rows->place = 0;
        if (rows->batch == NULL)
            return false;
        arrow_reader_set_batch(rows->reader, rows->batch);
    }
}

/* See scan_rows.h. */
JsonbContainer *
rows_statistics(Rows *rows)
{
    return stream_statistics(rows->stream);
}

/* See scan_rows.h. */
double
rows_waited(const Rows *rows)
{
    return INSTR_TIME_GET_DOUBLE(rows->waited);
}
