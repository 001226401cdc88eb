/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One column of a batch, or a part of a nested one, on its way into Datums. Internal to arrow_reader_*.c.
 */
#ifndef ARROW_COLUMN_H
#define ARROW_COLUMN_H

#include "postgres.h"

#include "arrow_abi.h"
#include "arrow_arena.h"
#include "arrow_format.h"
#include "compat.h"

#if SIZEOF_DATUM != 8
#error "icebridge needs a 64-bit platform"
#endif

typedef __int128 ArrowInt128;
typedef unsigned __int128 ArrowUint128;

/*
 * Buffers ought to be aligned to their type, but the specification only recommends it, so values are read through
 * types that promise no alignment. That costs nothing where the hardware does not mind.
 */
typedef int16 ArrowInt16 __attribute__((aligned(1), may_alias));
typedef uint16 ArrowUint16 __attribute__((aligned(1), may_alias));
typedef int32 ArrowInt32 __attribute__((aligned(1), may_alias));
typedef uint32 ArrowUint32 __attribute__((aligned(1), may_alias));
typedef int64 ArrowInt64 __attribute__((aligned(1), may_alias));
typedef uint64 ArrowUint64 __attribute__((aligned(1), may_alias));
typedef float ArrowFloat32 __attribute__((aligned(1), may_alias));
typedef double ArrowFloat64 __attribute__((aligned(1), may_alias));

typedef struct ArrowColumn ArrowColumn;

/*
 * Converts count values from start on, counted from the array's logical start, into values and nulls. Where a value
 * is null its Datum is of no meaning. By-reference values are put into column->arena.
 */
typedef void (*ArrowConvert)(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls);

struct ArrowColumn
{
    const char *name;        /* for messages: column, column.field, column[] */
    const char *format_text; /* for messages */
    ArrowFormat format;
    Oid type; /* what is made; never a domain */
    int32 typmod;
    Oid domain; /* whose constraints apply to what is made, or InvalidOid */
    void *domain_cache;
    MemoryContext context; /* lives as long as the reader */
    ArrowArena *arena;
    ArrowConvert convert;
    void *state; /* of the convert function, allocated in context */
    int child_count;
    ArrowColumn **children;
    ArrowColumn *dictionary;        /* the values of a dictionary-encoded column; format is then that of the indexes */
    const struct ArrowArray *array; /* of the current batch */
    uint64 batch;                   /* counts the batches, so that what is kept of one is not taken for the next */
};

/*
 * Plans the conversion of values of that Arrow type into a PostgreSQL type. Everything is allocated in the context.
 * Raises an ERROR where there is no conversion.
 */
extern ArrowColumn *arrow_column_create(const struct ArrowSchema *schema, const char *name, Oid type, int32 typmod,
                                        ArrowArena *arena, MemoryContext context);

/* Gives the column and its parts their arrays; ERROR where they are not what the format promises. */
extern void arrow_column_set_array(ArrowColumn *column, const struct ArrowArray *array, int64 least_length);

/* Runs the conversion and checks the domain. */
extern void arrow_column_convert(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls);

/* About how many bytes of the arena these rows need; 0 for what is small in any case. */
extern int64 arrow_column_bytes(const ArrowColumn *column, int64 start, int count);

/* Sets nulls from the array's bitmap and returns whether there is any. */
extern bool arrow_column_nulls(const ArrowColumn *column, int64 start, int count, bool *nulls);

/* Whether the array may have nulls. */
static inline bool
arrow_column_may_have_nulls(const ArrowColumn *column)
{
    return column->array->null_count != 0 && column->array->n_buffers > 0 && column->array->buffers[0] != NULL;
}

/* The address of the first value of a fixed-width buffer that is asked for. */
static inline const char *
arrow_column_data(const ArrowColumn *column, int64 start, int width)
{
    return (const char *) column->array->buffers[1] + (column->array->offset + start) * width;
}

/* ERROR: there is no conversion; names column, format and type. */
extern void arrow_column_unsupported(const ArrowColumn *column) pg_attribute_noreturn();

/* ERROR: the arrays do not hold what the format promises (a bug of whoever made them). */
extern void arrow_column_malformed(const ArrowColumn *column, const char *detail) pg_attribute_noreturn();

/* ERROR: a value, given as text, is out of the type's range. */
extern void arrow_column_out_of_range(const ArrowColumn *column, int sqlstate, const char *value)
    pg_attribute_noreturn();

/*
 * The families: each returns the function that makes column->type from column->format and sets up what it needs in
 * column->state, or returns NULL where it knows no way.
 */
extern ArrowConvert arrow_fixed_plan(ArrowColumn *column);
extern ArrowConvert arrow_numeric_plan(ArrowColumn *column);
extern ArrowConvert arrow_temporal_plan(ArrowColumn *column);
extern ArrowConvert arrow_uuid_plan(ArrowColumn *column);
extern ArrowConvert arrow_text_plan(ArrowColumn *column);
extern ArrowConvert arrow_input_plan(ArrowColumn *column);
extern ArrowConvert arrow_dictionary_plan(ArrowColumn *column, const struct ArrowSchema *schema);
extern ArrowConvert arrow_array_plan(ArrowColumn *column, const struct ArrowSchema *schema);
extern ArrowConvert arrow_composite_plan(ArrowColumn *column, const struct ArrowSchema *schema);

#endif /* ARROW_COLUMN_H */
