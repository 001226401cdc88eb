/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of Datums into Arrow batches, for INSERT, UPDATE and DELETE.
 *
 *   boolean b; smallint s; integer i; bigint l; real f; double precision g
 *   numeric(p,s) of up to 38 digits: d:p,s, where NaN and infinities are an ERROR 22003; any other numeric: u
 *   text, varchar, bpchar, json, xml, and every type that is not named here, by its output function: u, in UTF-8
 *   bytea z; uuid w:16; date tdD; time ttu; timestamp tsu:; timestamptz tsu:UTC; interval tin
 *   (infinite dates are ±(2^31-1), infinite timestamps ±(2^63-1), as in the other direction)
 *   composites +s; domains as what they are over
 *   arrays +l, one inside the other for further dimensions. PostgreSQL does not fix the number of dimensions of a
 *   column but Arrow does: it is the declared one where that is more than one, else that of the first array that is
 *   not empty, and holds as long as the writer; an array of another number is an ERROR 2202E. Lower bounds are lost.
 */
#ifndef ARROW_WRITER_H
#define ARROW_WRITER_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "nodes/pg_list.h"

#include "arrow_abi.h"

typedef struct ArrowWriter ArrowWriter;

/*
 * A writer for rows of these columns, in order; the descriptor has no dropped ones and is not needed afterwards. Values
 * of the types in `as_text` (oids), also inside arrays and composites, become text. `fixed` is for readers that must
 * know the schema before the first row: arrays then have one dimension. Lives in the context, whose reset frees it and
 * all that was gathered and not handed over.
 */
extern ArrowWriter *arrow_writer_create(TupleDesc descriptor, List *as_text, bool fixed, MemoryContext context);

/* Adds a row; values are copied. After an ERROR the writer must not be used again. */
extern void arrow_writer_append(ArrowWriter *writer, const Datum *values, const bool *nulls);

/* The rows gathered since the last call of arrow_writer_finish. */
extern int64 arrow_writer_rows(const ArrowWriter *writer);

/*
 * The memory that holds the rows gathered since then. No text, binary or array column can hold more than 2 GB in a
 * batch: callers finish a batch long before, and what exceeds it is an ERROR 54000.
 */
extern Size arrow_writer_bytes(const ArrowWriter *writer);

/* Describes the batches of a fixed writer; the caller releases the schema. */
extern void arrow_writer_schema(const ArrowWriter *writer, struct ArrowSchema *schema);

/* Moves what was gathered into *array, as arrow_writer_finish() does. */
extern void arrow_writer_take(ArrowWriter *writer, struct ArrowArray *array);

/*
 * Moves what was gathered into *array (a struct array) and *schema and leaves the writer empty. Both are then the
 * caller's, allocated by malloc, and may be used and released in any thread, after the writer is gone too.
 */
extern void arrow_writer_finish(ArrowWriter *writer, struct ArrowArray *array, struct ArrowSchema *schema);

#endif /* ARROW_WRITER_H */
