/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimals, integers and floats into numeric. Texts go through numeric's input function.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/fmgrprotos.h"

#include "arrow_column.h"
#include "arrow_numeric.h"

/* Where a scale is beyond this, PostgreSQL's numeric cannot show it. */
#define SCALE_LIMIT 1000

/* ERROR: the value has more digits than the type modifier allows, said as numeric's own code does. */
static void
report_overflow(const ArrowColumn *column, const ArrowNumericRule *rule)
{
    int integral_digits = rule->precision - rule->type_scale;

    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                    errmsg("numeric field overflow in column \"%s\"", column->name),
                    errdetail("A field with precision %d, scale %d must round to an absolute value less than %s%d.",
                              rule->precision, rule->type_scale, integral_digits != 0 ? "10^" : "",
                              integral_digits != 0 ? integral_digits : 1)));
}

/*
 * One loop for all sources of up to 128 bits; the width is a constant wherever this is inlined. Null places are
 * written as 0, so that what nobody ever set is not read.
 */
static pg_attribute_always_inline void
convert_integral(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls, int width, bool is_signed)
{
    const ArrowNumericRule *rule = column->state;
    const char *data = arrow_column_data(column, start, width);
    char *place = arrow_arena_reserve(column->arena, (Size) count * ARROW_NUMERIC_SIZE);

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++, data += width)
    {
        ArrowInt128 unscaled;
        Size size;

        if (nulls[i])
            unscaled = 0;
        else if (width == 1)
            unscaled = is_signed ? (int8) *data : (uint8) *data;
        else if (width == 2)
            unscaled = is_signed ? *(const ArrowInt16 *) data : *(const ArrowUint16 *) data;
        else if (width == 4)
            unscaled = is_signed ? (int64) * (const ArrowInt32 *) data : (int64) * (const ArrowUint32 *) data;
        else if (width == 8 && is_signed)
            unscaled = *(const ArrowInt64 *) data;
        else if (width == 8)
            unscaled = *(const ArrowUint64 *) data;
        else
            memcpy(&unscaled, data, sizeof(unscaled));
        size = arrow_numeric_write(place, unscaled, rule);
        if (unlikely(size == 0))
            report_overflow(column, rule);
        values[i] = PointerGetDatum(place);
        place += INTALIGN(size);
    }
    arrow_arena_advance(column->arena, place);
}

#define DEFINE_INTEGRAL(function, width, is_signed)                                                                    \
    static void function(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)                      \
    {                                                                                                                  \
        convert_integral(column, start, count, values, nulls, width, is_signed);                                       \
    }

DEFINE_INTEGRAL(convert_int8, 1, true)
DEFINE_INTEGRAL(convert_uint8, 1, false)
DEFINE_INTEGRAL(convert_int16, 2, true)
DEFINE_INTEGRAL(convert_uint16, 2, false)
DEFINE_INTEGRAL(convert_int32, 4, true)
DEFINE_INTEGRAL(convert_uint32, 4, false)
DEFINE_INTEGRAL(convert_int64, 8, true)
DEFINE_INTEGRAL(convert_uint64, 8, false)
DEFINE_INTEGRAL(convert_int128, 16, true)

/* Divides 256 bits, the lowest word first, by ten to the 18th and returns the remainder. */
static uint64
divide_words(uint64 *words)
{
    const uint64 divisor = UINT64CONST(1000000000000000000);
    ArrowUint128 remainder = 0;

    for (int i = 3; i >= 0; i--)
    {
        remainder = (remainder << 64) | words[i];
        words[i] = (uint64) (remainder / divisor);
        remainder %= divisor;
    }
    return (uint64) remainder;
}

