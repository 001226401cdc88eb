/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duckdb_query(library, sql): runs a query in DuckDB, whose C API the native library of its JDBC driver exports, and
 * reads the Arrow batches it makes. The columns of the answer are those of the caller's column definition list.
 */
#include "postgres.h"

#include <dlfcn.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

#include "../src/arrow_reader.h"

/* What is used of DuckDB's C API. */
typedef void *duckdb_database;
typedef void *duckdb_connection;
typedef void *duckdb_arrow;
typedef struct ArrowSchema *duckdb_arrow_schema;
typedef struct ArrowArray *duckdb_arrow_array;

static struct
{
    int (*open)(const char *, duckdb_database *);
    int (*connect)(duckdb_database, duckdb_connection *);
    int (*query_arrow)(duckdb_connection, const char *, duckdb_arrow *);
    int (*query_arrow_schema)(duckdb_arrow, duckdb_arrow_schema *);
    int (*query_arrow_array)(duckdb_arrow, duckdb_arrow_array *);
    const char *(*query_arrow_error)(duckdb_arrow);
    void (*destroy_arrow)(duckdb_arrow *);
} duckdb;

static duckdb_connection connection;

/* Finds one function of the library. */
static void *
find(void *library, const char *name)
{
    void *function = dlsym(library, name);

    if (function == NULL)
        elog(ERROR, "%s is not in the library", name);
    return function;
}

/* Opens an in-memory database, once in a backend; it lives until the backend ends. */
static void
start_duckdb(const char *path)
{
    void *library;
    duckdb_database database;

    if (connection != NULL)
        return;
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        elog(ERROR, "cannot open DuckDB: %s", dlerror());
    duckdb.open = find(library, "duckdb_open");
    duckdb.connect = find(library, "duckdb_connect");
    duckdb.query_arrow = find(library, "duckdb_query_arrow");
    duckdb.query_arrow_schema = find(library, "duckdb_query_arrow_schema");
    duckdb.query_arrow_array = find(library, "duckdb_query_arrow_array");
    duckdb.query_arrow_error = find(library, "duckdb_query_arrow_error");
    duckdb.destroy_arrow = find(library, "duckdb_destroy_arrow");
    if (duckdb.open(NULL, &database) != 0 || duckdb.connect(database, &connection) != 0)
        elog(ERROR, "cannot open a DuckDB database");
}

/* Reads all batches into the tuple store, or only converts them where there is none. */
static int64
read_batches(duckdb_arrow result, TupleDesc descriptor, Tuplestorestate *store)
{
    struct ArrowSchema schema_struct;
    struct ArrowSchema *schema = &schema_struct;
    struct ArrowArray batches[2];
    int current = 0;
    int *attributes = palloc(descriptor->natts * sizeof(int));
    TupleTableSlot *slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsVirtual);
    ArrowReader *reader;
    int64 rows = 0;

    memset(&schema_struct, 0, sizeof(schema_struct));
    memset(batches, 0, sizeof(batches));
    if (duckdb.query_arrow_schema(result, &schema) != 0)
        elog(ERROR, "DuckDB has no schema of the result");
    for (int i = 0; i < descriptor->natts; i++)
        attributes[i] = i;
    PG_TRY();
    {
        reader = arrow_reader_create(schema, descriptor, attributes, (int) schema->n_children, CurrentMemoryContext);
        for (;;)
        {
            struct ArrowArray *batch = &batches[current];

            if (duckdb.query_arrow_array(result, &batch) != 0)
                elog(ERROR, "DuckDB: %s", duckdb.query_arrow_error(result));
            if (batch->release == NULL || batch->length == 0)
                break;
            CHECK_FOR_INTERRUPTS();
            arrow_reader_set_batch(reader, batch);
            current = 1 - current;
            if (batches[current].release != NULL)
                batches[current].release(&batches[current]);
            memset(&batches[current], 0, sizeof(batches[current]));
            for (;;)
            {
                ExecClearTuple(slot);
                if (!arrow_reader_next(reader, slot))
                    break;
                ExecStoreVirtualTuple(slot);
                if (store != NULL)
                    tuplestore_puttupleslot(store, slot);
                rows++;
            }
        }
    }
    PG_FINALLY();
    {
        for (int i = 0; i < 2; i++)
        {
            if (batches[i].release != NULL)
                batches[i].release(&batches[i]);
        }
        if (schema->release != NULL)
            schema->release(schema);
    }
    PG_END_TRY();
    ExecDropSingleTupleTableSlot(slot);
    return rows;
}

/* Runs the query and reads its result. */
static int64
run(const char *library, const char *sql, TupleDesc descriptor, Tuplestorestate *store)
{
    duckdb_arrow result = NULL;
    volatile int64 rows = 0;

    start_duckdb(library);
    PG_TRY();
    {
        if (duckdb.query_arrow(connection, sql, &result) != 0)
            elog(ERROR, "DuckDB: %s", duckdb.query_arrow_error(result));
        rows = read_batches(result, descriptor, store);
    }
    PG_FINALLY();
    {
        duckdb.destroy_arrow(&result);
    }
    PG_END_TRY();
    return rows;
}

PG_FUNCTION_INFO_V1(duckdb_query);

Datum
duckdb_query(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;

    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    run(text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1)), info->setDesc, info->setResult);
    return (Datum) 0;
}

/*
 * duckdb_count(library, sql, type name): how many rows there are, after converting them into the columns of a
 * composite type and throwing them away. To measure the conversion alone.
 */
PG_FUNCTION_INFO_V1(duckdb_count);

Datum
duckdb_count(PG_FUNCTION_ARGS)
{
    TupleDesc descriptor = lookup_rowtype_tupdesc_copy(PG_GETARG_OID(2), -1);

    PG_RETURN_INT64(
        run(text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1)), descriptor, NULL));
}
