# SPDX-License-Identifier: Apache-2.0
"""DuckDB alone, in a process of its own."""

import os
import subprocess
import tempfile
from statistics import median


class Session:
    """A process of DuckDB that runs one statement after the other."""

    def __init__(self):
        self._process = subprocess.Popen(
            ["java", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", os.environ["GENERATOR_CLASSPATH"], "io.icebridge.bench.DuckDbSession"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def seconds(self, sql):
        """How long the statement takes; comments have lines of their own."""
        lines = (line for line in sql.splitlines() if not line.startswith("--"))
        self._process.stdin.write(" ".join(lines) + "\n")
        answer = self._process.stdout.readline()
        if not answer or answer.startswith("error"):
            raise RuntimeError(f"DuckDB: {answer.strip() or 'has ended'}: {sql}")
        return float(answer)


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
