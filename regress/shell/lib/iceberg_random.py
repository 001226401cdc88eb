# SPDX-License-Identifier: Apache-2.0
"""Random transactions and random crashes; see ../iceberg_random.sh.

Every change is made to a heap table first and then to the Iceberg table beside it, by the same statement. The heap's row
locks so order what clients do to the same rows, and at any time, for any snapshot, both tables must hold the same rows.
"""

import collections
import os
import random
import signal
import subprocess
import threading
import time

import iceberg
import report
from iceberg import Reader, connected
from report import note
from session import Failure

TRANSACTIONS = int(os.environ.get("TRANSACTIONS", "60"))
CLIENTS = int(os.environ.get("CLIENTS", "4"))
SEED = int(os.environ.get("SEED", time.time_ns() % 1000000))
# A crash after every so many transactions; the last ones go undisturbed.
CRASH_EVERY = int(os.environ.get("CRASH_EVERY", "20"))
PAIRS = (("heap2", "lake2"), ("heap3", "lake3"))
VALUE = "id || ':' || owner || ':' || amount"
ACCOUNTS = 50
BALANCE = 1000

# What a transaction may end with: conflicts, and what its own statements provoke.
CONFLICTS = {"40001", "40P01"}
PROVOKED = {"22012"}


class Tally:
    """What happened, for all clients."""

    def __init__(self):
        self.lock = threading.Lock()
        self.started = 0
        self.acknowledged, self.failed, self.unknown = set(), set(), set()
        self.outcomes = collections.Counter()
        self.wrong = []
        self.rows = []
        self.crashes = collections.Counter()

    def next(self):
        with self.lock:
            if self.started >= TRANSACTIONS or self.wrong:
                return None
            self.started += 1
            return self.started

    def ended(self, number, outcome, why):
        with self.lock:
            {"committed": self.acknowledged, "unknown": self.unknown}.get(outcome, self.failed).add(number)
            self.outcomes[why or outcome] += 1

    def complain(self, text):
        with self.lock:
            self.wrong.append(text)


