# SPDX-License-Identifier: Apache-2.0
"""We read the tables of other engines, through the metadata file alone. What is expected is what Iceberg's own Java
library reads of the same table.
"""

import os

from pyiceberg.catalog.sql import SqlCatalog

from java_writer import JavaWriter
from suite import equal, refused

SECTION = "Tables of others"


class Maker:
    """Tables in Spark's own catalog, and what PostgreSQL makes of them."""

    def __init__(self, world):
        self.world = world
        self.run = world.spark.run
        self.count = 0
        world.spark.run("CREATE NAMESPACE other.made")
        world.session.run("CREATE SCHEMA made")

    def name(self):
        self.count += 1
        return f"other.made.t{self.count}"

    def java(self, name):
        """Iceberg's object of a table."""
        tool = self.world.jvm.package("org.apache.iceberg.spark").Spark3Util
        table = tool.loadIcebergTable(self.world.spark.session, name)
        table.refresh()
        return table

    def location(self, table):
        return table.operations().current().metadataFileLocation()

    def attach(self, location, **options):
        """A foreign table of a metadata file; returns its name."""
        name = f"made.f{self.count}"
        self.world.session.run(f"DROP FOREIGN TABLE IF EXISTS {name}")
        more = "".join(f", {option} '{value}'" for option, value in options.items())
        self.world.session.run(f"CREATE FOREIGN TABLE {name} () SERVER iceberg OPTIONS (metadata_location '{location}'{more})")
        return name

    def compare(self, name, kinds):
        """PostgreSQL against Iceberg's Java library."""
        table = self.java(name) if isinstance(name, str) else name
        names, spelt = list(kinds), list(kinds.values())
        foreign = self.attach(self.location(table))
        expected = self.world.java.read(table, names, spelt)
        assert expected, "the table is empty, which proves nothing"
        equal(expected, self.world.postgresql.rows(foreign, names, spelt))
        equal([(len(expected),)], self.world.session.run(f"SELECT count(*) FROM {foreign}"))
        columns = self.world.session.run("SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass "
                                         "AND attnum > 0 AND NOT attisdropped ORDER BY attnum", foreign)
        equal([field.name() for field in table.schema().columns()], [column for column, in columns])
        return foreign


SIMPLE = {"id": "integer", "name": "text", "amount": "numeric"}
TYPES = {"c1": "boolean", "c2": "integer", "c3": "integer", "c4": "real", "c5": "double", "c6": "numeric", "c7": "text",
         "c8": "binary", "c9": "date", "c10": "timestamptz", "c11": "timestamp", "c12": ["text"],
         "c13": {"x": "integer", "y": {"z": ["double"]}}}
TYPES_ROWS = """VALUES
  (true, 1, 2L, 1.5F, 2.5D, 1.25BD, 'one', X'00ff', date '2024-02-29', timestamp '2024-02-29 12:00:00.123456Z',
   timestamp_ntz '2024-02-29 12:00:00.123456', array('a', null), named_struct('x', 1, 'y', named_struct('z', array(1.5D)))),
  (false, -2147483648, -9223372036854775808L, float('NaN'), double('-Infinity'), -999999999999.99BD, '', X'',
   date '0001-01-01', timestamp '1900-01-01 00:00:00Z', timestamp_ntz '9999-12-31 23:59:59.999999', array(),
   named_struct('x', null, 'y', null)),
  (null, null, null, null, null, null, null, null, null, null, null, null, null)"""


def simple(maker, version, properties="", partition="", rows="(1, 'a', 1.25), (2, 'b', 2.5), (3, NULL, NULL), (4, 'd', 0)"):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, name string, amount decimal(10,2)) USING iceberg {partition} "
              f"TBLPROPERTIES ('format-version' = '{version}'{properties})")
    maker.run(f"INSERT INTO {name} VALUES {rows}")
    return name


def types(maker, version):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (c1 boolean, c2 int, c3 bigint, c4 float, c5 double, c6 decimal(14,2), c7 string, "
              "c8 binary, c9 date, c10 timestamp, c11 timestamp_ntz, c12 array<string>, "
              "c13 struct<x: int, y: struct<z: array<double>>>) USING iceberg "
              f"TBLPROPERTIES ('format-version' = '{version}')")
    maker.run(f"INSERT INTO {name} {TYPES_ROWS}")
    maker.compare(name, TYPES)


def maps(maker, version):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, m map<string, int>) USING iceberg TBLPROPERTIES ('format-version' = '{version}')")
    maker.run(f"INSERT INTO {name} VALUES (1, map('a', 1)), (2, map()), (3, null)")
    foreign = maker.attach(maker.location(maker.java(name)))
    equal([(1, "a", 1)], maker.world.session.run(
        f"SELECT id, (e).key, (e).value FROM (SELECT id, unnest(m) AS e FROM {foreign}) t"))


