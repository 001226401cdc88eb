/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hands the arrays of a batch to the columns, after a look at everything that can be checked without reading values:
 * a wrapper that builds its batches wrongly gets an error, not a crash of the server.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "arrow_column.h"

/* Whether the buffer is needed: empty arrays may come without. */
static void
require_buffer(const ArrowColumn *column, int buffer)
{
    if (column->array->length > 0 && column->array->buffers[buffer] == NULL)
        arrow_column_malformed(column, psprintf("Buffer %d is missing.", buffer));
}

static void
check_buffers(const ArrowColumn *column)
{
    const struct ArrowArray *array = column->array;
    int expected = arrow_format_buffer_count(&column->format);

    if (expected >= 0 && array->n_buffers != expected)
        arrow_column_malformed(column,
                               psprintf("It has %lld buffers instead of %d.", (long long) array->n_buffers, expected));
    if (expected == 0)
        return;
    if (array->n_buffers < 1 || array->buffers == NULL)
        arrow_column_malformed(column, "It has no buffers.");
    if (array->null_count > 0 && array->buffers[0] == NULL)
        arrow_column_malformed(column, "It has nulls but no bitmap of them.");
    switch (column->format.kind)
    {
        case ARROW_STRUCT:
        case ARROW_FIXED_LIST:
            break;
        case ARROW_FIXED_BINARY:
            if (column->format.width > 0)
                require_buffer(column, 1);
            break;
        case ARROW_UTF8_VIEW:
        case ARROW_BINARY_VIEW:
            if (array->n_buffers < 3)
                arrow_column_malformed(column, "A view has fewer than three buffers.");
            require_buffer(column, 1);
            if (array->n_buffers > 3)
                require_buffer(column, array->n_buffers - 1);
            break;
        default:
            require_buffer(column, 1);
            break;
    }
}

void
arrow_column_set_array(ArrowColumn *column, const struct ArrowArray *array, int64 least_length)
{
    check_stack_depth();
    column->array = array;
    column->batch++;
    if (array == NULL)
        arrow_column_malformed(column, "It is missing.");
    if (array->length < 0 || array->offset < 0 || array->length > PG_INT64_MAX - array->offset)
        arrow_column_malformed(column, "Its length or its offset is out of range.");
    if (array->length < least_length)
        arrow_column_malformed(column, psprintf("It has %lld values instead of %lld.", (long long) array->length,
                                                (long long) least_length));
    check_buffers(column);
    if (column->dictionary != NULL)
    {
        arrow_column_set_array(column->dictionary, array->dictionary, 0);
        return;
    }
    if (array->n_children != column->child_count || (column->child_count > 0 && array->children == NULL))
        arrow_column_malformed(column, psprintf("It has %lld children instead of %d.", (long long) array->n_children,
                                                column->child_count));
    for (int i = 0; i < column->child_count; i++)
    {
        int64 needed = 0;

        if (column->format.kind == ARROW_STRUCT)
            needed = array->offset + array->length;
        else if (column->format.kind == ARROW_FIXED_LIST &&
                 __builtin_mul_overflow(array->offset + array->length, (int64) column->format.width, &needed))
            arrow_column_malformed(column, "It has too many elements.");
        arrow_column_set_array(column->children[i], array->children[i], needed);
    }
}

int64
arrow_column_bytes(const ArrowColumn *column, int64 start, int count)
{
    int64 bytes = 0;
    int64 first;
    int64 end;

    switch (column->format.kind)
    {
        case ARROW_UTF8:
        case ARROW_BINARY:
        case ARROW_LIST:
        case ARROW_MAP:
        {
            const ArrowInt32 *offsets = (const ArrowInt32 *) arrow_column_data(column, start, sizeof(int32));

            first = offsets[0];
            end = offsets[count];
            break;
        }
        case ARROW_LARGE_UTF8:
        case ARROW_LARGE_BINARY:
        case ARROW_LARGE_LIST:
        {
            const ArrowInt64 *offsets = (const ArrowInt64 *) arrow_column_data(column, start, sizeof(int64));

            first = offsets[0];
            end = offsets[count];
            break;
        }
        case ARROW_UTF8_VIEW:
        case ARROW_BINARY_VIEW:
        {
            const char *view = arrow_column_data(column, start, 16);

            for (int i = 0; i < count; i++)
            {
                bool is_null;

                /* What a null's view holds may never have been written. */
                if (!arrow_column_nulls(column, start + i, 1, &is_null))
                    bytes += Max(*(const ArrowInt32 *) (view + i * 16), 0);
            }
            return bytes;
        }
        case ARROW_FIXED_BINARY:
            return (int64) count * column->format.width;
        case ARROW_FIXED_LIST:
            first = (column->array->offset + start) * column->format.width;
            end = first + (int64) count * column->format.width;
            break;
        case ARROW_STRUCT:
            for (int i = 0; i < column->child_count; i++)
                bytes += arrow_column_bytes(column->children[i], column->array->offset + start, count);
            return bytes;
        default:
            return 0;
    }
    if (!arrow_format_is_list(&column->format))
        return end - first;
    /* Lists that point elsewhere are refused when they are converted. */
    if (first < 0 || end < first || end > column->array->children[0]->length || end - first > PG_INT32_MAX)
        return 0;
    return (end - first) * sizeof(Datum) + arrow_column_bytes(column->children[0], first, (int) (end - first));
}
