/* SPDX-License-Identifier: Apache-2.0 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#include "arrow_builder.h"
#include "arrow_writer.h"

struct ArrowWriter
{
    ArrowBuilder *root; /* the struct of all columns */
    ArrowShared shared;
    MemoryContext scratch; /* of one append */
    MemoryContextCallback callback;
};

/* Frees what malloc gave, when the writer's context goes. */
static void
free_buffers(void *argument)
{
    arrow_builder_clear(((ArrowWriter *) argument)->root);
}

ArrowWriter *
arrow_writer_create(TupleDesc descriptor, List *as_text, bool fixed, MemoryContext context)
{
    MemoryContext caller = MemoryContextSwitchTo(context);
    ArrowWriter *writer = palloc0(sizeof(ArrowWriter));
    ArrowBuilder *root = palloc0(sizeof(ArrowBuilder));

    root->label = root->name = "";
    root->format = "+s";
    root->layout = ARROW_LAYOUT_STRUCT;
    writer->shared.as_text = list_copy(as_text);
    writer->shared.fixed = fixed;
    root->shared = &writer->shared;
    root->context = context;
    root->children = palloc(Max(descriptor->natts, 1) * sizeof(ArrowBuilder *));
    for (int i = 0; i < descriptor->natts; i++)
    {
        Form_pg_attribute attribute = TupleDescAttr(descriptor, i);
        const char *name = NameStr(attribute->attname);

        Assert(!attribute->attisdropped);
        root->children[root->child_count++] =
            arrow_builder_create(name, pg_server_to_any(name, strlen(name), PG_UTF8), attribute->atttypid,
                                 attribute->atttypmod, attribute->attndims, &writer->shared, context);
    }
    writer->root = root;
    writer->scratch = AllocSetContextCreate(context, "Arrow writer", ALLOCSET_DEFAULT_SIZES);
    writer->callback.func = free_buffers;
    writer->callback.arg = writer;
    MemoryContextRegisterResetCallback(context, &writer->callback);
    MemoryContextSwitchTo(caller);
    return writer;
}

void
arrow_writer_append(ArrowWriter *writer, const Datum *values, const bool *nulls)
{
    MemoryContext caller = MemoryContextSwitchTo(writer->scratch);

    for (int i = 0; i < writer->root->child_count; i++)
        arrow_builder_append(writer->root->children[i], values[i], nulls[i]);
    writer->root->length++;
    MemoryContextSwitchTo(caller);
    MemoryContextReset(writer->scratch);
}

int64
arrow_writer_rows(const ArrowWriter *writer)
{
    return writer->root->length;
}

Size
arrow_writer_bytes(const ArrowWriter *writer)
{
    return writer->shared.bytes;
}

void
arrow_writer_schema(const ArrowWriter *writer, struct ArrowSchema *schema)
{
    if (!arrow_export_schema(writer->root, schema))
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
                        errdetail("Could not describe an Arrow batch.")));
}

void
arrow_writer_take(ArrowWriter *writer, struct ArrowArray *array)
{
    if (!arrow_export_array(writer->root, array))
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory"),
                        errdetail("Could not hand over an Arrow batch.")));
    writer->shared.bytes = 0;
}

void
arrow_writer_finish(ArrowWriter *writer, struct ArrowArray *array, struct ArrowSchema *schema)
{
    arrow_writer_schema(writer, schema);
    PG_TRY();
    {
        arrow_writer_take(writer, array);
    }
    PG_CATCH();
    {
        schema->release(schema);
        PG_RE_THROW();
    }
    PG_END_TRY();
}
