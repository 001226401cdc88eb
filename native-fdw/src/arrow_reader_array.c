/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists into arrays. Lists in lists become further dimensions, which PostgreSQL wants to be rectangular; a map is a
 * list of its entries.
 */
#include "postgres.h"

#include "access/tupmacs.h"
#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "arrow_column.h"

typedef struct ArrayState
{
    Oid element_type;
    int16 length;
    bool by_value;
    char alignment;
    int dimensions; /* levels of lists */
    ArrowColumn *levels[MAXDIM];
    ArrowColumn *elements; /* below the innermost list */
    int64 capacity;        /* of values and nulls, which hold the elements of one array */
    Datum *values;
    bool *nulls;
} ArrayState;

/* The range of elements of a list, counted from the logical start of its child. */
static inline void
list_range(const ArrowColumn *column, int64 row, int64 *first, int64 *end)
{
    switch (column->format.kind)
    {
        case ARROW_FIXED_LIST:
            *first = (column->array->offset + row) * column->format.width;
            *end = *first + column->format.width;
            return;
        case ARROW_LARGE_LIST:
        {
            const ArrowInt64 *offsets = (const ArrowInt64 *) arrow_column_data(column, row, sizeof(int64));

            *first = offsets[0];
            *end = offsets[1];
            break;
        }
        default:
        {
            const ArrowInt32 *offsets = (const ArrowInt32 *) arrow_column_data(column, row, sizeof(int32));

            *first = offsets[0];
            *end = offsets[1];
            break;
        }
    }
    if (*first < 0 || *end < *first || *end > column->array->children[0]->length)
        arrow_column_malformed(column, "A list points outside its elements.");
}

/* ERROR: lists in lists are not rectangular. */
static void
report_ragged(const ArrowColumn *column, const char *detail)
{
    ereport(ERROR, (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
                    errmsg("nested lists in column \"%s\" do not make a rectangular array", column->name),
                    errdetail_internal("%s", detail)));
}

/*
 * The dimensions of the array of a row and the range of its elements, which lie together because no list between may
 * be null. Returns false where it has none.
 */
static bool
measure(const ArrowColumn *column, const ArrayState *array, int64 row, int *dimensions, int64 *first, int64 *end)
{
    list_range(column, row, first, end);
    if (*end - *first > MaxArraySize)
        ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
                        errmsg("list in column \"%s\" has more elements than an array can have", column->name),
                        errdetail("The limit is %d.", (int) MaxArraySize)));
    dimensions[0] = (int) (*end - *first);
    for (int level = 1; level < array->dimensions; level++)
    {
        const ArrowColumn *inner = array->levels[level];
        int64 inner_first = 0;
        int64 inner_end = 0;
        int64 extent = -1;

        for (int64 i = *first; i < *end; i++)
        {
            int64 list_first;
            int64 list_end;
            bool is_null;

            if (arrow_column_nulls(inner, i, 1, &is_null))
                report_ragged(column, "A list in a list is null.");
            list_range(inner, i, &list_first, &list_end);
            if (extent < 0)
            {
                inner_first = list_first;
                extent = list_end - list_first;
            }
            else if (list_end - list_first != extent)
                report_ragged(column,
                              psprintf("A list has " INT64_FORMAT " elements, another one has " INT64_FORMAT ".",
                                       extent, list_end - list_first));
            inner_end = list_end;
        }
        if (extent > MaxArraySize)
            extent = MaxArraySize + 1; /* refused by ArrayGetNItems */
        dimensions[level] = (int) Max(extent, 0);
        *first = inner_first;
        *end = inner_end;
    }
    return ArrayGetNItems(array->dimensions, dimensions) > 0;
}

/* Makes room for the elements of an array. */
static void
ensure_capacity(ArrowColumn *column, ArrayState *array, int64 count)
{
    if (count <= array->capacity)
        return;
    if (array->capacity > 0)
    {
        pfree(array->values);
        pfree(array->nulls);
    }
    count = Max(count, 2 * array->capacity);
    array->capacity = 0;
    array->values = MemoryContextAllocHuge(column->context, count * sizeof(Datum));
    array->nulls = MemoryContextAllocHuge(column->context, count * sizeof(bool));
    array->capacity = count;
}

/* The bytes the elements take in an array. */
static Size
elements_size(const ArrayState *array, int count, bool any_null)
{
    Size size = 0;

    if (array->length > 0 && !any_null)
        return (Size) count * att_align_nominal(array->length, array->alignment);
    for (int i = 0; i < count; i++)
    {
        if (array->nulls[i])
            continue;
        size = att_addlength_datum(size, array->length, array->values[i]);
        size = att_align_nominal(size, array->alignment);
    }
    return size;
}

/* Writes one element to an aligned place; returns the next one. */
static inline char *
write_element(const ArrayState *array, char *place, Datum value)
{
    Size size;

    if (array->by_value)
    {
        store_att_byval(place, value, array->length);
        size = array->length;
    }
    else
    {
        size = att_addlength_datum(0, array->length, value);
        memcpy(place, DatumGetPointer(value), size);
    }
    return place + att_align_nominal(size, array->alignment);
}

