# SPDX-License-Identifier: Apache-2.0
"""Many rows into Iceberg tables, and changes of many, beside heap tables that are given the same statements."""

import os
from statistics import median

import duckdb
from data import DATABASE, prepare_tpch
from iceberg_commits import commits
from libpq import Connection

SCHEMA = "bench_iceberg"
CSV_ROWS = 1_000_000
# One row in a hundred, all over the table; the same number of rows side by side.
SCATTERED = "l_orderkey % 100 = 7"
RANGE = "l_orderkey BETWEEN {first} AND {last}"
CHANGES = (
    ("delete-scattered", "DELETE FROM {table} WHERE ", SCATTERED),
    ("update-scattered", "UPDATE {table} SET l_quantity = l_quantity + 1 WHERE ", SCATTERED),
    ("delete-range", "DELETE FROM {table} WHERE ", RANGE),
    ("update-range", "UPDATE {table} SET l_quantity = l_quantity + 1 WHERE ", RANGE),
)


def location_prefix():
    """The option of a connection that makes Iceberg tables."""
    return f"-c icebridge.default_location_prefix={os.environ['SERVER_HOME']}/scratch/{SCHEMA}"


def _emptied(connection, schema, method, source="lineitem"):
    """The name of a new table of the access method, with the columns of lineitem."""
    table = f"{SCHEMA}.{method}"
    connection.query(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (LIKE {schema}.{source}) USING {method}")
    return table


def _filled(connection, schema, method, source="lineitem"):
    """Seconds in which a new table gets the rows of lineitem, or of a table like it; the table is left."""
    table = _emptied(connection, schema, method, source)
    return connection.seconds(f"INSERT INTO {table} SELECT * FROM {schema}.{source}")


def _created(connection, heap):
    connection.query(f"DROP TABLE IF EXISTS {SCHEMA}.created")
    return connection.seconds(f"CREATE TABLE {SCHEMA}.created USING heap AS SELECT * FROM {heap}.lineitem")


def _copied(connection, heap, method, file):
    table = _emptied(connection, heap, method)
    return connection.seconds(f"COPY {table} FROM '{file}' (FORMAT csv)")


def _changed(connection, heap, method, statement, repeat):
    """The median time of a statement, each time on the table as it was, committed."""
    seconds = []
    for _ in range(repeat):
        _filled(connection, heap, method)
        seconds.append(connection.seconds(statement.format(table=f"{SCHEMA}.{method}")))
    return median(seconds)


def _inserts(connection, heap, source, settings):
    yield {
        "name": f"iceberg-insert-lineitem-{settings.scale}",
        "unit": "s",
        "ours": median(_filled(connection, heap, "iceberg") for _ in range(settings.repeat)),
        "heap": median(_created(connection, heap) for _ in range(settings.repeat)),
        "duckdb": duckdb.seconds_of_copy(f"SELECT * FROM {source}", settings.repeat),
        "note": "INSERT … SELECT from heap; heap: CREATE TABLE AS; duckdb: COPY of the same rows from Parquet to Parquet",
    }
    connection.query(f"DROP TABLE {SCHEMA}.created")


def _between(connection, heap, settings):
    """Rows that never leave DuckDB."""
    source = f"{SCHEMA}.source"
    connection.query(f"DROP TABLE IF EXISTS {source}; CREATE TABLE {source} (LIKE {heap}.lineitem) USING iceberg; "
                     f"INSERT INTO {source} SELECT * FROM {heap}.lineitem")
    files = ", ".join(f"'{row[0]}'" for row in connection.query(f"SELECT regexp_replace(file_path, '^file:', '') FROM icebridge.files('{source}')"))
    yield {
        "name": f"iceberg-insert-between-{settings.scale}",
        "unit": "s",
        "ours": median(_filled(connection, SCHEMA, "iceberg", "source") for _ in range(settings.repeat)),
        "heap": median(_filled(connection, heap, "heap") for _ in range(settings.repeat)),
        "duckdb": duckdb.seconds_of_copy(f"SELECT * FROM read_parquet([{files}])", settings.repeat),
        "note": "INSERT … SELECT of lineitem from one Iceberg table into another; heap: between heap tables; duckdb: COPY of the same data files",
    }
    connection.query(f"DROP TABLE {source}")


def _csv(connection, heap, settings):
    # In the folder of the tables: the server's user has made it and can write there.
    file = f"{os.environ['SERVER_HOME']}/scratch/{SCHEMA}/lineitem.csv"
    rows = connection.query(f"SELECT least({CSV_ROWS}, (SELECT count(*) FROM {heap}.lineitem))")[0][0]
    connection.query(f"COPY (SELECT * FROM {heap}.lineitem LIMIT {CSV_ROWS}) TO '{file}' (FORMAT csv)")
    columns = connection.query("SELECT string_agg(format('''%s'': ''%s''', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) "
                               f"FROM pg_attribute WHERE attrelid = '{heap}.lineitem'::regclass AND attnum > 0")[0][0]
    # DuckDB has no "character varying(44)" but knows what comes before the length.
    columns = columns.replace("character varying", "varchar").replace("character", "varchar")
    yield {
        "name": "iceberg-copy-csv",
        "unit": "s",
        "ours": median(_copied(connection, heap, "iceberg", file) for _ in range(settings.repeat)),
        "heap": median(_copied(connection, heap, "heap", file) for _ in range(settings.repeat)),
        "duckdb": duckdb.seconds_of_copy(f"SELECT * FROM read_csv('{file}', header = false, columns = {{{columns}}})", settings.repeat),
        "note": f"COPY FROM a CSV file of {int(rows):,} rows of lineitem; duckdb: COPY of the file to Parquet",
    }


def _changes(connection, heap, source, settings):
    keys = int(connection.query(f"SELECT max(l_orderkey) FROM {heap}.lineitem")[0][0])
    bounds = {"first": keys // 3, "last": keys // 3 + keys // 100}
    for name, change, condition in CHANGES:
        condition = condition.format(**bounds)
        statement = change + condition
        note = "1 % of the rows, committed, on a table that was just filled; duckdb: only finding them, count(*) on Parquet"
        if name.startswith("update"):
            rows = duckdb.seconds(f"CREATE OR REPLACE TABLE found AS SELECT * FROM {source} WHERE {condition}", settings.repeat)
            note += f"; finding them with all columns, which the new rows need: {rows:.2f} s"
        yield {
            "name": f"iceberg-{name}-{settings.scale}",
            "unit": "s",
            "ours": _changed(connection, heap, "iceberg", statement, settings.repeat),
            "heap": _changed(connection, heap, "heap", statement, settings.repeat),
            "duckdb": duckdb.seconds(f"SELECT count(*) FROM {source} WHERE {condition}", settings.repeat),
            "note": note,
        }


def iceberg(settings):
    _, heap, folder = prepare_tpch(settings.scale)
    source = f"read_parquet('{folder}/lineitem.parquet')"
    with Connection(DATABASE, location_prefix()) as connection:
        connection.query(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        yield from commits(connection, SCHEMA, location_prefix(), settings)
        yield from _inserts(connection, heap, source, settings)
        yield from _between(connection, heap, settings)
        yield from _csv(connection, heap, settings)
        yield from _changes(connection, heap, source, settings)
        connection.query(f"DROP SCHEMA {SCHEMA} CASCADE")
