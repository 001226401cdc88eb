/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "arrow_column.h"

/* The next 64 bits of a bitmap from a bit on, of which only those up to the count exist. */
static uint64
load_bits(const uint8 *bitmap, int64 first, int count)
{
    const uint8 *byte = bitmap + first / 8;
    int shift = first % 8;
    int bytes = (shift + count + 7) / 8;
    uint64 word = 0;

    /* Not a plain load of eight bytes: the bitmap may end before, and its order is that of the bits. */
    for (int i = 0; i < Min(bytes, 8); i++)
        word |= (uint64) byte[i] << (8 * i);
    word >>= shift;
    if (bytes == 9)
        word |= (uint64) byte[8] << (64 - shift);
    return word;
}

bool
arrow_column_nulls(const ArrowColumn *column, int64 start, int count, bool *nulls)
{
    const uint8 *bitmap;
    int64 first = column->array->offset + start;
    bool any = false;

    if (!arrow_column_may_have_nulls(column))
    {
        memset(nulls, false, count);
        return false;
    }
    bitmap = column->array->buffers[0];
    for (int done = 0; done < count; done += 64)
    {
        int bits = Min(count - done, 64);
        uint64 all = bits == 64 ? PG_UINT64_MAX : (UINT64CONST(1) << bits) - 1;
        uint64 valid = load_bits(bitmap, first + done, bits) & all;

        if (valid == all)
        {
            memset(nulls + done, false, bits);
            continue;
        }
        any = true;
        for (int i = 0; i < bits; i++)
            nulls[done + i] = ((valid >> i) & 1) == 0;
    }
    return any;
}
