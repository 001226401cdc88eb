/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "utils/memutils.h"

#include "arrow_column.h"
#include "arrow_reader.h"

/* Rows converted at once: enough to forget the cost of starting a column, few enough to stay in the cache. */
#define CHUNK_ROWS 512
/*
 * Columns lie further apart than their rows need. With a power of two in between, the same row of every column would
 * fall into the same few places of the cache.
 */
#define COLUMN_STRIDE (CHUNK_ROWS + 8)
/* A chunk of large values is cut down to about this many bytes. */
#define CHUNK_BYTES ((int64) 16 * 1024 * 1024)

typedef struct ReaderColumn
{
    ArrowColumn *column;
    int attribute;
    int stream_column;
    Datum *values; /* of the chunk */
    bool *nulls;
} ReaderColumn;

struct ArrowReader
{
    int stream_column_count;
    int column_count;
    ReaderColumn *columns;
    int unfilled_count;
    int *unfilled; /* attributes without a column */
    ArrowArena *arena;
    const struct ArrowArray *batch;
    int64 next_row; /* of the batch, the first behind the chunk */
    int chunk_rows;
    int chunk_next;
};

/* Notes the attributes that no column fills. */
static void
find_unfilled(ArrowReader *reader, TupleDesc descriptor)
{
    bool *filled = palloc0(descriptor->natts * sizeof(bool));

    reader->unfilled = palloc(descriptor->natts * sizeof(int));
    for (int i = 0; i < reader->column_count; i++)
        filled[reader->columns[i].attribute] = true;
    for (int i = 0; i < descriptor->natts; i++)
    {
        if (!filled[i])
            reader->unfilled[reader->unfilled_count++] = i;
    }
    pfree(filled);
}

ArrowReader *
arrow_reader_create(const struct ArrowSchema *schema, TupleDesc descriptor, const int *attribute_of_column,
                    int column_count, MemoryContext context)
{
    MemoryContext caller = MemoryContextSwitchTo(context);
    ArrowReader *reader = palloc0(sizeof(ArrowReader));

    if (arrow_format_parse(schema->format).kind != ARROW_STRUCT)
        ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR),
                        errmsg("Arrow stream has format \"%s\" instead of \"+s\"", schema->format)));
    if (schema->n_children != column_count)
        ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("Arrow stream has %lld columns instead of %d",
                                                                (long long) schema->n_children, column_count)));
    reader->arena = arrow_arena_create(context);
    reader->stream_column_count = column_count;
    reader->columns = palloc0(column_count * sizeof(ReaderColumn));
    for (int i = 0; i < column_count; i++)
    {
        Form_pg_attribute attribute;
        ReaderColumn *column;

        if (attribute_of_column[i] < 0)
            continue;
        Assert(attribute_of_column[i] < descriptor->natts);
        attribute = TupleDescAttr(descriptor, attribute_of_column[i]);
        column = &reader->columns[reader->column_count++];
        column->attribute = attribute_of_column[i];
        column->stream_column = i;
        column->column = arrow_column_create(schema->children[i], NameStr(attribute->attname), attribute->atttypid,
                                             attribute->atttypmod, reader->arena, context);
        column->values = palloc0(COLUMN_STRIDE * sizeof(Datum));
        column->nulls = palloc0(CHUNK_ROWS * sizeof(bool));
    }
    find_unfilled(reader, descriptor);
    MemoryContextSwitchTo(caller);
    return reader;
}

void
arrow_reader_set_batch(ArrowReader *reader, const struct ArrowArray *batch)
{
    reader->batch = NULL;
    reader->next_row = 0;
    reader->chunk_rows = 0;
    reader->chunk_next = 0;
    if (batch->release == NULL || batch->length < 0 || batch->offset < 0 || batch->null_count > 0 ||
        batch->length > PG_INT64_MAX - batch->offset || batch->n_children != reader->stream_column_count ||
        (batch->n_children > 0 && batch->children == NULL))
        ereport(ERROR,
                (errcode(ERRCODE_INTERNAL_ERROR), errmsg("malformed Arrow batch"),
                 errdetail_internal("Length %lld, offset %lld, %lld nulls, %lld columns instead of %d.",
                                    (long long) batch->length, (long long) batch->offset, (long long) batch->null_count,
                                    (long long) batch->n_children, reader->stream_column_count)));
    for (int i = 0; i < reader->column_count; i++)
        arrow_column_set_array(reader->columns[i].column, batch->children[reader->columns[i].stream_column],
                               batch->offset + batch->length);
    reader->batch = batch;
}

/* How many rows to convert next: fewer where they are large. */
static int
choose_chunk_rows(const ArrowReader *reader, int64 start)
{
    int rows = (int) Min(reader->batch->length - reader->next_row, CHUNK_ROWS);

    while (rows > 1)
    {
        int64 bytes = 0;

        for (int i = 0; i < reader->column_count; i++)
            bytes += arrow_column_bytes(reader->columns[i].column, start, rows);
        if (bytes <= CHUNK_BYTES)
            break;
        rows /= 2;
    }
    return rows;
}

/* Converts the next rows; false at the end of the batch. */
static bool
convert_chunk(ArrowReader *reader)
{
    int64 start;
    int rows;

    reader->chunk_rows = 0;
    reader->chunk_next = 0;
    if (reader->batch == NULL || reader->next_row >= reader->batch->length)
        return false;
    start = reader->batch->offset + reader->next_row;
    arrow_arena_reset(reader->arena);
    rows = choose_chunk_rows(reader, start);
    for (int i = 0; i < reader->column_count; i++)
        arrow_column_convert(reader->columns[i].column, start, rows, reader->columns[i].values,
                             reader->columns[i].nulls);
    reader->next_row += rows;
    reader->chunk_rows = rows;
    return true;
}

bool
arrow_reader_next(ArrowReader *reader, TupleTableSlot *slot)
{
    Datum *values = slot->tts_values;
    bool *nulls = slot->tts_isnull;
    int row;

    if (reader->chunk_next >= reader->chunk_rows && !convert_chunk(reader))
        return false;
    row = reader->chunk_next++;
    for (int i = 0; i < reader->column_count; i++)
    {
        const ReaderColumn *column = &reader->columns[i];

        values[column->attribute] = column->values[row];
        nulls[column->attribute] = column->nulls[row];
    }
    for (int i = 0; i < reader->unfilled_count; i++)
    {
        values[reader->unfilled[i]] = (Datum) 0;
        nulls[reader->unfilled[i]] = true;
    }
    return true;
}
