/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dictionary-encoded columns. An entry is converted when it is first used, so that one nobody uses cannot fail, and
 * kept until the next batch, which may come with another dictionary.
 */
#include "postgres.h"

#include "arrow_column.h"

typedef enum EntryState
{
    ENTRY_UNKNOWN,
    ENTRY_VALUE,
    ENTRY_NULL
} EntryState;

typedef struct DictionaryState
{
    uint64 batch;
    int64 capacity;
    Datum *values;
    uint8 *states; /* EntryState */
} DictionaryState;

/* Forgets the entries of the last batch and makes room for those of this one. */
static void
start_batch(ArrowColumn *column, DictionaryState *dictionary)
{
    int64 length = column->array->dictionary->length;

    arrow_arena_reset(column->dictionary->arena);
    if (dictionary->capacity < length)
    {
        if (dictionary->capacity > 0)
        {
            pfree(dictionary->values);
            pfree(dictionary->states);
        }
        dictionary->capacity = 0;
        dictionary->values = MemoryContextAllocHuge(column->context, length * sizeof(Datum));
        dictionary->states = MemoryContextAllocHuge(column->context, length);
        dictionary->capacity = length;
    }
    if (length > 0)
        memset(dictionary->states, ENTRY_UNKNOWN, length);
    dictionary->batch = column->batch;
}

/* The index of a row; beyond 63 bits it is as wrong as a negative one. */
static int64
read_index(const ArrowColumn *column, int64 row)
{
    switch (column->format.kind)
    {
        case ARROW_INT8:
            return *(const int8 *) arrow_column_data(column, row, 1);
        case ARROW_UINT8:
            return *(const uint8 *) arrow_column_data(column, row, 1);
        case ARROW_INT16:
            return *(const ArrowInt16 *) arrow_column_data(column, row, 2);
        case ARROW_UINT16:
            return *(const ArrowUint16 *) arrow_column_data(column, row, 2);
        case ARROW_INT32:
            return *(const ArrowInt32 *) arrow_column_data(column, row, 4);
        case ARROW_UINT32:
            return *(const ArrowUint32 *) arrow_column_data(column, row, 4);
        default:
            return *(const ArrowInt64 *) arrow_column_data(column, row, 8);
    }
}

static void
convert_dictionary(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    DictionaryState *dictionary = column->state;
    int64 length = column->array->dictionary->length;

    if (dictionary->batch != column->batch)
        start_batch(column, dictionary);
    arrow_column_nulls(column, start, count, nulls);
    for (int i = 0; i < count; i++)
    {
        int64 index;

        if (nulls[i])
            continue;
        index = read_index(column, start + i);
        if (index < 0 || index >= length)
            arrow_column_malformed(column, "An index is outside the dictionary.");
        if (dictionary->states[index] == ENTRY_UNKNOWN)
        {
            bool is_null;

            arrow_column_convert(column->dictionary, index, 1, &dictionary->values[index], &is_null);
            dictionary->states[index] = is_null ? ENTRY_NULL : ENTRY_VALUE;
        }
        values[i] = dictionary->values[index];
        nulls[i] = dictionary->states[index] == ENTRY_NULL;
    }
}

ArrowConvert
arrow_dictionary_plan(ArrowColumn *column, const struct ArrowSchema *schema)
{
    if (column->format.kind < ARROW_INT8 || column->format.kind > ARROW_UINT64)
        return NULL;
    column->state = palloc0(sizeof(DictionaryState));
    column->dictionary = arrow_column_create(schema->dictionary, column->name, column->type, column->typmod,
                                             arrow_arena_create(column->context), column->context);
    return convert_dictionary;
}
