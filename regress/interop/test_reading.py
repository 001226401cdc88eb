# SPDX-License-Identifier: Apache-2.0
"""Other engines read our tables: after each step of a table's life, all agree with a heap table that had the same life.

{t} stands for the table. Spark knows no type time, so that type has a table of its own.
"""

import columns
from suite import equal, refused

WITHOUT = ("c_time",)
KINDS = dict(zip(columns.NAMES, columns.KINDS))

# What is done, how it is told, and how it changes the kinds of columns: {name: kind}, None for one that is gone.
STEPS = [
    ("INSERT", [columns.insert("{t}", WITHOUT)], {}),
    ("INSERT … SELECT", ["INSERT INTO {t} SELECT * FROM {heap}"], {}),
    ("UPDATE", ["UPDATE {t} SET c_text = 'new ' || id, c_numeric_9 = -1.5, c_composite = ROW('new', 1, 1), "
                "c_integers = '{7}' WHERE id IN (2, 3)"], {}),
    ("DELETE", ["DELETE FROM {t} WHERE id = 4"], {}),
    ("DELETE from the same file again", ["DELETE FROM {t} WHERE id = 1 AND c_boolean"], {}),
    ("DELETE of most of a file", [
        "INSERT INTO {t} (id, c_text) SELECT i, 'row ' || i FROM generate_series(1000, 1999) i",
        "DELETE FROM {t} WHERE id BETWEEN 1000 AND 1990"], {}),
    ("many statements in a transaction", [
        "BEGIN", "INSERT INTO {t} (id, c_text) VALUES (20, 'in'), (21, 'in'), (22, 'in')",
        "UPDATE {t} SET c_text = 'changed' WHERE id = 21", "SAVEPOINT s", "DELETE FROM {t} WHERE id = 20",
        "ROLLBACK TO s", "DELETE FROM {t} WHERE id = 22", "COMMIT"], {}),
    ("ROLLBACK", ["BEGIN", "DELETE FROM {t}", "INSERT INTO {t} (id) VALUES (99)", "ROLLBACK"], {}),
    ("ADD COLUMN", ["ALTER TABLE {t} ADD COLUMN added text", "INSERT INTO {t} (id, added) VALUES (30, 'here')"],
     {"added": "text"}),
    ("ADD COLUMN with DEFAULT", ["ALTER TABLE {t} ADD COLUMN filled integer DEFAULT 7",
                                 "INSERT INTO {t} (id, filled) VALUES (31, 8), (32, NULL)"], {"filled": "integer"}),
    ("DROP COLUMN", ["ALTER TABLE {t} DROP COLUMN c_varchar", "INSERT INTO {t} (id) VALUES (33)"], {"c_varchar": None}),
    ("DROP and ADD of one name", ["ALTER TABLE {t} DROP COLUMN c_boolean", "ALTER TABLE {t} ADD COLUMN c_boolean text",
                                  "INSERT INTO {t} (id, c_boolean) VALUES (34, 'maybe')"], {"c_boolean": "text"}),
    ("RENAME COLUMN", ["ALTER TABLE {t} RENAME COLUMN c_text TO words", "INSERT INTO {t} (id, words) VALUES (35, 'w')"],
     {"c_text": None, "words": "text"}),
    ("type promotion", ["ALTER TABLE {t} ALTER COLUMN c_integer TYPE bigint, ALTER COLUMN c_real TYPE double precision, "
                        "ALTER COLUMN c_numeric_9 TYPE numeric(12,2)",
                        "INSERT INTO {t} (id, c_integer, c_real, c_numeric_9) VALUES "
                        "(36, 9223372036854775807, 1e300, 9999999999.99)"], {"c_real": "double"}),
    ("DDL and DML in a transaction", ["BEGIN", "ALTER TABLE {t} ADD COLUMN late bigint", "UPDATE {t} SET late = id",
                                      "ALTER TABLE {t} RENAME COLUMN late TO later", "DELETE FROM {t} WHERE later = 30",
                                      "COMMIT"], {"later": "integer"}),
    ("TRUNCATE", ["TRUNCATE {t}", "INSERT INTO {t} (id, words) VALUES (40, 'after')"], {}),
]


def reading_tests(suite, world):
    world.session.run(columns.SETUP)
    for version in (2, 3):
        world.session.run(f"CREATE SCHEMA life{version}")
        life(suite, world, version)
        names_and_places(suite, world, version)
        time_of_day(suite, world, version)
    row_lineage(suite, world)


def section(version):
    return f"Reading, format {version}"


