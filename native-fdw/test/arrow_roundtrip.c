/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Datums into Arrow and back.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/datum.h"

#include "../src/arrow_writer.h"
#include "arrow_test.h"

/* Where the values in the tuple store are compared bit by bit with the originals; NULL for no comparison. */
typedef struct Comparison
{
    HeapTuple *originals;
    TupleDesc original_descriptor;
    int64 differences;
} Comparison;

/* Compares the reader's rows with the originals as they are laid out in memory. */
static void
compare(ArrowReader *reader, TupleDesc descriptor, Comparison *comparison)
{
    TupleTableSlot *slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);

    for (;;)
    {
        bool same = true;

        ExecClearTuple(slot);
        if (!arrow_reader_next(reader, slot))
            break;
        for (int i = 0; i < descriptor->natts; i++)
        {
            bool is_null;
            Datum original = SPI_getbinval(*comparison->originals, comparison->original_descriptor, i + 1, &is_null);
            Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

            same &= is_null == slot->tts_isnull[i] &&
                    (is_null || datum_image_eq(original, slot->tts_values[i], attribute->attbyval, attribute->attlen));
        }
        comparison->originals++;
        comparison->differences += same ? 0 : 1;
    }
    ExecDropSingleTupleTableSlot(slot);
}

/* Reads a batch in slices that begin by the offset of the batch or, in turn, by those of its columns. */
static void
read_slices(struct ArrowArray *batch, struct ArrowSchema *schema, int slice_rows, TupleDesc descriptor,
            Tuplestorestate *store, Comparison *comparison)
{
    ArrowReader *reader = arrow_reader_create(schema, descriptor, arrow_test_attributes(descriptor->natts),
                                              descriptor->natts, CurrentMemoryContext);
    int64 rows = batch->length;

    for (int64 done = 0; done < rows; done += slice_rows)
    {
        int64 step = Min(rows - done, slice_rows);

        batch->length = step;
        arrow_reader_set_batch(reader, batch);
        if (comparison != NULL)
            compare(reader, descriptor, comparison);
        else
            arrow_test_drain(reader, descriptor, store);
        if ((done / slice_rows) % 2 == 0)
            batch->offset += step;
        else
        {
            for (int i = 0; i < schema->n_children; i++)
                arrow_test_skip(batch->children[i], schema->children[i], batch->offset + step);
            batch->offset = 0;
        }
    }
}

/* Writes what was gathered, changes its layout and reads it back. */
static void
flush(ArrowWriter *writer, const char *variation, int slice_rows, TupleDesc descriptor, Tuplestorestate *store,
      Comparison *comparison)
{
    struct ArrowArray batch;
    struct ArrowSchema schema;

    arrow_writer_finish(writer, &batch, &schema);
    PG_TRY();
    {
        arrow_test_vary(&batch, &schema, variation);
        read_slices(&batch, &schema, slice_rows, descriptor, store, comparison);
    }
    PG_FINALLY();
    {
        batch.release(&batch);
        schema.release(&schema);
    }
    PG_END_TRY();
}

/* Sends the rows of a query through Arrow, in batches and these in slices. */
static void
round_trip(FunctionCallInfo fcinfo, TupleDesc descriptor, Tuplestorestate *store, Comparison *comparison)
{
    char *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
    int batch_rows = PG_GETARG_INT32(1);
    int slice_rows = PG_GETARG_INT32(2);
    char *variation = text_to_cstring(PG_GETARG_TEXT_PP(3));
    MemoryContext context = CurrentMemoryContext;
    ArrowWriter *writer;
    Datum *values;
    bool *nulls;

    SPI_connect();
    if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
        elog(ERROR, "not a query: %s", query);
    if (descriptor == NULL)
        descriptor = SPI_tuptable->tupdesc;
    if (comparison != NULL)
    {
        comparison->originals = SPI_tuptable->vals;
        comparison->original_descriptor = SPI_tuptable->tupdesc;
    }
    values = palloc(SPI_tuptable->tupdesc->natts * sizeof(Datum));
    nulls = palloc(SPI_tuptable->tupdesc->natts * sizeof(bool));
    writer = arrow_writer_create(SPI_tuptable->tupdesc, NIL, false, context);
    for (uint64 row = 0; row < SPI_processed; row++)
    {
        heap_deform_tuple(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, values, nulls);
        arrow_writer_append(writer, values, nulls);
        if (arrow_writer_rows(writer) >= batch_rows)
            flush(writer, variation, slice_rows, descriptor, store, comparison);
    }
    if (arrow_writer_rows(writer) > 0)
        flush(writer, variation, slice_rows, descriptor, store, comparison);
    SPI_finish();
}

