/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queries in DuckDB, whose C API the installed native library of its JDBC driver exports, read from the Arrow batches
 * it makes.
 */
#include "postgres.h"

#include <dlfcn.h>
#include <time.h>

#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/typcache.h"

#include "arrow_test.h"

/* What is used of DuckDB's C API. */
typedef void *duckdb_database;
typedef void *duckdb_connection;
typedef void *duckdb_arrow;

static struct
{
    int (*open)(const char *, duckdb_database *);
    int (*connect)(duckdb_database, duckdb_connection *);
    int (*query_arrow)(duckdb_connection, const char *, duckdb_arrow *);
    int (*query_arrow_schema)(duckdb_arrow, struct ArrowSchema **);
    int (*query_arrow_array)(duckdb_arrow, struct ArrowArray **);
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
start_duckdb(void)
{
    char *path = psprintf("%s/icebridge/lib/libduckdb_java.so", pkglib_path);
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

/* Processor time of this thread, in nanoseconds. */
static int64
processor_time(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64) time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Reads all batches; frees each when the next one is there. */
static int64
read_batches(duckdb_arrow result, TupleDesc descriptor, Tuplestorestate *store)
{
    struct ArrowSchema schema_struct = {.release = NULL};
    struct ArrowSchema *schema = &schema_struct;
    struct ArrowArray batches[2] = {{.release = NULL}, {.release = NULL}};
    volatile int64 rows = 0;
    int64 conversion_time = 0;

    if (duckdb.query_arrow_schema(result, &schema) != 0)
        elog(ERROR, "DuckDB has no schema of the result");
    PG_TRY();
    {
        ArrowReader *reader = arrow_reader_create(schema, descriptor, arrow_test_attributes(schema->n_children),
                                                  schema->n_children, CurrentMemoryContext);

        for (int current = 0;; current = 1 - current)
        {
            struct ArrowArray *batch = &batches[current];
            struct ArrowArray *previous = &batches[1 - current];

            if (duckdb.query_arrow_array(result, &batch) != 0)
                elog(ERROR, "DuckDB: %s", duckdb.query_arrow_error(result));
            if (batch->release == NULL || batch->length == 0)
                break;
            CHECK_FOR_INTERRUPTS();
            if (previous->release != NULL)
                previous->release(previous);
            previous->release = NULL;
            conversion_time -= processor_time();
            arrow_reader_set_batch(reader, batch);
            rows += arrow_test_drain(reader, descriptor, store);
            conversion_time += processor_time();
        }
        elog(DEBUG1, "conversion took " INT64_FORMAT " us", conversion_time / 1000);
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
    return rows;
}

/* Runs the query and reads its result. */
static int64
run(const char *sql, TupleDesc descriptor, Tuplestorestate *store)
{
    duckdb_arrow result = NULL;
    volatile int64 rows = 0;

    start_duckdb();
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

/* duckdb_query(sql) returns setof record: the rows, as the types of the caller's column definition list. */
PG_FUNCTION_INFO_V1(duckdb_query);

Datum
duckdb_query(PG_FUNCTION_ARGS)
{
    ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;

    InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
    run(text_to_cstring(PG_GETARG_TEXT_PP(0)), info->setDesc, info->setResult);
    return (Datum) 0;
}

/*
 * duckdb_count(sql, regtype) returns bigint: how many rows there are, after converting them into the columns of a
 * composite type and throwing them away. To measure the conversion alone.
 */
PG_FUNCTION_INFO_V1(duckdb_count);

Datum
duckdb_count(PG_FUNCTION_ARGS)
{
    TupleDesc descriptor = lookup_rowtype_tupdesc_copy(PG_GETARG_OID(1), -1);

    PG_RETURN_INT64(run(text_to_cstring(PG_GETARG_TEXT_PP(0)), descriptor, NULL));
}

/* duckdb_execute(sql): for settings and tables. */
PG_FUNCTION_INFO_V1(duckdb_execute);

Datum
duckdb_execute(PG_FUNCTION_ARGS)
{
    duckdb_arrow result = NULL;
    char *error = NULL;

    start_duckdb();
    if (duckdb.query_arrow(connection, text_to_cstring(PG_GETARG_TEXT_PP(0)), &result) != 0)
        error = pstrdup(duckdb.query_arrow_error(result));
    duckdb.destroy_arrow(&result);
    if (error != NULL)
        elog(ERROR, "DuckDB: %s", error);
    PG_RETURN_VOID();
}
