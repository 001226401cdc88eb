# SPDX-License-Identifier: Apache-2.0
"""DuckDB alone, in a process of its own."""

import os
import subprocess
import tempfile
from statistics import median


def _lines(program, sql, repeat):
    output = subprocess.run(
        ["java", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", os.environ["GENERATOR_CLASSPATH"],
         "io.icebridge.bench." + program, str(repeat), sql],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return [line.split() for line in output.splitlines()]


def scanned(sql, repeat):
    """The rows a query returns as Arrow and its seconds, for each repetition after a first one."""
    return [(int(rows), float(seconds)) for rows, seconds in _lines("DuckDbScan", sql, repeat)]


def seconds(sql, repeat):
    """The median of a statement."""
    return median(float(elapsed) for elapsed, in _lines("DuckDbStatement", sql, repeat))


def seconds_of_copy(query, repeat):
    """The median of writing the rows of a query to a Parquet file, compressed as Iceberg tables are."""
    with tempfile.TemporaryDirectory() as folder:
        return seconds(f"COPY ({query}) TO '{folder}/rows.parquet' (FORMAT parquet, COMPRESSION zstd)", repeat)
