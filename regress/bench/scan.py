# SPDX-License-Identifier: Apache-2.0
"""Every column of every row into PostgreSQL's executor."""

import os
import subprocess
from statistics import median

from data import DATABASE, prepare_flights, prepare_tpch
from libpq import Connection


def _rows_per_second(table, repeat):
    schema, name = table.split(".")
    with Connection(DATABASE) as connection:
        # Like with like: one process reads; counting each column makes the executor fetch every value of it.
        connection.query("SET max_parallel_workers_per_gather = 0")
        columns = connection.query(f"SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{schema}.{name}'::regclass "
                                   "AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
        sql = f"SELECT count(*), {', '.join(f'count({column})' for column, in columns)} FROM {table}"
        rows = int(connection.query(sql)[0][0])
        return rows / median(connection.seconds(sql) for _ in range(repeat))


def _duckdb_rows_per_second(file, repeat):
    output = subprocess.run(
        ["java", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", os.environ["GENERATOR_CLASSPATH"],
         "io.icebridge.bench.DuckDbScan", str(repeat), f"SELECT * FROM read_parquet('{file}')"],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    measured = [line.split() for line in output.splitlines()]
    return int(measured[0][0]) / median(float(seconds) for _, seconds in measured)


def scan(settings):
    flights = prepare_flights()
    lake, heap, folder = prepare_tpch(settings.scale)
    for name, ours, theirs, file in (
        ("scan-flights", "lake_flights.flights", "heap_flights.flights", flights),
        (f"scan-lineitem-{settings.scale}", f"{lake}.lineitem", f"{heap}.lineitem", f"{folder}/lineitem.parquet"),
    ):
        yield {
            "name": name,
            "unit": "rows/s",
            "ours": _rows_per_second(ours, settings.repeat),
            "heap": _rows_per_second(theirs, settings.repeat),
            "duckdb": _duckdb_rows_per_second(file, settings.repeat),
            "note": "all columns; heap: sequential scan in one process; duckdb: read as Arrow and thrown away",
        }
