/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types whose values have a fixed width in Arrow, and byte strings.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "datatype/timestamp.h"
#include "fmgr.h"
#include "utils/date.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "arrow_builder.h"
#include "arrow_numeric.h"
#include "compat.h"

#define EPOCH_DAYS (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)
#define EPOCH_MICROSECONDS ((int64) EPOCH_DAYS * USECS_PER_DAY)
#define NANOSECONDS_PER_MICROSECOND 1000
#define DECIMAL_PRECISION_LIMIT 38
#define DECIMAL_BYTES 16

#define DEFINE_APPEND(function, type, from_datum)                                                                      \
    static void function(ArrowBuilder *builder, Datum value)                                                           \
    {                                                                                                                  \
        type plain = from_datum(value);                                                                                \
                                                                                                                       \
        arrow_buffer_add(builder, &builder->values, &plain, sizeof(plain));                                            \
    }

DEFINE_APPEND(append_smallint, int16, DatumGetInt16)
DEFINE_APPEND(append_integer, int32, DatumGetInt32)
DEFINE_APPEND(append_bigint, int64, DatumGetInt64)
DEFINE_APPEND(append_real, float4, DatumGetFloat4)
DEFINE_APPEND(append_double, float8, DatumGetFloat8)
DEFINE_APPEND(append_time, int64, DatumGetTimeADT)

static void
append_date(ArrowBuilder *builder, Datum value)
{
    DateADT date = DatumGetDateADT(value);
    int32 days;

    if (DATE_IS_NOEND(date))
        days = PG_INT32_MAX;
    else if (DATE_IS_NOBEGIN(date))
        days = -PG_INT32_MAX;
    else
        days = date + EPOCH_DAYS;
    arrow_buffer_add(builder, &builder->values, &days, sizeof(days));
}

static void
append_timestamp(ArrowBuilder *builder, Datum value)
{
    Timestamp timestamp = DatumGetTimestamp(value);
    int64 microseconds;

    if (TIMESTAMP_IS_NOEND(timestamp))
        microseconds = PG_INT64_MAX;
    else if (TIMESTAMP_IS_NOBEGIN(timestamp))
        microseconds = -PG_INT64_MAX;
    /* PostgreSQL's last years are too far from 1970 for 64 bits. */
    else if (__builtin_add_overflow(timestamp, EPOCH_MICROSECONDS, &microseconds) || microseconds == PG_INT64_MAX)
        arrow_builder_unrepresentable(builder, ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
                                      "It is too far from 1970-01-01 for a count of microseconds.");
    arrow_buffer_add(builder, &builder->values, &microseconds, sizeof(microseconds));
}

static void
append_interval(ArrowBuilder *builder, Datum value)
{
    const Interval *interval = DatumGetIntervalP(value);
    struct
    {
        int32 months;
        int32 days;
        int64 nanoseconds;
    } plain = {.months = interval->month, .days = interval->day};

    /* An infinite interval of PostgreSQL 17 does not fit either. */
    if (__builtin_mul_overflow(interval->time, (int64) NANOSECONDS_PER_MICROSECOND, &plain.nanoseconds))
        arrow_builder_unrepresentable(builder, ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
                                      "Its time is too long for a count of nanoseconds.");
    arrow_buffer_add(builder, &builder->values, &plain, sizeof(plain));
}

static void
append_uuid(ArrowBuilder *builder, Datum value)
{
    arrow_buffer_add(builder, &builder->values, DatumGetPointer(value), UUID_LEN);
}

