# SPDX-License-Identifier: Apache-2.0
"""Deep transactions and long sessions; see ../iceberg_sessions.sh. Whatever is done to an Iceberg table is done to a heap table."""

import os
import random
import time

import iceberg
import report
from iceberg import Reader, connected
from report import note, test
from session import open_files, resident_kb, threads

ROUNDS = int(os.environ.get("ROUNDS", "300"))
TABLES = int(os.environ.get("TABLES", "100"))
SEED = int(os.environ.get("SEED", time.time_ns() % 1000000))
DEPTH = 1000
VALUE = "id || ':' || amount"
LAKE = report.scratch("sessions")

with connected() as first:
    first.run(f"ALTER DATABASE {iceberg.DATABASE} SET icebridge.default_location_prefix = '{LAKE}'")
with connected() as first:
    first.run("CREATE TABLE heap (id bigint, amount int); CREATE TABLE lake (id bigint, amount int) USING iceberg;"
              "CREATE TABLE heap_pair (LIKE heap); CREATE TABLE lake_pair (id bigint, amount int) USING iceberg"
              " WITH (format_version = 3)")
READER = Reader()


def both(session, statement):
    for kind in ("heap", "lake"):
        session.run(statement.replace("{t}", kind))


def differ(session):
    """Why heap and lake are not the same; None where they are."""
    for suffix in ("", "_pair"):
        one, other = iceberg.digest(session, f"heap{suffix}", VALUE), iceberg.digest(session, f"lake{suffix}", VALUE)
        if one != other:
            return f"lake{suffix} has {other}, heap{suffix} has {one}"
    return None


def unreferenced(session):
    return [file for table in ("lake", "lake_pair") for file in READER.check(iceberg.location(session, table), VALUE)["unreferenced"]]


def seen_by_others():
    """The same for a new session, and for the second reader; and no file is left over."""
    with connected() as session:
        reason = differ(session)
        if reason:
            return reason
        for table in ("lake", "lake_pair"):
            seen = READER.check(iceberg.location(session, table), VALUE)
            if seen["wrong"] or (seen["rows"], seen["digest"]) != iceberg.digest(session, table, VALUE):
                return f"a second reader finds {table} different: {seen}"
        left = unreferenced(session)
        return f"{len(left)} files are left: {left[:3]}" if left else None


@test(f"{DEPTH} nested savepoints: each level's rows stand or fall with it")
def nested():
    with connected() as session:
        session.run("BEGIN")
        for level in range(1, DEPTH + 1):
            session.run(f"SAVEPOINT s{level}")
            if level % 100 == 0:
                both(session, f"INSERT INTO {{t}} VALUES ({level}, 0)")
            if level % 250 == 0:
                both(session, f"UPDATE {{t}} SET amount = amount + 1 WHERE id < {level}")
        for level in (950, 900, 620, 400):
            session.run(f"ROLLBACK TO s{level}")
            reason = differ(session)
            if reason:
                return f"after ROLLBACK TO s{level}: {reason}"
        both(session, "INSERT INTO {t} VALUES (5000, 5)")
        session.run("RELEASE s300")
        both(session, "DELETE FROM {t} WHERE id = 200")
        reason = differ(session)
        if reason:
            return f"after RELEASE: {reason}"
        count = session.value("SELECT count(*) FROM lake")
        if count != "3":
            return f"there are {count} rows, not 3"
        session.run("COMMIT")
    return seen_by_others()


