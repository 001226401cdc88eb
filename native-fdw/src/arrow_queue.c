/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arrow_queue.h"
#include "arrow_schema.h"

/* As many batches as make up a row group of DuckDB's, so that the near end can go on while one is compressed. */
#define QUEUE_BATCHES 16

/* Large values make large batches: beyond this one batch at a time is queued. */
#define QUEUE_BYTES (64 * 1024 * 1024)

struct ArrowQueue
{
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    void (*wake)(void);
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t filled; /* there is a batch, the end, or an abort */
    struct ArrowArray batches[QUEUE_BATCHES];
    int64_t sizes[QUEUE_BATCHES];
    int64_t bytes;
    int first;
    int count;
    bool ended;
    bool aborted;
    bool released; /* the stream */
    bool refused;  /* the near end waits for room */
    int references;
};

/* Frees the batches that wait, under the mutex. */
static void
drop_batches(ArrowQueue *queue)
{
    while (queue->count > 0)
    {
        struct ArrowArray *batch = &queue->batches[queue->first];

        batch->release(batch);
        queue->first = (queue->first + 1) % QUEUE_BATCHES;
        queue->count--;
    }
    queue->bytes = 0;
}

/* Lets go of one of the two references and unlocks; the last one frees everything. */
static void
unlock_and_release(ArrowQueue *queue)
{
    bool last = --queue->references == 0;

    pthread_mutex_unlock(&queue->mutex);
    if (!last)
        return;
    drop_batches(queue);
    queue->schema.release(&queue->schema);
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->mutex);
    free(queue);
}

/* get_schema of the stream. Each caller gets a copy of its own. */
static int
stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    ArrowQueue *queue = stream->private_data;

    return arrow_schema_copy(&queue->schema, out) ? 0 : ENOMEM;
}

/* get_next of the stream: waits for a batch. */
static int
stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    ArrowQueue *queue = stream->private_data;
    bool wake;

    memset(out, 0, sizeof(*out));
    pthread_mutex_lock(&queue->mutex);
    while (queue->count == 0 && !queue->ended && !queue->aborted)
        pthread_cond_wait(&queue->filled, &queue->mutex);
    if (queue->aborted)
    {
        pthread_mutex_unlock(&queue->mutex);
        return ECANCELED;
    }
    if (queue->count > 0)
    {
        *out = queue->batches[queue->first];
        queue->bytes -= queue->sizes[queue->first];
        queue->first = (queue->first + 1) % QUEUE_BATCHES;
        queue->count--;
    }
    wake = queue->refused;
    queue->refused = false;
    pthread_mutex_unlock(&queue->mutex);
    if (wake)
        queue->wake();
    return 0;
}

/* get_last_error of the stream: an abort is all that goes wrong, but for memory. */
static const char *
stream_error(struct ArrowArrayStream *stream)
{
    return "the statement that writes these rows has failed";
}

/* release of the stream, by its reader or by arrow_queue_close(). */
static void
stream_release(struct ArrowArrayStream *stream)
{
    ArrowQueue *queue = stream->private_data;
    bool wake;

    stream->release = NULL;
    pthread_mutex_lock(&queue->mutex);
    queue->released = true;
    drop_batches(queue);
    wake = queue->refused;
    queue->refused = false;
    /* Before the reference goes: `wake` is the queue's. */
    if (wake)
        queue->wake();
    unlock_and_release(queue);
}

/* See arrow_queue.h. */
ArrowQueue *
arrow_queue_create(struct ArrowSchema *schema, void (*wake)(void))
{
    ArrowQueue *queue = calloc(1, sizeof(ArrowQueue));

    if (queue == NULL)
    {
        schema->release(schema);
        return NULL;
    }
    queue->schema = *schema;
    schema->release = NULL;
    queue->wake = wake;
    queue->references = 2;
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_cond_init(&queue->filled, NULL);
    queue->stream.get_schema = stream_schema;
    queue->stream.get_next = stream_next;
    queue->stream.get_last_error = stream_error;
    queue->stream.release = stream_release;
    queue->stream.private_data = queue;
    return queue;
}

/* See arrow_queue.h. */
struct ArrowArrayStream *
arrow_queue_stream(ArrowQueue *queue)
{
    return &queue->stream;
}

/* See arrow_queue.h. */
ArrowQueuePush
arrow_queue_push(ArrowQueue *queue, struct ArrowArray *batch, int64_t bytes)
{
    ArrowQueuePush result = ARROW_QUEUE_TAKEN;

    pthread_mutex_lock(&queue->mutex);
    if (queue->released)
        result = ARROW_QUEUE_RELEASED;
    else if (queue->count == QUEUE_BATCHES || (queue->count > 0 && queue->bytes + bytes > QUEUE_BYTES))
    {
        result = ARROW_QUEUE_FULL;
        queue->refused = true;
    }
    else
    {
        int place = (queue->first + queue->count) % QUEUE_BATCHES;

        queue->batches[place] = *batch;
        queue->sizes[place] = bytes;
        queue->bytes += bytes;
        queue->count++;
        batch->release = NULL;
        pthread_cond_signal(&queue->filled);
    }
    pthread_mutex_unlock(&queue->mutex);
    return result;
}

/* See arrow_queue.h. */
void
arrow_queue_end(ArrowQueue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->ended = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
}

/* See arrow_queue.h. */
void
arrow_queue_abort(ArrowQueue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->aborted = !queue->ended || queue->count > 0;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
}

/* See arrow_queue.h. */
void
arrow_queue_close(ArrowQueue *queue)
{
    if (queue->stream.release != NULL)
        queue->stream.release(&queue->stream);
    pthread_mutex_lock(&queue->mutex);
    unlock_and_release(queue);
}
