# SPDX-License-Identifier: Apache-2.0
"""The 22 queries of TPC-H on foreign tables and on heap tables, results compared."""

import pathlib
from statistics import median

from data import DATABASE, prepare_tpch
from libpq import Connection, DatabaseError

QUERIES = pathlib.Path(__file__).parent / "tpch"


def _run(connection, sql, repeat):
    """The rows and the median seconds; or no rows and why."""
    try:
        rows = connection.query(sql)
        first = connection.seconds(sql)
        # Slow queries are not worth five runs.
        times = [first] + [connection.seconds(sql) for _ in range(repeat - 1 if first < 10 else 0)]
        return rows, median(times), None
    except DatabaseError as error:
        return None, None, str(error).splitlines()[0]


def tpch(settings):
    lake, heap, _ = prepare_tpch(settings.scale)
    with Connection(DATABASE) as ours, Connection(DATABASE) as theirs:
        for connection, schema in ((ours, lake), (theirs, heap)):
            connection.query(f"SET search_path = {schema}; SET statement_timeout = '{settings.timeout}s'")
        for file in sorted(QUERIES.glob("[0-9][0-9].sql")):
            sql = file.read_text(encoding="utf-8").replace(":fraction", f"{0.0001 / float(settings.scale):.10f}")
            our_rows, our_seconds, our_error = _run(ours, sql, settings.repeat)
            their_rows, their_seconds, their_error = _run(theirs, sql, settings.repeat)
            if our_error or their_error:
                note = "; ".join(f"{who}: {error}" for who, error in (("ours", our_error), ("heap", their_error)) if error)
                # Being too slow is a result; any other error is a failure.
                failed = any(error and "statement timeout" not in error for error in (our_error, their_error))
            elif our_rows == their_rows:
                note, failed = f"same {len(our_rows)} rows", False
            else:
                note, failed = "RESULTS DIFFER", True
            yield {"name": f"tpch-{settings.scale}-{file.stem}", "unit": "ms",
                   "ours": our_seconds and our_seconds * 1000, "heap": their_seconds and their_seconds * 1000,
                   "note": note, "failed": failed}