/*
 * arrow_roundtrip(query, batch rows, slice rows, variation) returns setof record: the rows of the query after a way
 * through Arrow.
 */
PG_FUNCTION_INFO_V1(arrow_roundtrip);

Datum
arrow_roundtrip(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;

    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    round_trip(fcinfo, info->setDesc, info->setResult, NULL);
    return (Datum) 0;
}

/* arrow_differences(query, batch rows, slice rows, variation) returns bigint: the rows that come back otherwise. */
PG_FUNCTION_INFO_V1(arrow_differences);

Datum
arrow_differences(PG_FUNCTION_ARGS)
{
    Comparison comparison = {.differences = 0};

    round_trip(fcinfo, NULL, NULL, &comparison);
    PG_RETURN_INT64(comparison.differences);
}

/* arrow_roundtrip_value(anyelement) returns anyelement: one value after a way through Arrow. */
PG_FUNCTION_INFO_V1(arrow_roundtrip_value);

Datum
arrow_roundtrip_value(PG_FUNCTION_ARGS)
{
    Oid type = get_fn_expr_argtype(fcinfo->flinfo, 0);
    TupleDesc descriptor = CreateTemplateTupleDesc(1);
    TupleTableSlot *slot;
    ArrowWriter *writer;
    ArrowReader *reader;
    struct ArrowArray batch;
    struct ArrowSchema schema;
    int attribute = 0;
    Datum value = PG_ARGISNULL(0) ? (Datum) 0 : PG_GETARG_DATUM(0);
    bool is_null = PG_ARGISNULL(0);

    TupleDescInitEntry(descriptor, 1, "value", type, -1, 0);
    slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);
    writer = arrow_writer_create(descriptor, NIL, false, CurrentMemoryContext);
    arrow_writer_append(writer, &value, &is_null);
    arrow_writer_finish(writer, &batch, &schema);
    PG_TRY();
    {
        reader = arrow_reader_create(&schema, descriptor, &attribute, 1, CurrentMemoryContext);
        arrow_reader_set_batch(reader, &batch);
        if (!arrow_reader_next(reader, slot))
            elog(ERROR, "the row is lost");
    }
    PG_FINALLY();
    {
        batch.release(&batch);
        schema.release(&schema);
    }
    PG_END_TRY();
    if (slot->tts_isnull[0])
        PG_RETURN_NULL();
    return slot->tts_values[0];
}

/* Adds a schema as name:format(children). */
static void
describe(StringInfo text, const struct ArrowSchema *schema)
{
    appendStringInfo(text, "%s:%s", schema->name, schema->format);
    for (int i = 0; i < schema->n_children; i++)
    {
        appendStringInfoString(text, i == 0 ? "(" : ", ");
        describe(text, schema->children[i]);
    }
    if (schema->n_children > 0)
        appendStringInfoChar(text, ')');
}

/* arrow_schema(query) returns text: how the rows of the query are described when they are written. */
PG_FUNCTION_INFO_V1(arrow_schema);

Datum
arrow_schema(PG_FUNCTION_ARGS)
{
    MemoryContext context = CurrentMemoryContext;
    ArrowWriter *writer;
    struct ArrowArray batch;
    struct ArrowSchema schema;
    StringInfoData description;

    SPI_connect();
    if (SPI_execute(text_to_cstring(PG_GETARG_TEXT_PP(0)), true, 0) != SPI_OK_SELECT)
        elog(ERROR, "not a query");
    writer = arrow_writer_create(SPI_tuptable->tupdesc, NIL, false, context);
    for (uint64 row = 0; row < SPI_processed; row++)
    {
        Datum values[MaxTupleAttributeNumber];
        bool nulls[MaxTupleAttributeNumber];

        heap_deform_tuple(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, values, nulls);
        arrow_writer_append(writer, values, nulls);
    }
    SPI_finish();
    arrow_writer_finish(writer, &batch, &schema);
    initStringInfo(&description);
    for (int i = 0; i < schema.n_children; i++)
    {
        if (i > 0)
            appendStringInfoString(&description, ", ");
        describe(&description, schema.children[i]);
    }
    batch.release(&batch);
    schema.release(&schema);
    PG_RETURN_TEXT_P(cstring_to_text_with_len(description.data, description.len));
}
