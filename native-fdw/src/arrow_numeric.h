/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL's numeric, written and read in its stored form without a detour over text.
 *
 * The stored form is a varlena of base-10000 digits behind a header of two bytes (display scale up to 63, weight from
 * -64 to 63) or of four. numeric.c keeps it to itself, but it is the on-disk form and so cannot change.
 */
#ifndef ARROW_NUMERIC_H
#define ARROW_NUMERIC_H

#include "postgres.h"

#include "utils/numeric.h"

/* More than any numeric made here needs: header, weight and the digits of 128 bits. */
#define ARROW_NUMERIC_SIZE 48

/* What is palloc'd is aligned to 8 bytes only, whereas the compiler takes 16 for granted unless told. */
typedef unsigned __int128 ArrowUnscaled __attribute__((aligned(MAXIMUM_ALIGNOF)));

/* What a type modifier does to an unscaled value, worked out once. */
typedef struct ArrowNumericRule
{
    int scale;             /* of the values as they come: value = unscaled / 10^scale */
    int precision;         /* of the type modifier, or -1 where there is none */
    int type_scale;        /* of the type modifier; may be negative */
    int display_scale;     /* of the result */
    int kept_scale;        /* after rounding */
    bool becomes_zero;     /* everything is rounded away */
    ArrowUnscaled divisor; /* rounds the unscaled value; 1 for no rounding */
    ArrowUnscaled limit;   /* the rounded unscaled value has to be below; 0 for no limit */
    uint64 plain_limit;    /* magnitudes below it need no rounding and fit; 0 where that cannot be said */
    uint64 plain_unit;     /* makes such a magnitude a multiple of the lowest digit's unit */
    int plain_weight;      /* of the lowest digit */
    uint16 plain_header;   /* without weight and sign */
} ArrowNumericRule;

/* The rule for values of a scale under a type modifier (-1 for none). */
extern void arrow_numeric_rule_init(ArrowNumericRule *rule, int scale, int32 typmod);

/*
 * Writes the numeric of an unscaled value to a place of ARROW_NUMERIC_SIZE bytes aligned for int32, and returns its
 * size; 0 where it exceeds the precision.
 */
extern Size arrow_numeric_write(char *place, __int128 unscaled, const ArrowNumericRule *rule);

/*
 * Reads a numeric as an unscaled value of that scale. False where it is not finite, has digits behind the scale, or
 * needs more than 128 bits. May palloc where the numeric is toasted or packed.
 */
extern bool arrow_numeric_read(Numeric numeric, int scale, __int128 *unscaled);

#endif /* ARROW_NUMERIC_H */
