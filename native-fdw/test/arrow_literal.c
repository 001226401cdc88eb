/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_read(jsonb) returns setof record: the rows of a batch that is spelled out, right or wrong.
 *
 *   array = {"format": "i", "length": 2, "null_count": 0, "offset": 0, "buffers": [null, "01000000ff000000"],
 *            "children": [array, …], "dictionary": array}
 *
 * null_count is -1 and offset 0 where they are left out; buffers are hexadecimal or null. Each buffer is allocated on
 * its own with exactly its size, so that a tool that watches memory sees every byte that is read outside.
 */
#include "postgres.h"

#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "arrow_test.h"

static void build(JsonbContainer *literal, struct ArrowSchema *schema, struct ArrowArray *array);

/* A member of an object, or NULL. */
static JsonbValue *
member(JsonbContainer *object, const char *name)
{
    JsonbValue *value = getKeyJsonValueFromContainer(object, name, strlen(name), NULL);

    return value == NULL || value->type == jbvNull ? NULL : value;
}

static int64
number(JsonbContainer *object, const char *name, int64 otherwise)
{
    JsonbValue *value = member(object, name);

    return value == NULL ? otherwise
                         : DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(value->val.numeric)));
}

/* The bytes of a hexadecimal string in a block of exactly that size. */
static void *
bytes(const JsonbValue *value)
{
    Size size = value->val.string.len / 2;
    char *block = malloc(size);

    hex_decode(value->val.string.val, value->val.string.len, block);
    return block;
}

static void
build_buffers(JsonbContainer *literal, struct ArrowArray *array)
{
    JsonbValue *list = member(literal, "buffers");

    if (list == NULL)
        return;
    array->n_buffers = JsonContainerSize(list->val.binary.data);
    array->buffers = palloc0(Max(array->n_buffers, 1) * sizeof(void *));
    for (int i = 0; i < array->n_buffers; i++)
    {
        JsonbValue *value = getIthJsonbValueFromContainer(list->val.binary.data, i);

        if (value->type == jbvString)
            array->buffers[i] = bytes(value);
    }
}

static void
build_children(JsonbContainer *literal, struct ArrowSchema *schema, struct ArrowArray *array)
{
    JsonbValue *list = member(literal, "children");
    int count;

    if (list == NULL)
        return;
    count = JsonContainerSize(list->val.binary.data);
    schema->n_children = array->n_children = count;
    schema->children = palloc0(count * sizeof(struct ArrowSchema *));
    array->children = palloc0(count * sizeof(struct ArrowArray *));
    for (int i = 0; i < count; i++)
    {
        JsonbValue *child = getIthJsonbValueFromContainer(list->val.binary.data, i);

        schema->children[i] = palloc0(sizeof(struct ArrowSchema));
        array->children[i] = palloc0(sizeof(struct ArrowArray));
        build(child->val.binary.data, schema->children[i], array->children[i]);
    }
}

/* What is palloc'd here is freed with the query, and the buffers with the backend: nothing needs to be released. */
static void
release_nothing(struct ArrowArray *array)
{
    array->release = NULL;
}

static void
build(JsonbContainer *literal, struct ArrowSchema *schema, struct ArrowArray *array)
{
    JsonbValue *format = member(literal, "format");
    JsonbValue *dictionary = member(literal, "dictionary");

    schema->format = format == NULL ? "+s" : pnstrdup(format->val.string.val, format->val.string.len);
    array->length = number(literal, "length", 0);
    array->null_count = number(literal, "null_count", -1);
    array->offset = number(literal, "offset", 0);
    array->release = release_nothing;
    build_buffers(literal, array);
    build_children(literal, schema, array);
    if (dictionary != NULL)
    {
        schema->dictionary = palloc0(sizeof(struct ArrowSchema));
        array->dictionary = palloc0(sizeof(struct ArrowArray));
        build(dictionary->val.binary.data, schema->dictionary, array->dictionary);
    }
}

PG_FUNCTION_INFO_V1(arrow_read);

Datum
arrow_read(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
    struct ArrowSchema schema = {.release = NULL};
    struct ArrowArray batch = {.release = NULL};
    ArrowReader *reader;

    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    build(&PG_GETARG_JSONB_P(0)->root, &schema, &batch);
    reader = arrow_reader_create(&schema, info->setDesc, arrow_test_attributes(schema.n_children), schema.n_children,
                                 CurrentMemoryContext);
    arrow_reader_set_batch(reader, &batch);
    arrow_test_drain(reader, info->setDesc, info->setResult);
    return (Datum) 0;
}
