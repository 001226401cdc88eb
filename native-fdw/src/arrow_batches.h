/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_batches.h
 *    Batches that have all been gathered, as an ArrowArrayStream.
 *
 * Nothing here knows PostgreSQL: memory is from malloc, and the stream may be read and released in any thread.
 */
#ifndef ARROW_BATCHES_H
#define ARROW_BATCHES_H

#include <stdbool.h>

#include "arrow_abi.h"

typedef struct ArrowBatches ArrowBatches;

/* No batches of that schema, which it takes over. NULL where memory is out; the schema is released then, too. */
extern ArrowBatches *arrow_batches_create(struct ArrowSchema *schema);

/* Adds a batch, which is moved away; false where memory is out, and it stays the caller's. */
extern bool arrow_batches_add(ArrowBatches *batches, struct ArrowArray *batch);

/* The stream, for its reader to move or to use where it is, when all batches are there. */
extern struct ArrowArrayStream *arrow_batches_stream(ArrowBatches *batches);

/*
 * Frees it all, except for what belongs to a reader that has moved the stream. (The argument is an ArrowBatches, so
 * that calls into Java can have this done behind them.)
 */
extern void arrow_batches_free(void *batches);

#endif
