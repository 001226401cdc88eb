# SPDX-License-Identifier: Apache-2.0
"""Small commits to Iceberg tables, and what many of them leave behind, beside heap tables."""

import os
import threading
import time
from statistics import median

import duckdb
from data import DATABASE
from libpq import Connection

ROW = "(1, 'a name')"
CLIENTS = 8
# How long the clients commit; long enough for hundreds of commits.
SECONDS = 5
SMALL_FILES = 1000
GROWTH_SCHEMA = "bench_iceberg_growth"


def _made(connection, schema, name):
    """Makes the table NAME for Iceberg and NAME_heap; returns both."""
    connection.query(f"CREATE TABLE {schema}.{name} (id bigint, name text) USING iceberg; "
                     f"CREATE TABLE {schema}.{name}_heap (id bigint, name text) USING heap")
    return f"{schema}.{name}", f"{schema}.{name}_heap"


def _quiet_disk():
    """What other benchmarks have written must not go to the disk while durable commits wait for it."""
    os.sync()


def _latency(connection, table, repeat):
    """Milliseconds of a transaction of one row."""
    _quiet_disk()
    sql = f"INSERT INTO {table} VALUES {ROW}"
    for _ in range(3):
        connection.query(sql)
    return 1000 * median(connection.seconds(sql) for _ in range(4 * repeat))


def _commits_per_second(table, options):
    """What several clients reach together, once each has its code compiled."""
    _quiet_disk()
    counts, errors, ready = [], [], threading.Barrier(CLIENTS)
    sql = f"INSERT INTO {table} VALUES {ROW}"

    def client():
        try:
            with Connection(DATABASE, options) as connection:
                for _ in range(5):
                    connection.query(sql)
                ready.wait()
                started, count = time.perf_counter(), 0
                while time.perf_counter() - started < SECONDS:
                    connection.query(sql)
                    count += 1
                counts.append(count / (time.perf_counter() - started))
        except Exception as error:  # pylint: disable=broad-except
            errors.append(error)
            ready.abort()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(counts)


def _first_count(table, options, other):
    """Milliseconds of a count in a session that has read another table, but not this one."""
    with Connection(DATABASE, options) as connection:
        connection.query(f"SELECT count(*) FROM {other}")
        return 1000 * connection.seconds(f"SELECT count(*) FROM {table}")


def _counts(connection, schema, options, settings):
    tables = _made(connection, schema, "small_files")
    others = [f"{schema}.one", f"{schema}.one_heap"]
    warm = []
    for table in tables:
        for _ in range(SMALL_FILES):
            connection.query(f"INSERT INTO {table} VALUES {ROW}")
        warm.append(1000 * median(connection.seconds(f"SELECT count(*) FROM {table}") for _ in range(4 * settings.repeat)))
    location = connection.query("SELECT metadata_location FROM iceberg_tables "
                                f"WHERE table_namespace = '{schema}' AND table_name = 'small_files'")[0][0]
    files = os.path.dirname(os.path.dirname(location)) + "/data/**/*.parquet"
    alone = 1000 * duckdb.seconds(f"SELECT count(*) FROM read_parquet('{files}')", settings.repeat)
    note = f"count(*) of {SMALL_FILES:,} rows committed one by one, so many files"
    yield {"name": "iceberg-count-small-files", "unit": "ms", "ours": warm[0], "heap": warm[1], "duckdb": alone,
           "note": note + ", right after in the same session; duckdb: the same files, from their footers"}
    first = [median(_first_count(table, options, other) for _ in range(settings.repeat)) for table, other in zip(tables, others)]
    yield {"name": "iceberg-count-small-files-first", "unit": "ms", "ours": first[0], "heap": first[1], "duckdb": alone,
           "note": note + ", in sessions that have read another table only"}


def commits(connection, schema, options, settings):
    """Commits of one row, in a schema that is there."""
    one, heap = _made(connection, schema, "one")
    yield {"name": "iceberg-insert-one", "unit": "ms", "ours": _latency(connection, one, settings.repeat),
           "heap": _latency(connection, heap, settings.repeat), "note": "one row, committed; the server's own fsync"}
    many, heap = _made(connection, schema, "many")
    yield {"name": f"iceberg-insert-{CLIENTS}-clients", "unit": "commits/s", "ours": _commits_per_second(many, options),
           "heap": _commits_per_second(heap, options),
           "note": f"one row each, {CLIENTS} sessions, one table, {SECONDS} s; the server's own fsync"}
    yield from _counts(connection, schema, options, settings)


def growth(settings):
    """How long a commit takes when a table has so many files already."""
    options = f"-c icebridge.default_location_prefix={os.environ['SERVER_HOME']}/scratch/{GROWTH_SCHEMA}"
    with Connection(DATABASE, options) as connection:
        connection.query(f"DROP SCHEMA IF EXISTS {GROWTH_SCHEMA} CASCADE; CREATE SCHEMA {GROWTH_SCHEMA}")
        seconds = {}
        for table in _made(connection, GROWTH_SCHEMA, "growing"):
            _quiet_disk()
            sql = f"INSERT INTO {table} VALUES {ROW}"
            seconds[table] = [connection.seconds(sql) for _ in range(settings.files + 1)]
        ours, heap = seconds.values()
        files = 10
        while files <= settings.files:
            # A tenth on each side, but not more than are needed to tell.
            width = min(files // 10, 2 * settings.repeat)
            around = slice(files - width, files + width + 1)
            yield {"name": f"iceberg-growth-{files}", "unit": "ms", "ours": 1000 * median(ours[around]),
                   "heap": 1000 * median(heap[around]),
                   "note": f"commit of one row to a table of {files:,} files, median of those around"}
            files *= 10
        connection.query(f"DROP SCHEMA {GROWTH_SCHEMA} CASCADE")
