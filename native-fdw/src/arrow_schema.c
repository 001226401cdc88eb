/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "arrow_schema.h"

/* Frees a schema, and its children as far as they were not moved away. */
static void
release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
    {
        if (schema->children[i] != NULL && schema->children[i]->release != NULL)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    free((char *) schema->format);
    free((char *) schema->name);
    schema->release = NULL;
}

/* See arrow_schema.h. */
bool
arrow_schema_make(struct ArrowSchema *schema, const char *format, const char *name, const char *metadata,
                  int64_t children)
{
    memset(schema, 0, sizeof(*schema));
    schema->release = release_schema;
    schema->flags = ARROW_FLAG_NULLABLE;
    schema->metadata = metadata;
    schema->format = strdup(format);
    schema->name = strdup(name);
    if (schema->format == NULL || schema->name == NULL)
        goto failed;
    if (children > 0)
    {
        schema->children = calloc(children, sizeof(struct ArrowSchema *));
        if (schema->children == NULL)
            goto failed;
    }
    for (; schema->n_children < children; schema->n_children++)
    {
        schema->children[schema->n_children] = calloc(1, sizeof(struct ArrowSchema));
        if (schema->children[schema->n_children] == NULL)
            goto failed;
    }
    return true;

failed:
    release_schema(schema);
    return false;
}

/* See arrow_schema.h. */
bool
arrow_schema_copy(const struct ArrowSchema *schema, struct ArrowSchema *out)
{
    if (!arrow_schema_make(out, schema->format, schema->name, schema->metadata, schema->n_children))
        return false;
    for (int64_t i = 0; i < schema->n_children; i++)
    {
        if (!arrow_schema_copy(schema->children[i], out->children[i]))
        {
            out->release(out);
            return false;
        }
    }
    return true;
}
