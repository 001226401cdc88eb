# SPDX-License-Identifier: Apache-2.0
"""Faults at every step of a transaction that changes two Iceberg tables and heap tables; see ../iceberg_faults.sh."""

import os
import signal
import time

import iceberg
import report
from iceberg import Disk, Faults, Reader, connected
from report import note
from session import Failure, alive, wait_until

ALL = os.environ.get("FAULTS") == "all"
TABLES = {"lake2": 2, "lake3": 3}
VALUE = "id || ':' || amount"

# Two batches, so that the writer already reads one while the next is gathered.
INSERT = "INSERT INTO {table} SELECT {first} + n, n % 1000 FROM generate_series(1, 17000) n;"
# Rows of every file, some in this transaction's own, few enough to be deleted by position.
CHANGE = "UPDATE {table} SET amount = amount + 1 WHERE id % 4001 = {remainder}; DELETE FROM {table} WHERE id % 2003 = {remainder};"
# Nearly all rows of one file go, so it is written anew.
REWRITE = "DELETE FROM {table} WHERE id > {last} AND id % 50 <> 0;"

# Points by where they are; the number is how often each is skipped, so that the second table has its turn.
STATEMENT = [("BATCH_GATHERED", 0), ("BATCH_PUSHED", 0), ("BATCH_PUSHED", 2), ("BEFORE_DATA_FILE", 0), ("ROWS_ENDED", 0),
             ("DATA_FILE_WRITTEN", 0), ("STATISTICS_READ", 0), ("STATISTICS_READ", 1), ("WRITER_FINISHED", 0)]
PREPARE = [("BEFORE_LOCK", 0), ("AFTER_LOCK", 0), ("PREPARE", 0), ("BEFORE_DELETE_FILE", 0), ("AFTER_DELETE_FILE", 0),
           ("BEFORE_MANIFEST", 0), ("AFTER_MANIFEST", 0), ("BEFORE_MANIFEST_LIST", 0), ("AFTER_MANIFEST_LIST", 0),
           ("BEFORE_METADATA", 0), ("WITHIN_METADATA", 0), ("WITHIN_METADATA", 1), ("AFTER_METADATA", 0), ("BEFORE_SYNC", 0),
           ("AFTER_SYNC", 0), ("AFTER_SYNC", 1), ("PREPARED", 0), ("BEFORE_POINTER", 0), ("AFTER_POINTER", 0),
           ("AFTER_POINTER", 1), ("PRE_COMMITTED", 0)]
COMMITTED = [("COMMIT_RECORDED", 0), ("COMMITTED", 0)]
ROLLBACK = [("ROLLING_BACK", 0), ("ROLLBACK", 0)]
OF_C = {"BATCH_GATHERED", "BATCH_PUSHED", "ROWS_ENDED", "WRITER_FINISHED", "BEFORE_LOCK", "AFTER_LOCK", "BEFORE_POINTER",
        "AFTER_POINTER", "PRE_COMMITTED", "COMMIT_RECORDED", "ROLLING_BACK"}

# A crash of a backend ends it, too.
CHECKPOINTER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"


