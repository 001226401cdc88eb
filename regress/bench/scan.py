# SPDX-License-Identifier: Apache-2.0
"""Every column of every row into PostgreSQL's executor."""

from statistics import median

import duckdb
from data import DATABASE, prepare_flights, prepare_tpch
from libpq import Connection


def _counts(table, connection):
    """Counting each column makes the executor fetch every value of it."""
    schema, name = table.split(".")
    columns = connection.query(f"SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{schema}.{name}'::regclass "
                               "AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
    return f"SELECT count(*), {', '.join(f'count({column})' for column, in columns)} FROM {table}"


def _copy(table, connection):
    """As a client would get them, without the client."""
    return f"COPY (SELECT * FROM {table}) TO '/dev/null'"


def _rows_per_second(table, repeat, statement):
    with Connection(DATABASE) as connection:
        # Like with like: one process reads.
        connection.query("SET max_parallel_workers_per_gather = 0")
        rows = int(connection.query(f"SELECT count(*) FROM {table}")[0][0])
        sql = statement(table, connection)
        connection.query(sql)
        return rows / median(connection.seconds(sql) for _ in range(repeat))


def _duckdb_rows_per_second(file, repeat):
    measured = duckdb.scanned(f"SELECT * FROM read_parquet('{file}')", repeat)
    return measured[0][0] / median(seconds for _, seconds in measured)


def scan(settings):
    flights = prepare_flights()
    lake, heap, folder = prepare_tpch(settings.scale)
    for name, ours, theirs, file in (
        ("scan-flights", "lake_flights.flights", "heap_flights.flights", flights),
        (f"scan-lineitem-{settings.scale}", f"{lake}.lineitem", f"{heap}.lineitem", f"{folder}/lineitem.parquet"),
    ):
        duckdb = _duckdb_rows_per_second(file, settings.repeat)
        for suffix, statement, note in (
            ("", _counts, "all columns counted; heap: sequential scan in one process; duckdb: read as Arrow and thrown away"),
            ("-copy", _copy, "all columns by COPY TO '/dev/null'; heap and duckdb as above"),
        ):
            yield {
                "name": name + suffix,
                "unit": "rows/s",
                "ours": _rows_per_second(ours, settings.repeat, statement),
                "heap": _rows_per_second(theirs, settings.repeat, statement),
                "duckdb": duckdb,
                "note": note,
            }
