# SPDX-License-Identifier: Apache-2.0
"""Processes killed in the middle of lake queries; see ../crash.sh."""

import os
import random
import signal
import subprocess
import time

import report
from report import Session, note, test
from session import Failure, alive, wait_until

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "3"))
WEATHER = os.path.join(os.environ["LAKE_DATA"], "seattle-weather.parquet")
QUIET = "SELECT count(*) FROM weather"

with Session() as first:
    first.run(
        f"CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path '{WEATHER}'); CREATE TABLE kept (n int)"
    )
    report.trouble_servers(first)
    report.duck_table(first, "endless", "n bigint", "SELECT range n FROM range(100000000000)")
    report.duck_table(
        first, "cross_join", "n bigint",
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * 31 + b.range) % 1000003 = 5",
    )
    report.trouble_table(first, "deaf", what="loop", moment="open", seconds=600)

WORK = ("SELECT sum(n) FROM endless", "SELECT * FROM cross_join", "SELECT * FROM deaf", QUIET)


def answers():
    try:
        with Session() as session:
            return session.value("SELECT count(*) FROM kept, weather") is not None
    except Failure:
        return False


def starts():
    try:
        report.server("start")
    except subprocess.CalledProcessError:
        time.sleep(0.5)
        return False
    return True


def gone(processes):
    return wait_until(lambda: not any(alive(process) for process in processes))


@test("kill -9 of a backend in a lake query: the cluster recovers, nothing committed is lost")
def killed_backends():
    for number in range(ROUNDS):
        with Session() as session:
            session.run(f"INSERT INTO kept VALUES ({number})")
        sessions = [Session() for _ in WORK]
        for session, work in zip(sessions, WORK):
            session.run(QUIET)
            session.run("BEGIN")
            session.send(work)
        time.sleep(random.uniform(0.1, 0.5))
        os.kill(sessions[number % len(sessions)].backend, signal.SIGKILL)
        processes = [session.backend for session in sessions]
        if not gone(processes):
            return f"processes are left: {[process for process in processes if alive(process)]}"
        for session in sessions:
            session.close()
        if not wait_until(answers, 30):
            return "the cluster does not come back"
        with Session() as session:
            if session.value("SELECT count(*) FROM kept") != str(number + 1):
                return "rows are lost"
            if session.value(QUIET) != "1461":
                return "wrong rows"
    note(f"{ROUNDS} times")
    return None


@test("signals of a crash end a backend, with a VM at work or idle, and the cluster goes on")
def crash_signals():
    for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS):
        for work in ("SELECT * FROM deaf", "SELECT pg_sleep(600)"):
            with Session() as session:
                session.run(QUIET)
                session.send(work)
                time.sleep(0.3)
                os.kill(session.backend, number)
                if not wait_until(lambda session=session: not alive(session.backend), 120):
                    os.kill(session.backend, signal.SIGKILL)
                    return f"after {number.name} during {work} the process hangs"
            if not wait_until(answers, 30):
                return f"after {number.name} during {work} the cluster does not come back"
    return None


@test("SIGQUIT to a backend, as from a cluster in trouble, ends it at once")
def quits():
    with Session() as session:
        session.run(QUIET)
        session.send("SELECT * FROM deaf")
        time.sleep(0.3)
        os.kill(session.backend, signal.SIGQUIT)
        if not gone([session.backend]):
            return "the process hangs"
    return None if wait_until(answers, 30) else "the cluster does not come back"


@test("an immediate shutdown leaves no process, and the cluster starts again")
def immediate():
    sessions = [Session() for _ in WORK]
    for session, work in zip(sessions, WORK):
        session.run(QUIET)
        session.send(work)
    time.sleep(0.3)
    report.server("crash")
    if not gone([session.backend for session in sessions]):
        return "processes are left"
    report.server("start")
    return None if wait_until(answers, 30) else "the cluster does not come back"


@test("kill -9 of the postmaster: its backends leave by themselves")
def postmaster():
    with open(os.path.join(report.SERVER_HOME, "data", "postmaster.pid"), encoding="utf-8") as file:
        postmaster_pid = int(file.readline())
    sessions = [Session() for _ in WORK]
    for session, work in zip(sessions, WORK):
        session.run(QUIET)
        session.send(work)
    time.sleep(0.3)
    os.kill(postmaster_pid, signal.SIGKILL)
    try:
        if not gone([session.backend for session in sessions]):
            return f"backends are left: {[work for session, work in zip(sessions, WORK) if alive(session.backend)]}"
    finally:
        for session in sessions:
            if alive(session.backend):
                os.kill(session.backend, signal.SIGKILL)
        # Until the last of the cluster's processes has gone, it does not start.
        started = wait_until(starts, 30)
    if not started:
        return "the cluster does not start"
    return None if wait_until(answers, 30) else "the cluster does not come back"


report.report(not report.hs_err_files(), "no crash reports in the data folder", str(report.hs_err_files()))
report.finish()
