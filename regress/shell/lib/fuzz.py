# SPDX-License-Identifier: Apache-2.0
"""Corrupted files; see ../fuzz.sh."""

import collections
import os
import random
import shutil
import time

import report
from report import Log, Session, note
from session import Failure, Timeout, alive, resident_kb, wait_until

MUTATIONS = int(os.environ.get("FUZZ_MUTATIONS", "300"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 1 << 30)
KEEP = os.environ.get("FUZZ_KEEP", "")

# A session serves this many mutations, so that leaks add up; then a new one begins.
MUTATIONS_PER_SESSION = 100

# The net for hangs.
STATEMENT_TIMEOUT_S = 20

WEATHER = os.path.join(os.environ["LAKE_DATA"], "seattle-weather.parquet")
QUIET = "SELECT count(*) FROM weather"

# Every type DuckDB writes, nulls, nesting, and enough rows for more than one page and row group.
ALL_TYPES = """
  SELECT (range % 100)::TINYINT AS i8, range::SMALLINT AS i16, range::INTEGER AS i32, range::BIGINT AS i64,
    (range % 200)::UTINYINT AS u8, range::USMALLINT AS u16, range::UINTEGER AS u32, range::UBIGINT AS u64,
    range::HUGEINT AS i128, range / 7.0::FLOAT AS f32, range / 7.0::DOUBLE AS f64, range % 2 = 0 AS flag,
    (range / 100.0)::DECIMAL(9, 2) AS d9, (range / 100.0)::DECIMAL(18, 4) AS d18, (range / 100.0)::DECIMAL(38, 10) AS d38,
    CASE WHEN range % 3 = 0 THEN NULL ELSE 'text ' || range END AS t, encode('blob ' || range) AS b,
    DATE '2000-01-01' + range::INTEGER AS d, TIME '00:00:01' + INTERVAL (range) SECOND AS tm,
    TIMESTAMP '2000-01-01' + INTERVAL (range) HOUR AS ts, (TIMESTAMP '2000-01-01' + INTERVAL (range) HOUR)::TIMESTAMPTZ AS tz,
    uuid() AS u, INTERVAL (range) DAY AS iv
  FROM range(3000)"""
NESTED = """
  SELECT range AS n, [range, range + 1, NULL] AS l, [['a' || range], []] AS ll, {'a': range, 'b': 'x' || range} AS s,
    MAP {'k' || range: range} AS m, [{'x': range, 'y': [range]}] AS ls
  FROM range(500)"""
SMALL = "SELECT range AS n, 'text, \"quoted\" ' || range AS t, range / 3.0 AS f, DATE '2020-01-01' + range::INTEGER AS d FROM range(300)"

SEEDS = {
    "types.parquet": f"COPY ({ALL_TYPES}) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)",
    "types_v2.parquet": f"COPY ({ALL_TYPES}) TO '%s' (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd)",
    "nested.parquet": f"COPY ({NESTED}) TO '%s' (FORMAT parquet)",
    "plain.parquet": f"COPY ({SMALL}) TO '%s' (FORMAT parquet, COMPRESSION uncompressed)",
    "gzip.parquet": f"COPY ({SMALL}) TO '%s' (FORMAT parquet, COMPRESSION gzip)",
    "small.csv": f"COPY ({SMALL}) TO '%s' (FORMAT csv, HEADER)",
    "small.csv.gz": f"COPY ({SMALL}) TO '%s' (FORMAT csv, HEADER, COMPRESSION gzip)",
    "nested.json": f"COPY ({NESTED}) TO '%s' (FORMAT json)",
    "array.json": f"COPY ({SMALL}) TO '%s' (FORMAT json, ARRAY true)",
    "types.json": f"COPY ({ALL_TYPES}) TO '%s' (FORMAT json)",
}

# How often each kind of seed is drawn: most of what can go wrong is in Parquet.
WEIGHTS = [4, 4, 5, 3, 2, 3, 2, 3, 2, 2]


def flip_bits(data, rng, start, end):
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        position = rng.randrange(start, end)
        data[position] ^= 1 << rng.randrange(8)


def set_bytes(data, rng, start, end):
    for _ in range(rng.choice((1, 2, 5))):
        data[rng.randrange(start, end)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))


