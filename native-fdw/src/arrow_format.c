/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "arrow_format.h"

#define DECIMAL_DEFAULT_BITS 128

/* Reads a decimal number and moves *text behind it; false where there is none that fits an int. */
static bool
parse_number(const char **text, int *number)
{
    char *end;
    long value;

    if (**text != '-' && (**text < '0' || **text > '9'))
        return false;
    errno = 0;
    value = strtol(*text, &end, 10);
    if (end == *text || errno != 0 || value < PG_INT32_MIN || value > PG_INT32_MAX)
        return false;
    *text = end;
    *number = (int) value;
    return true;
}

/* Reads the unit letter of a time or a timestamp; false where there is none. */
static bool
parse_unit(char letter, ArrowUnit *unit)
{
    switch (letter)
    {
        case 's':
            *unit = ARROW_SECONDS;
            return true;
        case 'm':
            *unit = ARROW_MILLISECONDS;
            return true;
        case 'u':
            *unit = ARROW_MICROSECONDS;
            return true;
        case 'n':
            *unit = ARROW_NANOSECONDS;
            return true;
        default:
            return false;
    }
}

/* d:precision,scale or d:precision,scale,bits */
static void
parse_decimal(const char *text, ArrowFormat *format)
{
    int bits = DECIMAL_DEFAULT_BITS;

    if (!parse_number(&text, &format->precision) || *text++ != ',' || !parse_number(&text, &format->scale))
        return;
    if (*text == ',')
    {
        text++;
        if (!parse_number(&text, &bits))
            return;
    }
    if (*text != '\0' || (bits != 32 && bits != 64 && bits != 128 && bits != 256))
        return;
    format->width = bits / 8;
    format->kind = ARROW_DECIMAL;
}

/* A positive number at the end of the format: w:n and +w:n */
static void
parse_width(const char *text, ArrowKind kind, ArrowFormat *format)
{
    if (parse_number(&text, &format->width) && *text == '\0' && format->width >= 0)
        format->kind = kind;
}

/* tdD, ttX, tsX:zone, tiX */
static void
parse_temporal(const char *text, ArrowFormat *format)
{
    switch (text[0])
    {
        case 'd':
            if (strcmp(text, "dD") == 0)
                format->kind = ARROW_DATE_DAYS;
            break;
        case 't':
            if (parse_unit(text[1], &format->unit) && text[2] == '\0')
                format->kind = ARROW_TIME;
            break;
        case 's':
            if (parse_unit(text[1], &format->unit) && text[2] == ':')
            {
                format->has_zone = text[3] != '\0';
                format->kind = ARROW_TIMESTAMP;
            }
            break;
        case 'i':
            if (strcmp(text, "iM") == 0)
                format->kind = ARROW_INTERVAL_MONTHS;
            else if (strcmp(text, "iD") == 0)
                format->kind = ARROW_INTERVAL_DAYS;
            else if (strcmp(text, "in") == 0)
                format->kind = ARROW_INTERVAL_MONTH_DAY_NANO;
            break;
        default:
            break;
    }
}

/* The nested formats, without their leading plus sign. */
static void
parse_nested(const char *text, ArrowFormat *format)
{
    if (strcmp(text, "l") == 0)
        format->kind = ARROW_LIST;
    else if (strcmp(text, "L") == 0)
        format->kind = ARROW_LARGE_LIST;
    else if (strcmp(text, "m") == 0)
        format->kind = ARROW_MAP;
    else if (strcmp(text, "s") == 0)
        format->kind = ARROW_STRUCT;
    else if (text[0] == 'w' && text[1] == ':')
        parse_width(text + 2, ARROW_FIXED_LIST, format);
}

ArrowFormat
arrow_format_parse(const char *text)
{
    /* The formats of one letter, with their kinds at the same place. */
    static const char letters[] = "nbcCsSiIlLfguUzZ";
    static const ArrowKind kinds[] = {ARROW_NULL,  ARROW_BOOLEAN,    ARROW_INT8,    ARROW_UINT8,
                                      ARROW_INT16, ARROW_UINT16,     ARROW_INT32,   ARROW_UINT32,
                                      ARROW_INT64, ARROW_UINT64,     ARROW_FLOAT32, ARROW_FLOAT64,
                                      ARROW_UTF8,  ARROW_LARGE_UTF8, ARROW_BINARY,  ARROW_LARGE_BINARY};
    ArrowFormat format = {.kind = ARROW_OTHER};

    if (text == NULL || text[0] == '\0')
        return format;
    if (text[1] == '\0')
    {
        const char *letter = strchr(letters, text[0]);

        if (letter != NULL)
            format.kind = kinds[letter - letters];
    }
    else if (strcmp(text, "vu") == 0)
        format.kind = ARROW_UTF8_VIEW;
    else if (strcmp(text, "vz") == 0)
        format.kind = ARROW_BINARY_VIEW;
    else if (strncmp(text, "w:", 2) == 0)
        parse_width(text + 2, ARROW_FIXED_BINARY, &format);
    else if (strncmp(text, "d:", 2) == 0)
        parse_decimal(text + 2, &format);
    else if (text[0] == 't')
        parse_temporal(text + 1, &format);
    else if (text[0] == '+')
        parse_nested(text + 1, &format);
    return format;
}

bool
arrow_format_is_text(const ArrowFormat *format)
{
    return format->kind == ARROW_UTF8 || format->kind == ARROW_LARGE_UTF8 || format->kind == ARROW_UTF8_VIEW;
}

bool
arrow_format_is_binary(const ArrowFormat *format)
{
    return format->kind == ARROW_BINARY || format->kind == ARROW_LARGE_BINARY || format->kind == ARROW_BINARY_VIEW ||
           format->kind == ARROW_FIXED_BINARY;
}

bool
arrow_format_is_list(const ArrowFormat *format)
{
    return format->kind == ARROW_LIST || format->kind == ARROW_LARGE_LIST || format->kind == ARROW_FIXED_LIST ||
           format->kind == ARROW_MAP;
}

int
arrow_format_buffer_count(const ArrowFormat *format)
{
    switch (format->kind)
    {
        case ARROW_NULL:
            return 0;
        case ARROW_STRUCT:
        case ARROW_FIXED_LIST:
            return 1;
        case ARROW_UTF8:
        case ARROW_LARGE_UTF8:
        case ARROW_BINARY:
        case ARROW_LARGE_BINARY:
            return 3;
        case ARROW_UTF8_VIEW:
        case ARROW_BINARY_VIEW:
        case ARROW_OTHER:
            return -1;
        default:
            return 2;
    }
}

int
arrow_format_child_count(const ArrowFormat *format)
{
    if (arrow_format_is_list(format))
        return 1;
    return format->kind == ARROW_STRUCT || format->kind == ARROW_OTHER ? -1 : 0;
}
