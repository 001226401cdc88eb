/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UUIDs from their 16 bytes or from text, which is how DuckDB hands them out. The usual spelling is read here, since
 * PostgreSQL's input function takes more than twice as long; it reads the others.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/fmgrprotos.h"
#include "utils/uuid.h"

#include "arrow_column.h"
#include "arrow_slices.h"

/* 8-4-4-4-12 hexadecimal digits */
#define USUAL_LENGTH 36

static void
convert_bytes(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    char *copy = arrow_arena_allocate(column->arena, (Size) count * UUID_LEN);

    arrow_column_nulls(column, start, count, nulls);
    memcpy(copy, arrow_column_data(column, start, UUID_LEN), (Size) count * UUID_LEN);
    for (int i = 0; i < count; i++)
        values[i] = PointerGetDatum(copy + i * UUID_LEN);
}

/* The value of a hexadecimal digit; more than 15 for any other character. */
static inline unsigned
digit_value(char digit)
{
    unsigned value = (unsigned char) digit - '0';

    if (value > 9)
    {
        /* One case for both. */
        value = ((unsigned char) digit | 0x20) - 'a';
        value = value <= 5 ? value + 10 : 16;
    }
    return value;
}

/* Reads the usual spelling; false for any other. */
static bool
read_usual(const char *text, int32 length, unsigned char *uuid)
{
    static const uint8 places[UUID_LEN] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
    unsigned seen = 0;

    if (length != USUAL_LENGTH || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        return false;
    for (int i = 0; i < UUID_LEN; i++)
    {
        unsigned high = digit_value(text[places[i]]);
        unsigned low = digit_value(text[places[i] + 1]);

        seen |= high | low;
        uuid[i] = (unsigned char) (high << 4 | low);
    }
    return seen < 16;
}

static void
convert_text(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    ArrowSlices slices;

    for (int done = 0; done < count; done += ARROW_SLICES)
    {
        int step = Min(count - done, ARROW_SLICES);
        unsigned char *uuid = (unsigned char *) arrow_arena_allocate(column->arena, (Size) step * UUID_LEN);

        arrow_slices_read(column, start + done, step, true, &slices, nulls + done);
        for (int i = 0; i < step; i++, uuid += UUID_LEN)
        {
            const char *text = slices.data[i];
            MemoryContext caller;

            values[done + i] = PointerGetDatum(uuid);
            if (nulls[done + i] || read_usual(text, slices.length[i], uuid))
                continue;
            text = arrow_text_to_server(text, &slices.length[i], column->arena);
            caller = MemoryContextSwitchTo(arrow_arena_scratch(column->arena));
            values[done + i] = DirectFunctionCall1(uuid_in, CStringGetDatum(pnstrdup(text, slices.length[i])));
            MemoryContextSwitchTo(caller);
        }
    }
}

ArrowConvert
arrow_uuid_plan(ArrowColumn *column)
{
    if (column->type != UUIDOID)
        return NULL;
    if (arrow_format_is_text(&column->format))
        return convert_text;
    if (column->format.kind == ARROW_FIXED_BINARY && column->format.width == UUID_LEN)
        return convert_bytes;
    return NULL;
}