def zero(data, rng, start, end):
    position = rng.randrange(start, end)
    length = min(rng.choice((1, 8, 100, 4000)), end - position)
    data[position:position + length] = bytes(length)


def duplicate(data, rng, start, end):
    position = rng.randrange(start, end)
    piece = data[position:position + rng.choice((1, 8, 100, 2000))]
    data[position:position] = piece


def delete(data, rng, start, end):
    position = rng.randrange(start, end)
    del data[position:min(end, position + rng.choice((1, 8, 100, 2000)))]


def truncate(data, rng, start, end):
    del data[rng.randrange(0, end):]


def noise(data, rng, start, end):
    position = rng.randrange(start, end)
    length = min(rng.choice((4, 64, 1000)), end - position)
    data[position:position + length] = rng.randbytes(length)


MUTATORS = (flip_bits, flip_bits, set_bytes, set_bytes, zero, duplicate, delete, truncate, noise)


def footer_start(data):
    """Where a Parquet file's footer begins."""
    length = int.from_bytes(data[-8:-4], "little")
    return max(4, len(data) - 8 - length)


def mutated(seeds, name, rng):
    """A corrupted copy of a seed and what was done to it."""
    data = bytearray(seeds[name])
    start, end = 0, len(data)
    where = "anywhere"
    if name.endswith(".parquet"):
        kind = rng.random()
        if kind < 0.1:
            # Another file's footer.
            other = seeds[rng.choice([seed for seed in seeds if seed.endswith(".parquet") and seed != name])]
            return data[:footer_start(data)] + other[footer_start(other):], "footer of another file"
        if kind < 0.55:
            start, where = footer_start(data), "footer"
        elif kind < 0.75:
            # Page headers are at the beginnings of column chunks.
            end, where = min(len(data), 2000), "first pages"
    mutator = rng.choice(MUTATORS)
    mutator(data, rng, start, end)
    if where == "footer" and mutator in (duplicate, delete) and rng.random() < 0.7 and len(data) > 8:
        # Keep the length right, so that the footer is read at all.
        length = len(data) - 8 - start
        data[-8:-4] = max(0, length).to_bytes(4, "little")
    return data, f"{mutator.__name__} in {where}"


class Outcomes:
    def __init__(self):
        self.statements = collections.Counter()
        self.states = collections.Counter()
        self.harm = []
        self.slowest = 0.0


def try_one(session, columns, path, outcomes):
    """All statements on one file; raises only where the session is lost."""
    statements = [
        f"CREATE FOREIGN TABLE inferred () SERVER lake OPTIONS (path '{path}')",
        "SELECT * FROM inferred",
        "SELECT count(*) FROM inferred",
        f"CREATE FOREIGN TABLE declared ({columns}) SERVER lake OPTIONS (path '{path}')",
        "SELECT * FROM declared",
        "SELECT count(*) FROM declared",
        f"SELECT * FROM declared WHERE {columns.split()[0]} IS NOT NULL LIMIT 3",
        f"SELECT count(*) FROM declared WHERE {columns.split()[0]}::text < '5'",
        "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM declared",
    ]
    if columns.startswith(("i8", "n ")):
        statements.append(f"SELECT * FROM declared WHERE {columns.split()[0]} BETWEEN 10 AND 20")
    for statement in statements:
        before = time.monotonic()
        try:
            session.run(statement, STATEMENT_TIMEOUT_S + 20)
            outcomes.statements["rows"] += 1
        except Failure as failure:
            if failure.state == "lost" or failure.state.startswith("57P") or "has ended" in failure.message:
                raise
            outcomes.statements["errors"] += 1
            outcomes.states[failure.state] += 1
            if failure.state == "57014":
                raise Timeout(f"{statement} ran into the statement timeout") from failure
            if failure.state == "XX000":
                outcomes.states["XX000 " + failure.message[:70]] += 1
                if KEEP:
                    note(f"{statement}: {failure}")
                    shutil.copy(path, os.path.join(KEEP, f"{SEED}_{os.path.basename(path)}"))
        finally:
            outcomes.slowest = max(outcomes.slowest, time.monotonic() - before)
    session.run("DROP FOREIGN TABLE IF EXISTS inferred, declared")
    if session.value("SELECT 1") != "1" or session.value(QUIET) != "1461":
        raise Timeout("the session answers wrongly afterwards")