/* The decimal text of a 256-bit unscaled value, palloc'd. Only for values beyond 128 bits, so it need not be fast. */
static char *
decimal256_text(const char *data, int scale)
{
    uint64 words[4];
    uint64 parts[5];
    char digits[5 * 18 + 1];
    char *first = digits;
    StringInfoData text;
    bool negative;
    int length;

    memcpy(words, data, sizeof(words));
    negative = (words[3] >> 63) != 0;
    if (negative)
    {
        uint64 carry = 1;

        for (int i = 0; i < 4; i++)
        {
            words[i] = ~words[i] + carry;
            carry = carry != 0 && words[i] == 0 ? 1 : 0;
        }
    }
    for (int i = 4; i >= 0; i--)
        parts[i] = divide_words(words);
    for (int i = 0; i < 5; i++)
        snprintf(digits + i * 18, sizeof(digits) - i * 18, "%018llu", (unsigned long long) parts[i]);
    while (*first == '0' && first[1] != '\0')
        first++;
    length = strlen(first);

    initStringInfo(&text);
    if (negative)
        appendStringInfoChar(&text, '-');
    if (scale <= 0)
    {
        appendStringInfoString(&text, first);
        appendStringInfo(&text, "e%d", -scale);
    }
    else if (length > scale)
        appendStringInfo(&text, "%.*s.%s", length - scale, first, first + length - scale);
    else
    {
        appendStringInfoString(&text, "0.");
        for (int i = length; i < scale; i++)
            appendStringInfoChar(&text, '0');
        appendStringInfoString(&text, first);
    }
    return text.data;
}

static void
convert_int256(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const ArrowNumericRule *rule = column->state;
    const char *data = arrow_column_data(column, start, 32);

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++, data += 32)
    {
        ArrowInt128 low;
        ArrowInt128 high;
        char *place;
        MemoryContext caller;

        if (nulls[i])
            continue;
        memcpy(&low, data, sizeof(low));
        memcpy(&high, data + sizeof(low), sizeof(high));
        if (high == (low < 0 ? -1 : 0))
        {
            Size size;

            place = arrow_arena_allocate(column->arena, ARROW_NUMERIC_SIZE);
            size = arrow_numeric_write(place, low, rule);
            if (size == 0)
                report_overflow(column, rule);
            values[i] = PointerGetDatum(place);
            continue;
        }
        caller = MemoryContextSwitchTo(arrow_arena_scratch(column->arena));
        values[i] = DirectFunctionCall3(numeric_in, CStringGetDatum(decimal256_text(data, column->format.scale)),
                                        ObjectIdGetDatum(InvalidOid), Int32GetDatum(column->typmod));
        MemoryContextSwitchTo(caller);
    }
}

/* As PostgreSQL's cast from the floating-point type does, with its number of significant digits. */
static void
convert_float(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    bool is_double = column->format.kind == ARROW_FLOAT64;
    const char *data = arrow_column_data(column, start, is_double ? sizeof(double) : sizeof(float));
    MemoryContext caller = MemoryContextSwitchTo(arrow_arena_scratch(column->arena));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        if (nulls[i])
            continue;
        values[i] = is_double ? DirectFunctionCall1(float8_numeric, Float8GetDatum(((const ArrowFloat64 *) data)[i]))
                              : DirectFunctionCall1(float4_numeric, Float4GetDatum(((const ArrowFloat32 *) data)[i]));
        if (column->typmod >= 0)
            values[i] = DirectFunctionCall2(numeric, values[i], Int32GetDatum(column->typmod));
    }
    MemoryContextSwitchTo(caller);
}

/* The conversion for the format alone. */
static ArrowConvert
choose(const ArrowFormat *format)
{
    switch (format->kind)
    {
        case ARROW_INT8:
            return convert_int8;
        case ARROW_UINT8:
            return convert_uint8;
        case ARROW_INT16:
            return convert_int16;
        case ARROW_UINT16:
            return convert_uint16;
        case ARROW_INT32:
            return convert_int32;
        case ARROW_UINT32:
            return convert_uint32;
        case ARROW_INT64:
            return convert_int64;
        case ARROW_UINT64:
            return convert_uint64;
        case ARROW_FLOAT32:
        case ARROW_FLOAT64:
            return convert_float;
        case ARROW_DECIMAL:
            if (format->scale > SCALE_LIMIT || format->scale < -SCALE_LIMIT)
                return NULL;
            switch (format->width)
            {
                case 4:
                    return convert_int32;
                case 8:
                    return convert_int64;
                case 16:
                    return convert_int128;
                default:
                    return convert_int256;
            }
        default:
            return NULL;
    }
}

ArrowConvert
arrow_numeric_plan(ArrowColumn *column)
{
    ArrowConvert convert = column->type == NUMERICOID ? choose(&column->format) : NULL;

    if (convert != NULL)
    {
        column->state = palloc(sizeof(ArrowNumericRule));
        arrow_numeric_rule_init(column->state, column->format.kind == ARROW_DECIMAL ? column->format.scale : 0,
                                column->typmod);
    }
    return convert;
}
