/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs into composite values, field by field in order of position.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "arrow_column.h"

/* So many rows are taken apart at once: the fields' Datums of all of them are held. */
#define ROWS_AT_ONCE 256

typedef struct CompositeState
{
    TupleDesc descriptor;
    int *attributes; /* of each field: the 0-based attribute */
    Datum *fields;   /* ROWS_AT_ONCE values of the first field, then of the second, … */
    bool *field_nulls;
    Datum *values; /* of one row, dropped attributes included */
    bool *nulls;
} CompositeState;

static void
convert_composite(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    CompositeState *composite = column->state;
    MemoryContext scratch = arrow_arena_scratch(column->arena);

    arrow_column_nulls(column, start, count, nulls);
    for (int done = 0; done < count; done += ROWS_AT_ONCE)
    {
        int step = Min(count - done, ROWS_AT_ONCE);
        MemoryContext caller;

        /* Under a null struct the fields may hold anything, so runs of rows that are not null are converted. */
        for (int first = 0; first < step; first++)
        {
            int run = 0;

            while (first + run < step && !nulls[done + first + run])
                run++;
            for (int field = 0; run > 0 && field < column->child_count; field++)
                arrow_column_convert(column->children[field], column->array->offset + start + done + first, run,
                                     composite->fields + field * ROWS_AT_ONCE + first,
                                     composite->field_nulls + field * ROWS_AT_ONCE + first);
            first += run;
        }
        caller = MemoryContextSwitchTo(scratch);
        for (int i = 0; i < step; i++)
        {
            if (nulls[done + i])
                continue;
            for (int field = 0; field < column->child_count; field++)
            {
                composite->values[composite->attributes[field]] = composite->fields[field * ROWS_AT_ONCE + i];
                composite->nulls[composite->attributes[field]] = composite->field_nulls[field * ROWS_AT_ONCE + i];
            }
            values[done + i] = HeapTupleHeaderGetDatum(
                heap_form_tuple(composite->descriptor, composite->values, composite->nulls)->t_data);
        }
        MemoryContextSwitchTo(caller);
    }
}

/* A copy of the type's row description that no change of the type takes away. */
static TupleDesc
copy_descriptor(const ArrowColumn *column)
{
    TupleDesc shared = lookup_rowtype_tupdesc(column->type, column->typmod);
    TupleDesc copy = CreateTupleDescCopy(shared);

    ReleaseTupleDesc(shared);
    return copy;
}

/* ERROR: the struct has another number of fields than the composite type. */
static void
report_field_count(const ArrowColumn *column, int64 found, int expected)
{
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("column \"%s\" of type %s cannot be read from an Arrow struct of other fields", column->name,
                           format_type_be(column->type)),
                    errdetail("The type has %d attributes, the struct has %lld fields.", expected, (long long) found)));
}

ArrowConvert
arrow_composite_plan(ArrowColumn *column, const struct ArrowSchema *schema)
{
    CompositeState *composite;
    int count = 0;

    if (!type_is_rowtype(column->type) || (column->type == RECORDOID && column->typmod < 0))
        return NULL;
    composite = palloc0(sizeof(CompositeState));
    composite->descriptor = copy_descriptor(column);
    composite->attributes = palloc(composite->descriptor->natts * sizeof(int));
    composite->values = palloc0(composite->descriptor->natts * sizeof(Datum));
    composite->nulls = palloc(composite->descriptor->natts * sizeof(bool));
    memset(composite->nulls, true, composite->descriptor->natts);
    for (int i = 0; i < composite->descriptor->natts; i++)
    {
        if (!TupleDescAttr(composite->descriptor, i)->attisdropped)
            composite->attributes[count++] = i;
    }
    if (schema->n_children != count)
        report_field_count(column, schema->n_children, count);

    column->state = composite;
    column->child_count = count;
    column->children = palloc(count * sizeof(ArrowColumn *));
    composite->fields = palloc((Size) count * ROWS_AT_ONCE * sizeof(Datum));
    composite->field_nulls = palloc((Size) count * ROWS_AT_ONCE * sizeof(bool));
    for (int i = 0; i < count; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(composite->descriptor, composite->attributes[i]);

        column->children[i] =
            arrow_column_create(schema->children[i], psprintf("%s.%s", column->name, NameStr(attribute->attname)),
                                attribute->atttypid, attribute->atttypmod, column->arena, column->context);
    }
    return convert_composite;
}
