/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Booleans, integers and floats.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/float.h"

#include "arrow_column.h"

static void
convert_boolean(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const uint8 *bitmap = column->array->buffers[1];
    int64 first = column->array->offset + start;

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
        values[i] = BoolGetDatum((bitmap[(first + i) / 8] >> ((first + i) % 8)) & 1);
}

/*
 * An integer of one width into one of another. Values out of range are only noticed in the loop and looked for after
 * it. Null places may hold anything, even bytes nobody ever wrote, so they are read as 0.
 */
#define DEFINE_INTEGER(function, source, target, to_datum)                                                             \
    static void function(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)                      \
    {                                                                                                                  \
        const source *data = (const source *) arrow_column_data(column, start, sizeof(source));                        \
        bool outside = false;                                                                                          \
                                                                                                                       \
        if (!arrow_column_nulls(column, start, count, nulls))                                                          \
        {                                                                                                              \
            for (int i = 0; i < count; i++)                                                                            \
            {                                                                                                          \
                source value = data[i];                                                                                \
                                                                                                                       \
                outside |= integer_is_outside(target, value);                                                          \
                values[i] = to_datum((target) value);                                                                  \
            }                                                                                                          \
        }                                                                                                              \
        else                                                                                                           \
        {                                                                                                              \
            for (int i = 0; i < count; i++)                                                                            \
            {                                                                                                          \
                source value = nulls[i] ? 0 : data[i];                                                                 \
                                                                                                                       \
                outside |= integer_is_outside(target, value);                                                          \
                values[i] = to_datum((target) value);                                                                  \
            }                                                                                                          \
        }                                                                                                              \
        for (int i = 0; outside && i < count; i++)                                                                     \
        {                                                                                                              \
            if (!nulls[i] && integer_is_outside(target, data[i]))                                                      \
                arrow_column_out_of_range(column, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,                                  \
                                          data[i] < 0 ? psprintf(INT64_FORMAT, (int64) data[i])                        \
                                                      : psprintf(UINT64_FORMAT, (uint64) data[i]));                    \
        }                                                                                                              \
    }

/* Whether a value of any integer type changes when it is made a target (which is signed). */
#define integer_is_outside(target, value) (((target) (value)) != (value) || (((target) (value)) < 0) != ((value) < 0))

#define DEFINE_INTEGERS(name, source)                                                                                  \
    DEFINE_INTEGER(convert_##name##_smallint, source, int16, Int16GetDatum)                                            \
    DEFINE_INTEGER(convert_##name##_integer, source, int32, Int32GetDatum)                                             \
    DEFINE_INTEGER(convert_##name##_bigint, source, int64, Int64GetDatum)

#pragma GCC diagnostic push
/* The unsigned instances ask whether a value is below zero. */
#pragma GCC diagnostic ignored "-Wtype-limits"
DEFINE_INTEGERS(int8, int8)
DEFINE_INTEGERS(uint8, uint8)
DEFINE_INTEGERS(int16, ArrowInt16)
DEFINE_INTEGERS(uint16, ArrowUint16)
DEFINE_INTEGERS(int32, ArrowInt32)
DEFINE_INTEGERS(uint32, ArrowUint32)
DEFINE_INTEGERS(int64, ArrowInt64)
DEFINE_INTEGERS(uint64, ArrowUint64)
#pragma GCC diagnostic pop

#define INTEGER_ROW(name)                                                                                              \
    {                                                                                                                  \
        convert_##name##_smallint, convert_##name##_integer, convert_##name##_bigint                                   \
    }

/* By source, in the order of ArrowKind from ARROW_INT8 on, and by target. */
static const ArrowConvert integer_conversions[8][3] = {INTEGER_ROW(int8),   INTEGER_ROW(uint8), INTEGER_ROW(int16),
                                                       INTEGER_ROW(uint16), INTEGER_ROW(int32), INTEGER_ROW(uint32),
                                                       INTEGER_ROW(int64),  INTEGER_ROW(uint64)};

static void
convert_float32_real(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const ArrowFloat32 *data = (const ArrowFloat32 *) arrow_column_data(column, start, sizeof(float));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
        values[i] = Float4GetDatum(data[i]);
}

static void
convert_float32_double(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const ArrowFloat32 *data = (const ArrowFloat32 *) arrow_column_data(column, start, sizeof(float));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
        values[i] = Float8GetDatum((double) data[i]);
}

static void
convert_float64_double(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const ArrowFloat64 *data = (const ArrowFloat64 *) arrow_column_data(column, start, sizeof(double));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
        values[i] = Float8GetDatum(data[i]);
}

/* As PostgreSQL's cast: neither to infinity nor to zero. */
static void
convert_float64_real(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const ArrowFloat64 *data = (const ArrowFloat64 *) arrow_column_data(column, start, sizeof(double));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        double value = nulls[i] ? 0 : data[i];
        float narrowed = (float) value;

        if (unlikely((isinf(narrowed) && !isinf(value)) || (narrowed == 0 && value != 0)))
            arrow_column_out_of_range(column, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, psprintf("%.17g", value));
        values[i] = Float4GetDatum(narrowed);
    }
}

ArrowConvert
arrow_fixed_plan(ArrowColumn *column)
{
    ArrowKind kind = column->format.kind;

    if (kind >= ARROW_INT8 && kind <= ARROW_UINT64)
    {
        const ArrowConvert *targets = integer_conversions[kind - ARROW_INT8];

        switch (column->type)
        {
            case INT2OID:
                return targets[0];
            case INT4OID:
                return targets[1];
            case INT8OID:
                return targets[2];
            default:
                return NULL;
        }
    }
    if (kind == ARROW_BOOLEAN && column->type == BOOLOID)
        return convert_boolean;
    if (kind == ARROW_FLOAT32 && column->type == FLOAT4OID)
        return convert_float32_real;
    if (kind == ARROW_FLOAT32 && column->type == FLOAT8OID)
        return convert_float32_double;
    if (kind == ARROW_FLOAT64 && column->type == FLOAT8OID)
        return convert_float64_double;
    if (kind == ARROW_FLOAT64 && column->type == FLOAT4OID)
        return convert_float64_real;
    return NULL;
}
