/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types without an Arrow format of their own, from texts, through the type's input function.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/lsyscache.h"

#include "arrow_column.h"
#include "arrow_slices.h"

typedef struct InputState
{
    FmgrInfo function;
    Oid parameter;
    char *text; /* the value with a zero byte behind it */
    Size capacity;
} InputState;

/* Copies a value to where it can have a zero byte behind it. */
static char *
terminated(ArrowColumn *column, InputState *input, const char *data, int32 length)
{
    if (input->capacity <= (Size) length)
    {
        if (input->text != NULL)
            pfree(input->text);
        input->text = NULL;
        input->capacity = Max((Size) length + 1, 2 * input->capacity);
        input->text = MemoryContextAllocHuge(column->context, input->capacity);
    }
    memcpy(input->text, data, length);
    input->text[length] = '\0';
    return input->text;
}

static void
convert_input(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    InputState *input = column->state;
    MemoryContext scratch = arrow_arena_scratch(column->arena);
    ArrowSlices slices;

    for (int done = 0; done < count; done += ARROW_SLICES)
    {
        int step = Min(count - done, ARROW_SLICES);

        arrow_slices_read(column, start + done, step, true, &slices, nulls + done);
        for (int i = 0; i < step; i++)
        {
            const char *data = slices.data[i];
            MemoryContext caller;

            if (nulls[done + i])
                continue;
            if (!slices.is_plain)
                data = arrow_text_to_server(data, &slices.length[i], column->arena);
            data = terminated(column, input, data, slices.length[i]);
            caller = MemoryContextSwitchTo(scratch);
            values[done + i] =
                InputFunctionCall(&input->function, unconstify(char *, data), input->parameter, column->typmod);
            MemoryContextSwitchTo(caller);
        }
    }
}

/*
 * Whether a text in place of the type's Arrow format is a mistake. It is none for an interval, an array or a composite:
 * CSV files have them as PostgreSQL's literals, which only its input functions read in full.
 */
static bool
has_format(Oid type)
{
    switch (type)
    {
        case BOOLOID:
        case INT2OID:
        case INT4OID:
        case INT8OID:
        case FLOAT4OID:
        case FLOAT8OID:
        case BYTEAOID:
        case DATEOID:
        case TIMEOID:
        case TIMESTAMPOID:
        case TIMESTAMPTZOID:
            return true;
        default:
            return false;
    }
}

ArrowConvert
arrow_input_plan(ArrowColumn *column)
{
    InputState *input;
    Oid function;

    if (!arrow_format_is_text(&column->format) || has_format(column->type) ||
        get_typtype(column->type) == TYPTYPE_PSEUDO)
        return NULL;
    input = palloc0(sizeof(InputState));
    getTypeInputInfo(column->type, &function, &input->parameter);
    fmgr_info_cxt(function, &input->function, column->context);
    column->state = input;
    return convert_input;
}
