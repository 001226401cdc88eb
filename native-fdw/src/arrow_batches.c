/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arrow_batches.h"
#include "arrow_schema.h"

/* What the stream needs, which may outlive the ArrowBatches. */
typedef struct Content
{
    struct ArrowSchema schema;
    struct ArrowArray *batches;
    int count;
    int capacity;
    int next;
} Content;

struct ArrowBatches
{
    struct ArrowArrayStream stream;
};

/* get_schema of the stream. Each caller gets a copy of its own. */
static int
stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    Content *content = stream->private_data;

    return arrow_schema_copy(&content->schema, out) ? 0 : ENOMEM;
}

/* get_next of the stream. */
static int
stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    Content *content = stream->private_data;

    memset(out, 0, sizeof(*out));
    if (content->next < content->count)
    {
        *out = content->batches[content->next];
        content->batches[content->next].release = NULL;
        content->next++;
    }
    return 0;
}

/* get_last_error of the stream. */
static const char *
stream_error(struct ArrowArrayStream *stream)
{
    return "out of memory";
}

/* release of the stream. */
static void
stream_release(struct ArrowArrayStream *stream)
{
    Content *content = stream->private_data;

    for (int i = content->next; i < content->count; i++)
        content->batches[i].release(&content->batches[i]);
    content->schema.release(&content->schema);
    free(content->batches);
    free(content);
    stream->release = NULL;
}

/* See arrow_batches.h. */
ArrowBatches *
arrow_batches_create(struct ArrowSchema *schema)
{
    ArrowBatches *batches = calloc(1, sizeof(ArrowBatches));
    Content *content = calloc(1, sizeof(Content));

    if (batches == NULL || content == NULL)
    {
        free(batches);
        free(content);
        schema->release(schema);
        return NULL;
    }
    content->schema = *schema;
    schema->release = NULL;
    batches->stream.get_schema = stream_schema;
    batches->stream.get_next = stream_next;
    batches->stream.get_last_error = stream_error;
    batches->stream.release = stream_release;
    batches->stream.private_data = content;
    return batches;
}

/* See arrow_batches.h. */
bool
arrow_batches_add(ArrowBatches *batches, struct ArrowArray *batch)
{
    Content *content = batches->stream.private_data;

    if (content->count == content->capacity)
    {
        int capacity = content->capacity == 0 ? 16 : content->capacity * 2;
        struct ArrowArray *more = realloc(content->batches, capacity * sizeof(struct ArrowArray));

        if (more == NULL)
            return false;
        content->batches = more;
        content->capacity = capacity;
    }
    content->batches[content->count++] = *batch;
    batch->release = NULL;
    return true;
}

/* See arrow_batches.h. */
struct ArrowArrayStream *
arrow_batches_stream(ArrowBatches *batches)
{
    return &batches->stream;
}

/* See arrow_batches.h. */
void
arrow_batches_free(void *batches)
{
    ArrowBatches *held = batches;

    if (held->stream.release != NULL)
        held->stream.release(&held->stream);
    free(held);
}