class World:
    """The tables, and the session that has the faults."""

    def __init__(self):
        self.faults = Faults()
        self.disk = Disk("disk", 192)
        self.reader = Reader()
        self.number = 0
        self.runs = {}
        self.orphans = 0
        with connected() as session:
            session.run("CREATE TABLE ledger (number int); CREATE TABLE heap (id bigint, amount int)")
            session.run(f"ALTER DATABASE {iceberg.DATABASE} SET icebridge.default_location_prefix = '{self.disk.path}'")
        with connected() as session:
            for table, version in TABLES.items():
                session.run(f"CREATE TABLE {table} (id bigint, amount int) USING iceberg WITH (format_version = {version})")
            self.transaction(session, "COMMIT")
            self.transaction(session, "COMMIT")
        self.session = connected(parameters=self.faults.options)
        self.checkpointer = self.session.value(CHECKPOINTER)
        self.agree()

    def statements(self, point=""):
        """The next transaction's statements. All tables are treated alike."""
        self.number += 1
        # From the oldest to the newest file, every transaction takes other rows.
        places = {"first": self.number * 100000, "remainder": self.number % 2003, "last": (self.number - 1) * 100000}
        change = REWRITE if self.number % 5 == 0 and "DELETE_FILE" not in point else CHANGE
        text = f"BEGIN; INSERT INTO ledger VALUES ({self.number});"
        for work in (INSERT, change):
            for table in ("heap", *TABLES):
                text += work.format(table=table, **places)
        return text

    def transaction(self, session, end):
        session.run(self.statements() + end)

    def recover(self, killed=False):
        """A session that works, the one there was if it is alive."""
        try:
            self.session.run("ROLLBACK")
        except Failure as failure:
            if failure.state != "lost":
                raise
            self.session.close()
            if killed:
                wait_until(self.restarted, 60)
            self.session = connected(parameters=self.faults.options)
            self.checkpointer = self.session.value(CHECKPOINTER)

    def restarted(self):
        """Whether the server has begun anew. Before it knows of a killed backend, it takes sessions to end them at once."""
        try:
            with connected() as session:
                return session.value(CHECKPOINTER) != self.checkpointer
        except Failure:
            return False

    def agree(self):
        """Why heap, lake and the second reader differ; None where they do not."""
        wanted = iceberg.digest(self.session, "heap", VALUE)
        for table in TABLES:
            got = iceberg.digest(self.session, table, VALUE)
            if got != wanted:
                return f"{table} has {got}, heap has {wanted}"
            seen = self.reader.check(iceberg.location(self.session, table), VALUE)
            if seen["wrong"]:
                return f"{table}: {seen['wrong'][:3]}"
            if (seen["rows"], seen["digest"]) != wanted:
                return f"{table} has {seen['rows']} rows for the second reader, {wanted[0]} for PostgreSQL"
        return None

    def unreferenced(self):
        files = []
        for table in TABLES:
            files += self.reader.check(iceberg.location(self.session, table), VALUE)["unreferenced"]
        return files

    def existing(self):
        """All files of the tables."""
        return frozenset(os.path.join(folder, file) for folder, _, files in os.walk(self.disk.path) for file in files)

    def left_since(self, before):
        """What the transaction wrote and nobody needs; versions that its commit made obsolete stay for a while, and are listed."""
        return sorted(file for file in self.unreferenced() if file not in before and "/metadata/obsolete/" not in file)

    def clean(self, killed, before=frozenset()):
        """Why files are left that were not there before; None where all is well. After a kill they may be, as orphans."""
        if not killed:
            if not wait_until(lambda: not self.left_since(before), 10):
                return f"the transaction left {self.left_since(before)[:3]}"
            return None
        left, found, removed = set(self.unreferenced()), set(), set()
        for table in TABLES:
            found |= {row[0] for row in self.session.run(f"SELECT icebridge.remove_orphan_files('{table}', '0', true)")}
            removed |= {row[0] for row in self.session.run(f"SELECT icebridge.remove_orphan_files('{table}', '0')")}
        if found != removed:
            return f"a dry run finds other files: {sorted(found ^ removed)[:3]}"
        self.orphans += len(left)
        if {path.replace("file://", "") for path in removed} != left:
            return f"{len(left)} files are left behind, remove_orphan_files removes {len(removed)}: {sorted(left ^ removed)[:3]}"
        if self.unreferenced():
            return f"remove_orphan_files leaves {self.unreferenced()[:3]}"
        return None

    def committed(self):
        return self.session.value(f"SELECT count(*) FROM ledger WHERE number = {self.number}") == "1"


def inject(world, action):
    """Lets the stalled transaction meet its fault; what became of it: "committed", "failed" or "lost"."""
    if action == "kill":
        os.kill(world.session.backend, signal.SIGKILL)
        wait_until(lambda: not alive(world.session.backend))
    elif action == "cancel":
        world.session.cancel()
        # Nothing says when the cancel has arrived.
        time.sleep(0.05)
    elif action == "full":
        world.disk.fill()
    if action != "cancel":
        world.faults.clear()
    try:
        wait_until(lambda: not world.session.busy(), 3)
        world.faults.clear()
        world.session.wait()
        return "committed"
    except Failure as failure:
        return "lost" if failure.state == "lost" else failure.state


def wanted_results(action, point, end):
    """What may become of a transaction with that fault."""
    late = point in ("COMMIT_RECORDED", "COMMITTED") or end == "ROLLBACK"
    if action == "kill":
        return {"lost"} if end == "COMMIT" else {"lost", "committed"}
    if action == "fail":
        return {"committed"} if late else {"58030"}
    if action == "cancel":
        return {"committed"} if late else {"57014"}
    return {"committed"} if late else {"committed", "53100", "58030"}


