# SPDX-License-Identifier: Apache-2.0
"""Limits of memory and disk; see ../memory.sh."""

import glob
import os
import subprocess
import time

import report
from report import Log, Session, note, test
from session import Failure, alive, resident_kb, wait_until

WEATHER = os.path.join(os.environ["LAKE_DATA"], "seattle-weather.parquet")
QUIET = "SELECT count(*) FROM weather"
DATA = os.path.join(report.SERVER_HOME, "data")


def spill_folders(base=os.path.join(DATA, "base", "pgsql_tmp")):
    return glob.glob(os.path.join(base, "*icebridge*"))


def spilled_bytes(base=os.path.join(DATA, "base", "pgsql_tmp")):
    total = 0
    for folder in spill_folders(base):
        for root, _, files in os.walk(folder):
            for name in files:
                try:
                    total += os.stat(os.path.join(root, name)).st_blocks * 512
                except OSError:
                    pass
    return total


def set_up():
    folder = report.scratch("memory")
    report.make_files(
        "COPY (SELECT (hash(range) % 1000000007)::BIGINT AS n, repeat('x', 200) || hash(range) AS t FROM range(1000000))"
        f" TO '{folder}/big.parquet' (FORMAT parquet, ROW_GROUP_SIZE 20480)"
    )
    report.readable(folder)
    with Session() as session:
        session.run(f"CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path '{WEATHER}')")
        session.run(f"CREATE FOREIGN TABLE big (n bigint, t text) SERVER lake OPTIONS (path '{folder}/big.parquet')")
        report.trouble_servers(session)
        file = f"{folder}/big.parquet"
        # About 240 MB to sort, and the same to hash.
        report.duck_table(session, "sorted", "n bigint, t text", f"SELECT n, t FROM '{file}' ORDER BY t, n")
        report.duck_table(session, "grouped", "n bigint", f"SELECT count(*) FROM (SELECT t, count(*) FROM '{file}' GROUP BY t)")
        # An aggregate whose state cannot spill.
        report.duck_table(session, "listed", "n bigint", f"SELECT len(list(t)) FROM '{file}'")


LOG = Log()
STARTED = report.postmaster_start()
set_up()


@test("a sort and an aggregation beyond the memory limit spill, and give all rows")
def spills():
    for table, query, expected in (("sorted", "SELECT count(DISTINCT t), max(n) < 1000000007 FROM sorted", ["1000000", "t"]),
                                   ("grouped", "SELECT n, true FROM grouped", ["1000000", "t"])):
        with Session() as session:
            session.run("SET icebridge.duckdb_memory_limit = '64MB'")
            session.send(query)
            most = 0
            while session.busy():
                most = max(most, spilled_bytes())
                time.sleep(0.02)
            try:
                rows = session.wait()
            except Failure as failure:
                if failure.state == "53200" and failure.hint:
                    note(f"{table}: {failure}")
                    continue
                return f"{table}: {failure}"
            note(f"{table}: {most >> 20} MB spilled at most, the backend has {resident_kb(session.backend) >> 10} MB")
            if rows[0] != expected:
                return f"{table}: {rows}"
            if table == "sorted" and most == 0:
                return f"{table}: nothing was spilled"
            backend = session.backend
        if not wait_until(lambda backend=backend: not alive(backend)) or spill_folders():
            return f"{table}: a folder is left: {spill_folders()}"
    return None


@test("what cannot spill is 53200 with a hint, and the session goes on")
def out_of_memory():
    with Session() as session:
        session.run("SET icebridge.duckdb_memory_limit = '64MB'")
        failure = session.fails("SELECT * FROM listed")
        if failure is None or failure.state != "53200" or "icebridge.duckdb_memory_limit" not in failure.hint:
            return f"{failure}"
        for _ in range(5):
            failure = session.fails("SELECT * FROM listed")
            if failure is None or failure.state != "53200":
                return f"again: {failure}"
        return None if session.value(QUIET) == "1461" else "wrong rows"


@test("with spilling forbidden a big sort is an error with a hint")
def no_spilling():
    with Session() as session:
        session.run("SET icebridge.duckdb_memory_limit = '64MB'; SET icebridge.temp_directory_limit = 0")
        failure = session.fails("SELECT count(*) FROM sorted")
        if failure is None or failure.state not in ("53100", "53200") or not failure.hint:
            return f"{failure}"
        note(f"{failure}")
        return None if session.value(QUIET) == "1461" else "wrong rows"


@test("the limit of the temporary folder is 53100 with a hint that names the setting")
def temp_limit():
    with Session() as session:
        session.run("SET icebridge.duckdb_memory_limit = '64MB'; SET icebridge.temp_directory_limit = '20MB'")
        failure = session.fails("SELECT count(*) FROM sorted")
        if failure is None or failure.state != "53100" or "icebridge.temp_directory_limit" not in failure.hint:
            return f"{failure}"
        return None if session.value(QUIET) == "1461" else "wrong rows"


