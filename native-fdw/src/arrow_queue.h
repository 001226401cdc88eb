/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_queue.h
 *    A bounded queue of batches whose far end is an ArrowArrayStream.
 *
 * The near end belongs to the backend's main thread, which never blocks in it; the far end to whoever reads the stream,
 * on any thread, which waits for batches. Nothing here knows PostgreSQL: memory is from malloc, and each end may be
 * gone long before the other. Two hold the queue: the near end, and the stream as long as it is not released.
 */
#ifndef ARROW_QUEUE_H
#define ARROW_QUEUE_H

#include <stdbool.h>

#include "arrow_abi.h"

typedef struct ArrowQueue ArrowQueue;

typedef enum ArrowQueuePush
{
    ARROW_QUEUE_TAKEN,
    ARROW_QUEUE_FULL,    /* `wake` is called once there is room */
    ARROW_QUEUE_RELEASED /* nobody reads any more */
} ArrowQueuePush;

/*
 * A queue for batches of that schema, which it takes over. `wake` is called on the reader's thread when one that found
 * the queue full, or everybody, should look again. NULL where memory is out; the schema is released then, too.
 */
extern ArrowQueue *arrow_queue_create(struct ArrowSchema *schema, void (*wake)(void));

/* The stream, for its reader to move or to use where it is; the queue owns the memory. */
extern struct ArrowArrayStream *arrow_queue_stream(ArrowQueue *queue);

/* Offers a batch of so many bytes; one that is TAKEN is moved away, any other stays the caller's. Never waits. */
extern ArrowQueuePush arrow_queue_push(ArrowQueue *queue, struct ArrowArray *batch, int64_t bytes);

/* No more batches come: the stream ends behind those that are queued. */
extern void arrow_queue_end(ArrowQueue *queue);

/* The stream fails, now, unless arrow_queue_end() was called before and all batches are read. */
extern void arrow_queue_abort(ArrowQueue *queue);

/*
 * Lets go of the near end, on any thread. The stream is released if it still is where arrow_queue_stream() said, so its
 * reader must have come to an end or have moved it.
 */
extern void arrow_queue_close(ArrowQueue *queue);

#endif