def run(world, action, point, skip, end):
    """One fault; None or what is wrong."""
    before = world.existing()
    world.faults.set(point, "fail" if action == "fail" else "stall", skip)
    world.session.send(world.statements(point) + end)
    try:
        if not world.faults.wait_reached(world.session) and not (end == "ROLLBACK" and wait_until(world.faults.reached, 5)):
            try:
                world.session.wait()
                return "the point is not reached"
            except Failure as failure:
                return f"the point is not reached: {failure}"
        result = inject(world, action)
    finally:
        world.faults.clear()
        world.disk.empty()
        world.recover(action == "kill")
    if result not in wanted_results(action, point, end):
        return f"the session gets {result}"
    late = point in ("COMMIT_RECORDED", "COMMITTED")
    wanted = end == "COMMIT" and (late or result == "committed")
    if world.committed() != wanted:
        return f"the heap has{'' if wanted else ' not'} lost the transaction, the session got {result}"
    # A rollback that fails, and what comes after a commit, may leave files.
    reason = world.agree() or world.clean(action == "kill" or (action != "cancel" and (late or end == "ROLLBACK")), before)
    if reason:
        return reason
    # The session goes on, and what it does next is not mixed with what failed.
    world.session.run(f"INSERT INTO heap VALUES (0, {world.number}); INSERT INTO lake2 VALUES (0, {world.number});"
                      f"INSERT INTO lake3 VALUES (0, {world.number})")
    return world.agree()


def cases(world):
    for action in ("fail", "cancel", "full", "kill"):
        if action == "full" and not world.disk.small:
            note("no file system can be mounted here, so no disk is full")
            continue
        for end, points in (("COMMIT", STATEMENT + PREPARE + COMMITTED), ("ROLLBACK", ROLLBACK)):
            for point, skip in points:
                if action == "fail" and point in ("COMMIT_RECORDED", "ROLLING_BACK"):
                    continue
                if not ALL and not short(action, point, skip):
                    continue
                yield action, point, skip, end


def short(action, point, skip):
    """Whether a case is among the few that every run tries."""
    return skip == 0 and point in {
        "fail": ("BATCH_PUSHED", "DATA_FILE_WRITTEN", "AFTER_LOCK", "AFTER_DELETE_FILE", "BEFORE_MANIFEST_LIST", "AFTER_METADATA",
                 "BEFORE_SYNC", "AFTER_POINTER", "PRE_COMMITTED", "COMMITTED"),
        "cancel": ("BATCH_GATHERED", "BEFORE_DATA_FILE", "WITHIN_METADATA", "PRE_COMMITTED"),
        "full": ("BATCH_GATHERED", "BEFORE_DELETE_FILE", "BEFORE_MANIFEST", "WITHIN_METADATA", "COMMITTED"),
        "kill": ("DATA_FILE_WRITTEN", "WITHIN_METADATA", "PRE_COMMITTED", "COMMIT_RECORDED", "ROLLBACK"),
    }[action]


# A table is made, one altered and one dropped in the same transaction.
DEFINITIONS = """BEGIN; INSERT INTO ledger VALUES ({number});
    CREATE TABLE made{number} USING iceberg AS SELECT n AS id, 1 AS amount FROM generate_series(1, 17000) n;
    ALTER TABLE old ADD COLUMN extra int; INSERT INTO old VALUES (4, 4, 4); DROP TABLE gone; COMMIT"""