class Client(threading.Thread):
    """One session after the other, each with transactions until it is lost."""

    def __init__(self, number, tally):
        super().__init__(daemon=True)
        self.number, self.tally = number, tally
        self.random = random.Random(f"{SEED}.{number}")
        self.last_id = number * 1000000000
        self.session = None
        self.depth = 0
        self.inserted = []

    def run(self):
        try:
            while (transaction := self.tally.next()) is not None:
                self.one(transaction)
        except Exception as error:
            self.tally.complain(f"client {self.number}: {type(error).__name__}: {error}")
        finally:
            if self.session:
                self.session.close()

    def one(self, transaction):
        step, outcome, why = "begin", "failed", None
        try:
            if self.session is None:
                self.session = connected()
            isolation = self.random.choice(("READ COMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"))
            self.session.run(f"BEGIN ISOLATION LEVEL {isolation}; INSERT INTO ledger VALUES ({transaction}, {self.number})")
            self.depth, self.inserted = 0, []
            for _ in range(self.random.randint(1, 5)):
                self.statement(isolation)
            if self.random.random() < 0.12:
                self.session.run("ROLLBACK")
                why = "rolled back"
            else:
                step = "commit"
                self.session.run("COMMIT")
                outcome = "committed"
                # Only now for others: a row that the heap does not show yet must not be looked for in the lake a moment later.
                with self.tally.lock:
                    self.tally.rows += self.inserted
        except Failure as failure:
            why = failure.state
            if failure.state == "lost":
                outcome = "unknown" if step == "commit" else "failed"
                if self.session:
                    self.session.close()
                self.session = None
            elif failure.state in ("57P01", "57P02", "57P03"):
                outcome = "unknown" if step == "commit" else "failed"
                self.session.close()
                self.session = None
            else:
                if failure.state not in CONFLICTS:
                    self.tally.complain(f"client {self.number}, transaction {transaction}, {step}: {failure}")
                try:
                    self.session.run("ROLLBACK")
                except Failure:
                    self.session.close()
                    self.session = None
        self.tally.ended(transaction, outcome, why)

    def both(self, statement):
        """The heap first: its row locks keep others from the same rows of the Iceberg table."""
        heap, lake = self.random.choice(PAIRS)
        self.session.run(statement.format(table=heap))
        self.session.run(statement.format(table=lake))

    def statement(self, isolation):
        kind = self.random.choices(
            (self.insert, self.transfer, self.update, self.delete, self.touch_one, self.savepoint, self.exception, self.compare),
            (25, 20, 10, 8, 10, 12, 5, 10))[0]
        if kind == self.compare and isolation == "READ COMMITTED":
            kind = self.insert
        if kind in (self.savepoint,):
            kind(isolation)
        else:
            kind()

    def insert(self):
        count = self.random.choice((1, 1, 1, 3, 10, 50, 50, 3000))
        first = self.last_id + 1
        self.last_id += count
        self.both(f"INSERT INTO {{table}} SELECT {first} + n, {self.number}, n % 7 FROM generate_series(0, {count - 1}) n")
        self.inserted.append(first)

    def transfer(self):
        one, other = self.random.sample(range(1, ACCOUNTS + 1), 2)
        amount = self.random.randint(1, 100)
        self.both(f"UPDATE {{table}} SET amount = amount + CASE id WHEN {one} THEN {amount} ELSE -{amount} END"
                  f" WHERE id IN ({one}, {other})")

    def update(self):
        divisor = self.random.randint(2, 40)
        self.both(f"UPDATE {{table}} SET amount = amount + 1 WHERE owner = {self.number}"
                  f" AND id % {divisor} = {self.random.randrange(divisor)}")

    def delete(self):
        divisor = self.random.choice((2, 5, 20, 20))
        self.both(f"DELETE FROM {{table}} WHERE owner = {self.number} AND id % {divisor} = {self.random.randrange(divisor)}")

    def touch_one(self):
        """A row of anybody's."""
        with self.tally.lock:
            rows = self.tally.rows[-50:]
        if not rows:
            return
        row = self.random.choice(rows)
        self.both(self.random.choice((f"DELETE FROM {{table}} WHERE id = {row}",
                                      f"UPDATE {{table}} SET amount = amount + 5 WHERE id = {row}")))

    def savepoint(self, isolation):
        if self.depth > 4:
            return
        self.depth += 1
        name = f"s{self.depth}"
        self.session.run(f"SAVEPOINT {name}")
        for _ in range(self.random.randint(1, 3)):
            self.statement(isolation)
        end = self.random.choice(("RELEASE {0}", "ROLLBACK TO {0}", "ROLLBACK TO {0}; RELEASE {0}", "error"))
        if end == "error":
            heap, lake = self.random.choice(PAIRS)
            table = self.random.choice((heap, lake))
            failure = self.session.fails(
                f"INSERT INTO {table} SELECT {self.last_id + 1} + n, 0, 1 / (5000 - n) FROM generate_series(1, 6000) n")
            if failure is None or failure.state not in PROVOKED:
                raise failure or Failure("XXXXX", "no error")
            end = "ROLLBACK TO {0}"
        self.session.run(end.format(name))
        self.depth -= 1

    def exception(self):
        """The same within PL/pgSQL, whose exception blocks are subtransactions."""
        heap, lake = self.random.choice(PAIRS)
        first = self.last_id + 1
        self.last_id += 20
        self.session.run(
            f"DO $$ BEGIN FOR i IN 0..9 LOOP BEGIN"
            f" INSERT INTO {heap} VALUES ({first} + i, {self.number}, i); INSERT INTO {lake} VALUES ({first} + i, {self.number}, i);"
            f" IF i % 3 = 1 THEN PERFORM 1 / 0; END IF;"
            f" EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$")

    def compare(self):
        """One snapshot: whatever others do, both tables have the same rows in it."""
        for heap, lake in PAIRS:
            one, other = iceberg.digest(self.session, heap, VALUE), iceberg.digest(self.session, lake, VALUE)
            if one != other:
                self.tally.complain(f"client {self.number}: in one snapshot {heap} has {one}, {lake} has {other}")
        self.tally.outcomes["snapshots compared"] += 1


def set_up():
    folder = report.scratch("random")
    with connected() as session:
        session.run(f"ALTER DATABASE {iceberg.DATABASE} SET icebridge.default_location_prefix = '{folder}'")
    with connected() as session:
        session.run("CREATE TABLE ledger (number int, client int)")
        for version, (heap, lake) in zip((2, 3), PAIRS):
            session.run(f"CREATE TABLE {heap} (id bigint, owner int, amount bigint);"
                        f"CREATE TABLE {lake} (id bigint, owner int, amount bigint) USING iceberg WITH (format_version = {version})")
            for table in (heap, lake):
                session.run(f"INSERT INTO {table} SELECT n, 0, {BALANCE} FROM generate_series(1, {ACCOUNTS}) n")