def life(suite, world, version):
    session, table, heap = world.session, f"life{version}.t", f"life{version}.heap"
    definition = columns.definition(WITHOUT)
    session.run(f"CREATE TABLE {heap} ({definition})")
    session.run(f"CREATE TABLE {table} ({definition}) USING iceberg WITH (format_version = {version})")
    kinds = {name: kind for name, kind in KINDS.items() if name not in WITHOUT}
    for feature, statements, changes in STEPS:
        try:
            for statement in statements:
                run_on_both(session, statement, table, heap)
        except Exception as problem:  # pylint: disable=broad-except
            session.run("ROLLBACK")
            suite.test(section(version), feature, "PostgreSQL", again, problem)
            return
        for name, kind in changes.items():
            kinds.pop(name, None)
            if kind is not None:
                kinds[name] = kind
        names, spelt = list(kinds), list(kinds.values())
        expected = world.postgresql.rows(heap, names, spelt)
        for engine in world.readers:
            suite.test(section(version), feature, engine.name, agrees, engine, table, names, spelt, expected)


def again(problem):
    raise problem


def agrees(engine, table, names, kinds, expected):
    equal(expected, engine.rows(table, names, kinds))


def run_on_both(session, statement, table, heap):
    """On the table first, so that INSERT … SELECT copies the same rows of the heap table to both."""
    if "{t}" not in statement:
        session.run(statement)
        return
    for target in (table, heap):
        session.run(statement.replace("{t}", target).replace("{heap}", heap))


def names_and_places(suite, world, version):
    """Tables under new names, and none once dropped."""
    session, place = world.session, f"life{version}"
    session.run(f"CREATE TABLE {place}.old (a integer) USING iceberg WITH (format_version = {version})")
    session.run(f"INSERT INTO {place}.old VALUES (1)")

    def found(engine, table):
        equal(["[1]"], engine.rows(table, ["a"], ["integer"]))

    def gone(engine, table):
        with refused(""):
            engine.rows(table, ["a"], ["integer"])

    steps = [
        ("RENAME TO", [f"ALTER TABLE {place}.old RENAME TO new"], f"{place}.old", f"{place}.new"),
        ("SET SCHEMA", [f"CREATE SCHEMA {place}_other", f"ALTER TABLE {place}.new SET SCHEMA {place}_other"],
         f"{place}.new", f"{place}_other.new"),
        ("ALTER SCHEMA … RENAME", [f"ALTER SCHEMA {place}_other RENAME TO {place}_renamed"],
         f"{place}_other.new", f"{place}_renamed.new"),
        ("DROP TABLE", [f"DROP TABLE {place}_renamed.new"], f"{place}_renamed.new", None),
    ]
    for feature, statements, old, new in steps:
        for statement in statements:
            session.run(statement)

        def moved(engine, old=old, new=new):
            gone(engine, old)
            if new:
                found(engine, new)

        for engine in world.readers:
            suite.test(section(version), feature, engine.name, moved, engine)


def time_of_day(suite, world, version):
    session, table = world.session, f"life{version}.times"
    session.run(f"CREATE TABLE {table} (id integer, c_time time) USING iceberg WITH (format_version = {version})")
    values = next(values for name, _, _, values in columns.COLUMNS if name == "c_time")
    session.run(f"INSERT INTO {table} VALUES {', '.join(f'({n}, {value})' for n, value in enumerate(values))}, (9, NULL)")
    expected = ['[0, "12:34:56.789012"]', '[1, "00:00:00.000000"]', '[2, "23:59:59.999999"]', '[3, "01:00:00.000000"]',
                "[9, null]"]

    def spark_has_none():
        with refused("does not support time fields"):
            world.spark.rows(table, ["id", "c_time"], ["integer", "time"])
        return "no such type"

    for engine in world.readers:
        if engine is world.spark:
            suite.test(section(version), "type time", engine.name, spark_has_none)
        else:
            suite.test(section(version), "type time", engine.name,
                       agrees, engine, table, ["id", "c_time"], ["integer", "time"], expected)


def row_lineage(suite, world):
    """Rows that UPDATE and DELETE move to other files are the same rows for incremental readers."""
    run = world.session.run

    def kept():
        run("CREATE TABLE lineage (id bigint, v text) USING iceberg WITH (format_version = 3)")
        run("INSERT INTO lineage SELECT i, 'a' FROM generate_series(0, 9) i")
        run("UPDATE lineage SET v = 'b' WHERE id >= 8")
        run("DELETE FROM lineage WHERE id < 6")
        wanted = [f'{{"id":{i},"v":"{v}","_row_id":{i},"_last_updated_sequence_number":{n}}}'
                  for i, v, n in ((6, "a", 1), (7, "a", 1), (8, "b", 2), (9, "b", 2))]
        equal(wanted, world.spark.run("SELECT id, v, _row_id, _last_updated_sequence_number FROM "
                                      f"{world.spark_name('public.lineage')} ORDER BY id"))
        run("DROP TABLE lineage")

    suite.test(section(3), "row lineage", "Spark", kept)
