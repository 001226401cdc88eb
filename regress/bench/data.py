# SPDX-License-Identifier: Apache-2.0
"""The benchmarks' tables: each data set as foreign tables in the schema lake_… and the same rows in heap_…"""

import os
import subprocess

from libpq import Connection

DATABASE = "bench"
TPCH_TABLES = {
    "region": "r_regionkey",
    "nation": "n_nationkey",
    "supplier": "s_suppkey",
    "customer": "c_custkey",
    "part": "p_partkey",
    "partsupp": "ps_partkey, ps_suppkey",
    "orders": "o_orderkey",
    "lineitem": "l_orderkey, l_linenumber",
}
# Without these, PostgreSQL's correlated subqueries (2, 17, 20, 21) would take hours on the heap.
TPCH_INDEXES = ("partsupp (ps_suppkey)", "orders (o_custkey)", "lineitem (l_partkey, l_suppkey)")


def fetch(*data_set):
    """The folder of a data set, which bin/lib/data makes if need be."""
    return subprocess.run([os.environ["DATA_PROGRAM"], *data_set], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def _exists(connection, schema):
    return connection.query(f"SELECT 1 FROM pg_namespace WHERE nspname = '{schema}'") != []


def _prepare_one(name, file):
    """Makes the table lake_NAME.NAME of a file, and heap_NAME.NAME with the same rows."""
    with Connection(DATABASE) as connection:
        connection.query(f"DROP SCHEMA IF EXISTS lake_{name} CASCADE; CREATE SCHEMA lake_{name}")
        connection.query(f"CREATE FOREIGN TABLE lake_{name}.{name} () SERVER lake OPTIONS (path '{file}')")
        if not _exists(connection, f"heap_{name}"):
            connection.query(f"BEGIN; CREATE SCHEMA heap_{name}; "
                             f"CREATE TABLE heap_{name}.{name} AS SELECT * FROM lake_{name}.{name}; COMMIT")
            connection.query(f"VACUUM ANALYZE heap_{name}.{name}")


def prepare_flights():
    """Makes the tables lake_flights.flights and heap_flights.flights; returns the Parquet file."""
    file = fetch("flights") + "/flights-3m.parquet"
    _prepare_one("flights", file)
    return file


def prepare_weather():
    """Makes the small tables lake_weather.weather and heap_weather.weather, and lake_weather.iceberg, an Iceberg table."""
    _prepare_one("weather", os.environ["LAKE_DATA"] + "/seattle-weather.parquet")
    with Connection(DATABASE, f"-c icebridge.default_location_prefix={os.environ['SERVER_HOME']}/scratch/bench_weather") as connection:
        connection.query("CREATE TABLE lake_weather.iceberg USING iceberg AS SELECT * FROM heap_weather.weather")


def prepare_tpch(scale):
    """Makes the tables of TPC-H; returns the two schemas and the folder of the files."""
    folder = fetch("tpch", scale)
    suffix = "tpch_" + scale.replace(".", "_")
    lake, heap = "lake_" + suffix, "heap_" + suffix
    with Connection(DATABASE) as connection:
        connection.query(f"DROP SCHEMA IF EXISTS {lake} CASCADE; CREATE SCHEMA {lake}")
        for table in TPCH_TABLES:
            connection.query(f"CREATE FOREIGN TABLE {lake}.{table} () SERVER lake OPTIONS (path '{folder}/{table}.parquet')")
            connection.query(f"ANALYZE {lake}.{table}")
        if not _exists(connection, heap):
            connection.query(f"BEGIN; CREATE SCHEMA {heap}")
            for table, key in TPCH_TABLES.items():
                connection.query(f"CREATE TABLE {heap}.{table} (LIKE {lake}.{table})")
                connection.query(f"COPY {heap}.{table} FROM '{folder}/{table}.tbl' (DELIMITER '|')")
                connection.query(f"ALTER TABLE {heap}.{table} ADD PRIMARY KEY ({key})")
            for index in TPCH_INDEXES:
                connection.query(f"CREATE INDEX ON {heap}.{index}")
            connection.query("COMMIT")
            for table in TPCH_TABLES:
                connection.query(f"VACUUM ANALYZE {heap}.{table}")
    return lake, heap, folder


def _copy_as_iceberg(schema, source):
    """Makes a schema of Iceberg tables with the rows of the tables of another schema."""
    prefix = f"{os.environ['SERVER_HOME']}/scratch/{schema}"
    with Connection(DATABASE, f"-c icebridge.default_location_prefix={prefix}") as connection:
        if _exists(connection, schema):
            return
        tables = [table for table, in connection.query(
            f"SELECT relname FROM pg_class WHERE relnamespace = '{source}'::regnamespace AND relkind IN ('r', 'f')")]
        connection.query(f"BEGIN; CREATE SCHEMA {schema}")
        for table in tables:
            connection.query(f"CREATE TABLE {schema}.{table} (LIKE {source}.{table}) USING iceberg")
            connection.query(f"INSERT INTO {schema}.{table} SELECT * FROM {source}.{table}")
        connection.query("COMMIT")
        for table in tables:
            connection.query(f"ANALYZE {schema}.{table}")


def data_files(schema):
    """The tables of a schema of Iceberg tables that nothing was deleted from, each with its data files."""
    with Connection(DATABASE) as connection:
        return {table: [file for file, in connection.query(f"SELECT file_path FROM icebridge.files('{schema}.{table}')")]
                for table, in connection.query(f"SELECT relname FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'f'")}


def prepare_iceberg_tpch(scale):
    """Makes the tables of TPC-H as Iceberg tables; returns their schema and that of the heap tables."""
    lake, heap, _ = prepare_tpch(scale)
    schema = lake.replace("lake_", "iceberg_")
    _copy_as_iceberg(schema, lake)
    return schema, heap


def prepare_hits(rows):
    """Makes the table hits as an Iceberg table and as a heap table; returns their schemas."""
    lake, schema, heap = (f"{kind}_hits_{rows}" for kind in ("lake", "iceberg", "heap"))
    file = fetch("hits", str(rows)) + "/hits.parquet"
    with Connection(DATABASE) as connection:
        connection.query(f"DROP SCHEMA IF EXISTS {lake} CASCADE; CREATE SCHEMA {lake}")
        connection.query(f"CREATE FOREIGN TABLE {lake}.hits () SERVER lake OPTIONS (path '{file}')")
        if not _exists(connection, heap):
            connection.query(f"BEGIN; CREATE SCHEMA {heap}; CREATE TABLE {heap}.hits AS SELECT * FROM {lake}.hits; COMMIT")
            connection.query(f"VACUUM ANALYZE {heap}.hits")
    _copy_as_iceberg(schema, lake)
    return schema, heap
