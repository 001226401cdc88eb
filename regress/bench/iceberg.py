# SPDX-License-Identifier: Apache-2.0
"""Writing to Iceberg tables, beside heap tables that are given the same statements."""

import os
from statistics import median

from data import DATABASE, prepare_tpch
from libpq import Connection

SCHEMA = "bench_iceberg"
CHANGES = (
    # One row in a hundred, all over the table.
    ("delete-scattered", "DELETE FROM {table} WHERE l_orderkey % 100 = 7"),
    ("update-scattered", "UPDATE {table} SET l_quantity = l_quantity + 1 WHERE l_orderkey % 100 = 7"),
    # The same number of rows side by side.
    ("delete-range", "DELETE FROM {table} WHERE l_orderkey BETWEEN {first} AND {last}"),
    ("update-range", "UPDATE {table} SET l_quantity = l_quantity + 1 WHERE l_orderkey BETWEEN {first} AND {last}"),
)


def _committed_rows(connection, repeat):
    """Seconds of a transaction of one row, for Iceberg and heap."""
    connection.query(f"CREATE TABLE {SCHEMA}.one (id bigint, name text) USING iceberg; "
                     f"CREATE TABLE {SCHEMA}.one_heap (id bigint, name text) USING heap")
    seconds = []
    for table in ("one", "one_heap"):
        sql = f"INSERT INTO {SCHEMA}.{table} VALUES (1, 'a name')"
        for _ in range(3):
            connection.query(sql)
        seconds.append(median(connection.seconds(sql) for _ in range(4 * repeat)))
    return seconds


def _filled(connection, heap, method):
    """Seconds in which a new table of the access method gets the rows of lineitem; the table is left."""
    table = f"{SCHEMA}.{method}"
    connection.query(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (LIKE {heap}.lineitem) USING {method}")
    return connection.seconds(f"INSERT INTO {table} SELECT * FROM {heap}.lineitem")


def _created(connection, heap):
    connection.query(f"DROP TABLE IF EXISTS {SCHEMA}.created")
    return connection.seconds(f"CREATE TABLE {SCHEMA}.created USING heap AS SELECT * FROM {heap}.lineitem")


def _changed(connection, heap, method, statement, repeat):
    """The median time of a statement, each time on the table as it was, committed."""
    seconds = []
    for _ in range(repeat):
        _filled(connection, heap, method)
        seconds.append(connection.seconds(statement.format(table=f"{SCHEMA}.{method}")))
    return median(seconds)


def iceberg(settings):
    _, heap, _ = prepare_tpch(settings.scale)
    prefix = os.environ["SERVER_HOME"] + "/scratch/bench_iceberg"
    with Connection(DATABASE, f"-c icebridge.default_location_prefix={prefix}") as connection:
        connection.query(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        ours, theirs = _committed_rows(connection, settings.repeat)
        yield {"name": "iceberg-insert-one", "unit": "ms", "ours": 1000 * ours, "heap": 1000 * theirs, "duckdb": None,
               "note": "one row, committed; the server's own fsync"}
        yield {
            "name": f"iceberg-insert-lineitem-{settings.scale}",
            "unit": "s",
            "ours": median(_filled(connection, heap, "iceberg") for _ in range(settings.repeat)),
            "heap": median(_created(connection, heap) for _ in range(settings.repeat)),
            "duckdb": None,
            "note": "INSERT … SELECT from heap; heap: CREATE TABLE AS",
        }
        connection.query(f"DROP TABLE {SCHEMA}.created")
        keys = connection.query(f"SELECT max(l_orderkey) FROM {heap}.lineitem")
        first = int(keys[0][0]) // 3
        bounds = {"first": first, "last": first + int(keys[0][0]) // 100}
        for name, change in CHANGES:
            statement = change.format(table="{table}", **bounds)
            yield {
                "name": f"iceberg-{name}-{settings.scale}",
                "unit": "s",
                "ours": _changed(connection, heap, "iceberg", statement, settings.repeat),
                "heap": _changed(connection, heap, "heap", statement, settings.repeat),
                "duckdb": None,
                "note": "1 % of the rows, committed, on a table that was just filled",
            }
        connection.query(f"DROP SCHEMA {SCHEMA} CASCADE")
