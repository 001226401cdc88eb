/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arrow batches into rows of Datums.
 *
 * A reader belongs to one scan. It turns a batch into Datums in chunks of some hundred rows, column by column, and then
 * hands the rows out. Which Arrow formats become which types is in docs/architecture.md, "Arrow into Datums".
 */
#ifndef ARROW_READER_H
#define ARROW_READER_H

#include "postgres.h"

#include "executor/tuptable.h"

#include "arrow_abi.h"

typedef struct ArrowReader ArrowReader;

/*
 * Plans the conversion of a stream's columns into those of a tuple descriptor. attribute_of_column[i] is the 0-based
 * attribute that stream column i fills, or -1 to skip it. The schema is not needed afterwards. Everything is allocated
 * in the context and goes with it. ERROR 42804 where a column cannot become what its attribute is.
 */
extern ArrowReader *arrow_reader_create(const struct ArrowSchema *schema, TupleDesc descriptor,
                                        const int *attribute_of_column, int column_count, MemoryContext context);

/*
 * Starts on a batch (a struct array), which the caller keeps alive until arrow_reader_next has returned false or the
 * reader is not used any more; values that were handed out do not point into it. ERROR XX000 where the batch is not of
 * the schema.
 */
extern void arrow_reader_set_batch(ArrowReader *reader, const struct ArrowArray *batch);

/*
 * Points slot->tts_values and slot->tts_isnull at the next row, of which attributes without a column are null, and
 * returns true; false at the end of the batch. The caller clears the slot before and stores it as virtual after. The
 * slot must have been made for a tuple descriptor, because only such a slot does not free its arrays, and must get its
 * own arrays back before the reader goes, if it is used after.
 *
 * By-reference values stay valid until the next call of this function or of arrow_reader_set_batch that needs room
 * for another chunk, so at least until the next call of either. That is what the executor asks of a scan's tuple: it
 * may be used until the node is called again.
 */
extern bool arrow_reader_next(ArrowReader *reader, TupleTableSlot *slot);

#endif /* ARROW_READER_H */
