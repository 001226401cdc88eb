/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arrays and composites.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/arrayaccess.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "arrow_builder.h"

/* Arrow's customary name of what is in a list. */
#define ELEMENT_NAME "item"

typedef struct ArrayState
{
    int16 length;
    bool by_value;
    char alignment;
    int dimensions; /* 0 as long as it is not known */
    ArrowBuilder *elements;
} ArrayState;

/* Puts a list between a list and its child. */
static void
insert_level(ArrowBuilder *outer)
{
    ArrowBuilder *level = MemoryContextAllocZero(outer->context, sizeof(ArrowBuilder));

    level->label = outer->label;
    level->name = ELEMENT_NAME;
    level->format = outer->format;
    level->layout = ARROW_LAYOUT_LIST;
    level->type = outer->type;
    level->typmod = outer->typmod;
    level->shared = outer->shared;
    level->context = outer->context;
    level->child_count = 1;
    level->children = MemoryContextAlloc(outer->context, sizeof(ArrowBuilder *));
    level->children[0] = outer->children[0];
    outer->children[0] = level;
}

/* Lists in lists for so many dimensions. */
static void
set_dimensions(ArrowBuilder *builder, int dimensions)
{
    ArrayState *array = builder->state;

    for (int i = 1; i < dimensions; i++)
        insert_level(builder);
    array->dimensions = dimensions;
}

static void
append_array(ArrowBuilder *builder, Datum value)
{
    ArrayState *array = builder->state;
    AnyArrayType *elements = DatumGetAnyArrayP(value);
    int dimensions = AARR_NDIM(elements);
    const int *extents = AARR_DIMS(elements);
    int count = ArrayGetNItems(dimensions, extents);
    int64 lists = 1;
    ArrowBuilder *level = builder;
    array_iter iterator;

    if (dimensions > 0 && array->dimensions == 0)
        set_dimensions(builder, dimensions);
    if (dimensions > 0 && dimensions != array->dimensions)
        arrow_builder_unrepresentable(
            builder, ERRCODE_ARRAY_SUBSCRIPT_ERROR,
            psprintf("It has %d dimensions where others of the column have %d.", dimensions, array->dimensions));

    /* The ends of the lists of every level; those of the outermost one are counted by the caller. */
    for (int i = 0; i < dimensions; i++)
    {
        ArrowBuilder *child = level->children[0];
        int64 end = child->length;

        for (int64 list = 0; list < lists; list++)
        {
            end += extents[i];
            arrow_offsets_add(level, end);
            if (level == builder)
                continue;
            level->length++;
        }
        lists *= extents[i];
        level = child;
    }
    if (dimensions == 0)
        arrow_offsets_add(builder, builder->children[0]->length);

    array_iter_setup(&iterator, elements);
    for (int i = 0; i < count; i++)
    {
        bool is_null;
        Datum element = array_iter_next(&iterator, &is_null, i, array->length, array->by_value, array->alignment);

        arrow_builder_append(array->elements, element, is_null);
    }
}

bool
arrow_array_build(ArrowBuilder *builder, int dimensions)
{
    Oid element_type = get_element_type(builder->type);
    ArrayState *array;

    if (!OidIsValid(element_type))
        return false;
    array = palloc0(sizeof(ArrayState));
    get_typlenbyvalalign(element_type, &array->length, &array->by_value, &array->alignment);
    builder->format = "+l";
    builder->layout = ARROW_LAYOUT_LIST;
    builder->append = append_array;
    builder->state = array;
    builder->child_count = 1;
    builder->children = palloc(sizeof(ArrowBuilder *));
    builder->children[0] = array->elements =
        arrow_builder_create(psprintf("%s[]", builder->label), ELEMENT_NAME, element_type, builder->typmod, 0,
                             builder->shared, builder->context);
    /* A declaration of one dimension says nothing: PostgreSQL's own functions return arrays declared so. */
    if (builder->shared->fixed)
        array->dimensions = 1;
    else if (dimensions > 1 && dimensions <= MAXDIM)
        set_dimensions(builder, dimensions);
    return true;
}

typedef struct CompositeState
{
    TupleDesc descriptor;
    int *attributes; /* of each child: the 0-based attribute */
    Datum *values;
    bool *nulls;
} CompositeState;

static void
append_composite(ArrowBuilder *builder, Datum value)
{
    CompositeState *composite = builder->state;
    HeapTupleHeader header = DatumGetHeapTupleHeader(value);
    HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(header), .t_data = header};

    ItemPointerSetInvalid(&tuple.t_self);
    heap_deform_tuple(&tuple, composite->descriptor, composite->values, composite->nulls);
    for (int i = 0; i < builder->child_count; i++)
        arrow_builder_append(builder->children[i], composite->values[composite->attributes[i]],
                             composite->nulls[composite->attributes[i]]);
}

bool
arrow_composite_build(ArrowBuilder *builder)
{
    CompositeState *composite;
    TupleDesc shared;

    /* An anonymous record may be another one in every row. */
    if (!type_is_rowtype(builder->type) || (builder->type == RECORDOID && builder->typmod < 0))
        return false;
    composite = palloc0(sizeof(CompositeState));
    shared = lookup_rowtype_tupdesc(builder->type, builder->typmod);
    composite->descriptor = CreateTupleDescCopyConstr(shared);
    ReleaseTupleDesc(shared);
    composite->attributes = palloc(composite->descriptor->natts * sizeof(int));
    composite->values = palloc(composite->descriptor->natts * sizeof(Datum));
    composite->nulls = palloc(composite->descriptor->natts * sizeof(bool));
    builder->format = "+s";
    builder->layout = ARROW_LAYOUT_STRUCT;
    builder->append = append_composite;
    builder->state = composite;
    builder->children = palloc0(composite->descriptor->natts * sizeof(ArrowBuilder *));
    for (int i = 0; i < composite->descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(composite->descriptor, i);
        const char *name = NameStr(attribute->attname);

        if (attribute->attisdropped)
            continue;
        composite->attributes[builder->child_count] = i;
        builder->children[builder->child_count++] = arrow_builder_create(
            psprintf("%s.%s", builder->label, name), pg_server_to_any(name, strlen(name), PG_UTF8), attribute->atttypid,
            attribute->atttypmod, attribute->attndims, builder->shared, builder->context);
    }
    return true;
}
