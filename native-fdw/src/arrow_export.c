/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hands gathered columns over as structs of the Arrow C Data Interface.
 *
 * Everything is from malloc and reachable from the structs themselves, so that release works in any thread and needs
 * nothing of PostgreSQL. Each struct releases its own buffers, so children may be moved out as the specification
 * allows.
 */
#include "postgres.h"

#include "arrow_builder.h"
#include "arrow_schema.h"

#define BUFFERS_LIMIT 3

/* One batch of large values says little about the next. */
#define EXPECTED_LIMIT (4 * 1024 * 1024)

/* Frees an array, its buffers, and its children as far as they were not moved away. */
static void
release_array(struct ArrowArray *array)
{
    for (int64 i = 0; i < array->n_children; i++)
    {
        if (array->children[i] != NULL && array->children[i]->release != NULL)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    for (int64 i = 0; i < array->n_buffers; i++)
        free(unconstify(void *, array->buffers[i]));
    free(array->buffers);
    array->release = NULL;
}

/* Makes a buffer empty whose memory has got another owner. The next batch will need about as much. */
static void
forget_buffer(ArrowBuffer *buffer)
{
    buffer->expected = Min(buffer->used, EXPECTED_LIMIT);
    buffer->data = NULL;
    buffer->used = buffer->capacity = 0;
}

/* Moves a buffer; one that was never written gets a place of its own, since some readers mind a missing one. */
static bool
move_buffer(struct ArrowArray *array, ArrowBuffer *buffer)
{
    char *data = buffer->data != NULL ? buffer->data : calloc(1, sizeof(int64));

    if (data == NULL)
        return false;
    forget_buffer(buffer);
    array->buffers[array->n_buffers++] = data;
    return true;
}

bool
arrow_export_array(ArrowBuilder *builder, struct ArrowArray *array)
{
    bool has_offsets = builder->layout == ARROW_LAYOUT_VARIABLE || builder->layout == ARROW_LAYOUT_LIST;
    bool has_values = builder->layout != ARROW_LAYOUT_LIST && builder->layout != ARROW_LAYOUT_STRUCT;

    memset(array, 0, sizeof(*array));
    array->length = builder->length;
    array->null_count = builder->null_count;
    array->release = release_array;
    array->buffers = calloc(BUFFERS_LIMIT, sizeof(void *));
    if (array->buffers == NULL)
        goto failed;
    /* No bitmap means no nulls. */
    array->buffers[array->n_buffers++] = builder->validity.data;
    forget_buffer(&builder->validity);
    if (has_offsets && !move_buffer(array, &builder->offsets))
        goto failed;
    if (has_values && !move_buffer(array, &builder->values))
        goto failed;
    builder->length = 0;
    builder->null_count = 0;
    if (builder->child_count > 0)
    {
        array->children = calloc(builder->child_count, sizeof(struct ArrowArray *));
        if (array->children == NULL)
            goto failed;
    }
    for (int i = 0; i < builder->child_count; i++)
    {
        array->children[i] = malloc(sizeof(struct ArrowArray));
        array->n_children++;
        if (array->children[i] == NULL || !arrow_export_array(builder->children[i], array->children[i]))
            goto failed;
    }
    return true;

failed:
    release_array(array);
    return false;
}

bool
arrow_export_schema(const ArrowBuilder *builder, struct ArrowSchema *schema)
{
    if (!arrow_schema_make(schema, builder->format, builder->name, builder->metadata, builder->child_count))
        return false;
    for (int i = 0; i < builder->child_count; i++)
    {
        if (!arrow_export_schema(builder->children[i], schema->children[i]))
        {
            schema->release(schema);
            return false;
        }
    }
    return true;
}