def merge_on_read(maker, version):
    name = simple(maker, version, ", 'write.delete.mode' = 'merge-on-read', 'write.update.mode' = 'merge-on-read'")
    maker.run(f"DELETE FROM {name} WHERE id = 2")
    maker.run(f"INSERT INTO {name} VALUES (5, 'e', 5), (6, 'f', 6), (7, 'g', 7)")
    maker.run(f"UPDATE {name} SET name = 'updated' WHERE id IN (3, 6)")
    maker.run(f"DELETE FROM {name} WHERE id = 1")
    summary = maker.java(name).currentSnapshot().summary()
    assert int(summary["total-position-deletes"]) >= 3, dict(summary)
    maker.compare(name, SIMPLE)


def copy_on_write(maker, version):
    name = simple(maker, version)
    maker.run(f"DELETE FROM {name} WHERE id = 2")
    maker.run(f"UPDATE {name} SET name = 'updated' WHERE id = 3")
    maker.compare(name, SIMPLE)


def equality_deletes(maker, version):
    name = simple(maker, version)
    writer = JavaWriter(maker.world.jvm, maker.java(name))
    writer.delete_equal(["id"], [{"id": 2}])
    writer.append([{"id": 2, "name": "again"}, {"id": 8, "name": "h"}])
    writer.delete_equal(["name"], [{"name": None}])
    writer.delete_equal(["id", "name"], [{"id": 8, "name": "h"}, {"id": 4, "name": "other"}])
    assert int(maker.java(name).currentSnapshot().summary()["total-equality-deletes"]) == 4
    maker.compare(name, SIMPLE)


def equality_deletes_after_rename(maker, version):
    name = simple(maker, version)
    writer = JavaWriter(maker.world.jvm, maker.java(name))
    writer.delete_equal(["id"], [{"id": 2}])
    maker.run(f"ALTER TABLE {name} RENAME COLUMN id TO number")
    JavaWriter(maker.world.jvm, maker.java(name)).delete_equal(["number"], [{"number": 3}])
    maker.run(f"ALTER TABLE {name} ALTER COLUMN number TYPE bigint")
    maker.compare(name, {"number": "integer", "name": "text", "amount": "numeric"})


def both_deletes(maker, version):
    name = simple(maker, version, ", 'write.delete.mode' = 'merge-on-read'")
    maker.run(f"DELETE FROM {name} WHERE id = 1")
    JavaWriter(maker.world.jvm, maker.java(name)).delete_equal(["id"], [{"id": 2}])
    maker.compare(name, SIMPLE)


def changed_columns(maker, version):
    name = simple(maker, version)
    for change in ("RENAME COLUMN name TO title", "ADD COLUMN extra int AFTER id", "ALTER COLUMN id TYPE bigint",
                   "ALTER COLUMN amount TYPE decimal(12,2)", "ALTER COLUMN amount FIRST"):
        maker.run(f"ALTER TABLE {name} {change}")
    maker.run(f"INSERT INTO {name} (id, title, amount, extra) VALUES (9223372036854775807, 'new', 1234567890.12, 7)")
    maker.compare(name, {"id": "integer", "title": "text", "amount": "numeric", "extra": "integer"})


def dropped_and_added(maker, version):
    name = simple(maker, version)
    for change in ("DROP COLUMN name", "ADD COLUMN name int"):
        maker.run(f"ALTER TABLE {name} {change}")
    maker.run(f"INSERT INTO {name} (id, name) VALUES (10, 10)")
    maker.compare(name, {"id": "integer", "amount": "numeric", "name": "integer"})


def changed_fields(maker, version):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, s struct<a: int, b: string>, l array<struct<p: int, q: int>>) USING iceberg "
              f"TBLPROPERTIES ('format-version' = '{version}')")
    maker.run(f"INSERT INTO {name} VALUES (1, named_struct('a', 1, 'b', 'x'), array(named_struct('p', 1, 'q', 2)))")
    for change in ("RENAME COLUMN s.a TO c", "DROP COLUMN s.b", "ADD COLUMN s.d bigint", "ALTER COLUMN s.c TYPE bigint",
                   "RENAME COLUMN l.element.p TO r", "ADD COLUMN l.element.n string"):
        maker.run(f"ALTER TABLE {name} {change}")
    maker.run(f"INSERT INTO {name} VALUES (2, named_struct('c', 10000000000, 'd', 3), "
              "array(named_struct('r', 4, 'q', 5, 'n', 'new')))")
    maker.compare(name, {"id": "integer", "s": {"c": "integer", "d": "integer"},
                         "l": [{"r": "integer", "q": "integer", "n": "text"}]})


