/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "arrow_column.h"

/* All values are null, whatever the type. */
static void
convert_null(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    memset(nulls, true, count);
    memset(values, 0, count * sizeof(Datum));
}

/* Chooses the conversion; the families are asked from the most to the least specific. */
static ArrowConvert
choose_conversion(ArrowColumn *column, const struct ArrowSchema *schema)
{
    ArrowConvert convert;

    if (schema->dictionary != NULL)
        return arrow_dictionary_plan(column, schema);
    if (column->format.kind == ARROW_NULL)
        return convert_null;
    if (arrow_format_is_list(&column->format))
        return arrow_array_plan(column, schema);
    if (column->format.kind == ARROW_STRUCT)
        return arrow_composite_plan(column, schema);
    if ((convert = arrow_fixed_plan(column)) == NULL && (convert = arrow_numeric_plan(column)) == NULL &&
        (convert = arrow_temporal_plan(column)) == NULL && (convert = arrow_uuid_plan(column)) == NULL &&
        (convert = arrow_text_plan(column)) == NULL)
        convert = arrow_input_plan(column);
    return convert;
}

ArrowColumn *
arrow_column_create(const struct ArrowSchema *schema, const char *name, Oid type, int32 typmod, ArrowArena *arena,
                    MemoryContext context)
{
    MemoryContext caller = MemoryContextSwitchTo(context);
    ArrowColumn *column = palloc0(sizeof(ArrowColumn));

    check_stack_depth();
    column->name = pstrdup(name);
    column->format_text = pstrdup(schema->format == NULL ? "" : schema->format);
    column->format = arrow_format_parse(schema->format);
    column->typmod = typmod;
    column->type = getBaseTypeAndTypmod(type, &column->typmod);
    column->domain = column->type == type ? InvalidOid : type;
    column->context = context;
    column->arena = arena;
    column->convert = choose_conversion(column, schema);
    if (column->convert == NULL)
        arrow_column_unsupported(column);
    MemoryContextSwitchTo(caller);
    return column;
}

/* Adds the column to what is said about an error that is raised by an input function or by a constraint. */
static void
add_context(void *argument)
{
    errcontext("column \"%s\"", ((ArrowColumn *) argument)->name);
}

void
arrow_column_convert(ArrowColumn *column, int64 start, int count, Datum *values, bool *nulls)
{
    ErrorContextCallback callback = {.previous = error_context_stack, .callback = add_context, .arg = column};

    error_context_stack = &callback;
    column->convert(column, start, count, values, nulls);
    if (OidIsValid(column->domain))
    {
        for (int i = 0; i < count; i++)
            domain_check(values[i], nulls[i], column->domain, &column->domain_cache, column->context);
    }
    error_context_stack = callback.previous;
}

void
arrow_column_unsupported(const ArrowColumn *column)
{
    Oid type = OidIsValid(column->domain) ? column->domain : column->type;

    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("column \"%s\" of type %s cannot be read from Arrow format \"%s\"", column->name,
                           format_type_with_typemod(type, column->typmod), column->format_text)));
}

void
arrow_column_malformed(const ArrowColumn *column, const char *detail)
{
    ereport(ERROR,
            (errcode(ERRCODE_INTERNAL_ERROR),
             errmsg("malformed Arrow array of format \"%s\" for column \"%s\"", column->format_text, column->name),
             errdetail_internal("%s", detail)));
}

void
arrow_column_out_of_range(const ArrowColumn *column, int sqlstate, const char *value)
{
    ereport(ERROR, (errcode(sqlstate), errmsg("value %s of column \"%s\" is out of range for type %s", value,
                                              column->name, format_type_be(column->type))));
}
