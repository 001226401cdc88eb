/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "arrow_numeric.h"
#include "compat.h"

typedef unsigned __int128 Uint128;

#define DIGIT_BASE 10000
#define DIGIT_POWER 4

/* The header, as stored. */
#define SIGN_MASK 0xC000
#define SIGN_NEGATIVE 0x4000
#define FORM_SHORT 0x8000
#define FORM_SPECIAL 0xC000
#define SHORT_NEGATIVE 0x2000
#define SHORT_SCALE_SHIFT 7
#define SHORT_SCALE_LIMIT 63
#define SHORT_WEIGHT_MASK 0x007F
#define SHORT_WEIGHT_SIGN 0x0040
#define SHORT_WEIGHT_LOWEST (-64)
#define SHORT_WEIGHT_HIGHEST 63
#define LONG_SCALE_MASK 0x3FFF

/* 128 bits have at most 39 decimal digits, which span at most 11 groups of four. */
#define DIGITS_LIMIT 11
#define POWER_LIMIT 38

static const uint64 small_powers[] = {UINT64CONST(1),
                                      UINT64CONST(10),
                                      UINT64CONST(100),
                                      UINT64CONST(1000),
                                      UINT64CONST(10000),
                                      UINT64CONST(100000),
                                      UINT64CONST(1000000),
                                      UINT64CONST(10000000),
                                      UINT64CONST(100000000),
                                      UINT64CONST(1000000000),
                                      UINT64CONST(10000000000),
                                      UINT64CONST(100000000000),
                                      UINT64CONST(1000000000000),
                                      UINT64CONST(10000000000000),
                                      UINT64CONST(100000000000000),
                                      UINT64CONST(1000000000000000),
                                      UINT64CONST(10000000000000000),
                                      UINT64CONST(100000000000000000),
                                      UINT64CONST(1000000000000000000),
                                      UINT64CONST(10000000000000000000)};

/* 10^exponent, for 0 <= exponent <= POWER_LIMIT. */
static Uint128
power_of_ten(int exponent)
{
    return exponent <= 19 ? small_powers[exponent] : (Uint128) small_powers[19] * small_powers[exponent - 19];
}

/* The most base-10000 digits of 64 bits. */
#define PLAIN_DIGITS 5

/* Works out for which magnitudes write_plain() will do; see there. */
static void
find_plain_limit(ArrowNumericRule *rule)
{
    int shift = (int) ((unsigned) -rule->kept_scale & (DIGIT_POWER - 1));

    rule->plain_limit = 0;
    rule->plain_unit = small_powers[shift];
    rule->plain_weight = (-rule->kept_scale - shift) / DIGIT_POWER;
    rule->plain_header = (uint16) (FORM_SHORT | (rule->display_scale << SHORT_SCALE_SHIFT));
    if (rule->divisor != 1 || rule->becomes_zero || rule->display_scale > SHORT_SCALE_LIMIT ||
        rule->plain_weight < SHORT_WEIGHT_LOWEST || rule->plain_weight + PLAIN_DIGITS > SHORT_WEIGHT_HIGHEST)
        return;
    rule->plain_limit = PG_UINT64_MAX / rule->plain_unit;
    if (rule->limit != 0 && rule->limit < rule->plain_limit)
        rule->plain_limit = (uint64) rule->limit;
}

void
arrow_numeric_rule_init(ArrowNumericRule *rule, int scale, int32 typmod)
{
    int integral_digits;

    rule->scale = scale;
    rule->precision = -1;
    rule->type_scale = 0;
    rule->kept_scale = scale;
    rule->display_scale = Max(scale, 0);
    rule->becomes_zero = false;
    rule->divisor = 1;
    rule->limit = 0;
    if (typmod < (int32) VARHDRSZ)
    {
        find_plain_limit(rule);
        return;
    }

    rule->precision = ((typmod - VARHDRSZ) >> 16) & 0xffff;
    /* The scale is an 11-bit two's complement number. */
    rule->type_scale = (((typmod - VARHDRSZ) & 0x7ff) ^ 1024) - 1024;
    rule->display_scale = Max(rule->type_scale, 0);
    if (scale > rule->type_scale)
    {
        rule->kept_scale = rule->type_scale;
        /* The largest unscaled value is below 10^39 / 2, so it is below half of the unit. */
        if (scale - rule->type_scale > POWER_LIMIT)
            rule->becomes_zero = true;
        else
            rule->divisor = power_of_ten(scale - rule->type_scale);
    }
    integral_digits = rule->precision - rule->type_scale + rule->kept_scale;
    if (integral_digits <= 0)
        rule->limit = 1;
    else if (integral_digits <= POWER_LIMIT)
        rule->limit = power_of_ten(integral_digits);
    find_plain_limit(rule);
}

