# SPDX-License-Identifier: Apache-2.0
"""bench.py [name…] [--json] [--scale N] [--repeat N] [--files N]: see bin/bench."""

import argparse
import json
import sys

import heap_join
import iceberg
import iceberg_commits
import latency
import memory
import planning
import queries
import scan
import tpch

BENCHMARKS = {
    "first-query": latency.first_query,
    "warm-query": latency.warm_query,
    "memory": memory.idle_backend,
    "scan": scan.scan,
    "iceberg": iceberg.iceberg,
    "iceberg-growth": iceberg_commits.growth,
    "planning": planning.planning,
    "tpch": tpch.tpch,
    "queries": queries.queries,
    "heap-join": heap_join.heap_join,
}
COLUMNS = ("name", "unit", "ours", "heap", "duckdb", "note")


def cell(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.3g}"
    return str(value)


def main():
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of {', '.join(BENCHMARKS)}; without names all")
    parser.add_argument("--json", action="store_true", help="one JSON object per line instead of a table")
    parser.add_argument("--scale", default="1", help="scale factor of TPC-H (1)")
    parser.add_argument("--repeat", type=int, default=5, help="measurements of which the median counts (5)")
    parser.add_argument("--files", type=int, default=10_000, help="commits to which iceberg-growth goes, and files of planning, at least 10 (10000)")
    parser.add_argument("--timeout", type=int, default=120, help="seconds after which a TPC-H query is given up (120)")
    parser.add_argument("--rows", type=int, default=5_000_000, help="rows of the table hits (5000000)")
    parser.add_argument("--no-heap", action="store_true", help="queries without heap tables, which take long; then results are not compared")
    parser.add_argument("--suite", choices=("tpch", "hits"), help="one suite of queries instead of both")
    parser.add_argument("--without-indexes", action="store_true", help="queries in which heap tables are read without their indexes")
    settings = parser.parse_args()
    unknown = [name for name in settings.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}")

    if not settings.json:
        print("| " + " | ".join(COLUMNS) + " |\n|---|---|---:|---:|---:|---|", flush=True)
    good = True
    for name in settings.names or BENCHMARKS:
        for row in BENCHMARKS[name](settings):
            good = good and not row.pop("failed", False)
            if settings.json:
                print(json.dumps({column: row.get(column) for column in COLUMNS}), flush=True)
            else:
                print("| " + " | ".join(cell(row.get(column)) for column in COLUMNS) + " |", flush=True)
    return 0 if good else 1


sys.exit(main())
