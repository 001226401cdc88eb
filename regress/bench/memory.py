# SPDX-License-Identifier: Apache-2.0
"""What an idle session holds for itself alone."""

import re
from statistics import median

from data import DATABASE, prepare_flights
from libpq import Connection


def _private_megabytes(sql):
    with Connection(DATABASE) as connection:
        connection.query(sql)
        with open(f"/proc/{connection.backend}/smaps_rollup", encoding="ascii") as rollup:
            sizes = dict(re.findall(r"^(\w+):\s+(\d+) kB", rollup.read(), re.MULTILINE))
    return (int(sizes["Private_Dirty"]) + int(sizes["Private_Clean"])) / 1024


def idle_backend(settings):
    prepare_flights()
    # Another session that uses the bridge, so that pages both map count as shared, as they do in use.
    with Connection(DATABASE) as other:
        other.query("SELECT count(*) FROM lake_flights.flights")
        yield {
            "name": "memory",
            "unit": "MB",
            "ours": median(_private_megabytes("SELECT count(*) FROM lake_flights.flights") for _ in range(settings.repeat)),
            "heap": median(_private_megabytes("SELECT count(*) FROM pg_class") for _ in range(settings.repeat)),
            "note": "private dirty and clean, idle after one query, a second such session beside it; heap: after a count of pg_class",
        }
