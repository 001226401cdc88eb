# SPDX-License-Identifier: Apache-2.0
"""Other engines find the catalog in PostgreSQL, make no tables of their own, and move a table by compare-and-swap."""

from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.types import LongType

import server
from engines import IcebergJava, PyIceberg
from suite import equal, refused

SECTION = "Catalog"
TABLES = """SELECT relnamespace::regnamespace::text, relname::text, relkind::text FROM pg_class
  WHERE relname IN ('iceberg_tables', 'iceberg_namespace_properties') ORDER BY 1, 2"""


def catalog_tests(suite, world):
    session = world.session
    before = session.run(TABLES)
    session.run("CREATE SCHEMA cat")
    session.run("CREATE TABLE cat.t (a integer, b text) USING iceberg")
    session.run("INSERT INTO cat.t VALUES (1, 'one')")

    java_catalogs = {
        "Iceberg Java, schema V0": lambda: IcebergJava(world.jvm, world.warehouse),
        "Iceberg Java, schema V1": lambda: IcebergJava(world.jvm, world.warehouse, **{"jdbc.schema-version": "V1"}),
    }

    def finds(make):
        engine = make()
        equal(['[1, "one"]'], engine.rows("cat.t", ["a", "b"], ["integer", "text"]))
        equal(before, session.run(TABLES))

    def lists(make):
        names = [table.name() for table in make().catalog.listTables(world.namespace("cat"))]
        equal(["t"], names)

    for name, make in java_catalogs.items():
        suite.test(SECTION, "finds the tables, makes none", name, finds, make)
        suite.test(SECTION, "lists namespaces and tables", name, lists, make)
    suite.test(SECTION, "finds the tables, makes none", "PyIceberg", finds, lambda: PyIceberg(world.warehouse))
    suite.test(SECTION, "finds the tables, makes none", "Spark", finds, lambda: world.spark)

    def lists_in_python():
        catalog = PyIceberg(world.warehouse).catalog
        equal([("cat", "t")], catalog.list_tables("cat"))
        assert ("cat",) in catalog.list_namespaces(), catalog.list_namespaces()

    def lists_in_spark():
        assert any('"cat"' in line for line in world.spark.run(f"SHOW NAMESPACES IN {server.DATABASE}"))
        assert '"tableName":"t"' in world.spark.run(f"SHOW TABLES IN {server.DATABASE}.cat")[0]

    suite.test(SECTION, "lists namespaces and tables", "PyIceberg", lists_in_python)
    suite.test(SECTION, "lists namespaces and tables", "Spark", lists_in_spark)

    def as_role():
        """A role that owns nothing: it may read, and change what it is granted, also columns."""
        session.run("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'interop_engine') THEN "
                    "CREATE ROLE interop_engine; END IF; END $$")
        catalog = SqlCatalog(server.DATABASE, uri=server.sqlalchemy_uri() + "&options=-c%20role%3Dinterop_engine",
                             warehouse=world.warehouse)
        session.run("CREATE TABLE cat.granted (a integer) USING iceberg")
        with refused("permission denied for view iceberg_tables"):
            catalog.load_table("cat.granted").append(world.arrow(a=("int32", [1])))
        session.run("GRANT UPDATE ON iceberg_tables TO interop_engine")
        with catalog.load_table("cat.granted").update_schema() as update:
            update.add_column("b", LongType())
        catalog.load_table("cat.granted").append(world.arrow(a=("int32", [2]), b=("int64", [3])))
        equal([(2, 3)], session.run("SELECT a, b FROM cat.granted"))
        session.run("REVOKE UPDATE ON iceberg_tables FROM interop_engine")
        session.run("DROP TABLE cat.granted")

    suite.test(SECTION, "privileges", "PyIceberg", as_role)

    def keeps_place():
        """What PostgreSQL has to do itself."""
        with refused("other engines cannot drop table"):
            world.spark.run(f"DROP TABLE {world.spark_name('cat.t')}")
        with refused("other engines cannot rename table"):
            world.spark.run(f"ALTER TABLE {world.spark_name('cat.t')} RENAME TO cat.u")
        equal([(1,)], session.run("SELECT count(*) FROM cat.t"))
        return "refused"

    suite.test(SECTION, "DROP TABLE, RENAME TO", "Spark", keeps_place)

    def attached(engine, create, append):
        """A table that an engine has made in the catalog becomes one of PostgreSQL's, and stays one of the engine's."""
        name = f"cat.made_by_{engine}"
        create(name)
        world.open_folders()
        session.run(f"SELECT icebridge.attach('{name}')")
        session.run(f"INSERT INTO {name} VALUES (1), (2)")
        append(name)
        session.run(f"DELETE FROM {name} WHERE a = 1")
        equal([(2,), (3,)], session.run(f"SELECT a FROM {name} ORDER BY a"))
        equal(["[2]", "[3]"], world.java.rows(name, ["a"], ["integer"]))

    suite.test(SECTION, "makes a table, PostgreSQL attaches it", "Spark", attached, "spark",
               lambda name: world.spark.run(f"CREATE TABLE {world.spark_name(name)} (a int) USING iceberg"),
               lambda name: world.spark.run(f"INSERT INTO {world.spark_name(name)} VALUES (3)"))
    suite.test(SECTION, "makes a table, PostgreSQL attaches it", "PyIceberg", attached, "python",
               lambda name: world.pyiceberg.catalog.create_table(name, world.arrow(a=("int32", [])).schema),
               lambda name: world.pyiceberg.table(name).append(world.arrow(a=("int32", [3]))))

    def stale_swap():
        old = session.value("SELECT metadata_location FROM iceberg_tables WHERE table_name = 't'")
        session.run("INSERT INTO cat.t VALUES (2, 'two')")
        session.run("UPDATE iceberg_tables SET metadata_location = %s, previous_metadata_location = metadata_location "
                    "WHERE table_namespace = 'cat' AND table_name = 't' AND metadata_location = %s", old, old)
        equal([0, 2], [session.cursor.rowcount, session.value("SELECT count(*) FROM cat.t")])

    def stale_in_java(make):
        table = make().table("cat.t")
        session.run("DELETE FROM cat.t WHERE a = 1")
        # The table object is as it was before; a commit of it notices, and tries again on what is there now.
        table.updateProperties().set("written-by", "java").commit()
        equal([(0,)], session.run("SELECT count(*) FROM cat.t WHERE a = 1"))
        session.run("INSERT INTO cat.t VALUES (1, 'one')")

    def stale_in_python():
        table = world.pyiceberg.table("cat.t")
        session.run("INSERT INTO cat.t VALUES (3, 'three')")
        # Its first try is refused; it then begins anew with what is there.
        table.append(world.arrow(a=("int32", [4]), b=("string", ["four"])))
        equal([1, 2, 3, 4], [a for a, in session.run("SELECT a FROM cat.t ORDER BY a")])

    suite.test(SECTION, "a stale compare-and-swap is refused", "SQL", stale_swap)
    for name, make in java_catalogs.items():
        suite.test(SECTION, "a stale compare-and-swap is refused", name, stale_in_java, make)
    suite.test(SECTION, "a stale compare-and-swap is refused", "PyIceberg", stale_in_python)
