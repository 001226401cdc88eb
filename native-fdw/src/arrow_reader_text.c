/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text, varchar, bpchar and bytea: the varlena types whose bytes are those of the Arrow value.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "arrow_column.h"
#include "arrow_slices.h"
#include "compat.h"

/* Short values are copied by a few fixed moves, which read up to this many bytes. */
#define COPY_STEP 16

/* What varlenas of these slices take, with room to write a whole last step. */
static inline Size
varlena_space(const ArrowSlices *slices, int count)
{
    return slices->total + (Size) count * (VARHDRSZ + sizeof(int32)) + COPY_STEP;
}

/* Writes a varlena to an aligned place that has COPY_STEP bytes of room behind it; returns the next aligned place. */
static pg_attribute_always_inline char *
write_varlena(char *place, const char *data, int32 length, const char *readable_end)
{
    SET_VARSIZE(place, length + VARHDRSZ);
    /* A call of memcpy for a few bytes costs more than moving 16, where reading that far is allowed. */
    if (length <= COPY_STEP && data + COPY_STEP <= readable_end)
        memcpy(place + VARHDRSZ, data, COPY_STEP);
    else
        memcpy(place + VARHDRSZ, data, length);
    return place + INTALIGN(VARHDRSZ + length);
}

/* All values as they are; nulls become empty, which costs less than to leave them out. */
static void
write_varlenas(ArrowColumn *column, const ArrowSlices *slices, int count, Datum *values)
{
    char *place = arrow_arena_reserve(column->arena, varlena_space(slices, count));

    for (int i = 0; i < count; i++)
    {
        values[i] = PointerGetDatum(place);
        place = write_varlena(place, slices->data[i], slices->length[i], slices->readable_end);
    }
    arrow_arena_advance(column->arena, place);
}

static void
convert_bytea(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    ArrowSlices slices;

    for (int done = 0; done < count; done += ARROW_SLICES)
    {
        int step = Min(count - done, ARROW_SLICES);

        arrow_slices_read(column, start + done, step, false, &slices, nulls + done);
        write_varlenas(column, &slices, step, values + done);
    }
}

/* Checks and converts each text on its own; converted ones replace the slices. */
static void
texts_to_server(ArrowColumn *column, ArrowSlices *slices, int count, const bool *nulls)
{
    int64 total = 0;

    for (int i = 0; i < count; i++)
    {
        const char *data = slices->data[i];

        if (!nulls[i])
        {
            slices->data[i] = arrow_text_to_server(data, &slices->length[i], column->arena);
            /* A copy is not where overreading is known to be safe. */
            if (slices->data[i] != data)
                slices->readable_end = NULL;
        }
        total += slices->length[i];
    }
    slices->total = total;
}

static void
convert_text(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    ArrowSlices slices;

    for (int done = 0; done < count; done += ARROW_SLICES)
    {
        int step = Min(count - done, ARROW_SLICES);

        arrow_slices_read(column, start + done, step, true, &slices, nulls + done);
        if (!slices.is_plain)
            texts_to_server(column, &slices, step, nulls + done);
        write_varlenas(column, &slices, step, values + done);
    }
}

/* The bytes of the first limit characters; what is behind them has to be blanks. */
static int32
clip(const ArrowColumn *column, const char *data, int32 length, int32 limit)
{
    int32 clipped = pg_mbcharcliplen(data, length, limit);

    for (int32 i = clipped; i < length; i++)
    {
        if (data[i] != ' ')
            ereport(ERROR, (errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
                            errmsg("value of column \"%s\" is too long for type %s", column->name,
                                   format_type_with_typemod(column->type, column->typmod)),
                            errdetail("It has %d characters.", pg_mbstrlen_with_len(data, length))));
    }
    return clipped;
}

/* varchar(n) and char(n): as PostgreSQL's assignment does, blanks too many are cut off and missing ones are added. */
static void
convert_limited(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    int32 limit = column->typmod - VARHDRSZ;
    bool pads = column->type == BPCHAROID;
    ArrowSlices slices;

    for (int done = 0; done < count; done += ARROW_SLICES)
    {
        int step = Min(count - done, ARROW_SLICES);
        char *place;

        arrow_slices_read(column, start + done, step, true, &slices, nulls + done);
        if (!slices.is_plain)
            texts_to_server(column, &slices, step, nulls + done);
        place = arrow_arena_reserve(column->arena, varlena_space(&slices, step));
        for (int i = 0; i < step; i++)
        {
            const char *data = slices.data[i];
            int32 length = slices.length[i];
            int32 missing = 0;

            if (length > limit)
                length = clip(column, data, length, limit);
            if (pads)
                missing = limit - (slices.is_plain ? length : pg_mbstrlen_with_len(data, length));
            if (missing > 0 && !nulls[done + i])
            {
                Size size = VARHDRSZ + (Size) length + missing;
                char *padded;

                if (!AllocSizeIsValid(size))
                    ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
                                    errmsg("value of column \"%s\" is too long", column->name)));
                /* Padding can be far longer than the text, so it is not part of what was reserved. */
                arrow_arena_advance(column->arena, place);
                padded = arrow_arena_allocate(column->arena, size);
                SET_VARSIZE(padded, size);
                memcpy(padded + VARHDRSZ, data, length);
                memset(padded + VARHDRSZ + length, ' ', missing);
                values[done + i] = PointerGetDatum(padded);
                place = arrow_arena_reserve(column->arena, varlena_space(&slices, step));
            }
            else
            {
                values[done + i] = PointerGetDatum(place);
                place = write_varlena(place, data, length, slices.readable_end);
            }
        }
        arrow_arena_advance(column->arena, place);
    }
}

ArrowConvert
arrow_text_plan(ArrowColumn *column)
{
    if (column->type == BYTEAOID && arrow_format_is_binary(&column->format))
        return convert_bytea;
    if (!arrow_format_is_text(&column->format))
        return NULL;
    switch (column->type)
    {
        case TEXTOID:
            return convert_text;
        case VARCHAROID:
        case BPCHAROID:
            return column->typmod < (int32) VARHDRSZ ? convert_text : convert_limited;
        default:
            return NULL;
    }
}