def new_session():
    session = Session()
    session.run(f"SET statement_timeout = '{STATEMENT_TIMEOUT_S}s'")
    session.run("DROP FOREIGN TABLE IF EXISTS inferred, declared")
    return session


def main():
    rng = random.Random(SEED)
    folder = report.scratch("fuzz")
    report.make_files(*(sql.replace("%s", f"{folder}/{name}") for name, sql in SEEDS.items()))
    report.readable(folder)
    seeds = {}
    for name in SEEDS:
        with open(f"{folder}/{name}", "rb") as file:
            seeds[name] = file.read()
    outcomes = Outcomes()
    log = Log()
    started = report.postmaster_start()
    columns = {}
    with Session() as session:
        session.run(f"CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path '{WEATHER}')")
        for name in SEEDS:
            session.run(f"CREATE FOREIGN TABLE seed () SERVER lake OPTIONS (path '{folder}/{name}')")
            columns[name] = session.value(
                "SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)"
                " FROM pg_attribute WHERE attrelid = 'seed'::regclass AND attnum > 0"
            )
            session.run("DROP FOREIGN TABLE seed")
    note(f"SEED={SEED} FUZZ_MUTATIONS={MUTATIONS}; {len(seeds)} files, {sum(map(len, seeds.values()))} bytes")

    kinds = collections.Counter()
    growth = []
    session = None
    began = time.monotonic()
    for number in range(MUTATIONS):
        if number % MUTATIONS_PER_SESSION == 0:
            if session is not None:
                growth.append((first_kb, resident_kb(session.backend)))
                session.close()
            session = new_session()
            first_kb = 0
        if number % MUTATIONS_PER_SESSION == 20 or not first_kb:
            # By now the session has met all kinds of files once.
            first_kb = resident_kb(session.backend)
        name = rng.choices(list(SEEDS), WEIGHTS)[0]
        data, kind = mutated(seeds, name, rng)
        kinds[kind] += 1
        path = f"{folder}/mutation{number}{name[name.index('.'):]}"
        with open(path, "wb") as file:
            file.write(data)
        os.chmod(path, 0o644)
        try:
            try_one(session, columns[name], path, outcomes)
        except (Failure, Timeout) as problem:
            outcomes.harm.append(f"mutation {number} of {name} ({kind}): {problem}")
            note(outcomes.harm[-1])
            if KEEP:
                shutil.copy(path, os.path.join(KEEP, f"{SEED}_{os.path.basename(path)}"))
            backend = session.backend
            session.close()
            wait_until(lambda backend=backend: not alive(backend), 10)
            session = reconnected()
            first_kb = 0
        os.unlink(path)
    growth.append((first_kb, resident_kb(session.backend)))
    session.close()

    note(f"{MUTATIONS} mutations: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    note(f"{sum(outcomes.statements.values())} statements in {time.monotonic() - began:.0f} s: {dict(outcomes.statements)};"
         f" the slowest took {outcomes.slowest:.1f} s")
    note("errors by SQLSTATE: " + ", ".join(
        f"{state}: {count}" for state, count in outcomes.states.most_common() if len(state) == 5))
    for state, count in outcomes.states.most_common():
        if len(state) > 5:
            note(f"{state}: {count}")
    note("resident memory of each session, after 20 mutations and at its end: "
         + ", ".join(f"{first // 1024} → {last // 1024} MB" for first, last in growth))
    report.report(not outcomes.harm, f"{MUTATIONS} corrupted files did no harm", "; ".join(outcomes.harm[:5]))
    report.report(outcomes.statements["errors"] > MUTATIONS, "corrupted files are errors", f"{outcomes.statements}")
    internal = [state for state in outcomes.states if state.startswith("XX000 ")]
    report.report(not internal, "no error is an internal one", "; ".join(internal))
    report.report(outcomes.statements["rows"] > MUTATIONS // 4, "what can be read still is", f"{outcomes.statements}")
    report.report(report.postmaster_start() == started, "the cluster was never restarted")
    report.check_no_crash(log, "nothing crashed")
    report.finish()


def reconnected():
    """A session, also while the cluster recovers from what it should never have to."""
    for _ in range(100):
        try:
            return new_session()
        except Failure:
            time.sleep(0.2)
    raise Timeout("the server does not come back")


main()