static void
append_bytea(ArrowBuilder *builder, Datum value)
{
    struct varlena *bytes = PG_DETOAST_DATUM_PACKED(value);

    arrow_buffer_add(builder, &builder->values, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
    arrow_offsets_add(builder, builder->values.used);
}

/* The scale of the decimals is kept in the state. */
static void
append_decimal(ArrowBuilder *builder, Datum value)
{
    Numeric numeric = (Numeric) PG_DETOAST_DATUM_PACKED(value);
    __int128 unscaled;

    if (!arrow_numeric_read(numeric, *(int *) builder->state, &unscaled))
        arrow_builder_unrepresentable(builder, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
                                      "NaN, infinities and numbers of more digits are not decimals.");
    arrow_buffer_add(builder, &builder->values, &unscaled, DECIMAL_BYTES);
}

/* A numeric whose modifier says that 128 bits hold it; false for any other. */
static bool
build_decimal(ArrowBuilder *builder)
{
    ArrowNumericRule rule;
    int *scale = palloc(sizeof(int));
    int precision;

    arrow_numeric_rule_init(&rule, 0, builder->typmod);
    if (rule.precision < 0)
        return false;
    /* Decimals have neither zeros before the point that are not written, nor more digits behind it than in all. */
    *scale = Max(rule.type_scale, 0);
    precision = Max(rule.type_scale < 0 ? rule.precision - rule.type_scale : rule.precision, *scale);
    if (precision > DECIMAL_PRECISION_LIMIT)
        return false;
    builder->format = psprintf("d:%d,%d", precision, *scale);
    builder->layout = ARROW_LAYOUT_FIXED;
    builder->width = DECIMAL_BYTES;
    builder->append = append_decimal;
    builder->state = scale;
    return true;
}

/*
 * Metadata of a schema are a count and then lengths and texts, in the machine's byte order. This says that 16 bytes are
 * Arrow's canonical extension type for UUIDs; readers that do not know it see the bytes.
 */
static const struct
{
    int32 count;
    int32 key_length;
    char key[20];
    int32 value_length;
    char value[10];
} uuid_extension = {1, 20, "ARROW:extension:name", 10, "arrow.uuid"};

bool
arrow_scalar_build(ArrowBuilder *builder)
{
    static const struct
    {
        Oid type;
        ArrowLayout layout;
        int width;
        const char *format;
        ArrowAppend append;
    } scalars[] = {{BOOLOID, ARROW_LAYOUT_BITS, 0, "b", NULL},
                   {INT2OID, ARROW_LAYOUT_FIXED, 2, "s", append_smallint},
                   {INT4OID, ARROW_LAYOUT_FIXED, 4, "i", append_integer},
                   {INT8OID, ARROW_LAYOUT_FIXED, 8, "l", append_bigint},
                   {FLOAT4OID, ARROW_LAYOUT_FIXED, 4, "f", append_real},
                   {FLOAT8OID, ARROW_LAYOUT_FIXED, 8, "g", append_double},
                   {DATEOID, ARROW_LAYOUT_FIXED, 4, "tdD", append_date},
                   {TIMEOID, ARROW_LAYOUT_FIXED, 8, "ttu", append_time},
                   {TIMESTAMPOID, ARROW_LAYOUT_FIXED, 8, "tsu:", append_timestamp},
                   {TIMESTAMPTZOID, ARROW_LAYOUT_FIXED, 8, "tsu:UTC", append_timestamp},
                   {INTERVALOID, ARROW_LAYOUT_FIXED, 16, "tin", append_interval},
                   {UUIDOID, ARROW_LAYOUT_FIXED, UUID_LEN, "w:16", append_uuid},
                   {BYTEAOID, ARROW_LAYOUT_VARIABLE, 0, "z", append_bytea}};

    if (builder->type == NUMERICOID)
        return build_decimal(builder);
    if (builder->type == UUIDOID)
        builder->metadata = (const char *) &uuid_extension;
    for (int i = 0; i < lengthof(scalars); i++)
    {
        if (scalars[i].type == builder->type)
        {
            builder->layout = scalars[i].layout;
            builder->width = scalars[i].width;
            builder->format = scalars[i].format;
            builder->append = scalars[i].append;
            return true;
        }
    }
    return false;
}
