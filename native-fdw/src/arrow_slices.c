/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "arrow_slices.h"

/* A view: a length, then either up to 12 bytes or a prefix, a buffer's index and an offset in it. */
#define VIEW_SIZE 16
#define VIEW_INLINE 12
#define VIEW_BUFFER_INDEX 8
#define VIEW_BUFFER_OFFSET 12
#define VIEW_FIRST_BUFFER 2

static const char nothing[] = "";

/* ERROR: a value is longer than any of PostgreSQL's. */
static void
report_too_long(const ArrowColumn *column, int64 length)
{
    ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
                    errmsg("value of " INT64_FORMAT " bytes in column \"%s\" is too long", length, column->name),
                    errdetail("A value can have at most %zu bytes.", MaxAllocSize - VARHDRSZ)));
}

bool
arrow_text_is_plain(const char *data, int64 length)
{
    const uint64 ones = UINT64CONST(0x0101010101010101);
    const uint64 highs = UINT64CONST(0x8080808080808080);
    bool plain = true;

    /* A high bit appears where a byte has one or where subtracting 1 borrows, which a zero byte alone can start. */
    while (length >= 32 && plain)
    {
        const ArrowUint64 *words = (const ArrowUint64 *) data;
        uint64 seen = (words[0] - ones) | words[0];

        seen |= (words[1] - ones) | words[1];
        seen |= (words[2] - ones) | words[2];
        seen |= (words[3] - ones) | words[3];
        plain = (seen & highs) == 0;
        data += 32;
        length -= 32;
    }
    for (; length >= 8 && plain; data += 8, length -= 8)
    {
        uint64 word = *(const ArrowUint64 *) data;

        plain = (((word - ones) | word) & highs) == 0;
    }
    for (; length > 0; data++, length--)
        plain &= (signed char) *data > 0;
    return plain;
}

const char *
arrow_text_to_server(const char *data, int32 *length, ArrowArena *arena)
{
    const char *converted;
    MemoryContext caller;

    if (GetDatabaseEncoding() == PG_UTF8)
    {
        int valid = pg_encoding_verifymbstr(PG_UTF8, data, *length);

        if (unlikely(valid != *length))
            report_invalid_encoding(PG_UTF8, data + valid, *length - valid);
        return data;
    }
    if (arrow_text_is_plain(data, *length))
        return data;
    caller = MemoryContextSwitchTo(arrow_arena_scratch(arena));
    converted = pg_any_to_server(data, *length, PG_UTF8);
    MemoryContextSwitchTo(caller);
    if (converted != data)
        *length = strlen(converted);
    return converted;
}

/* Values between offsets of either width. */
static pg_attribute_always_inline void
read_offsets(const ArrowColumn *column, int64 start, int count, bool is_text, ArrowSlices *slices, const bool *nulls,
             bool any_null, bool is_large)
{
    const struct ArrowArray *array = column->array;
    const char *data = array->buffers[2] == NULL ? nothing : array->buffers[2];
    const char *offsets = arrow_column_data(column, start, is_large ? 8 : 4);
    int64 first = is_large ? *(const ArrowInt64 *) offsets : *(const ArrowInt32 *) offsets;
    int64 previous = first;
    int64 total = 0;

    if (first < 0)
        arrow_column_malformed(column, "An offset is negative.");
    for (int i = 0; i < count; i++)
    {
        int64 next = is_large ? ((const ArrowInt64 *) offsets)[i + 1] : ((const ArrowInt32 *) offsets)[i + 1];
        int64 length = next - previous;

        if (unlikely(length < 0))
            arrow_column_malformed(column, "An offset is less than the one before.");
        if (unlikely(length > (int64) (MaxAllocSize - VARHDRSZ)))
            report_too_long(column, length);
        slices->data[i] = data + previous;
        slices->length[i] = any_null && nulls[i] ? 0 : (int32) length;
        total += slices->length[i];
        previous = next;
    }
    slices->total = total;
    slices->readable_end = NULL;
    /* What lies under nulls may never have been written, so the bytes are taken together only without it. */
    if (total == previous - first)
    {
        slices->readable_end = data + previous;
        slices->is_plain = is_text && arrow_text_is_plain(data + first, total);
    }
    else
        slices->is_plain = false;
}

static void
read_views(const ArrowColumn *column, int64 start, int count, bool is_text, ArrowSlices *slices, const bool *nulls)
{
    const struct ArrowArray *array = column->array;
    const char *view = arrow_column_data(column, start, VIEW_SIZE);
    int64 buffers = array->n_buffers - VIEW_FIRST_BUFFER - 1;
    const ArrowInt64 *sizes = array->buffers[array->n_buffers - 1];

    slices->total = 0;
    slices->is_plain = is_text;
    slices->readable_end = NULL;
    for (int i = 0; i < count; i++, view += VIEW_SIZE)
    {
        int32 length = nulls[i] ? 0 : *(const ArrowInt32 *) view;

        if (length < 0)
            arrow_column_malformed(column, "The length of a view is negative.");
        if (unlikely(length > (int64) (MaxAllocSize - VARHDRSZ)))
            report_too_long(column, length);
        if (length <= VIEW_INLINE)
            slices->data[i] = view + 4;
        else
        {
            int32 index = *(const ArrowInt32 *) (view + VIEW_BUFFER_INDEX);
            int32 offset = *(const ArrowInt32 *) (view + VIEW_BUFFER_OFFSET);

            if (index < 0 || index >= buffers || offset < 0 || (int64) offset + length > sizes[index])
                arrow_column_malformed(column, "A view points outside its buffers.");
            slices->data[i] = (const char *) array->buffers[VIEW_FIRST_BUFFER + index] + offset;
        }
        slices->length[i] = length;
        slices->total += length;
        if (slices->is_plain)
            slices->is_plain = arrow_text_is_plain(slices->data[i], length);
    }
}

static void
read_fixed(const ArrowColumn *column, int64 start, int count, ArrowSlices *slices, const bool *nulls)
{
    int width = column->format.width;
    const char *data = arrow_column_data(column, start, width);

    slices->total = 0;
    slices->is_plain = false;
    slices->readable_end = NULL;
    for (int i = 0; i < count; i++)
    {
        slices->data[i] = width == 0 ? nothing : data + (int64) i * width;
        slices->length[i] = nulls[i] ? 0 : width;
        slices->total += slices->length[i];
    }
}

bool
arrow_slices_read(const ArrowColumn *column, int64 start, int count, bool is_text, ArrowSlices *slices, bool *nulls)
{
    bool any_null = arrow_column_nulls(column, start, count, nulls);

    switch (column->format.kind)
    {
        case ARROW_LARGE_UTF8:
        case ARROW_LARGE_BINARY:
            read_offsets(column, start, count, is_text, slices, nulls, any_null, true);
            break;
        case ARROW_UTF8_VIEW:
        case ARROW_BINARY_VIEW:
            read_views(column, start, count, is_text, slices, nulls);
            break;
        case ARROW_FIXED_BINARY:
            if (column->format.width > (int64) (MaxAllocSize - VARHDRSZ))
                report_too_long(column, column->format.width);
            read_fixed(column, start, count, slices, nulls);
            break;
        default:
            read_offsets(column, start, count, is_text, slices, nulls, any_null, false);
            break;
    }
    return any_null;
}
