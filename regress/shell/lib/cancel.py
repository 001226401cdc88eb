# SPDX-License-Identifier: Apache-2.0
"""Cancels at every moment; see ../cancel.sh."""

import collections
import os
import random
import signal
import subprocess
import time

import report
from report import Log, Session, note, test
from session import Failure, alive, open_files, threads, wait_until

ROUNDS = int(os.environ.get("CANCEL_ROUNDS", "2"))
LOOP = int(os.environ.get("CANCEL_LOOP", "100"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 1 << 30)

# No figure is asserted; this only tells "at once" from "when the work was done".
LAX = 3.0

WEATHER = os.path.join(os.environ["LAKE_DATA"], "seattle-weather.parquet")
QUIET = "SELECT count(*) FROM weather"
QUIET_ROWS = "1461"

# Work by name; each lasts much longer than a test lets it.
WORK = {
    "DuckDB query": "SELECT * FROM cross_join",
    "DuckDB sort": "SELECT * FROM sorted",
    "Parquet fetch": "SELECT sum(n), sum(length(t)) FROM many",
    "CSV fetch": "SELECT count(t) FROM texts",
    "DuckDB fetch": "SELECT sum(n) FROM endless",
    "Java call in planning": "SELECT * FROM sleeping_plan",
    "Java call": "SELECT * FROM sleeping_open",
    "deaf Java call": "SELECT * FROM deaf_open",
    "Java fetch": "SELECT * FROM sleeping_fetch",
    "deaf Java fetch": "SELECT * FROM deaf_fetch",
    "planning over a glob": "EXPLAIN SELECT * FROM glob; " * 200,
    "inference over a glob": "".join(
        f"CREATE FOREIGN TABLE inferred_{number} () SERVER lake OPTIONS (path '%s/glob/*.csv');" for number in range(50)
    ),
    "VM start": None,
}

latencies = collections.defaultdict(list)


def set_up():
    folder = report.scratch("cancel")
    report.make_files(
        f"COPY (SELECT hash(range) % 1000000007 AS n, 'text number ' || (range % 977) AS t FROM range(3000000))"
        f" TO '{folder}/many.parquet' (FORMAT parquet)",
        f"COPY (SELECT range AS n, 'text, \"quoted\" ' || range AS t FROM range(2000000)) TO '{folder}/texts.csv'",
        f"COPY (SELECT 1 AS a, 2 AS b) TO '{folder}/one.csv'",
    )
    for kind in ("many", "texts", "glob"):
        os.makedirs(f"{folder}/{kind}")
    for number in range(300):
        os.link(f"{folder}/many.parquet", f"{folder}/many/{number}.parquet")
    for number in range(100):
        os.link(f"{folder}/texts.csv", f"{folder}/texts/{number}.csv")
    for number in range(4000):
        with open(f"{folder}/glob/{number}.csv", "w", encoding="utf-8") as file:
            file.write("a,b\n1,2\n")
    report.readable(folder)
    WORK["inference over a glob"] = WORK["inference over a glob"] % ((folder,) * 50)
    with Session() as session:
        session.run(
            f"CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path '{WEATHER}');"
            f"CREATE FOREIGN TABLE many (n bigint, t text) SERVER lake OPTIONS (path '{folder}/many/*.parquet');"
            f"CREATE FOREIGN TABLE texts (n bigint, t text) SERVER lake OPTIONS (path '{folder}/texts/*.csv');"
            f"CREATE FOREIGN TABLE glob (a int, b int) SERVER lake OPTIONS (path '{folder}/glob/*.csv')"
        )
        report.trouble_servers(session)
        report.duck_table(
            session, "cross_join", "n bigint",
            "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * 31 + b.range) % 1000003 = 5",
        )
        report.duck_table(
            session, "sorted", "n bigint", "SELECT (hash(range) % 1000000007)::BIGINT n FROM range(2000000000) ORDER BY n"
        )
        report.duck_table(session, "endless", "n bigint", "SELECT range n FROM range(100000000000)")
        # A session of its own for each of these; what is deaf ends by itself a little later.
        for name, what, moment, seconds, rows in (
            ("sleeping_plan", "sleep", "plan", 30, 1),
            ("sleeping_open", "sleep", "open", 30, 1),
            ("deaf_open", "loop", "open", 2, 1),
            ("sleeping_fetch", "sleep", "fetch", 30, 100000),
            ("deaf_fetch", "loop", "fetch", 2, 100000),
            ("very_deaf", "loop", "open", 20, 1),
            ("deaf_rollback", "loop", "rollback", 5, 1),
        ):
            report.trouble_table(session, name, what=what, moment=moment, seconds=seconds, rows=rows)


def start(session, work):
    """Starts some work and waits until the server is in the middle of it."""
    if WORK[work] is None:
        session.send(QUIET)
        time.sleep(random.uniform(0.01, 0.05))
    else:
        session.run(QUIET)
        session.send(WORK[work])
        time.sleep(random.uniform(0.15, 0.3))
    return session.busy()


def quiet(session):
    got = session.value(QUIET)
    return None if got == QUIET_ROWS else f"the next query answers {got}"


def took_too_long(way, work, seconds):
    latencies[way, work].append(seconds)
    return None if seconds < LAX else f"it took {seconds:.1f} s"


def by_cancel(work):
    with Session() as session:
        if not start(session, work):
            return None if work == "VM start" else "the work was over too soon"
        before = time.monotonic()
        session.cancel()
        try:
            session.wait()
            return None if work == "VM start" else "the work was not canceled"
        except Failure as failure:
            seconds = time.monotonic() - before
            if failure.state != "57014" or failure.message != "canceling statement due to user request":
                return str(failure)
        return took_too_long("cancel", work, seconds) or quiet(session)


def by_timeout(work):
    timeout = 0.03 if work == "VM start" else 0.4
    with Session() as session:
        if work != "VM start":
            session.run(QUIET)
        session.run(f"SET statement_timeout = {int(timeout * 1000)}")
        before = time.monotonic()
        failure = session.fails(WORK[work] or QUIET)
        seconds = time.monotonic() - before - timeout
        if failure is None:
            return None if work == "VM start" else "the work was not canceled"
        if failure.state != "57014" or failure.message != "canceling statement due to statement timeout":
            return str(failure)
        session.run("SET statement_timeout = 0")
        # The time of all statements before the last is not the cancel's.
        if ";" not in (WORK[work] or ""):
            return took_too_long("statement_timeout", work, max(seconds, 0)) or quiet(session)
        return quiet(session)


def by_termination(work):
    with Session() as session, Session() as other:
        if not start(session, work) and work != "VM start":
            return "the work was over too soon"
        before = time.monotonic()
        other.run(f"SELECT pg_terminate_backend({session.backend})")
        try:
            session.wait()
        except Failure as failure:
            if failure.state != "57P01" and not (work == "VM start" and failure.state == "lost"):
                return str(failure)
        if not wait_until(lambda: not alive(session.backend)):
            return "the process is still there"
        return took_too_long("terminate", work, time.monotonic() - before)


def by_lost_client(work):
    sql = WORK[work] or QUIET
    client = subprocess.Popen(
        [os.path.join(os.environ["PG_BIN"], "psql"), "-XqAt", "-c", "SET client_connection_check_interval = 50",
         "-c", "SELECT pg_backend_pid()", *([] if WORK[work] is None else ["-c", QUIET]), "-c", sql],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    backend = int(client.stdout.readline())
    time.sleep(0.03 if WORK[work] is None else 1.0)
    before = time.monotonic()
    client.send_signal(signal.SIGKILL)
    client.wait()
    if not wait_until(lambda: not alive(backend)):
        return "the process is still there"
    return took_too_long("lost client", work, time.monotonic() - before)


def by_shutdown(works):
    """All kinds at once, each in a session; then a fast shutdown."""
    sessions = [Session() for _ in works]
    for session, work in zip(sessions, works):
        if WORK[work] is not None:
            session.run(QUIET)
            session.send(WORK[work])
    time.sleep(1)
    for session, work in zip(sessions, works):
        if WORK[work] is None:
            session.send(QUIET)
    time.sleep(0.02)
    before = time.monotonic()
    report.server("stop")
    seconds = time.monotonic() - before
    left = [work for session, work in zip(sessions, works) if alive(session.backend)]
    states = set()
    for session in sessions:
        try:
            session.wait()
        except Failure as failure:
            states.add(failure.state)
        session.close()
    report.server("start")
    latencies["fast shutdown", "all at once"].append(seconds)
    if left:
        return f"processes are left: {left}"
    if not states <= {"57P01", "57P03", "lost"}:
        return f"the errors were {states}"
    return None if seconds < 10 else f"it took {seconds:.1f} s"


def each(way, works):
    function = {"cancel": by_cancel, "statement timeout": by_timeout, "termination": by_termination,
                "lost client": by_lost_client}[way]
    for work in works:
        reasons = [reason for reason in (attempt(function, work) for _ in range(ROUNDS)) if reason]
        report.report(not reasons, f"{way} during {work}", "; ".join(reasons[:3]))


def attempt(function, work):
    try:
        return function(work)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def canceled(session, sql, after):
    """Sends statements, cancels them after a while, and again where that came too early; the Failure."""
    session.send(sql)
    time.sleep(after)
    while True:
        if session.busy():
            session.cancel()
        try:
            session.wait(2)
            return None
        except report_timeout:
            continue
        except Failure as failure:
            return failure


def loop():
    """Cancels at random moments in one session; then nothing must be left of them."""
    works = [work for work in WORK if WORK[work] is not None and "deaf" not in work]
    states = collections.Counter()
    with Session() as session:
        for work in works:
            canceled(session, WORK[work], 0.2)
        session.run(QUIET)
        session.run(QUIET)
        time.sleep(0.5)
        files, tasks = open_files(session.backend), threads(session.backend)
        connections = duckdb_connections(session)
        for _ in range(LOOP):
            failure = canceled(session, WORK[random.choice(works)], random.uniform(0, 0.25))
            states[failure.state if failure else "finished"] += 1
            if failure and failure.state != "57014":
                return f"{failure}"
            if random.random() < 0.3 and session.value(QUIET) != QUIET_ROWS:
                return "a query in between answers wrongly"
        session.run(QUIET)
        note(f"{LOOP} cancels at random moments: {dict(states)}")
        settled = wait_until(lambda: len(threads(session.backend)) <= len(tasks), 10)
        now, now_tasks = open_files(session.backend), threads(session.backend)
        note(f"open files {len(files)} before, {len(now)} after; threads {len(tasks)} before, {len(now_tasks)} after")
        extra = collections.Counter(now) - collections.Counter(files)
        if len(now) > len(files):
            return f"files were left open: {dict(extra)}"
        if not settled:
            return f"threads are left: {collections.Counter(now_tasks) - collections.Counter(tasks)}"
        if duckdb_connections(session) > connections:
            return f"DuckDB connections: {connections} before, {duckdb_connections(session)} after"
    return None


def duckdb_connections(session):
    return int(session.value("SELECT n FROM connections"))


def in_savepoints():
    """An outer cursor goes on after statements inside a savepoint were canceled."""
    works = [work for work in WORK if WORK[work] is not None and "deaf" not in work]
    with Session() as session:
        session.run("BEGIN; DECLARE outer_scan CURSOR FOR SELECT n FROM numbers")
        expected = 0
        for work in works:
            got = [int(row[0]) for row in session.run("FETCH 3000 FROM outer_scan")]
            if got != list(range(expected, expected + 3000)):
                return f"before {work} the cursor gave {got[:2]}… ({len(got)} rows), not {expected}…"
            expected += 3000
            session.run("SAVEPOINT inside")
            failure = canceled(session, WORK[work], 0.2)
            if failure is None or failure.state != "57014":
                return f"{work}: {failure}"
            session.run("ROLLBACK TO inside")
            if session.value(QUIET) != QUIET_ROWS:
                return f"after {work} a query answers wrongly"
        rows = session.run("FETCH 10 FROM outer_scan")
        session.run("COMMIT")
        return None if rows[0][0] == str(expected) else f"the cursor went on with {rows[0][0]}, not {expected}"


def in_exception_block():
    """PL/pgSQL catches the cancel, and its own loop over a lake table goes on."""
    with Session() as session, Session() as other:
        session.run(QUIET)
        session.send(
            "DO $$ DECLARE r record; caught int := 0; seen int := 0; total bigint := 0; BEGIN"
            "  FOR r IN SELECT n FROM numbers LIMIT 60000 LOOP"
            "    IF seen % 20000 = 100 THEN"
            "      BEGIN PERFORM n FROM cross_join;"
            "      EXCEPTION WHEN query_canceled THEN caught := caught + 1; END;"
            "    END IF;"
            "    seen := seen + 1; total := total + r.n;"
            "  END LOOP;"
            "  IF caught <> 3 OR total <> 59999::bigint * 30000 THEN"
            "    RAISE EXCEPTION 'caught %, seen %, total %', caught, seen, total; END IF;"
            "END $$"
        )
        for _ in range(3):
            time.sleep(0.7)
            other.run(f"SELECT pg_cancel_backend({session.backend})")
        session.wait()
        return quiet(session)


def left_behind():
    """A call that never listens is left behind, and an open cursor goes on with the new thread."""
    log = Log()
    with Session() as session:
        session.run("BEGIN; DECLARE outer_scan CURSOR FOR SELECT n FROM endless; SAVEPOINT inside")
        session.run("FETCH 5 FROM outer_scan")
        failure = canceled(session, "SELECT * FROM very_deaf", 0.3)
        if failure is None or failure.state != "57014":
            return f"{failure}"
        # A wrapper that listens to the transaction cannot be replaced within it.
        session.run("ROLLBACK TO inside")
        failure = session.fails(QUIET)
        if failure is None or failure.state != "55006" or not failure.hint:
            return f"in the transaction: {failure}"
        session.run("ROLLBACK")
        before = time.monotonic()
        reason = quiet(session)
        note(f"the next statement after a call that does not return: {time.monotonic() - before:.1f} s")
        if reason:
            return reason
        before = time.monotonic()
        session.run(QUIET)
        if time.monotonic() - before > LAX:
            return "the second statement waits again"
    return None if "left behind" in log.text() else "the log does not tell"


def deaf_rollback():
    """A wrapper that does not listen while it rolls back does not keep a canceled statement from ending."""
    with Session() as session:
        session.run(QUIET)
        session.send("SELECT n, pg_sleep(30) FROM deaf_rollback")
        time.sleep(0.5)
        session.cancel()
        failure = None
        try:
            session.wait()
        except Failure as caught:
            failure = caught
        if failure is None or failure.state != "57014":
            return f"{failure}"
        return quiet(session)


report_timeout = report.Timeout

note(f"SEED={SEED} CANCEL_ROUNDS={ROUNDS} CANCEL_LOOP={LOOP}")
random.seed(SEED)
log = Log()
started = report.postmaster_start()
set_up()
with Session() as first:
    report.duck_table(first, "connections", "n bigint", "SELECT count FROM duckdb_connection_count()")
    report.duck_table(first, "numbers", "n bigint", "SELECT range n FROM range(10000000)")
each("cancel", WORK)
each("statement timeout", WORK)
each("termination", WORK)
each("lost client", [work for work in WORK if work != "VM start"])
test(f"{LOOP} cancels at random moments leave nothing behind")(loop)
test("an open cursor outlives cancels inside savepoints")(in_savepoints)
test("PL/pgSQL catches a cancel and goes on")(in_exception_block)
test("a call that does not return is left behind")(left_behind)
test("a wrapper that is slow to roll back does not keep the session")(deaf_rollback)
report.report(report.postmaster_start() == started, "the cluster was never restarted")
test("a fast shutdown during everything at once")(lambda: by_shutdown(list(WORK)))
for (way, work), times in sorted(latencies.items()):
    note(f"{way:18} {work:24} {report.milliseconds(times)}")
report.check_no_crash(log, "nothing crashed")
report.finish()
