/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.h
 *    A cursor that Java opened, read as a stream of Arrow batches.
 */
#ifndef ICEBRIDGE_STREAM_H
#define ICEBRIDGE_STREAM_H

#include "postgres.h"

#include "arrow_abi.h"
#include "utils/jsonb.h"

typedef struct Stream Stream;

/*
 * Opens a cursor: calls `operation` with `request` (a JSON object without its closing brace) and the number the cursor
 * will have. Nobody will look at more than `most_rows` rows, so the stream need not go on behind them. It closes itself
 * when `context` is reset or deleted, also by an error. An error of Java's is raised, or, where `failure` is not NULL,
 * put there, and the result is NULL.
 */
extern Stream *stream_open(const char *operation, const char *request, double most_rows, MemoryContext context,
                           JsonbContainer **failure);

/*
 * For a stream just opened: waits for the first batch, and puts its error into *failure instead of leaving it to
 * stream_next(). Whether there is none.
 */
extern bool stream_begins(Stream *stream, JsonbContainer **failure);

/* The stream whose address an answer of Java's holds, or NULL; for threads on which there is no palloc to parse JSON.
 */
extern struct ArrowArrayStream *stream_of_answer(const char *answer);

/* The columns of the stream; valid until the stream is closed. */
extern const struct ArrowSchema *stream_schema(Stream *stream);

/* The next batch, or NULL at the end; valid until the next call. Some that follow are fetched meanwhile. */
extern const struct ArrowArray *stream_next(Stream *stream);

/* What Java tells about the scan for EXPLAIN ANALYZE; the stream gives no more rows after this. */
extern JsonbContainer *stream_statistics(Stream *stream);

/* Closes the cursor. Does not wait for Java and never raises an ERROR. */
extern void stream_close(Stream *stream);

#endif