def crash(clients, tally, chance):
    """A backend or the server."""
    sessions = [client.session for client in clients if client.session is not None]
    if chance.random() < 0.4:
        tally.crashes["immediate restarts"] += 1
        report.server("crash")
        for _ in range(50):
            try:
                report.server("start")
                return
            except subprocess.CalledProcessError:
                time.sleep(0.2)
        tally.complain("the server does not start")
    elif sessions:
        tally.crashes["backends killed"] += 1
        try:
            os.kill(chance.choice(sessions).backend, signal.SIGKILL)
        except ProcessLookupError:
            pass


def work(tally):
    chance = random.Random(SEED)
    clients = [Client(number, tally) for number in range(1, CLIENTS + 1)]
    for client in clients:
        client.start()
    due = CRASH_EVERY
    while any(client.is_alive() for client in clients):
        time.sleep(0.02)
        if due <= tally.started < TRANSACTIONS - CLIENTS:
            due += CRASH_EVERY
            # Somewhere within the transactions that run now.
            time.sleep(chance.uniform(0, 0.5))
            crash(clients, tally, chance)
    return clients


def check_transactions(tally):
    with connected() as session:
        numbers = [int(row[0]) for row in session.run("SELECT number FROM ledger")]
    report.report(len(numbers) == len(set(numbers)), "no transaction is there twice")
    lost = tally.acknowledged - set(numbers)
    report.report(not lost, "every acknowledged transaction is there", f"lost: {sorted(lost)[:10]}")
    undead = tally.failed & set(numbers)
    report.report(not undead, "no failed transaction is", f"there: {sorted(undead)[:10]}")
    return len(tally.unknown & set(numbers))


def check_rows(reader):
    total = 0
    with connected() as session:
        for heap, lake in PAIRS:
            wanted, got = iceberg.digest(session, heap, VALUE), iceberg.digest(session, lake, VALUE)
            total += wanted[0]
            difference = session.run(f"SELECT count(*) FROM ((TABLE {heap} EXCEPT ALL TABLE {lake}) UNION ALL"
                                     f" (TABLE {lake} EXCEPT ALL TABLE {heap})) x")[0][0]
            report.report(got == wanted and difference == "0", f"{lake} has the heap's rows, each once",
                          f"{got}, not {wanted}; {difference} differ")
            doubled = session.value(f"SELECT count(*) - count(DISTINCT id) FROM {lake}")
            report.report(doubled == "0", f"no row of {lake} is there twice", f"{doubled} are")
            accounts = session.run(f"SELECT count(*), sum(amount) FROM {lake} WHERE id <= {ACCOUNTS}")[0]
            report.report(accounts == [str(ACCOUNTS), str(ACCOUNTS * BALANCE)], f"nothing is lost in transfers in {lake}",
                          f"{accounts}")
            seen = reader.check(iceberg.location(session, lake), VALUE)
            report.report(not seen["wrong"] and (seen["rows"], seen["digest"]) == wanted,
                          f"a second reader finds {lake} well and the same",
                          f"{seen['wrong'][:3]}, {seen.get('rows')} rows instead of {wanted[0]}")
            removed = session.run(f"SELECT icebridge.remove_orphan_files('{lake}', '0')")
            left = reader.check(iceberg.location(session, lake), VALUE)
            report.report(not left["unreferenced"] and not left["wrong"],
                          f"remove_orphan_files leaves what {lake} needs and nothing else", f"{left}")
            note(f"{lake}: {len(seen['unreferenced'])} files nobody refers to, {len(removed)} removed")
    return total


def main():
    note(f"SEED={SEED} TRANSACTIONS={TRANSACTIONS} CLIENTS={CLIENTS}")
    set_up()
    tally = Tally()
    started = time.monotonic()
    work(tally)
    seconds = time.monotonic() - started
    report.report(not tally.wrong, "no client sees anything but commits, conflicts and lost connections",
                  "; ".join(tally.wrong[:5]))
    reader = Reader()
    unknown = check_transactions(tally)
    rows = check_rows(reader)
    reader.close()
    note(f"{tally.started} transactions, {len(tally.acknowledged)} acknowledged, {len(tally.unknown)} with a lost answer"
         f" ({unknown} of them committed), {dict(tally.outcomes)}, {dict(tally.crashes)}, {rows} rows compared, {seconds:.0f} s")
    if not report.failures():
        with connected() as session:
            session.run(f"ALTER DATABASE {iceberg.DATABASE} RESET ALL; DROP TABLE lake2, lake3")
    report.finish()


main()
