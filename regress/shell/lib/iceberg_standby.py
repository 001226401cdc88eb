# SPDX-License-Identifier: Apache-2.0
"""Iceberg tables on a hot standby; see ../iceberg_standby.sh."""

import os
import pwd
import subprocess

import iceberg
import report
from iceberg import Reader, connected
from report import test
from session import Failure, Session, wait_until

VALUE = "id || ':' || amount"
FOLDER = report.scratch("standby")
DATA = os.path.join(FOLDER, "data")
LAKE = report.scratch("standby_lake")
SOCKET = os.path.join(FOLDER, "s")
STANDBY = f"host={SOCKET} port={int(os.environ['PGPORT']) + 1}"


def as_server_user(*command):
    owner = os.stat(os.path.join(report.SERVER_HOME, "data")).st_uid
    prefix = []
    if os.geteuid() != owner:
        user = pwd.getpwuid(owner)
        prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--init-groups", "--"]
    subprocess.run(prefix + list(command), check=True, cwd="/", stdout=subprocess.DEVNULL)


def program(name):
    return os.path.join(os.environ["PG_BIN"], name)


def files():
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(LAKE) for name in names)


def start_standby():
    as_server_user("mkdir", "-m", "700", SOCKET)
    as_server_user(program("pg_basebackup"), "-D", DATA, "-R", "-X", "stream", "-c", "fast", "-d",
                   f"host={os.environ['PGHOST']} port={os.environ['PGPORT']} user={os.environ['PGUSER']}")
    with open(os.path.join(DATA, "postgresql.auto.conf"), "a", encoding="utf-8") as file:
        file.write(f"\nport = {int(os.environ['PGPORT']) + 1}\nunix_socket_directories = '{SOCKET}'\nlisten_addresses = ''\n")
    as_server_user(program("pg_ctl"), "-D", DATA, "-l", os.path.join(FOLDER, "log"), "-w", "start")


def standby():
    return Session(STANDBY)


def caught_up(primary, session):
    position = primary.value("SELECT pg_current_wal_flush_lsn()")
    return wait_until(lambda: session.value(f"SELECT pg_last_wal_replay_lsn() >= '{position}'") == "t", 30)


def differences(primary, session, tables=("lake2", "lake3")):
    """Which tables are not the same on both; None for none."""
    if not caught_up(primary, session):
        return "the standby does not catch up"
    for table in tables:
        one, other = iceberg.digest(primary, table, VALUE), iceberg.digest(session, table, VALUE)
        if one != other:
            return f"{table} has {other} instead of {one}"
    return None


with connected() as first:
    first.run(f"ALTER DATABASE {iceberg.DATABASE} SET icebridge.default_location_prefix = '{LAKE}'")
with connected() as first:
    for version in (2, 3):
        first.run(f"CREATE TABLE lake{version} (id bigint, amount int) USING iceberg WITH (format_version = {version});"
                  f"INSERT INTO lake{version} SELECT n, n % 10 FROM generate_series(1, 5000) n;"
                  f"DELETE FROM lake{version} WHERE id % 100 = 7")
start_standby()
PRIMARY = connected()


@test("a standby reads what was there when it was made")
def reads():
    with standby() as session:
        return differences(PRIMARY, session)


@test("it sees what is committed when it has replayed it, and nothing else")
def follows():
    with standby() as session:
        for number in range(3):
            PRIMARY.run(f"INSERT INTO lake2 VALUES ({10000 + number}, 1); UPDATE lake3 SET amount = amount + 1 WHERE id < {number + 2};"
                        f"DELETE FROM lake2 WHERE id = {number + 1}")
            reason = differences(PRIMARY, session)
            if reason:
                return reason
        PRIMARY.run("BEGIN; INSERT INTO lake2 SELECT n, 0 FROM generate_series(20001, 20100) n")
        seen = session.value("SELECT count(*) FROM lake2 WHERE id > 20000")
        PRIMARY.run("ROLLBACK; BEGIN; DELETE FROM lake3; ROLLBACK")
        return f"it sees {seen} rows of an open transaction" if seen != "0" else differences(PRIMARY, session)


