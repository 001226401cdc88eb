/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The format strings of the Arrow C Data Interface, parsed.
 */
#ifndef ARROW_FORMAT_H
#define ARROW_FORMAT_H

#include "postgres.h"

typedef enum ArrowKind
{
    ARROW_NULL,
    ARROW_BOOLEAN,
    ARROW_INT8,
    ARROW_UINT8,
    ARROW_INT16,
    ARROW_UINT16,
    ARROW_INT32,
    ARROW_UINT32,
    ARROW_INT64,
    ARROW_UINT64,
    ARROW_FLOAT32,
    ARROW_FLOAT64,
    ARROW_DECIMAL,
    ARROW_UTF8,
    ARROW_LARGE_UTF8,
    ARROW_UTF8_VIEW,
    ARROW_BINARY,
    ARROW_LARGE_BINARY,
    ARROW_BINARY_VIEW,
    ARROW_FIXED_BINARY,
    ARROW_DATE_DAYS,
    ARROW_TIME,
    ARROW_TIMESTAMP,
    ARROW_INTERVAL_MONTHS,
    ARROW_INTERVAL_DAYS,
    ARROW_INTERVAL_MONTH_DAY_NANO,
    ARROW_LIST,
    ARROW_LARGE_LIST,
    ARROW_FIXED_LIST,
    ARROW_MAP,
    ARROW_STRUCT,
    /* A format of the specification, or of a later one, that nothing here reads. */
    ARROW_OTHER
} ArrowKind;

typedef enum ArrowUnit
{
    ARROW_SECONDS,
    ARROW_MILLISECONDS,
    ARROW_MICROSECONDS,
    ARROW_NANOSECONDS
} ArrowUnit;

typedef struct ArrowFormat
{
    ArrowKind kind;
    ArrowUnit unit; /* of times and timestamps */
    bool has_zone;  /* of timestamps */
    int precision;  /* of decimals */
    int scale;      /* of decimals; may be negative */
    int width;      /* bytes of a decimal or of a fixed-size binary, elements of a fixed-size list */
} ArrowFormat;

/* Parses a format string; what is not understood comes back as ARROW_OTHER. Allocates nothing. */
extern ArrowFormat arrow_format_parse(const char *text);

/* Whether the values are texts, of whatever layout. */
extern bool arrow_format_is_text(const ArrowFormat *format);

/* Whether the values are byte strings that are not texts, of whatever layout. */
extern bool arrow_format_is_binary(const ArrowFormat *format);

/* Whether the values are lists, a map being a list of its entries. */
extern bool arrow_format_is_list(const ArrowFormat *format);

/* How many buffers an array of this format has; -1 where the number varies. */
extern int arrow_format_buffer_count(const ArrowFormat *format);

/* How many children an array of this format has; -1 where the number varies. */
extern int arrow_format_child_count(const ArrowFormat *format);

#endif /* ARROW_FORMAT_H */