def mounted():
    """A full-able file system of 16 MB, or None where that takes rights we do not have."""
    folder = report.scratch("tmpfs")
    if os.getuid() != 0:
        return None
    owner = os.stat(DATA)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size=16m,uid={owner.st_uid},gid={owner.st_gid},mode=700", "tmpfs", folder],
        check=False, capture_output=True,
    )
    return folder if done.returncode == 0 else None


@test("a disk that is full in the middle of spilling is 53100, and the session goes on")
def full_disk():
    folder = mounted()
    if folder is None:
        note("skipped: only root can mount a small file system")
        return None
    try:
        with Session() as session:
            session.run(f"SET icebridge.duckdb_memory_limit = '64MB'; SET icebridge.temp_directory = '{folder}'")
            failure = session.fails("SELECT count(*) FROM sorted")
            if failure is None or failure.state != "53100":
                return f"{failure}"
            note(f"{failure}")
            if session.value(QUIET) != "1461":
                return "wrong rows"
            backend = session.backend
        if not wait_until(lambda: not alive(backend)):
            return "the process is left"
        return f"left behind: {os.listdir(folder)}" if os.listdir(folder) else None
    finally:
        subprocess.run(["umount", folder], check=False)


@test("a folder that vanishes is an error")
def vanished():
    folder = report.scratch("vanishing")
    with Session() as session:
        session.run(f"SET icebridge.duckdb_memory_limit = '64MB'; SET icebridge.temp_directory = '{folder}'")
        os.rename(folder, folder + ".gone")
        failure = session.fails("SELECT count(*) FROM sorted")
        if failure is not None and failure.state.startswith("XX"):
            return f"{failure}"
        return None if session.value(QUIET) == "1461" else "wrong rows"


def spilling(session, base=None):
    session.run("SET icebridge.duckdb_memory_limit = '64MB'")
    if base is not None:
        session.run(f"SET icebridge.temp_directory = '{base}'")
    session.send("SELECT count(*), pg_sleep(60) FROM sorted")
    return wait_until(lambda: (spilled_bytes() if base is None else spilled_bytes(base)) > 1 << 20, 30)


@test("temporary files go with a session that is canceled, terminated or simply ends")
def cleaned():
    for way in ("cancel", "terminate"):
        with Session() as session, Session() as other:
            if not spilling(session):
                return f"{way}: nothing is spilled"
            other.run(f"SELECT pg_{way}_backend({session.backend})")
            try:
                session.wait()
            except Failure as failure:
                if failure.state not in ("57014", "57P01"):
                    return f"{failure}"
            backend = session.backend
        if not wait_until(lambda backend=backend: not alive(backend)):
            return f"{way}: the process is left"
        if spill_folders():
            return f"{way}: {spill_folders()}"
    return None


def recovered():
    def answers():
        try:
            with Session() as session:
                return session.value("SELECT 1") == "1"
        except Failure:
            return False

    time.sleep(0.5)
    return wait_until(answers, 30)


@test("temporary files of a killed session go when the cluster recovers")
def killed():
    with Session() as session:
        if not spilling(session):
            return "nothing is spilled"
        folders = spill_folders()
        if not all(os.path.basename(folder).startswith("pgsql_tmp") for folder in folders):
            return f"PostgreSQL will not know {folders}"
        os.kill(session.backend, 9)
    return None if recovered() and not spill_folders() else f"left: {spill_folders()}"


@test("temporary files of a killed session in a folder of one's own go when another session uses it, and nothing else does")
def swept():
    folder = report.scratch("swept")
    with Session() as session, Session() as idle:
        if not spilling(session, folder):
            return "nothing is spilled"
        left = spill_folders(folder)
        backend = session.backend
        own = left[0][: -len(str(backend))]
        os.kill(backend, 9)
    if not recovered() or spill_folders(folder) != left:
        return f"not left: {left}"
    # Neither folders of a process that lives, of another server, nor links, nor what only looks alike.
    others = [f"{own}{os.getpid()}", f"{folder}/pgsql_tmp.icebridge.00000000.{backend}", f"{own}{backend}x", f"{own}0"]
    for other in others:
        os.mkdir(other)
    report.give_to_server(*others)
    # A process of that number cannot be.
    others.append(f"{own}{2**22 + 1}")
    os.symlink(others[1], others[-1])
    with Session() as session:
        session.run(f"SET icebridge.temp_directory = '{folder}'")
        session.run(QUIET)
        found = spill_folders(folder)
    return None if sorted(found) == sorted(others) else f"found {found}, expected {others}"


@test("temporary files of a crashed cluster go when it starts")
def crashed():
    with Session() as session:
        if not spilling(session):
            return "nothing is spilled"
        backend = session.backend
        report.server("crash")
        if not wait_until(lambda: not alive(backend)):
            return "the process is left"
    report.server("start")
    return None if not spill_folders() else f"left: {spill_folders()}"


report.finish()