/* Takes four groups of the lowest 16 decimal digits, all of them. */
static inline int16 *
take_sixteen(uint64 value, int16 *digit)
{
    uint32 low = value % 100000000;
    uint32 high = value / 100000000;

    *digit++ = low % DIGIT_BASE;
    *digit++ = low / DIGIT_BASE;
    *digit++ = high % DIGIT_BASE;
    *digit++ = high / DIGIT_BASE;
    return digit;
}

/*
 * Splits a magnitude into base-10000 digits, the least significant first, and returns how many. The unit of the
 * magnitude is 10^shift times that of the lowest digit.
 */
static inline int
split_digits(Uint128 magnitude, int shift, int16 *digits)
{
    int16 *digit = digits;
    uint64 rest;

    if (magnitude <= PG_UINT64_MAX)
    {
        rest = (uint64) magnitude;
        /* A multiplication could overflow here, so the lowest digit is cut off first. Constants divide faster. */
        switch (shift)
        {
            case 1:
                *digit++ = rest % 1000 * 10;
                rest /= 1000;
                break;
            case 2:
                *digit++ = rest % 100 * 100;
                rest /= 100;
                break;
            case 3:
                *digit++ = rest % 10 * 1000;
                rest /= 10;
                break;
            default:
                break;
        }
    }
    else
    {
        *digit++ = (int16) (uint64) (magnitude % small_powers[DIGIT_POWER - shift]) * small_powers[shift];
        magnitude /= small_powers[DIGIT_POWER - shift];
        while (magnitude > PG_UINT64_MAX)
        {
            digit = take_sixteen((uint64) (magnitude % small_powers[16]), digit);
            magnitude /= small_powers[16];
        }
        rest = (uint64) magnitude;
    }
    while (rest >= small_powers[16])
    {
        digit = take_sixteen(rest % small_powers[16], digit);
        rest /= small_powers[16];
    }
    /* 32-bit divisions are the cheaper ones. */
    while (rest > PG_UINT32_MAX)
    {
        *digit++ = rest % DIGIT_BASE;
        rest /= DIGIT_BASE;
    }
    for (uint32 small = (uint32) rest; small != 0; small /= DIGIT_BASE)
        *digit++ = small % DIGIT_BASE;
    return digit - digits;
}

/*
 * Writes what is by far the most frequent: a magnitude of 64 bits that fits as it is. Copies a fixed number of digits,
 * whatever is behind them, which is quicker than to count.
 */
static inline Size
write_plain(char *place, uint64 magnitude, bool negative, const ArrowNumericRule *rule)
{
    int16 digits[2 * PLAIN_DIGITS] = {0};
    int16 *end = digits + PLAIN_DIGITS;
    int16 *first = end;
    uint64 rest = magnitude * rule->plain_unit;
    uint16 header = rule->plain_header;
    Size size;

    /* 32-bit divisions are the cheaper ones. */
    for (; rest > PG_UINT32_MAX; rest /= DIGIT_BASE)
        *--first = (int16) (rest % DIGIT_BASE);
    for (uint32 small = (uint32) rest; small != 0; small /= DIGIT_BASE)
        *--first = (int16) (small % DIGIT_BASE);
    if (first < end)
    {
        header |= (uint16) (rule->plain_weight + (end - first) - 1) & SHORT_WEIGHT_MASK;
        if (negative)
            header |= SHORT_NEGATIVE;
        /* Ends, since the first digit is not 0. */
        while (end[-1] == 0)
            end--;
    }
    size = VARHDRSZ + sizeof(header) + (end - first) * sizeof(int16);
    SET_VARSIZE(place, size);
    memcpy(place + VARHDRSZ, &header, sizeof(header));
    memcpy(place + VARHDRSZ + sizeof(header), first, PLAIN_DIGITS * sizeof(int16));
    return size;
}