def defaults(maker, _version):
    name = simple(maker, 3)
    expressions = maker.world.jvm.package("org.apache.iceberg.expressions").Expressions
    of = maker.world.jvm.package("org.apache.iceberg.types").Types
    update = maker.java(name).updateSchema()
    update.addColumn("number", of.IntegerType.get(), expressions.lit(7))
    update.addColumn("word", of.StringType.get(), expressions.lit("it's"))
    update.addColumn("money", of.DecimalType.of(10, 2),
                     expressions.lit(maker.world.jvm.java.java.math.BigDecimal("1.50")))
    update.addColumn("yes", of.BooleanType.get(), expressions.lit(True))
    update.commit()
    maker.run(f"INSERT INTO {name} (id, number) VALUES (9, null)")
    maker.compare(name, {**SIMPLE, "number": "integer", "word": "text", "money": "numeric", "yes": "boolean"})


def partitions(maker, version):
    name = simple(maker, version, partition="PARTITIONED BY (name)")
    for change in ("ADD PARTITION FIELD bucket(4, id)", "DROP PARTITION FIELD name", "ADD PARTITION FIELD truncate(1, name)"):
        maker.run(f"ALTER TABLE {name} {change}")
        maker.run(f"INSERT INTO {name} VALUES (20, 'a b%/=ü', 1), (21, NULL, 2), (22, 'zz', 3)")
    maker.run(f"DELETE FROM {name} WHERE id = 21")
    foreign = maker.compare(name, SIMPLE)
    equal([(3,)], maker.world.session.run(f"SELECT count(*) FROM {foreign} WHERE id = 20 AND name = 'a b%/=ü'"))


def days(maker, version):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, at timestamp, d date) USING iceberg PARTITIONED BY (days(at), years(d)) "
              f"TBLPROPERTIES ('format-version' = '{version}')")
    maker.run(f"INSERT INTO {name} SELECT n, timestamp '1969-12-30 22:00:00Z' + make_interval(0, 0, 0, 0, 6 * n), "
              "date_add(date '1969-06-01', cast(n * 100 as int)) FROM (SELECT explode(sequence(0, 9)) AS n)")
    foreign = maker.compare(name, {"id": "integer", "at": "timestamptz", "d": "date"})
    equal([(3,)], maker.world.session.run(f"SELECT count(*) FROM {foreign} WHERE at >= '1970-01-01 00:00:00+00' "
                                          "AND at < '1970-01-02 12:00:00+00' AND d < '1971-06-01'"))


def conditions(maker, version):
    """Files are left out by partitions and bounds; a heap table with the same rows says which rows are wanted."""
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, name string, amount decimal(10,2), at timestamp, d date, x double, b boolean) "
              "USING iceberg PARTITIONED BY (bucket(3, id), truncate(2, name), months(d)) "
              f"TBLPROPERTIES ('format-version' = '{version}', 'write.distribution-mode' = 'none', "
              "'write.spark.fanout.enabled' = 'true')")
    for start in (0, 20):
        maker.run(f"INSERT INTO {name} SELECT n, if(n % 7 = 0, null, concat(substr('abcäZ_%', n % 7 + 1, 1), n)), "
                  "if(n % 5 = 0, null, cast(n * 1.25 - 10 AS decimal(10,2))), timestamp '1969-12-31 12:00:00Z' + "
                  "make_interval(0, 0, 0, 0, n), date_add(date '1969-11-01', cast(n * 3 AS int)), "
                  "if(n % 9 = 0, double('NaN'), n / 4D), n % 2 = 0 "
                  f"FROM (SELECT explode(sequence({start}, {start + 19})) AS n)")
        maker.run(f"ALTER TABLE {name} ADD PARTITION FIELD {'hours(at)' if start == 0 else 'truncate(5, amount)'}")
    foreign, run = maker.attach(maker.location(maker.java(name))), maker.world.session.run
    run(f"CREATE TEMPORARY TABLE wanted AS SELECT * FROM {foreign}")
    equal([(40,)], run("SELECT count(*) FROM wanted"))
    wrong = []
    for column, constants in [("id", ["0", "7", "39", "40"]), ("name", ["'a7'", "'ä3'", "'Z'", "''", "'zz'"]),
                              ("amount", ["-10", "0", "1.25", "100"]), ("d", ["'1969-12-31'", "'1970-01-01'", "'2000-01-01'"]),
                              ("at", ["'1969-12-31 23:00:00+00'", "'1970-01-01 00:00:00+00'", "'1970-01-01 01:30:00+00'"]),
                              ("x", ["1", "'NaN'", "'Infinity'", "9.75"]), ("b", ["true", "false"])]:
        tests = [f"{column} {operator} {constant}" for operator in ("=", "<>", "<", "<=", ">", ">=") for constant in constants]
        tests += [f"{column} IS NULL", f"{column} IS NOT NULL", f"{column} IN ({', '.join(constants)})",
                  f"{column} NOT IN ({', '.join(constants)})", f"NOT {column} BETWEEN {constants[0]} AND {constants[1]}"]
        tests += [f"name {like} '{pattern}'" for like in ("LIKE", "NOT LIKE", "ILIKE") for pattern in ("a%%", "\\_%%", "ä_")
                  if column == "name"]
        for test in tests:
            query = f"SELECT id FROM {{t}} WHERE {test.replace('%%', '%')} OR (id = 5 AND {test.replace('%%', '%')}) ORDER BY id"
            if run(query.replace("{t}", foreign)) != run(query.replace("{t}", "wanted")):
                wrong.append(test)
    run("DROP TABLE wanted")
    equal([], wrong)


