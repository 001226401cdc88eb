/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates, times, timestamps and intervals.
 *
 * PostgreSQL counts microseconds from 2000-01-01, Arrow counts in a unit from 1970-01-01. Nanoseconds are cut off
 * towards minus infinity, so that order is kept and a value never moves to the next day.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "datatype/timestamp.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

#include "arrow_column.h"

#define EPOCH_DAYS (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)
#define EPOCH_MICROSECONDS ((int64) EPOCH_DAYS * USECS_PER_DAY)
#define NANOSECONDS_PER_MICROSECOND 1000

/* Division rounding towards minus infinity. */
static inline int64
floor_divide(int64 value, int64 divisor)
{
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

static void
convert_date(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    const ArrowInt32 *data = (const ArrowInt32 *) arrow_column_data(column, start, sizeof(int32));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        int32 days = nulls[i] ? 0 : data[i];
        int64 date = (int64) days - EPOCH_DAYS;

        if (unlikely(!IS_VALID_DATE(date)))
        {
            if (days == PG_INT32_MAX)
                date = DATEVAL_NOEND;
            else if (days == -PG_INT32_MAX)
                date = DATEVAL_NOBEGIN;
            else
                arrow_column_out_of_range(column, ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
                                          psprintf("(%d days after 1970-01-01)", days));
        }
        values[i] = DateADTGetDatum((DateADT) date);
    }
}

/* Rounds to the precision of a type modifier, by PostgreSQL's own function. */
static void
apply_precision(const ArrowColumn *column, PGFunction scale, int count, Datum *values, const bool *nulls)
{
    if (column->typmod < 0)
        return;
    for (int i = 0; i < count; i++)
    {
        if (!nulls[i])
            values[i] = DirectFunctionCall2(scale, values[i], Int32GetDatum(column->typmod));
    }
}

/* The name of a unit, for messages. */
static const char *
unit_name(ArrowUnit unit)
{
    static const char *const names[] = {"seconds", "milliseconds", "microseconds", "nanoseconds"};

    return names[unit];
}

/* Microseconds of a count of units; false where they do not fit. */
static inline bool
to_microseconds(int64 value, ArrowUnit unit, int64 *microseconds)
{
    switch (unit)
    {
        case ARROW_SECONDS:
            return !__builtin_mul_overflow(value, USECS_PER_SEC, microseconds);
        case ARROW_MILLISECONDS:
            return !__builtin_mul_overflow(value, INT64CONST(1000), microseconds);
        case ARROW_NANOSECONDS:
            *microseconds = floor_divide(value, NANOSECONDS_PER_MICROSECOND);
            return true;
        default:
            *microseconds = value;
            return true;
    }
}

static void
convert_time(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    ArrowUnit unit = column->format.unit;
    bool is_narrow = unit == ARROW_SECONDS || unit == ARROW_MILLISECONDS;
    const char *data = arrow_column_data(column, start, is_narrow ? sizeof(int32) : sizeof(int64));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        int64 value;
        int64 microseconds;

        if (nulls[i])
            value = 0;
        else
            value = is_narrow ? ((const ArrowInt32 *) data)[i] : ((const ArrowInt64 *) data)[i];
        /* 24:00:00 is a time in PostgreSQL. */
        if (unlikely(!to_microseconds(value, unit, &microseconds) || microseconds < 0 || microseconds > USECS_PER_DAY))
            arrow_column_out_of_range(column, ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
                                      psprintf("(" INT64_FORMAT " %s after midnight)", value, unit_name(unit)));
        values[i] = TimeADTGetDatum(microseconds);
    }
    apply_precision(column, time_scale, count, values, nulls);
}

/* ERROR: a timestamp does not exist in PostgreSQL. */
static void
report_timestamp(const ArrowColumn *column, int64 value)
{
    arrow_column_out_of_range(
        column, ERRCODE_DATETIME_VALUE_OUT_OF_RANGE,
        psprintf("(" INT64_FORMAT " %s after 1970-01-01)", value, unit_name(column->format.unit)));
}

/*
 * The count of units since 1970 as PostgreSQL's timestamp; false where there is none. The epoch is moved before the
 * unit is, because PostgreSQL's last years are too far from 1970 for a count of microseconds.
 */
