/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The numerics made from 128-bit integers against those PostgreSQL's input function makes from their decimal text.
 */
#include "postgres.h"

#include "common/pg_prng.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "../src/arrow_numeric.h"
#include "arrow_test.h"

#define SCALE_LOWEST (-6)
#define SCALE_HIGHEST 60

/* 10^exponent. */
static __int128
power(int exponent)
{
    __int128 result = 1;

    while (exponent-- > 0)
        result *= 10;
    return result;
}

/* A value of any size, often one with many zeros or nines. */
static __int128
random_unscaled(pg_prng_state *state)
{
    __int128 value = (__int128) (((unsigned __int128) pg_prng_uint64(state) << 64) | pg_prng_uint64(state));

    switch (pg_prng_uint64(state) % 8)
    {
        case 0:
            value = power(pg_prng_uint64(state) % 39) + (int) (pg_prng_uint64(state) % 3) - 1;
            break;
        case 1:
            value = value / power(pg_prng_uint64(state) % 39);
            value *= power(pg_prng_uint64(state) % 6);
            break;
        case 2:
            /* What rounds up or not by a hair. */
            value = 5 * power(pg_prng_uint64(state) % 38) - (int) (pg_prng_uint64(state) % 2);
            break;
        case 3:
            value = pg_prng_uint64(state) % 4 == 0 ? 0 : (int64) pg_prng_uint64(state);
            break;
        default:
            value >>= pg_prng_uint64(state) % 128;
            break;
    }
    return pg_prng_bool(state) ? -value : value;
}

/* The value as text, digit by digit. */
static void
format(char *text, __int128 unscaled, int scale)
{
    char digits[128];
    int count = 0;
    unsigned __int128 rest = unscaled < 0 ? -(unsigned __int128) unscaled : (unsigned __int128) unscaled;

    do
    {
        digits[count++] = '0' + (int) (rest % 10);
        rest /= 10;
    } while (rest != 0 || count <= scale);
    if (unscaled < 0)
        *text++ = '-';
    for (int i = count - 1; i >= 0; i--)
    {
        *text++ = digits[i];
        if (i == scale && i > 0)
            *text++ = '.';
    }
    for (int i = scale; i < 0; i++)
        *text++ = '0';
    *text = '\0';
}

/* What numeric_in makes of it; false where it raises an error. */
static bool
expected(const char *text, int32 typmod, Datum *numeric)
{
    MemoryContext context = CurrentMemoryContext;
    volatile bool fits = true;

    PG_TRY();
    {
        *numeric =
            DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(typmod));
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(context);
        FlushErrorState();
        fits = false;
    }
    PG_END_TRY();
    return fits;
}

/* Compares one value with and without a type modifier, and reads it back. */
static bool
check(__int128 unscaled, int scale, int32 typmod)
{
    ArrowNumericRule rule;
    char place[ARROW_NUMERIC_SIZE] __attribute__((aligned(8)));
    char text[256];
    Datum numeric = (Datum) 0;
    Size size;
    __int128 read;

    arrow_numeric_rule_init(&rule, scale, typmod);
    size = arrow_numeric_write(place, unscaled, &rule);
    format(text, unscaled, scale);
    if (!expected(text, typmod, &numeric))
        return size == 0;
    if (size == 0 || size != VARSIZE(place) || !datum_image_eq(numeric, PointerGetDatum(place), false, -1))
        return false;
    return typmod >= 0 || (arrow_numeric_read(DatumGetNumeric(numeric), scale, &read) && read == unscaled);
}

/*
 * arrow_numeric_differences(count, seed) returns bigint: how many of so many random values of each scale become
 * another numeric than PostgreSQL makes of their text.
 */
PG_FUNCTION_INFO_V1(arrow_numeric_differences);

Datum
arrow_numeric_differences(PG_FUNCTION_ARGS)
{
    int count = PG_GETARG_INT32(0);
    MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "numerics", ALLOCSET_DEFAULT_SIZES);
    MemoryContext caller = MemoryContextSwitchTo(scratch);
    int64 differences = 0;
    pg_prng_state state;

    pg_prng_seed(&state, PG_GETARG_INT32(1));
    for (int scale = SCALE_LOWEST; scale <= SCALE_HIGHEST; scale++)
    {
        for (int i = 0; i < count; i++)
        {
            __int128 unscaled = random_unscaled(&state);
            int32 precision = 1 + pg_prng_uint64(&state) % 50;
            int32 type_scale = (int32) (pg_prng_uint64(&state) % 60) - 8;

            differences += check(unscaled, scale, -1) ? 0 : 1;
            differences += check(unscaled, scale, ((precision << 16) | (type_scale & 0x7ff)) + VARHDRSZ) ? 0 : 1;
        }
        CHECK_FOR_INTERRUPTS();
        MemoryContextReset(scratch);
    }
    MemoryContextSwitchTo(caller);
    PG_RETURN_INT64(differences);
}
