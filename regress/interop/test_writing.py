# SPDX-License-Identifier: Apache-2.0
"""Other engines change our tables: after each change the next statement in PostgreSQL sees it, with its columns, and
PostgreSQL goes on changing the table. A heap table gets the same changes in SQL; {t} stands for the table.
"""

import server
from java_writer import JavaWriter
from suite import equal, refused

COLUMNS = {"id": "integer", "name": "text", "amount": "numeric", "at": "timestamptz", "bits": "real"}
DEFINITION = "id integer, name text, amount numeric(10,2), at timestamptz, bits real"
ROWS = ("SELECT i, 'row ' || i, i * 1.25, timestamptz '2024-01-01 00:00:00+00' + i * interval '1 hour', i / 2.0 "
        "FROM generate_series(1, 10) i")


class Table:
    """A table of ours that one engine changes, and its heap twin."""

    def __init__(self, world, name, version):
        self.world, self.session = world, world.session
        self.name, self.heap = f"writing.{name}_{version}", f"writing.{name}_{version}_heap"
        self.kinds = dict(COLUMNS)
        self.next = 1000
        self.session.run(f"CREATE TABLE {self.heap} ({DEFINITION})")
        self.session.run(f"CREATE TABLE {self.name} ({DEFINITION}) USING iceberg WITH (format_version = {version})")
        self.both(f"INSERT INTO {{t}} {ROWS}")

    def both(self, sql):
        for target in (self.name, self.heap):
            self.session.run(sql.replace("{t}", target))

    def step(self, change, same, kinds):
        """change: the engine's; same: what that is in SQL; kinds: columns it adds, or with None removes."""
        change()
        for statement in same:
            self.session.run(statement.replace("{t}", self.heap))
        for name, kind in kinds.items():
            self.kinds.pop(name, None)
            if kind is not None:
                self.kinds[name] = kind
        self.agree()
        # PostgreSQL goes on with it.
        self.next += 1
        self.both(f"INSERT INTO {{t}} (id) VALUES ({self.next}), (-{self.next})")
        self.both(f"UPDATE {{t}} SET id = 0 WHERE id = -{self.next}")
        self.both("DELETE FROM {t} WHERE id = 0")
        self.agree()

    def agree(self):
        names, kinds = list(self.kinds), list(self.kinds.values())
        expected = self.world.postgresql.rows(self.heap, names, kinds)
        equal(expected, self.world.postgresql.rows(self.name, names, kinds))
        equal(expected, self.world.java.rows(self.name, names, kinds))
        columns = """SELECT attname::text || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute
          WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1"""
        equal(self.session.run(columns, self.heap), self.session.run(columns, self.name))


def spark_steps(world, table):
    name = world.spark_name(table.name)
    short = table.name

    def run(*statements):
        def change():
            for statement in statements:
                world.spark.run(statement.replace("{t}", name))
        return change

    def call(procedure, arguments):
        return run(f"CALL `{server.DATABASE}`.system.{procedure}(table => '{short}', {arguments})".replace(", )", ")"))

    def mode(of, how):
        return f"ALTER TABLE {{t}} SET TBLPROPERTIES ('write.{of}.mode' = '{how}')"

    row = "INSERT INTO {t} VALUES (11, 'spark', 1.25, timestamp '2024-02-29 12:00:00+00', 0.5)"
    return [
        ("append", run(row), [row], {}),
        ("delete, merge-on-read", run(mode("delete", "merge-on-read"), "DELETE FROM {t} WHERE id IN (2, 3)"),
         ["DELETE FROM {t} WHERE id IN (2, 3)"], {}),
        ("delete, copy-on-write", run(mode("delete", "copy-on-write"), "DELETE FROM {t} WHERE id = 4"),
         ["DELETE FROM {t} WHERE id = 4"], {}),
        ("update, merge-on-read", run(mode("update", "merge-on-read"), "UPDATE {t} SET name = 'u' WHERE id IN (5, 6)"),
         ["UPDATE {t} SET name = 'u' WHERE id IN (5, 6)"], {}),
        ("merge", run("MERGE INTO {t} USING (SELECT explode(array(7, 70)) AS n) s ON id = n "
                      "WHEN MATCHED THEN UPDATE SET name = 'm' WHEN NOT MATCHED THEN INSERT (id, name) VALUES (n, 'new')"),
         ["UPDATE {t} SET name = 'm' WHERE id = 7", "INSERT INTO {t} (id, name) VALUES (70, 'new')"], {}),
        ("add column", run("ALTER TABLE {t} ADD COLUMN extra bigint", "UPDATE {t} SET extra = 9 WHERE id = 7"),
         ["ALTER TABLE {t} ADD COLUMN extra bigint", "UPDATE {t} SET extra = 9 WHERE id = 7"], {"extra": "integer"}),
        ("rename column", run("ALTER TABLE {t} RENAME COLUMN name TO title"),
         ["ALTER TABLE {t} RENAME COLUMN name TO title"], {"name": None, "title": "text"}),
        ("promote column", run("ALTER TABLE {t} ALTER COLUMN id TYPE bigint", "ALTER TABLE {t} ALTER COLUMN bits TYPE double",
                               "ALTER TABLE {t} ALTER COLUMN amount TYPE decimal(12,2)"),
         ["ALTER TABLE {t} ALTER COLUMN id TYPE bigint, ALTER COLUMN bits TYPE double precision, "
          "ALTER COLUMN amount TYPE numeric(12,2)"], {"bits": "double"}),
        ("drop column", run("ALTER TABLE {t} DROP COLUMN at"), ["ALTER TABLE {t} DROP COLUMN at"], {"at": None}),
        ("rewrite_data_files", call("rewrite_data_files", "options => map('rewrite-all', 'true')"), [], {}),
        ("rewrite_position_delete_files", call("rewrite_position_delete_files", "options => map('rewrite-all', 'true')"),
         [], {}),
        ("rewrite_manifests", call("rewrite_manifests", ""), [], {}),
        ("expire_snapshots", call("expire_snapshots", "older_than => timestamp '2999-01-01', retain_last => 1"), [], {}),
        ("overwrite", run("INSERT OVERWRITE {t} (id, title) VALUES (1, 'only'), (2, 'two')"),
         ["TRUNCATE {t}", "INSERT INTO {t} (id, title) VALUES (1, 'only'), (2, 'two')"], {}),
        ("set properties", run("ALTER TABLE {t} SET TBLPROPERTIES ('owner-of' = 'spark')"), [], {}),
    ]