@test("its transactions keep their snapshot")
def keeps_snapshot():
    with standby() as session:
        session.run("BEGIN ISOLATION LEVEL REPEATABLE READ")
        before = iceberg.digest(session, "lake2", VALUE)
        PRIMARY.run("DELETE FROM lake2 WHERE id % 2 = 0; INSERT INTO lake2 VALUES (30000, 3)")
        if not caught_up(PRIMARY, session):
            return "the standby does not catch up"
        if iceberg.digest(session, "lake2", VALUE) != before:
            return "the snapshot has moved"
        session.run("COMMIT")
        return differences(PRIMARY, session)


@test("it sees tables that are made, altered and dropped")
def follows_definitions():
    PRIMARY.run("CREATE TABLE lake_new (id bigint, amount int) USING iceberg; INSERT INTO lake_new VALUES (1, 2);"
                "ALTER TABLE lake_new ADD COLUMN note text; INSERT INTO lake_new VALUES (2, 3, 'x')")
    with standby() as session:
        reason = differences(PRIMARY, session, ["lake_new"])
        if reason:
            return reason
        if session.run("SELECT note FROM lake_new ORDER BY id") != [[None], ["x"]]:
            return "the new column is wrong"
        PRIMARY.run("DROP TABLE lake_new")
        if not caught_up(PRIMARY, session):
            return "the standby does not catch up"
        failure = session.fails("SELECT * FROM lake_new")
        return None if failure is not None and failure.state == "42P01" else f"after DROP: {failure}"


@test("it refuses to write, and writes no file")
def refuses():
    before = files()
    with standby() as session:
        for statement in ("INSERT INTO lake2 VALUES (1, 1)", "UPDATE lake2 SET amount = 0", "DELETE FROM lake3 WHERE id = 3",
                          "TRUNCATE lake2", "CREATE TABLE other (n int) USING iceberg", "DROP TABLE lake2",
                          "ALTER TABLE lake2 ADD COLUMN more int", "COPY lake2 FROM PROGRAM 'echo 1'",
                          "WITH gone AS (DELETE FROM lake2 RETURNING id) SELECT count(*) FROM gone",
                          "SELECT icebridge.remove_orphan_files('lake2', '0')",
                          "SELECT icebridge.expire_snapshots('lake2', '0')",
                          "SELECT icebridge.create_tag('lake2', 'here')"):
            failure = session.fails(statement)
            if failure is None or failure.state != "25006":
                return f"{statement}: {failure}"
        reason = differences(PRIMARY, session)
    return reason or (None if files() == before else f"files have changed: {set(files()) ^ set(before)}")


@test("promoted, it takes over where the primary has ended")
def takes_over():
    with standby() as reading:
        wanted = {table: iceberg.digest(PRIMARY, table, VALUE) for table in ("lake2", "lake3")}
        if not caught_up(PRIMARY, reading):
            return "the standby does not catch up"
        PRIMARY.run("BEGIN; INSERT INTO lake2 VALUES (40000, 4)")
        report.server("stop")
        as_server_user(program("pg_ctl"), "-D", DATA, "-w", "promote")
        # A session of before goes on.
        for table, digest in wanted.items():
            if iceberg.digest(reading, table, VALUE) != digest:
                return f"{table} is not what the primary had"
        reading.run("BEGIN; INSERT INTO lake2 VALUES (50000, 5); UPDATE lake3 SET amount = 77 WHERE id = 10; COMMIT;"
                    "CREATE TABLE lake_after (id bigint, amount int) USING iceberg; INSERT INTO lake_after VALUES (1, 1)")
    with standby() as session:
        if session.run("SELECT (SELECT amount FROM lake2 WHERE id = 50000), (SELECT amount FROM lake3 WHERE id = 10),"
                       " (SELECT count(*) FROM lake_after)") != [["5", "77", "1"]]:
            return "what it wrote is not there"
        reader = Reader()
        try:
            for table in ("lake2", "lake3", "lake_after"):
                seen = reader.check(iceberg.location(session, table), VALUE)
                if seen["wrong"] or (seen["rows"], seen["digest"]) != iceberg.digest(session, table, VALUE):
                    return f"a second reader finds {table} different: {seen}"
        finally:
            reader.close()
    return None


def clean_up():
    try:
        as_server_user(program("pg_ctl"), "-D", DATA, "-m", "immediate", "-w", "stop")
    except (subprocess.CalledProcessError, Failure) as error:
        report.note(f"the standby does not stop: {error}")
    report.server("start")
    with connected() as session:
        session.run(f"ALTER DATABASE {iceberg.DATABASE} RESET ALL")


PRIMARY.close()
clean_up()
report.finish()