static inline bool
since_2000(int64 value, ArrowUnit unit, Timestamp *timestamp)
{
    const int64 epoch_seconds = EPOCH_MICROSECONDS / USECS_PER_SEC;
    int64 moved;

    switch (unit)
    {
        case ARROW_SECONDS:
            return !__builtin_sub_overflow(value, epoch_seconds, &moved) && to_microseconds(moved, unit, timestamp);
        case ARROW_MILLISECONDS:
            return !__builtin_sub_overflow(value, epoch_seconds * 1000, &moved) &&
                   to_microseconds(moved, unit, timestamp);
        case ARROW_NANOSECONDS:
            *timestamp = floor_divide(value, NANOSECONDS_PER_MICROSECOND) - EPOCH_MICROSECONDS;
            return true;
        default:
            return !__builtin_sub_overflow(value, EPOCH_MICROSECONDS, timestamp);
    }
}

/* Timestamps of any unit, with a zone or without: with one, they are in UTC, as PostgreSQL's are. */
static pg_attribute_always_inline void
convert_timestamp(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls, ArrowUnit unit)
{
    const ArrowInt64 *data = (const ArrowInt64 *) arrow_column_data(column, start, sizeof(int64));

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        int64 value = nulls[i] ? 0 : data[i];
        Timestamp timestamp;

        if (unlikely(value == PG_INT64_MAX))
            timestamp = DT_NOEND;
        else if (unlikely(value == -PG_INT64_MAX))
            timestamp = DT_NOBEGIN;
        else if (unlikely(!since_2000(value, unit, &timestamp) || !IS_VALID_TIMESTAMP(timestamp)))
            report_timestamp(column, value);
        values[i] = TimestampGetDatum(timestamp);
    }
    apply_precision(column, column->type == TIMESTAMPOID ? timestamp_scale : timestamptz_scale, count, values, nulls);
}

#define DEFINE_TIMESTAMP(function, unit)                                                                               \
    static void function(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)                      \
    {                                                                                                                  \
        convert_timestamp(column, start, count, values, nulls, unit);                                                  \
    }

DEFINE_TIMESTAMP(convert_timestamp_seconds, ARROW_SECONDS)
DEFINE_TIMESTAMP(convert_timestamp_milliseconds, ARROW_MILLISECONDS)
DEFINE_TIMESTAMP(convert_timestamp_microseconds, ARROW_MICROSECONDS)
DEFINE_TIMESTAMP(convert_timestamp_nanoseconds, ARROW_NANOSECONDS)

static void
convert_interval(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    Interval *intervals = (Interval *) arrow_arena_allocate(column->arena, (Size) count * sizeof(Interval));
    ArrowKind kind = column->format.kind;
    int width = kind == ARROW_INTERVAL_MONTHS ? 4 : (kind == ARROW_INTERVAL_DAYS ? 8 : 16);
    const char *data = arrow_column_data(column, start, width);

    arrow_column_nulls(column, start, count, nulls);
    memset(intervals, 0, count * sizeof(Interval));
    for (int i = 0; i < count; i++, data += width)
    {
        values[i] = IntervalPGetDatum(&intervals[i]);
        if (nulls[i])
            continue;
        switch (kind)
        {
            case ARROW_INTERVAL_MONTHS:
                intervals[i].month = *(const ArrowInt32 *) data;
                break;
            case ARROW_INTERVAL_DAYS:
                intervals[i].day = *(const ArrowInt32 *) data;
                intervals[i].time = (int64) * (const ArrowInt32 *) (data + 4) * 1000;
                break;
            default:
                intervals[i].month = *(const ArrowInt32 *) data;
                intervals[i].day = *(const ArrowInt32 *) (data + 4);
                intervals[i].time = floor_divide(*(const ArrowInt64 *) (data + 8), NANOSECONDS_PER_MICROSECOND);
                break;
        }
    }
    if (column->typmod >= 0)
    {
        MemoryContext caller = MemoryContextSwitchTo(arrow_arena_scratch(column->arena));

        apply_precision(column, interval_scale, count, values, nulls);
        MemoryContextSwitchTo(caller);
    }
}

ArrowConvert
arrow_temporal_plan(ArrowColumn *column)
{
    static const ArrowConvert timestamps[] = {convert_timestamp_seconds, convert_timestamp_milliseconds,
                                              convert_timestamp_microseconds, convert_timestamp_nanoseconds};

    switch (column->format.kind)
    {
        case ARROW_DATE_DAYS:
            return column->type == DATEOID ? convert_date : NULL;
        case ARROW_TIME:
            return column->type == TIMEOID ? convert_time : NULL;
        case ARROW_TIMESTAMP:
            return column->type == (column->format.has_zone ? TIMESTAMPTZOID : TIMESTAMPOID)
                       ? timestamps[column->format.unit]
                       : NULL;
        case ARROW_INTERVAL_MONTHS:
        case ARROW_INTERVAL_DAYS:
        case ARROW_INTERVAL_MONTH_DAY_NANO:
            return column->type == INTERVALOID ? convert_interval : NULL;
        default:
            return NULL;
    }
}