Size
arrow_numeric_write(char *place, __int128 unscaled, const ArrowNumericRule *rule)
{
    bool negative = unscaled < 0;
    Uint128 magnitude = negative ? -(Uint128) unscaled : (Uint128) unscaled;
    int16 digits[DIGITS_LIMIT + DIGIT_POWER];
    int16 *lowest = digits;
    int count;
    int weight;
    int shift;
    char *end;

    if (magnitude < rule->plain_limit)
        return write_plain(place, (uint64) magnitude, negative, rule);
    if (rule->divisor != 1)
    {
        Uint128 quotient;
        Uint128 remainder;

        if (magnitude <= PG_UINT64_MAX && rule->divisor <= PG_UINT64_MAX)
        {
            quotient = (uint64) magnitude / (uint64) rule->divisor;
            remainder = (uint64) magnitude % (uint64) rule->divisor;
        }
        else
        {
            quotient = magnitude / rule->divisor;
            remainder = magnitude % rule->divisor;
        }
        /* Half away from zero. */
        magnitude = quotient + (remainder >= rule->divisor - remainder ? 1 : 0);
    }
    if (rule->becomes_zero)
        magnitude = 0;
    if (rule->limit != 0 && magnitude >= rule->limit)
        return 0;

    /* The unit is 10^-kept_scale; the lowest digit's is the next power of 10000 that is not above. */
    shift = (int) ((unsigned) -rule->kept_scale & (DIGIT_POWER - 1));
    count = split_digits(magnitude, shift, digits);
    weight = (-rule->kept_scale - shift) / DIGIT_POWER + count - 1;
    while (count > 0 && digits[count - 1] == 0)
    {
        count--;
        weight--;
    }
    while (count > 0 && *lowest == 0)
    {
        lowest++;
        count--;
    }
    if (count == 0)
    {
        weight = 0;
        negative = false;
    }

    end = place + VARHDRSZ;
    if (rule->display_scale <= SHORT_SCALE_LIMIT && weight >= SHORT_WEIGHT_LOWEST && weight <= SHORT_WEIGHT_HIGHEST)
    {
        uint16 header = FORM_SHORT | (negative ? SHORT_NEGATIVE : 0) | (rule->display_scale << SHORT_SCALE_SHIFT) |
                        (weight & SHORT_WEIGHT_MASK);

        memcpy(end, &header, sizeof(header));
        end += sizeof(header);
    }
    else
    {
        uint16 header[2] = {(negative ? SIGN_NEGATIVE : 0) | (rule->display_scale & LONG_SCALE_MASK),
                            (uint16) (int16) weight};

        memcpy(end, header, sizeof(header));
        end += sizeof(header);
    }
    for (int i = count - 1; i >= 0; i--)
    {
        memcpy(end, &lowest[i], sizeof(int16));
        end += sizeof(int16);
    }
    SET_VARSIZE(place, end - place);
    return end - place;
}

/* The digits of most numbers make up one 64-bit word. The unit of the last one is 10^exponent. */
static inline bool
read_small(const char *digits, int count, int exponent, Uint128 *magnitude)
{
    uint64 word = 0;

    if (count > 4 || exponent < -(DIGIT_POWER - 1) || exponent > 19)
        return false;
    for (int i = 0; i < count; i++)
    {
        int16 digit;

        memcpy(&digit, digits + i * sizeof(int16), sizeof(digit));
        word = word * DIGIT_BASE + digit;
    }
    if (exponent >= 0)
        *magnitude = (Uint128) word * small_powers[exponent];
    else if (word % small_powers[-exponent] == 0)
        *magnitude = word / small_powers[-exponent];
    else
        return false;
    return true;
}

bool
arrow_numeric_read(Numeric numeric, int scale, __int128 *unscaled)
{
    const char *data = VARDATA_ANY(numeric);
    int size = VARSIZE_ANY_EXHDR(numeric);
    uint16 header;
    int16 digit;
    int weight;
    int count;
    bool negative;
    Uint128 magnitude = 0;

    memcpy(&header, data, sizeof(header));
    if ((header & SIGN_MASK) == FORM_SPECIAL)
        return false;
    if ((header & SIGN_MASK) == FORM_SHORT)
    {
        negative = (header & SHORT_NEGATIVE) != 0;
        weight = header & SHORT_WEIGHT_MASK;
        if (weight & SHORT_WEIGHT_SIGN)
            weight -= SHORT_WEIGHT_MASK + 1;
        data += sizeof(header);
        size -= sizeof(header);
    }
    else
    {
        int16 stored;

        negative = (header & SIGN_MASK) == SIGN_NEGATIVE;
        memcpy(&stored, data + sizeof(header), sizeof(stored));
        weight = stored;
        data += 2 * sizeof(header);
        size -= 2 * sizeof(header);
    }
    count = size / (int) sizeof(int16);
    if (read_small(data, count, (weight - count + 1) * DIGIT_POWER + scale, &magnitude))
    {
        *unscaled = negative ? -(__int128) magnitude : (__int128) magnitude;
        return true;
    }

    /* Digit by digit from the highest: each stands for 10^exponent units. */
    for (int i = 0; i < count; i++)
    {
        int exponent = (weight - i) * DIGIT_POWER + scale;
        Uint128 units;

        memcpy(&digit, data + i * sizeof(int16), sizeof(digit));
        if (digit == 0)
            continue;
        if (exponent < 0)
        {
            if (exponent <= -DIGIT_POWER || digit % small_powers[-exponent] != 0)
                return false;
            units = digit / small_powers[-exponent];
        }
        else if (exponent > POWER_LIMIT || __builtin_mul_overflow(power_of_ten(exponent), (Uint128) digit, &units))
            return false;
        if (__builtin_add_overflow(magnitude, units, &magnitude))
            return false;
    }
    if (magnitude > ((Uint128) 1 << 127) - (negative ? 0 : 1))
        return false;
    *unscaled = negative ? (__int128) -magnitude : (__int128) magnitude;
    return true;
}
