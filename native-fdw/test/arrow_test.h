/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQL functions that drive the conversion between Arrow and Datums without a JVM: what the tests' module is made of.
 */
#ifndef ARROW_TEST_H
#define ARROW_TEST_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "utils/tuplestore.h"

#include "../src/arrow_abi.h"
#include "../src/arrow_reader.h"
#include "../src/compat.h"

/* Reads what is left of a batch's rows into a tuple store, or only counts them where there is none. */
extern int64 arrow_test_drain(ArrowReader *reader, TupleDesc descriptor, Tuplestorestate *store);

/* The attributes 0, 1, … for so many columns; palloc'd. */
extern int *arrow_test_attributes(int count);

/*
 * Changes how a batch is laid out, not what it says: "plain" for no change; "large", "view", "dictionary" for other
 * formats of the same; "decimal32", "decimal64", "decimal256" for decimals that fit; "unaligned" for buffers at odd
 * addresses; "unknown_nulls" for counts of -1; "bitmaps" for bitmaps where there is no null. "damaged" does
 * change a value, to see that it is noticed.
 */
extern void arrow_test_vary(struct ArrowArray *batch, struct ArrowSchema *schema, const char *variation);

/* Makes the array begin so many values later, by its own offset (and by those below it). */
extern void arrow_test_skip(struct ArrowArray *array, const struct ArrowSchema *schema, int64 count);

#endif /* ARROW_TEST_H */