def run_definitions(world, action, point):
    """One fault among definitions; None or what is wrong."""
    session = world.session
    session.run("DROP TABLE IF EXISTS old; CREATE TABLE old USING iceberg AS SELECT n AS id, 1 AS amount FROM generate_series(1, 3) n;"
                "DROP TABLE IF EXISTS gone; CREATE TABLE gone USING iceberg AS SELECT n AS id, 1 AS amount FROM generate_series(1, 3) n")
    gone = iceberg.location(session, "gone")
    world.number += 1
    made = f"made{world.number}"
    world.faults.set(point, "fail" if action == "fail" else "stall")
    session.send(DEFINITIONS.format(number=world.number))
    try:
        if not world.faults.wait_reached(session):
            return "the point is not reached"
        result = inject(world, action)
    finally:
        world.faults.clear()
        world.disk.empty()
        world.recover(action == "kill")
    session = world.session
    if result not in wanted_results(action, point, "COMMIT"):
        return f"the session gets {result}"
    committed = world.committed()
    if committed != (result == "committed" or (result == "lost" and point == "COMMIT_RECORDED")):
        return f"the session gets {result}, and the heap was {'' if committed else 'not '}committed"
    there = [session.value(f"SELECT to_regclass('{name}') IS NOT NULL") == "t" for name in (made, "gone")]
    if there != [committed, not committed]:
        return f"made and gone exist: {there}"
    rows = {"old": 4 if committed else 3, **({made: 17000} if committed else {"gone": 3})}
    for table, count in rows.items():
        seen = world.reader.check(iceberg.location(session, table), VALUE)
        if seen["wrong"] or seen["rows"] != count or session.value(f"SELECT count(*) FROM {table}") != str(count):
            return f"{table} has not {count} rows: {seen}"
    columns = len(session.run("SELECT 1 FROM pg_attribute WHERE attrelid = 'old'::regclass AND attnum > 0"))
    if columns != (3 if committed else 2):
        return f"old has {columns} columns"
    # Only a crash may leave files of what there is not.
    left = os.path.dirname(os.path.dirname(gone)) if committed else os.path.join(world.disk.path, iceberg.DATABASE, "public", made)
    if action != "kill" and not wait_until(lambda: not any(files for _, _, files in os.walk(left)), 10):
        return f"files are left below {left}"
    if action != "kill":
        return None
    # What was never made, or is dropped, has no table whose orphans they would be.
    found, removed = ({row[0] for row in session.run(f"SELECT icebridge.remove_orphan_folders('0', {dry_run})")} for dry_run in (True, False))
    if found != removed or len(found) != 1 or not next(iter(found)).startswith(left):
        return f"remove_orphan_folders finds {found} and removes {removed} of {left}"
    world.orphans += 1
    if os.path.exists(next(iter(removed))):
        return f"remove_orphan_folders leaves {removed}"
    for table, count in rows.items():
        if session.value(f"SELECT count(*) FROM {table}") != str(count):
            return f"{table} has not {count} rows after remove_orphan_folders"
    return None


def definition_cases(world):
    points = ("STATISTICS_READ", "WITHIN_METADATA", "AFTER_POINTER", "PRE_COMMITTED", "COMMIT_RECORDED")
    for action in ("fail", "cancel", "full", "kill"):
        for point in points:
            if (action == "full" and not world.disk.small) or (action == "fail" and point == "COMMIT_RECORDED"):
                continue
            if ALL or (action, point) in (("fail", "WITHIN_METADATA"), ("fail", "PRE_COMMITTED"), ("kill", "PRE_COMMITTED")):
                yield action, point


def dropped_then_crashed():
    """Files go right after the commit of a DROP, so the commit must be on the disk even if it need not be waited for."""
    for _ in range(3):
        with connected() as session:
            session.run("CREATE TABLE dropped USING iceberg AS SELECT n AS id, 1 AS amount FROM generate_series(1, 100) n")
            session.run("SET synchronous_commit = off; DROP TABLE dropped")
        report.server("crash")
        report.server("start")
        with connected() as session:
            if session.value("SELECT to_regclass('dropped') IS NULL") != "t":
                failure = session.fails("SELECT count(*) FROM dropped")
                return f"the table is back after the crash: {failure}"
    return None


def main():
    world = World()
    names = {"fail": "an I/O error", "cancel": "a cancel", "full": "a full disk", "kill": "kill -9"}
    started = time.monotonic()
    try:
        for action, point, skip, end in cases(world):
            try:
                reason = run(world, action, point, skip, end)
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
            world.runs[action] = world.runs.get(action, 0) + 1
            if os.environ.get("TRACE"):
                note(f"{time.monotonic() - started:.1f} s")
            place = point + (f" ({skip + 1})" if skip else "") + (" in a rollback" if end == "ROLLBACK" else "")
            if not report.report(reason is None, f"{names[action]} at {place}", reason or ""):
                if reason.startswith(("Timeout", "lake")):
                    break
                # What it has left is not the next one's fault.
                world.clean(True)
        for action, point in definition_cases(world):
            try:
                reason = run_definitions(world, action, point)
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
            world.runs[action] = world.runs.get(action, 0) + 1
            report.report(reason is None, f"{names[action]} at {point} among definitions", reason or "")
        rows = iceberg.digest(world.session, "heap", VALUE)[0]
        reason = dropped_then_crashed()
        report.report(reason is None, "a crash right after DROP TABLE with asynchronous commits does not bring it back", reason or "")
        world.recover()
        note(f"{sum(world.runs.values())} faults {world.runs}, {rows} rows in each table, {world.orphans} orphans found and"
             f" removed, {time.monotonic() - started:.0f} s")
    finally:
        world.session.close()
        world.reader.close()
        with connected() as session:
            session.run(f"ALTER DATABASE {iceberg.DATABASE} RESET ALL; DROP TABLE lake2, lake3")
        world.disk.close()
    report.finish()


main()