def without_ids(maker, version):
    """Files that were there before the table: no field ids, found by the name mapping, and a column only in their path."""
    folder = os.path.join(maker.world.warehouse, f"hive{maker.count}")
    maker.run(f"INSERT OVERWRITE DIRECTORY '{folder}/p=7' USING parquet SELECT 1 AS id, 'plain' AS name")
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, name string, p int) USING iceberg PARTITIONED BY (p) "
              f"TBLPROPERTIES ('format-version' = '{version}')")
    maker.run(f"CALL other.system.add_files(table => '{name.removeprefix('other.')}', source_table => '`parquet`.`{folder}`')")
    maker.run(f"ALTER TABLE {name} RENAME COLUMN name TO title")
    maker.run(f"ALTER TABLE {name} ADD COLUMN extra int")
    maker.run(f"INSERT INTO {name} VALUES (2, 'with ids', 8, 9)")
    maker.compare(name, {"id": "integer", "title": "text", "p": "integer", "extra": "integer"})


def compressed_metadata(maker, version):
    maker.compare(simple(maker, version, ", 'write.metadata.compression-codec' = 'gzip'"), SIMPLE)


def codecs(maker, version):
    for codec in ("gzip", "snappy", "uncompressed", "lz4"):
        maker.compare(simple(maker, version, f", 'write.parquet.compression-codec' = '{codec}'"), SIMPLE)


def other_formats(maker, version):
    for of in ("orc", "avro"):
        foreign = maker.attach(maker.location(maker.java(simple(maker, version, f", 'write.format.default' = '{of}'"))))
        with refused("0A000"):
            maker.world.session.run(f"SELECT * FROM {foreign}")
    return "refused"


def time_travel(maker, version):
    name = simple(maker, version)
    maker.run(f"ALTER TABLE {name} CREATE TAG first")
    first = maker.java(name).currentSnapshot()
    maker.run(f"ALTER TABLE {name} ADD COLUMN extra int")
    maker.run(f"ALTER TABLE {name} CREATE BRANCH side")
    maker.run(f"INSERT INTO {name}.branch_side VALUES (50, 'side', 1, 1)")
    maker.run(f"INSERT INTO {name} VALUES (60, 'main', 1, 1)")
    location = maker.location(maker.java(name))
    run = maker.world.session.run
    at = run("SELECT to_timestamp(%s / 1000.0)::text", first.timestampMillis())[0][0]

    def ids(**options):
        return [number for number, in run(f"SELECT id FROM {maker.attach(location, **options)} ORDER BY id")]

    equal([1, 2, 3, 4, 60], ids())
    equal([1, 2, 3, 4], ids(snapshot_id=first.snapshotId()))
    equal([1, 2, 3, 4], ids(as_of_timestamp=at))
    equal([1, 2, 3, 4], ids(tag="first"))
    equal([1, 2, 3, 4, 50], ids(branch="side"))


