# SPDX-License-Identifier: Apache-2.0
"""A transaction in PostgreSQL and a commit of another engine at the same time: rows are neither lost nor doubled."""

import random
import threading

import psycopg2
from pyiceberg.types import IntegerType

import server
from engines import PyIceberg
from java_writer import JavaWriter
from suite import equal, refused

SECTION = "Commits during a transaction"


class Race:
    """A fresh table with rows 1 to 5 and an open transaction on it, into which another engine commits."""

    count = 0

    def __init__(self, world, version, isolation="READ COMMITTED"):
        Race.count += 1
        # PyIceberg cannot read tables that have some.
        self.equality_deletes = False
        self.world, self.run = world, world.session.run
        self.name = f"race.t{Race.count}"
        self.run(f"CREATE TABLE {self.name} (id integer, name text) USING iceberg WITH (format_version = {version})")
        self.run(f"INSERT INTO {self.name} SELECT i, 'row ' || i FROM generate_series(1, 5) i")
        self.run(f"BEGIN ISOLATION LEVEL {isolation}")

    def ids(self):
        return [number for number, in self.run(f"SELECT id FROM {self.name} ORDER BY id")]

    def expect(self, ids):
        """All engines agree on them after the end of the transaction."""
        equal(ids, self.ids())
        lines = sorted(f"[{number}]" for number in ids)
        for engine in self.world.readers:
            if not self.equality_deletes or engine not in (self.world.pyiceberg, self.world.duckdb):
                equal(lines, engine.rows(self.name, ["id"], ["integer"]))

    def fails(self):
        with refused("40001"):
            self.run("COMMIT")
        self.run("ROLLBACK")


def append_of(world, engine, race):
    if engine == "Spark":
        world.spark.run(f"INSERT INTO {world.spark_name(race.name)} VALUES (100, 'other')")
    elif engine == "PyIceberg":
        world.pyiceberg.table(race.name).append(world.arrow(id=("int32", [100]), name=("string", ["other"])))
    else:
        JavaWriter(world.jvm, world.java.table(race.name)).append([{"id": 100, "name": "other"}])


def delete_of(world, engine, race, number):
    if engine == "Spark":
        world.spark.run(f"ALTER TABLE {world.spark_name(race.name)} SET TBLPROPERTIES ('write.delete.mode' = 'merge-on-read')")
        world.spark.run(f"DELETE FROM {world.spark_name(race.name)} WHERE id = {number}")
    elif engine == "PyIceberg":
        world.pyiceberg.table(race.name).delete(f"id = {number}")
    else:
        JavaWriter(world.jvm, world.java.table(race.name)).delete_equal(["id"], [{"id": number}])
        race.equality_deletes = True


def insert_and_append(world, engine, version):
    race = Race(world, version)
    race.run(f"INSERT INTO {race.name} VALUES (6, 'ours')")
    append_of(world, engine, race)
    # The next statement of the transaction sees it, beside its own row.
    equal([1, 2, 3, 4, 5, 6, 100], race.ids())
    race.run("COMMIT")
    race.expect([1, 2, 3, 4, 5, 6, 100])


def insert_and_append_repeatable(world, engine, version):
    race = Race(world, version, "REPEATABLE READ")
    equal([1, 2, 3, 4, 5], race.ids())
    race.run(f"INSERT INTO {race.name} VALUES (6, 'ours')")
    append_of(world, engine, race)
    equal([1, 2, 3, 4, 5, 6], race.ids())
    race.run("COMMIT")
    race.expect([1, 2, 3, 4, 5, 6, 100])


def delete_and_append(world, engine, version):
    race = Race(world, version)
    race.run(f"DELETE FROM {race.name} WHERE id = 2")
    race.run(f"UPDATE {race.name} SET name = 'ours' WHERE id = 3")
    append_of(world, engine, race)
    race.run("COMMIT")
    race.expect([1, 3, 4, 5, 100])


def insert_and_delete(world, engine, version):
    race = Race(world, version)
    race.run(f"INSERT INTO {race.name} VALUES (6, 'ours')")
    delete_of(world, engine, race, 2)
    race.run("COMMIT")
    race.expect([1, 3, 4, 5, 6])


def both_change_a_row(world, engine, version):
    race = Race(world, version)
    race.run(f"UPDATE {race.name} SET id = 20 WHERE id = 2")
    delete_of(world, engine, race, 2)
    race.fails()
    race.expect([1, 3, 4, 5])


def add_column(world, engine, race):
    if engine == "Spark":
        world.spark.run(f"ALTER TABLE {world.spark_name(race.name)} ADD COLUMN extra int")
    elif engine == "PyIceberg":
        with world.pyiceberg.table(race.name).update_schema() as update:
            update.add_column("extra", IntegerType())
    else:
        of = world.jvm.package("org.apache.iceberg.types").Types
        world.java.table(race.name).updateSchema().addColumn("extra", of.IntegerType.get()).commit()


