# SPDX-License-Identifier: Apache-2.0
"""How long a new session waits for its first answer, and a warm one for the next."""

import time
from statistics import median

from data import DATABASE, prepare_flights, prepare_weather
from libpq import Connection

COUNT = "SELECT count(*) FROM {}_{}"
# The larger table shows what count(*) itself takes, the smaller ones what starting takes.
TABLES = (
    ("", "flights.flights", "flights.flights", "3 M rows of Parquet"),
    ("-small", "weather.weather", "weather.weather", "1,461 rows of Parquet"),
    ("-iceberg", "weather.iceberg", "weather.weather", "1,461 rows of an Iceberg table"),
)
# Long enough for the VM to have started behind an idle session.
PAUSE = 0.5


def _connect_and_query(sql, pause=0.0):
    """Milliseconds of connecting and the query, without the pause between."""
    started = time.perf_counter()
    with Connection(DATABASE) as connection:
        time.sleep(pause)
        connection.query(sql)
        return (time.perf_counter() - started - pause) * 1000


def _minus_select_1(sql, rounds, pause=0.0):
    """The median of what the query takes more than SELECT 1, both in new sessions, turn by turn."""
    _connect_and_query(sql)
    pairs = [(_connect_and_query(sql, pause), _connect_and_query("SELECT 1", pause)) for _ in range(rounds)]
    return median(query for query, _ in pairs) - median(one for _, one in pairs)


def first_query(settings):
    prepare_flights()
    prepare_weather()
    rounds = max(settings.repeat, 5)
    heap = {}
    for suffix, table, heap_table, rows in TABLES:
        heap[suffix] = _minus_select_1(COUNT.format("heap", heap_table), rounds)
        yield {"name": "first-query" + suffix, "unit": "ms", "ours": _minus_select_1(COUNT.format("lake", table), rounds),
               "heap": heap[suffix], "note": f"new session, count(*) of {rows}, less new session and SELECT 1"}
    with Connection(DATABASE) as connection:
        connection.query(f"ALTER DATABASE {DATABASE} SET icebridge.start = 'connect'")
        try:
            for suffix, table, _, rows in TABLES:
                yield {"name": "first-query-started" + suffix, "unit": "ms", "heap": heap[suffix],
                       "ours": _minus_select_1(COUNT.format("lake", table), rounds, PAUSE),
                       "note": f"the same {PAUSE * 1000:.0f} ms after connecting, with icebridge.start = connect"}
        finally:
            connection.query(f"ALTER DATABASE {DATABASE} RESET icebridge.start")


def warm_query(settings):
    prepare_flights()
    prepare_weather()
    with Connection(DATABASE) as connection:

        def measure(sql):
            for _ in range(20):
                connection.query(sql)
            return median(connection.seconds(sql) * 1000 for _ in range(settings.repeat * 20))

        for suffix, table, heap_table, rows in TABLES:
            yield {"name": "warm-query" + suffix, "unit": "ms", "ours": measure(COUNT.format("lake", table)),
                   "heap": measure(COUNT.format("heap", heap_table)), "note": f"count(*) of {rows} again in the same session"}
        trivial = "SELECT origin FROM {}_flights.flights LIMIT 1"
        yield {"name": "warm-query-limit", "unit": "ms", "ours": measure(trivial.format("lake")),
               "heap": measure(trivial.format("heap")), "note": trivial.format("…")}