/* An array of the elements gathered in the state, laid out in the column's arena. */
static Datum
build(ArrowColumn *column, const ArrayState *array, const int *dimensions, int count, bool any_null)
{
    Size header = any_null ? ARR_OVERHEAD_WITHNULLS(array->dimensions, count) : ARR_OVERHEAD_NONULLS(array->dimensions);
    Size size = header + elements_size(array, count, any_null);
    ArrayType *result;
    char *place;

    if (!AllocSizeIsValid(size))
        ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
                        errmsg("array in column \"%s\" exceeds the maximum size of %d bytes", column->name,
                               (int) MaxAllocSize)));
    result = (ArrayType *) arrow_arena_allocate(column->arena, size);
    /* Padding has to be zero: arrays are hashed and compared as bytes. */
    if (any_null || array->length < 0 || att_align_nominal(array->length, array->alignment) != array->length)
        memset(result, 0, size);
    else
        memset(result, 0, header);
    SET_VARSIZE(result, size);
    result->ndim = array->dimensions;
    result->dataoffset = any_null ? (int32) header : 0;
    result->elemtype = array->element_type;
    memcpy(ARR_DIMS(result), dimensions, array->dimensions * sizeof(int));
    for (int i = 0; i < array->dimensions; i++)
        ARR_LBOUND(result)[i] = 1;

    place = ARR_DATA_PTR(result);
    if (any_null)
    {
        bits8 *bitmap = ARR_NULLBITMAP(result);

        for (int i = 0; i < count; i++)
        {
            if (array->nulls[i])
                continue;
            bitmap[i / 8] |= 1 << (i % 8);
            place = write_element(array, place, array->values[i]);
        }
    }
    else
    {
        for (int i = 0; i < count; i++)
            place = write_element(array, place, array->values[i]);
    }
    return PointerGetDatum(result);
}

static void
convert_array(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    ArrayState *array = column->state;

    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        int dimensions[MAXDIM];
        int64 first;
        int64 end;
        bool any_null = false;

        if (nulls[i])
            continue;
        if (!measure(column, array, start + i, dimensions, &first, &end))
        {
            MemoryContext caller = MemoryContextSwitchTo(arrow_arena_scratch(column->arena));

            values[i] = PointerGetDatum(construct_empty_array(array->element_type));
            MemoryContextSwitchTo(caller);
            continue;
        }
        ensure_capacity(column, array, end - first);
        /* The elements end up in the array, so they are forgotten array by array. */
        arrow_arena_reset(array->elements->arena);
        arrow_column_convert(array->elements, first, (int) (end - first), array->values, array->nulls);
        for (int64 k = 0; k < end - first; k++)
            any_null |= array->nulls[k];
        values[i] = build(column, array, dimensions, (int) (end - first), any_null);
    }
}

/* ERROR: more lists in lists than an array has dimensions. */
static void
report_dimensions(const ArrowColumn *column)
{
    ereport(ERROR,
            (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
             errmsg("column \"%s\" has lists nested deeper than the %d dimensions of an array", column->name, MAXDIM)));
}

/* A column for a list in a list: it has no conversion of its own, only arrays and ranges. */
static ArrowColumn *
create_level(const ArrowColumn *outer, const struct ArrowSchema *schema)
{
    ArrowColumn *level = palloc0(sizeof(ArrowColumn));

    level->name = outer->name;
    level->format_text = pstrdup(schema->format);
    level->format = arrow_format_parse(schema->format);
    level->type = outer->type;
    level->typmod = outer->typmod;
    level->context = outer->context;
    level->arena = outer->arena;
    return level;
}

ArrowConvert
arrow_array_plan(ArrowColumn *column, const struct ArrowSchema *schema)
{
    Oid element_type = get_element_type(column->type);
    ArrayState *array;
    ArrowColumn *level = column;
    ArrowFormat format = column->format;
    bool elements_are_arrays;

    /* The vectors of the catalogs count from 0 and are made by their own code only. */
    if (!OidIsValid(element_type) || column->type == INT2VECTOROID || column->type == OIDVECTOROID)
        return NULL;
    array = palloc0(sizeof(ArrayState));
    array->element_type = element_type;
    get_typlenbyvalalign(element_type, &array->length, &array->by_value, &array->alignment);
    /* Lists inside belong to the elements where those are arrays themselves, as a domain may be. */
    elements_are_arrays = OidIsValid(get_element_type(getBaseType(element_type)));
    for (;;)
    {
        if (array->dimensions == MAXDIM)
            report_dimensions(column);
        array->levels[array->dimensions++] = level;
        if (schema->n_children != 1)
            arrow_column_unsupported(column);
        schema = schema->children[0];
        format = arrow_format_parse(schema->format);
        level->child_count = 1;
        level->children = palloc(sizeof(ArrowColumn *));
        if (!arrow_format_is_list(&format) || schema->dictionary != NULL || elements_are_arrays)
            break;
        level = level->children[0] = create_level(level, schema);
    }
    column->state = array;
    array->elements = level->children[0] =
        arrow_column_create(schema, psprintf("%s[]", column->name), element_type, column->typmod,
                            arrow_arena_create(column->context), column->context);
    return convert_array;
}