def nanoseconds(maker, _version):
    name = simple(maker, 3)
    of = maker.world.jvm.package("org.apache.iceberg.types").Types
    update = maker.java(name).updateSchema()
    update.addColumn("at", of.TimestampNanoType.withoutZone())
    update.commit()
    parse = maker.world.jvm.java.java.time.LocalDateTime.parse
    JavaWriter(maker.world.jvm, maker.java(name)).append([{"id": 9, "at": parse("2024-02-29T12:00:00.123456000")}])
    foreign = maker.compare(name, {"id": "integer", "at": "timestamp"})
    JavaWriter(maker.world.jvm, maker.java(name)).append([{"id": 10, "at": parse("2024-02-29T12:00:00.123456789")}])
    foreign = maker.attach(maker.location(maker.java(name)))
    equal([(10,)], maker.world.session.run(f"SELECT id FROM {foreign} WHERE at = '2024-02-29 12:00:00.123457'"))
    return "rounded"


def uuids_and_fixed(maker, version):
    name = simple(maker, version)
    of = maker.world.jvm.package("org.apache.iceberg.types").Types
    update = maker.java(name).updateSchema()
    update.addColumn("u", of.UUIDType.get())
    update.addColumn("f", of.FixedType.ofLength(3))
    update.addColumn("t", of.TimeType.get())
    update.commit()
    java = maker.world.jvm.java.java
    JavaWriter(maker.world.jvm, maker.java(name)).append([{
        "id": 9, "u": java.util.UUID.fromString("f47ac10b-58cc-4372-a567-0e02b2c3d479"), "f": b"\x00\x01\xff",
        "t": java.time.LocalTime.parse("12:34:56.789012")}])
    maker.compare(name, {"id": "integer", "u": "uuid", "f": "binary", "t": "time"})


def variants(maker, _version):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int, v variant) USING iceberg TBLPROPERTIES ('format-version' = '3')")
    location = maker.location(maker.java(name))
    with refused("0A000"):
        maker.attach(location)
    return "refused"


def no_snapshot(maker, version):
    name = maker.name()
    maker.run(f"CREATE TABLE {name} (id int) USING iceberg TBLPROPERTIES ('format-version' = '{version}')")
    foreign = maker.attach(maker.location(maker.java(name)))
    equal([(0,)], maker.world.session.run(f"SELECT count(*) FROM {foreign}"))


ALL = (1, 2, 3)
BY_SPARK = [
    ("all types", types, ALL), ("maps", maps, ALL), ("no snapshot yet", no_snapshot, ALL),
    ("copy-on-write", copy_on_write, ALL), ("position deletes, deletion vectors", merge_on_read, (2, 3)),
    ("equality deletes", equality_deletes, (2, 3)),
    ("equality deletes, column renamed and promoted", equality_deletes_after_rename, (2, 3)),
    ("equality and position deletes", both_deletes, (2, 3)),
    ("columns renamed, added, promoted, moved", changed_columns, ALL), ("column dropped, its name used again",
                                                                        dropped_and_added, ALL),
    ("fields of structs and lists changed", changed_fields, ALL), ("added columns with defaults", defaults, (3,)),
    ("partition evolution", partitions, ALL), ("partitions by day and year", days, ALL),
    ("conditions leave out files, not rows", conditions, ALL), ("files without field ids", without_ids, ALL), ("compressed metadata", compressed_metadata, ALL),
    ("Parquet codecs", codecs, (2,)), ("time travel, branches, tags", time_travel, (2, 3)),
    ("uuid, fixed, time", uuids_and_fixed, ALL), ("nanoseconds", nanoseconds, (3,)), ("type variant", variants, (3,)),
    ("data files of ORC or Avro", other_formats, (2,)),
]


def foreign_tests(suite, world):
    maker = Maker(world)
    for feature, function, versions in BY_SPARK:
        for version in versions:
            suite.test(SECTION, feature, f"format {version}", function, maker, version)
    for version in (1, 2):
        suite.test(SECTION, "written by PyIceberg", f"format {version}", by_pyiceberg, maker, version)


def by_pyiceberg(maker, version):
    world = maker.world
    catalog = SqlCatalog("python", uri=f"sqlite:///{world.warehouse}/python{version}.db", warehouse=world.warehouse)
    catalog.create_namespace(f"n{version}")
    rows = world.arrow(id=("int32", [1, 2, 3]), name=("string", ["a", "b", None]), at=("timestamp[us]", [0, 1, None]))
    table = catalog.create_table(f"n{version}.t", rows.schema, properties={"format-version": str(version)})
    table.append(rows)
    table.append(rows)
    table.delete("id = 2")
    with table.update_schema() as update:
        update.rename_column("name", "title")
    foreign = maker.attach(table.metadata_location)
    names, kinds = ["id", "title", "at"], ["integer", "text", "timestamp"]
    found = world.postgresql.rows(foreign, names, kinds)
    equal(['[1, "a", "1970-01-01T00:00:00.000000"]'] * 2 + ["[3, null, null]"] * 2, found)
