# SPDX-License-Identifier: Apache-2.0
"""Whole queries: those of TPC-H and 43 on the table hits, on Iceberg tables, beside DuckDB alone on the same files, and heap tables."""

import json
import math
import pathlib
from statistics import median

import duckdb
from data import DATABASE, data_files, prepare_hits, prepare_iceberg_tpch
from libpq import Connection, DatabaseError

FOLDER = pathlib.Path(__file__).parent
# Beyond this a measurement is not repeated.
SLOW = 10
WITHOUT_INDEXES = "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off"


def read(suite, replacements):
    """The queries of a suite, by name, as they are to be run."""
    queries = {}
    for file in sorted((FOLDER / suite).glob("[0-9][0-9].sql")):
        sql = file.read_text(encoding="utf-8")
        for name, value in replacements.items():
            sql = sql.replace(name, value)
        queries[file.stem] = sql.strip().rstrip(";")
    return queries


def tpch_queries(scale):
    return read("tpch", {":fraction": f"{0.0001 / float(scale):.10f}"})


def hits_queries(rows):
    return read("hits", {":many": str(rows // 1000), ":skip": str(max(rows // 50_000, 1))})


def is_pushed(connection, sql):
    """Whether DuckDB does all of a query: the plan is one custom scan."""
    text = "\n".join(line for line, in connection.query(f"EXPLAIN (FORMAT JSON, COSTS OFF) {sql}"))
    plan = json.loads(text)[0]["Plan"]
    return plan["Node Type"] == "Custom Scan" and "Plans" not in plan


def compare(sql, our_rows, their_rows):
    """What is wrong with our rows, or nothing."""
    if "-- Any ten groups" in sql:
        our_rows, their_rows = len(our_rows), len(their_rows)
    # Queries without ORDER BY have one row.
    return None if our_rows == their_rows else "RESULTS DIFFER"


def _heap(connection, sql):
    """The rows and the milliseconds; or no rows and why."""
    try:
        rows = connection.query(sql)
        return rows, 1000 * connection.seconds(sql), None
    except DatabaseError as error:
        return None, None, str(error).splitlines()[0]


def _turns(ours, theirs, sql, repeat):
    """Milliseconds of the two, turn by turn, so that both see the same machine."""
    for side in (ours, theirs):
        side.seconds(sql)
    pairs = []
    for _ in range(repeat):
        pairs.append((ours.seconds(sql), theirs.seconds(sql)))
        if sum(pairs[0]) > SLOW:
            break
    return tuple(1000 * median(side) for side in zip(*pairs))


def _geometric_mean(numbers):
    return math.exp(sum(map(math.log, numbers)) / len(numbers)) if numbers else None


def _summary(name, measured):
    """One row for all queries of a suite; heap's ratio is of those that heap ended in time."""
    ratios = {query: ours / alone for query, (ours, alone, _) in measured.items()}
    worst = max(ratios, key=ratios.get)
    note = f"geometric means; ours/duckdb {_geometric_mean(ratios.values()):.2f}, at most {ratios[worst]:.2f} ({worst})"
    heap = [(heap, heap / ours) for ours, _, heap in measured.values() if heap]
    if heap:
        note += f"; heap/ours {_geometric_mean([ratio for _, ratio in heap]):.1f} of {len(heap)}"
    return {"name": name + "-mean", "unit": "ms", "ours": _geometric_mean([ours for ours, _, _ in measured.values()]),
            "duckdb": _geometric_mean([alone for _, alone, _ in measured.values()]),
            "heap": _geometric_mean([milliseconds for milliseconds, _ in heap]), "note": note}


def _suite(name, queries, schema, heap_schema, settings):
    with Connection(DATABASE) as ours, Connection(DATABASE) as heap, duckdb.Session() as alone:
        ours.query(f"SET search_path = {schema}; SET statement_timeout = '{settings.timeout}s'")
        heap.query(f"SET search_path = {heap_schema}; SET statement_timeout = '{settings.timeout}s'")
        if settings.without_indexes:
            heap.query(WITHOUT_INDEXES)
        for table, files in data_files(schema).items():
            alone.seconds(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({files})")
        measured = {}
        for query, sql in queries.items():
            row = {"name": f"{name}-{query}", "unit": "ms", "failed": False}
            notes = []
            try:
                if not is_pushed(ours, sql):
                    notes.append("NOT FULLY PUSHED")
                our_rows = ours.query(sql)
                row["ours"], row["duckdb"] = _turns(ours, alone, sql, settings.repeat)
                notes.append(f"{row['ours'] / row['duckdb']:.2f} of duckdb")
                if not settings.no_heap:
                    their_rows, row["heap"], error = _heap(heap, sql)
                    # Being too slow is a result; any other error is a failure.
                    row["failed"] = error is not None and "statement timeout" not in error
                    difference = error or compare(sql, our_rows, their_rows)
                    row["failed"] = row["failed"] or difference == "RESULTS DIFFER"
                    notes.append(f"heap: {error}" if error else difference or f"same {len(our_rows)} rows")
                measured[query] = (row["ours"], row["duckdb"], row.get("heap"))
            except DatabaseError as error:
                notes.append(str(error).splitlines()[0])
                row["failed"] = True
            row["note"] = "; ".join(notes)
            yield row
        yield _summary(name, measured)


def _short(connection, name, sql, repeat):
    """A query so short that what is around it counts."""
    for _ in range(20):
        connection.query(sql)
    return {"name": name, "unit": "ms", "ours": 1000 * median(connection.seconds(sql) for _ in range(20 * repeat)),
            "note": f"{sql}, again in the same session"}


def _tpch(settings):
    schema, heap = prepare_iceberg_tpch(settings.scale)
    with Connection(DATABASE) as connection:
        key = connection.query(f"SELECT l_orderkey FROM {schema}.lineitem OFFSET 100000 * {settings.scale} LIMIT 1")[0][0]
        yield _short(connection, "queries-count", f"SELECT count(*) FROM {schema}.nation", settings.repeat)
        yield _short(connection, "queries-one-key", f"SELECT * FROM {schema}.lineitem WHERE l_orderkey = {key}", settings.repeat)
    yield from _suite(f"tpch-{settings.scale}", tpch_queries(settings.scale), schema, heap, settings)


def _hits(settings):
    schema, heap = prepare_hits(settings.rows)
    yield from _suite("hits", hits_queries(settings.rows), schema, heap, settings)


def queries(settings):
    for name, suite in (("tpch", _tpch), ("hits", _hits)):
        if settings.suite in (None, name):
            yield from suite(settings)