@test(f"{DEPTH} savepoints released one by one, and {DEPTH} rolled back")
def many():
    with connected() as session:
        for end in ("RELEASE s", "ROLLBACK TO s; RELEASE s"):
            session.run("BEGIN")
            for number in range(DEPTH):
                session.run("SAVEPOINT s")
                if number % 50 == 0:
                    both(session, f"INSERT INTO {{t}}_pair VALUES ({number}, 1)")
                session.run(end)
            session.run("COMMIT")
            reason = differ(session)
            if reason:
                return reason
        if session.value("SELECT count(*) FROM lake_pair") != str(DEPTH // 50):
            return "the rows are not there"
    return seen_by_others()


@test("random savepoints, releases and rollbacks to any depth, with DDL of savepoints' own tables")
def at_any_depth():
    chance = random.Random(SEED)
    with connected() as session:
        for transaction in range(8):
            session.run("BEGIN")
            levels, made = [], 0
            for step in range(40):
                move = chance.random()
                if move < 0.3:
                    levels.append(f"s{len(levels)}")
                    session.run(f"SAVEPOINT {levels[-1]}")
                elif move < 0.4 and levels:
                    place = chance.randrange(len(levels))
                    session.run(f"ROLLBACK TO {levels[place]}")
                    del levels[place + 1:]
                elif move < 0.45 and levels:
                    place = chance.randrange(len(levels))
                    session.run(f"RELEASE {levels[place]}")
                    del levels[place:]
                elif move < 0.5:
                    made += 1
                    session.run(f"SAVEPOINT own; CREATE TABLE own{made} (id bigint, amount int) USING iceberg;"
                                f"INSERT INTO own{made} VALUES (1, 1); ROLLBACK TO own; RELEASE own")
                elif move < 0.75:
                    both(session, f"INSERT INTO {{t}} SELECT {transaction * 10000 + step * 100} + n, n FROM generate_series(1, 9) n")
                elif move < 0.87:
                    both(session, f"UPDATE {{t}} SET amount = amount + 1 WHERE id % 5 = {step % 5}")
                elif move < 0.95:
                    both(session, f"DELETE FROM {{t}} WHERE id % 11 = {step % 11}")
                else:
                    both(session, "TRUNCATE {t}")
                if step % 8 == 0:
                    reason = differ(session)
                    if reason:
                        return f"SEED={SEED}, transaction {transaction}, step {step}: {reason}"
            session.run(chance.choice(("COMMIT", "COMMIT", "ROLLBACK")))
            reason = differ(session)
            if reason:
                return f"SEED={SEED}, after transaction {transaction}: {reason}"
    reason = seen_by_others()
    return f"SEED={SEED}: {reason}" if reason else None


@test("exceptions in PL/pgSQL, nested and in loops, undo what their block has done")
def exceptions():
    with connected() as session:
        both(session, """DO $$
            BEGIN
              FOR i IN 1..20 LOOP
                BEGIN
                  INSERT INTO {t} VALUES (70000 + i, i);
                  BEGIN
                    UPDATE {t} SET amount = 1000 / (amount - i % 4) WHERE id = 70000 + i - 1;
                    INSERT INTO {t} VALUES (80000 + i, i);
                    IF i % 5 = 0 THEN RAISE EXCEPTION 'inner'; END IF;
                  EXCEPTION WHEN raise_exception OR division_by_zero THEN
                    INSERT INTO {t} VALUES (90000 + i, i);
                  END;
                  IF i % 7 = 0 THEN RAISE EXCEPTION 'outer'; END IF;
                EXCEPTION WHEN raise_exception THEN
                  NULL;
                END;
              END LOOP;
            END $$""")
        reason = differ(session)
        if reason:
            return reason
        if session.value("SELECT count(*) FROM lake WHERE id > 90000") == "0":
            return "no handler did anything"
    return seen_by_others()


@test("PREPARE TRANSACTION is refused after writing, with a hint, and undoes the transaction")
def prepared():
    with connected() as session:
        before = iceberg.digest(session, "lake", VALUE)
        if session.value("SHOW max_prepared_transactions") == "0":
            return "the server allows none"
        for statement in ("INSERT INTO lake VALUES (1, 1)", "DELETE FROM lake", "TRUNCATE lake",
                          "CREATE TABLE lake_other (n int) USING iceberg", "ALTER TABLE lake ADD COLUMN c int", "DROP TABLE lake"):
            session.run(f"BEGIN; {statement}")
            failure = session.fails("PREPARE TRANSACTION 'lake'")
            if failure is None or failure.state != "0A000" or not failure.hint:
                return f"{statement}: {failure}"
            session.run("ROLLBACK")
            if session.value("SELECT count(*) FROM pg_prepared_xacts") != "0":
                return f"{statement}: it is prepared"
        if iceberg.digest(session, "lake", VALUE) != before:
            return "the table has changed"
    return seen_by_others()


def measure(session):
    return {"files": len(open_files(session.backend)), "threads": len(threads(session.backend)),
            "megabytes": resident_kb(session.backend) // 1024}


@test(f"{ROUNDS} small transactions in one session with a heap of 48 MB: files, threads and memory stay as they are")
def long_session():
    with connected() as session:
        session.run("SET icebridge.max_heap = '48MB'; TRUNCATE lake; TRUNCATE heap")

        def work(first, last):
            for number in range(first, last):
                session.run("BEGIN")
                both(session, f"INSERT INTO {{t}} VALUES ({number}, 1), ({number}, 2)")
                if number % 3 == 0:
                    both(session, f"UPDATE {{t}} SET amount = amount + 1 WHERE id = {number - 1}")
                if number % 4 == 0:
                    both(session, f"DELETE FROM {{t}} WHERE id = {number - 3} AND amount = 2")
                session.run("COMMIT" if number % 10 else "ROLLBACK")
                if number % 7 == 0:
                    failure = session.fails(f"INSERT INTO lake SELECT n, 1 / (3 - n) FROM generate_series(1, 5) n")
                    if failure is None:
                        raise AssertionError("no error")

        work(1, ROUNDS // 5)
        before = measure(session)
        work(ROUNDS // 5, ROUNDS + 1)
        after = measure(session)
        note(f"after {ROUNDS // 5} transactions {before}, after {ROUNDS} {after}")
        # Pools of a few threads come and go; a leak would be one for each transaction.
        if after["files"] > before["files"] + 3 or after["threads"] > before["threads"] + 8:
            return f"{before}, then {after}: {set(open_files(session.backend))}"
        if after["megabytes"] > before["megabytes"] + 60:
            return f"memory grows: {before}, then {after}"
        reason = differ(session)
        if reason:
            return reason
        session.run("SELECT icebridge.remove_orphan_files('lake', '0')")
    return seen_by_others()


@test(f"{TABLES} tables in one session, written and read in one transaction")
def many_tables():
    with connected() as session:
        session.run("SET icebridge.max_heap = '64MB'")
        for number in range(TABLES):
            session.run(f"CREATE TABLE many{number} (id bigint, amount int) USING iceberg")
        before = measure(session)
        for _ in range(2):
            session.run("BEGIN")
            for number in range(TABLES):
                session.run(f"INSERT INTO many{number} VALUES ({number}, 1)")
            session.run("COMMIT", 120)
        total = session.value("SELECT sum(id) FROM (" + " UNION ALL ".join(f"SELECT id FROM many{n}" for n in range(TABLES)) + ") x", 120)
        after = measure(session)
        note(f"{before}, then {after}")
        if total != str(TABLES * (TABLES - 1)):
            return f"the sum is {total}"
        if after["files"] > before["files"] + 10:
            return f"open files grow: {before}, then {after}"
        session.run("BEGIN")
        for number in range(TABLES):
            session.run(f"DROP TABLE many{number}")
        session.run("COMMIT")
    left = [folder for folder, _, files in os.walk(LAKE) if files and "/many" in folder]
    return f"dropped tables leave {left[:3]}" if left else None


READER.close()
with connected() as last:
    last.run(f"DROP TABLE lake, lake_pair; ALTER DATABASE {iceberg.DATABASE} RESET ALL")
report.finish()
