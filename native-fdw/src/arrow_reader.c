/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "utils/memutils.h"

#include "arrow_column.h"
#include "arrow_reader.h"

/* Rows converted at once: enough to forget the cost of starting a column, few enough to stay in the cache. */
#define CHUNK_ROWS 512
/* Of a wide table fewer rows at once, so that they stay there too. */
#define CHUNK_VALUES 32768
#define LEAST_CHUNK_ROWS 32
/* A chunk of large values is cut down to about this many bytes. */
#define CHUNK_BYTES ((int64) 16 * 1024 * 1024)

typedef struct ReaderColumn
{
    ArrowColumn *column;
    int attribute;
    int stream_column;
    bool had_nulls; /* some places of the column in the reader's nulls are set */
} ReaderColumn;

struct ArrowReader
{
    int stream_column_count;
    int column_count;
    ReaderColumn *columns;
    int attribute_count;
    Datum *values; /* of the chunk, row by row, so that a slot can show a row where it is */
    bool *nulls;
    Datum column_values[CHUNK_ROWS]; /* of one column, on their way there */
    bool column_nulls[CHUNK_ROWS];
    ArrowArena *arena;
    const struct ArrowArray *batch;
    int64 next_row; /* of the batch, the first behind the chunk */
    int most_rows;  /* of a chunk */
    int chunk_rows;
    int chunk_next;
};

/* Makes room for the rows of a chunk. Attributes that no column fills are null in all of them, once and for all. */
static void
allocate_rows(ArrowReader *reader, int attribute_count)
{
    Size count;

    reader->attribute_count = attribute_count;
    reader->most_rows = CHUNK_VALUES / Max(attribute_count, 1);
    reader->most_rows = Min(Max(reader->most_rows, LEAST_CHUNK_ROWS), CHUNK_ROWS);
    count = (Size) reader->most_rows * attribute_count;
    reader->values = palloc0(count * sizeof(Datum));
    reader->nulls = palloc(count * sizeof(bool));
    memset(reader->nulls, true, count);
    for (int i = 0; i < reader->column_count; i++)
        reader->columns[i].had_nulls = true;
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
    }
    allocate_rows(reader, descriptor->natts);
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
    int rows = (int) Min(reader->batch->length - reader->next_row, reader->most_rows);

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

/* Converts one column of the chunk and deals its values out to the rows. */
static void
convert_column(ArrowReader *reader, ReaderColumn *column, int64 start, unsigned rows)
{
    const Datum *from = reader->column_values;
    Datum *values = reader->values + column->attribute;
    bool *nulls = reader->nulls + column->attribute;
    Size stride = reader->attribute_count;
    bool has_nulls;

    arrow_column_convert(column->column, start, (int) rows, reader->column_values, reader->column_nulls);
    for (unsigned i = 0; i < rows; i++, values += stride)
        *values = from[i];
    has_nulls = memchr(reader->column_nulls, true, rows) != NULL;
    if (!has_nulls && !column->had_nulls)
        return;
    for (unsigned i = 0; i < rows; i++, nulls += stride)
        *nulls = reader->column_nulls[i];
    /* What a shorter chunk leaves behind it stays as it was. */
    column->had_nulls = has_nulls || (int) rows < reader->most_rows;
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
        convert_column(reader, &reader->columns[i], start, rows);
    reader->next_row += rows;
    reader->chunk_rows = rows;
    return true;
}

bool
arrow_reader_next(ArrowReader *reader, TupleTableSlot *slot)
{
    Size place;

    if (reader->chunk_next >= reader->chunk_rows && !convert_chunk(reader))
        return false;
    place = (Size) reader->chunk_next++ * reader->attribute_count;
    slot->tts_values = reader->values + place;
    slot->tts_isnull = reader->nulls + place;
    return true;
}
