/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One column of a batch that is being gathered, or a part of a nested one. Internal to arrow_writer_*.c.
 */
#ifndef ARROW_BUILDER_H
#define ARROW_BUILDER_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "arrow_abi.h"
#include "compat.h"

/* Bytes that grow by doubling, from malloc because they are handed over to other threads. */
typedef struct ArrowBuffer
{
    char *data;
    Size used;
    Size capacity;
    Size expected; /* what the batch before needed: the first capacity */
} ArrowBuffer;

typedef struct ArrowBuilder ArrowBuilder;

/* What all builders of a writer share. */
typedef struct ArrowShared
{
    Size bytes;    /* the capacity of all their buffers */
    List *as_text; /* oids of types whose values are wanted as text */
    bool fixed;    /* the schema is known before the first value: arrays have one dimension */
} ArrowShared;

/* Adds a value that is not null to the buffers (but not to the length). NULL for bits. */
typedef void (*ArrowAppend)(ArrowBuilder *builder, Datum value);

typedef enum ArrowLayout
{
    ARROW_LAYOUT_BITS,     /* bitmap, bits */
    ARROW_LAYOUT_FIXED,    /* bitmap, values */
    ARROW_LAYOUT_VARIABLE, /* bitmap, offsets, bytes */
    ARROW_LAYOUT_LIST,     /* bitmap, offsets; a child */
    ARROW_LAYOUT_STRUCT    /* bitmap; children */
} ArrowLayout;

struct ArrowBuilder
{
    const char *label;    /* for messages, in the server's encoding */
    const char *name;     /* of the field, in UTF-8 */
    const char *format;   /* of the Arrow C Data Interface */
    const char *metadata; /* of the schema: an extension type; NULL for none. Lives for ever */
    ArrowLayout layout;
    int width; /* of the values of a fixed layout */
    Oid type;  /* never a domain */
    int32 typmod;
    ArrowAppend append;
    void *state; /* of the append function */
    int64 length;
    int64 null_count;
    ArrowBuffer validity; /* empty as long as there is no null */
    ArrowBuffer offsets;
    ArrowBuffer values;
    int child_count;
    ArrowBuilder **children;
    ArrowShared *shared;
    MemoryContext context;
};

/* Plans a column of that type. dimensions is what the catalog says of an array, or 0. */
extern ArrowBuilder *arrow_builder_create(const char *label, const char *name, Oid type, int32 typmod, int dimensions,
                                          ArrowShared *shared, MemoryContext context);

/* Adds what is not the common case of arrow_builder_append(). */
extern void arrow_builder_append_slowly(ArrowBuilder *builder, Datum value, bool is_null);

/* Frees the buffers of the builder and its children and makes them empty. */
extern void arrow_builder_clear(ArrowBuilder *builder);

/* Makes room for so many bytes behind buffer->used; ERROR 53200 where there is none. */
extern void arrow_buffer_grow(ArrowBuilder *builder, ArrowBuffer *buffer, Size size);

/* Begins the offsets, or raises the ERROR for too large an end. */
extern void arrow_offsets_begin(ArrowBuilder *builder, int64 end);

/* ERROR: the value cannot be said in Arrow. */
extern void arrow_builder_unrepresentable(const ArrowBuilder *builder, int sqlstate, const char *detail)
    pg_attribute_noreturn();

/* The families; each returns false where the type is not its own. */
extern bool arrow_scalar_build(ArrowBuilder *builder);
extern bool arrow_array_build(ArrowBuilder *builder, int dimensions);
extern bool arrow_composite_build(ArrowBuilder *builder);
/* Takes every type. */
extern void arrow_text_build(ArrowBuilder *builder);

/*
 * Moves the builder's buffers into an array, whose children are made too; false where memory ran out, in which case
 * there is nothing to release.
 */
extern bool arrow_export_array(ArrowBuilder *builder, struct ArrowArray *array);

/* Describes the builder; false where memory ran out, in which case there is nothing to release. */
extern bool arrow_export_schema(const ArrowBuilder *builder, struct ArrowSchema *schema);

/*
 * What follows runs for every value, so it is inline: the calls alone would cost as much as what they do.
 */

/* Room for so many bytes behind buffer->used. */
static inline char *
arrow_buffer_reserve(ArrowBuilder *builder, ArrowBuffer *buffer, Size size)
{
    if (unlikely(buffer->capacity - buffer->used < size || buffer->data == NULL))
        arrow_buffer_grow(builder, buffer, size);
    return buffer->data + buffer->used;
}

/* Adds bytes to a buffer. */
static inline void
arrow_buffer_add(ArrowBuilder *builder, ArrowBuffer *buffer, const void *data, Size size)
{
    memcpy(arrow_buffer_reserve(builder, buffer, size), data, size);
    buffer->used += size;
}

/* Adds the end of a list or of a variable-length value to the offsets, which begin with 0; ERROR beyond 31 bits. */
static inline void
arrow_offsets_add(ArrowBuilder *builder, int64 end)
{
    int32 offset = (int32) end;

    if (unlikely(builder->offsets.used == 0 || end > PG_INT32_MAX))
        arrow_offsets_begin(builder, end);
    arrow_buffer_add(builder, &builder->offsets, &offset, sizeof(offset));
}

/* Adds a value or a null. May palloc in the current context, which the caller resets. */
static inline void
arrow_builder_append(ArrowBuilder *builder, Datum value, bool is_null)
{
    if (likely(!is_null && builder->null_count == 0 && builder->append != NULL))
    {
        builder->append(builder, value);
        builder->length++;
    }
    else
        arrow_builder_append_slowly(builder, value, is_null);
}

#endif /* ARROW_BUILDER_H */
