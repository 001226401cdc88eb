# SPDX-License-Identifier: Apache-2.0
"""What it takes to plan a query of an Iceberg table of many data files: in a session that has not read it yet, and again."""

import glob
import os
import time
from statistics import median

from data import DATABASE
from libpq import Connection

SCHEMA = "bench_iceberg_planning"
# As many files as one commit has; so many commits make the table.
FILES_OF_COMMIT = 100
ROWS_OF_FILE = 10
COLUMNS = ("id bigint, day date, at timestamptz, kind int, name text, amount numeric(10,2), x float8, note text")
ONE_FILE = "EXPLAIN SELECT name FROM {} WHERE id BETWEEN {} AND {}"
ALL_FILES = "EXPLAIN SELECT sum(amount) FROM {}"


def _processor_seconds(backend):
    """What the threads of a backend that are alive have used so far."""
    used = 0
    for path in glob.glob(f"/proc/{backend}/task/*/schedstat"):
        try:
            with open(path, encoding="ascii") as file:
                used += int(file.read().split()[0])
        except OSError:
            pass
    return used / 1e9


def _measured(connection, sql):
    """Milliseconds of a statement, by the clock and of processors."""
    used, started = _processor_seconds(connection.backend), time.perf_counter()
    connection.query(sql)
    return (1000 * (time.perf_counter() - started), 1000 * (_processor_seconds(connection.backend) - used))


def _make(connection, table, files):
    connection.query(f"CREATE TABLE {table} ({COLUMNS}) USING iceberg")
    for first in range(0, files, FILES_OF_COMMIT):
        last = min(files, first + FILES_OF_COMMIT) - 1
        connection.query(
            f"DO $$ BEGIN FOR f IN {first}..{last} LOOP INSERT INTO {table} "
            f"SELECT f * {ROWS_OF_FILE} + g, date '2000-01-01' + f, timestamptz '2000-01-01 00:00+00' + f * interval '1 day' + g * interval '1 hour', "
            f"g % 4, 'name ' || f || ' ' || g, f * 1.25 + g, f / 3.0, 'note' FROM generate_series(0, {ROWS_OF_FILE - 1}) g; END LOOP; END $$")


def _row(name, pairs, note):
    return {"name": name, "unit": "ms", "ours": median(wall for wall, _ in pairs),
            "note": f"{note}; {median(used for _, used in pairs):.0f} ms of processors"}


def planning(settings):
    """EXPLAIN of a table of --files data files (10,000), of which a condition leaves one."""
    options = f"-c icebridge.default_location_prefix={os.environ['SERVER_HOME']}/scratch/{SCHEMA}"
    files = settings.files
    one, many = f"{SCHEMA}.one", f"{SCHEMA}.many"
    middle = files // 2 * ROWS_OF_FILE
    pruned = ONE_FILE.format(many, middle, middle + ROWS_OF_FILE - 1)
    with Connection(DATABASE, options) as connection:
        connection.query(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        _make(connection, one, 1)
        _make(connection, many, files)
    fresh, cold, warm, whole = [], [], [], []
    for _ in range(settings.repeat):
        with Connection(DATABASE, options) as connection:
            fresh.append(_measured(connection, pruned))
        with Connection(DATABASE, options) as connection:
            connection.query(ONE_FILE.format(one, 1, 2))
            cold.append(_measured(connection, pruned))
            for _ in range(20):
                connection.query(pruned)
            warm += [_measured(connection, pruned) for _ in range(10)]
            connection.query(ALL_FILES.format(many))
            whole += [_measured(connection, ALL_FILES.format(many)) for _ in range(10)]
    yield _row("planning-new-session", fresh, f"EXPLAIN with a condition that leaves one of {files:,} files, first statement of a session")
    yield _row("planning-cold", cold, "the same in a session that has read another Iceberg table")
    yield _row("planning-warm", warm, "the same again")
    yield _row("planning-warm-all", whole, f"EXPLAIN of all {files:,} files, again")
    with Connection(DATABASE, options) as connection:
        connection.query(f"DROP SCHEMA {SCHEMA} CASCADE")
