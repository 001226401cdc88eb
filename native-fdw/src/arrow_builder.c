/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "arrow_builder.h"

#define FIRST_CAPACITY 1024

ArrowBuilder *
arrow_builder_create(const char *label, const char *name, Oid type, int32 typmod, int dimensions, ArrowShared *shared,
                     MemoryContext context)
{
    ArrowBuilder *builder = MemoryContextAllocZero(context, sizeof(ArrowBuilder));
    MemoryContext caller = MemoryContextSwitchTo(context);

    check_stack_depth();
    builder->label = pstrdup(label);
    builder->name = pstrdup(name);
    builder->typmod = typmod;
    builder->type = getBaseTypeAndTypmod(type, &builder->typmod);
    builder->shared = shared;
    builder->context = context;
    if (list_member_oid(shared->as_text, builder->type))
        arrow_text_build(builder);
    else if (!arrow_scalar_build(builder) && !arrow_array_build(builder, dimensions) && !arrow_composite_build(builder))
        arrow_text_build(builder);
    MemoryContextSwitchTo(caller);
    return builder;
}

void
arrow_buffer_grow(ArrowBuilder *builder, ArrowBuffer *buffer, Size size)
{
    Size capacity = Max(Max(buffer->capacity, buffer->expected), FIRST_CAPACITY);
    char *data;

    while (capacity - buffer->used < size)
        capacity *= 2;
    data = realloc(buffer->data, capacity);
    if (data == NULL)
        ereport(ERROR,
                (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
                 errdetail("Could not get %zu bytes for column \"%s\" of an Arrow batch.", capacity, builder->label)));
    builder->shared->bytes += capacity - buffer->capacity;
    buffer->data = data;
    buffer->capacity = capacity;
}

void
arrow_offsets_begin(ArrowBuilder *builder, int64 end)
{
    int32 zero = 0;

    if (end > PG_INT32_MAX)
        ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
                        errmsg("values of column \"%s\" are too large for one Arrow batch", builder->label)));
    arrow_buffer_add(builder, &builder->offsets, &zero, sizeof(zero));
}

/* Adds one bit to a bitmap of so many bits. */
static void
add_bit(ArrowBuilder *builder, ArrowBuffer *bitmap, int64 length, bool bit)
{
    if (length % 8 == 0)
    {
        char byte = 0;

        arrow_buffer_add(builder, bitmap, &byte, 1);
    }
    if (bit)
        bitmap->data[length / 8] |= 1 << (length % 8);
}

/* Begins the bitmap of what is not null: all until now. */
static void
start_validity(ArrowBuilder *builder)
{
    Size bytes = (builder->length + 7) / 8;

    memset(arrow_buffer_reserve(builder, &builder->validity, bytes), 0xFF, bytes);
    builder->validity.used = bytes;
    /* Bits that do not exist yet have to be 0, because they are only ever set. */
    if (builder->length % 8 != 0)
        builder->validity.data[bytes - 1] = (1 << (builder->length % 8)) - 1;
}

/* What stands at the place of a null. */
static void
append_nothing(ArrowBuilder *builder)
{
    switch (builder->layout)
    {
        case ARROW_LAYOUT_BITS:
            add_bit(builder, &builder->values, builder->length, false);
            break;
        case ARROW_LAYOUT_FIXED:
            memset(arrow_buffer_reserve(builder, &builder->values, builder->width), 0, builder->width);
            builder->values.used += builder->width;
            break;
        case ARROW_LAYOUT_VARIABLE:
            arrow_offsets_add(builder, builder->values.used);
            break;
        case ARROW_LAYOUT_LIST:
            arrow_offsets_add(builder, builder->children[0]->length);
            break;
        case ARROW_LAYOUT_STRUCT:
            for (int i = 0; i < builder->child_count; i++)
                arrow_builder_append(builder->children[i], (Datum) 0, true);
            break;
    }
}

void
arrow_builder_append_slowly(ArrowBuilder *builder, Datum value, bool is_null)
{
    if (is_null)
    {
        if (builder->null_count++ == 0)
            start_validity(builder);
        append_nothing(builder);
    }
    else if (builder->layout == ARROW_LAYOUT_BITS)
        add_bit(builder, &builder->values, builder->length, DatumGetBool(value));
    else
        builder->append(builder, value);
    if (builder->null_count > 0)
        add_bit(builder, &builder->validity, builder->length, !is_null);
    builder->length++;
}

/* Frees a buffer and makes it empty. */
static void
clear_buffer(ArrowBuffer *buffer)
{
    free(buffer->data);
    memset(buffer, 0, sizeof(*buffer));
}

void
arrow_builder_clear(ArrowBuilder *builder)
{
    clear_buffer(&builder->validity);
    clear_buffer(&builder->offsets);
    clear_buffer(&builder->values);
    builder->length = 0;
    builder->null_count = 0;
    for (int i = 0; i < builder->child_count; i++)
        arrow_builder_clear(builder->children[i]);
}

void
arrow_builder_unrepresentable(const ArrowBuilder *builder, int sqlstate, const char *detail)
{
    ereport(ERROR, (errcode(sqlstate),
                    errmsg("value of column \"%s\" of type %s cannot be written in Arrow format \"%s\"", builder->label,
                           format_type_with_typemod(builder->type, builder->typmod), builder->format),
                    errdetail_internal("%s", detail)));
}