def delete_and_schema_change(world, engine, version):
    """As ALTER TABLE would have to wait for the transaction, but it cannot wait, they are refused until then."""
    race = Race(world, version)
    race.run(f"DELETE FROM {race.name} WHERE id = 2")
    race.run(f"INSERT INTO {race.name} VALUES (6, 'ours')")
    with refused("is in use, so its columns cannot change now"):
        add_column(world, engine, race)
    race.run("COMMIT")
    add_column(world, engine, race)
    race.expect([1, 3, 4, 5, 6])
    race.run(f"SELECT extra FROM {race.name}")


def rolled_back(world, engine, version):
    race = Race(world, version)
    race.run(f"DELETE FROM {race.name}")
    append_of(world, engine, race)
    race.run("ROLLBACK")
    race.expect([1, 2, 3, 4, 5, 100])


CASES = [
    ("INSERT, they append", insert_and_append), ("INSERT under REPEATABLE READ, they append", insert_and_append_repeatable),
    ("UPDATE and DELETE, they append", delete_and_append), ("INSERT, they delete", insert_and_delete),
    ("UPDATE, they delete the row: 40001", both_change_a_row), ("DML, they add a column: refused meanwhile", delete_and_schema_change),
    ("ROLLBACK, they append", rolled_back),
]


def compaction(world, version):
    """They rewrite the file in which the open transaction deletes a row."""
    race = Race(world, version)
    race.run(f"DELETE FROM {race.name} WHERE id = 2")
    world.spark.run(f"CALL `{server.DATABASE}`.system.rewrite_data_files(table => '{race.name}', "
                    "options => map('rewrite-all', 'true'))")
    try:
        race.run("COMMIT")
        race.expect([1, 3, 4, 5])
    except psycopg2.Error as problem:
        equal("40001", problem.pgcode)
        race.run("ROLLBACK")
        race.expect([1, 2, 3, 4, 5])
        return "40001"
    return None


def crowd(world, version, rounds=12):
    """Sessions of PostgreSQL and PyIceberg in threads: every acknowledged row is there once, no other is."""
    name = f"race.crowd{version}"
    world.session.run(f"CREATE TABLE {name} (id bigint, who text) USING iceberg WITH (format_version = {version})")
    world.session.run(f"INSERT INTO {name} VALUES (0, 'nobody')")
    present, lock = {0}, threading.Lock()
    problems, counts = [], {"PostgreSQL": 0, "PyIceberg": 0, "refused": 0}

    def postgresql(base):
        session, chance = world.new_session(), random.Random(base)
        mine = []
        for number in range(base, base + rounds):
            try:
                session.run("BEGIN")
                session.run(f"INSERT INTO {name} VALUES ({number}, 'pg')")
                gone = chance.choice(mine) if mine and chance.random() < 0.5 else None
                if gone is not None:
                    session.run(f"DELETE FROM {name} WHERE id = {gone}")
                session.run("COMMIT")
                with lock:
                    present.add(number)
                    counts["PostgreSQL"] += 1
                    if gone is not None:
                        present.discard(gone)
                        mine.remove(gone)
                    mine.append(number)
            except psycopg2.Error as problem:
                session.run("ROLLBACK")
                if problem.pgcode not in ("40001", "40P01"):
                    problems.append(problem)
                counts["refused"] += 1
        session.close()

    def pyiceberg(base):
        engine = PyIceberg(world.warehouse)
        for number in range(base, base + rounds):
            try:
                engine.table(name).append(world.arrow(id=("int64", [number]), who=("string", ["py"])))
                with lock:
                    present.add(number)
                    counts["PyIceberg"] += 1
            except Exception as problem:  # pylint: disable=broad-except
                if "CommitFailed" not in type(problem).__name__:
                    problems.append(problem)
                counts["refused"] += 1

    threads = [threading.Thread(target=postgresql, args=(base,)) for base in (1000, 2000, 3000)]
    threads += [threading.Thread(target=pyiceberg, args=(base,)) for base in (10000, 20000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    assert counts["PostgreSQL"] > 0 and counts["PyIceberg"] > 0, counts
    print(f"# {counts}")
    expected = sorted(f"[{number}]" for number in present)
    for engine in world.readers:
        equal(expected, engine.rows(name, ["id"], ["integer"]))


def concurrent_tests(suite, world):
    world.session.run("CREATE SCHEMA race")
    for feature, function in CASES:
        for engine in ("Spark", "PyIceberg", "Iceberg Java"):
            for version in (2, 3) if engine != "PyIceberg" else (2,):
                suite.test(SECTION, feature, f"{engine}, format {version}", ended, world, function, engine, version)
    for version in (2, 3):
        suite.test(SECTION, "DELETE, they compact its file", f"Spark, format {version}", ended, world, compaction, version)
    suite.test(SECTION, "a crowd of writers", "PyIceberg, format 2", crowd, world, 2)


def ended(world, function, *arguments):
    """A test that leaves no transaction open, also when it fails."""
    try:
        return function(world, *arguments)
    finally:
        world.session.run("ROLLBACK")