def pyiceberg_steps(world, table):
    from pyiceberg.expressions import EqualTo, In  # pylint: disable=import-outside-toplevel
    from pyiceberg.types import DecimalType, DoubleType, LongType  # pylint: disable=import-outside-toplevel

    def loaded():
        return world.pyiceberg.table(table.name)

    def frame(**columns):
        return world.arrow(**columns)

    def add():
        with loaded().update_schema() as update:
            update.add_column("extra", LongType())

    def rename():
        with loaded().update_schema() as update:
            update.rename_column("name", "title")

    def promote():
        with loaded().update_schema() as update:
            update.update_column("id", field_type=LongType())
            update.update_column("bits", field_type=DoubleType())
            update.update_column("amount", field_type=DecimalType(12, 2))

    def drop():
        with loaded().update_schema() as update:
            update.delete_column("at")

    def properties():
        with loaded().transaction() as transaction:
            transaction.set_properties({"owner-of": "pyiceberg"})

    return [
        ("append", lambda: loaded().append(frame(id=("int32", [11, 12]), name=("string", ["python", None]))),
         ["INSERT INTO {t} (id, name) VALUES (11, 'python'), (12, NULL)"], {}),
        ("delete, copy-on-write", lambda: loaded().delete(In("id", [2, 3])), ["DELETE FROM {t} WHERE id IN (2, 3)"], {}),
        ("overwrite by filter", lambda: loaded().overwrite(
            frame(id=("int32", [5]), name=("string", ["o"])), overwrite_filter=EqualTo("id", 5)),
         ["DELETE FROM {t} WHERE id = 5", "INSERT INTO {t} (id, name) VALUES (5, 'o')"], {}),
        ("add column", add, ["ALTER TABLE {t} ADD COLUMN extra bigint"], {"extra": "integer"}),
        ("rename column", rename, ["ALTER TABLE {t} RENAME COLUMN name TO title"], {"name": None, "title": "text"}),
        ("promote column", promote, ["ALTER TABLE {t} ALTER COLUMN id TYPE bigint, ALTER COLUMN bits TYPE "
                                     "double precision, ALTER COLUMN amount TYPE numeric(12,2)"], {"bits": "double"}),
        ("drop column", drop, ["ALTER TABLE {t} DROP COLUMN at"], {"at": None}),
        ("overwrite", lambda: loaded().overwrite(frame(id=("int64", [1, 2]), title=("string", ["only", "two"]))),
         ["TRUNCATE {t}", "INSERT INTO {t} (id, title) VALUES (1, 'only'), (2, 'two')"], {}),
        ("set properties", properties, [], {}),
    ]


def java_steps(world, table):
    def writer():
        return JavaWriter(world.jvm, world.java.table(table.name))

    def rename():
        world.java.table(table.name).updateSchema().renameColumn("name", "title").commit()

    return [
        ("append", lambda: writer().append([{"id": 11, "name": "java"}, {"id": 12}]),
         ["INSERT INTO {t} (id, name) VALUES (11, 'java'), (12, NULL)"], {}),
        ("delete, equality", lambda: writer().delete_equal(["id"], [{"id": 2}, {"id": 3}]),
         ["DELETE FROM {t} WHERE id IN (2, 3)"], {}),
        ("delete, equality with NULL", lambda: writer().delete_equal(["name"], [{"name": None}, {"name": "row 4"}]),
         ["DELETE FROM {t} WHERE name IS NULL OR name = 'row 4'"], {}),
        ("rename column", rename, ["ALTER TABLE {t} RENAME COLUMN name TO title"], {"name": None, "title": "text"}),
    ]


def pyiceberg_refuses(world, table):
    with refused("Cannot write manifest for table version: 3"):
        world.pyiceberg.table(table.name).append(world.arrow(id=("int32", [11])))
    table.agree()
    return "format 2 only"


def writing_tests(suite, world):
    world.session.run("CREATE SCHEMA writing")
    engines = [("Spark", "spark", spark_steps), ("PyIceberg", "py", pyiceberg_steps), ("Iceberg Java", "java", java_steps)]
    for version in (2, 3):
        for engine, name, steps in engines:
            table = Table(world, name, version)
            if engine == "PyIceberg" and version == 3:
                suite.test("Writing, format 3", "append", engine, pyiceberg_refuses, world, table)
                continue
            for feature, change, same, kinds in steps(world, table):
                if not suite.test(f"Writing, format {version}", feature, engine, table.step, change, same, kinds):
                    # What follows would only repeat it.
                    break
