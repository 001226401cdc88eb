# SPDX-License-Identifier: Apache-2.0
"""The engines, each with a name and rows(table, names, kinds): what it reads of schema.table, spelt as values.py says."""

import os

from py4j.java_gateway import JavaObject
from pyiceberg.catalog.sql import SqlCatalog

import server
import values
from duckdb_reader import DuckDBReader


class PostgreSQL:
    name = "PostgreSQL"

    def __init__(self, session):
        self.session = session

    def rows(self, table, names, kinds):
        # Texts by their output functions: a cast would strip the blanks of char(n), and JSON would not stay text.
        chosen = ", ".join(f"CASE WHEN {name} IS NOT NULL THEN format('%s', {name}) END AS {name}"
                           if kind == "text" else name for name, kind in zip(names, kinds))
        lines = self.session.run(f"SELECT to_json(one_row)::text FROM (SELECT {chosen} FROM {table}) one_row")
        return values.rows(values.from_json((line for line, in lines), names), kinds)


class PyIceberg:
    name = "PyIceberg"

    def __init__(self, warehouse):
        self.catalog = SqlCatalog(server.DATABASE, uri=server.sqlalchemy_uri(), warehouse=warehouse)

    def table(self, table):
        return self.catalog.load_table(table)

    def rows(self, table, names, kinds):
        lines = self.table(table).scan(selected_fields=tuple(names)).to_arrow().to_pylist()
        return values.rows((tuple(line[name] for name in names) for line in lines), kinds)


class IcebergJava:
    """Iceberg's JdbcCatalog and its generic reader."""

    name = "Iceberg Java"

    def __init__(self, jvm, warehouse, **properties):
        self.jvm = jvm
        self.catalog = jvm.package("org.apache.iceberg.jdbc").JdbcCatalog()
        self.catalog.setConf(jvm.package("org.apache.hadoop.conf").Configuration())
        self.catalog.initialize(server.DATABASE, {
            "uri": server.jdbc_uri(), "jdbc.user": server.USER, "warehouse": warehouse, **properties})

    def identifier(self, table):
        return self.jvm.package("org.apache.iceberg.catalog").TableIdentifier.parse(table)

    def table(self, table):
        return self.catalog.loadTable(self.identifier(table))

    def rows(self, table, names, kinds):
        return self.read(self.table(table), names, kinds)

    def read(self, table, names, kinds):
        """A table of Iceberg's, from whatever catalog."""
        records = self.jvm.package("org.apache.iceberg.data").IcebergGenerics.read(table).select(list(names)).build()
        try:
            iterator, found = records.iterator(), []
            while iterator.hasNext():
                record = iterator.next()
                found.append(tuple(self.value(record.getField(name), kind) for name, kind in zip(names, kinds)))
            return values.rows(found, kinds)
        finally:
            records.close()

    def value(self, value, kind):
        """Py4J has turned what it knows into Python's objects; the rest has a text that says all."""
        if value is None or isinstance(value, (bool, int, float, str, bytes)):
            return value
        if isinstance(kind, list):
            return [self.value(element, kind[0]) for element in value]
        if isinstance(kind, dict):
            return {name: self.value(value.getField(name), field) for name, field in kind.items()}
        if kind == "binary":
            return self.jvm.iceberg("util").ByteBuffers.toByteArray(value)
        return value.toString() if isinstance(value, JavaObject) else str(value)


class Spark:
    name = "Spark"

    FORMAT = ("map('ignoreNullFields', 'false', 'timestampFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\", "
              "'timestampNTZFormat', \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\")")

    def __init__(self, jvm, warehouse, settings):
        """settings: what a user would write into spark-defaults.conf."""
        builder = jvm.package("org.apache.spark.sql").SparkSession.builder()
        settings = {**settings, "spark.master": "local[1]", "spark.app.name": "interop", "spark.ui.enabled": "false",
                    "spark.sql.shuffle.partitions": "1", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
                    "spark.sql.codegen.wholeStage": "false", "spark.sql.adaptive.enabled": "false", "spark.sql.session.timeZone": "UTC",
                    "spark.sql.warehouse.dir": warehouse, "spark.local.dir": os.path.join(warehouse, "spark")}
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.jvm = jvm
        self.session = builder.getOrCreate()

    def run(self, sql):
        """The rows of a statement as objects of JSON, line by line."""
        return list(self.session.sql(sql).toJSON().collectAsList())

    def rows(self, table, names, kinds):
        return self.read(f"`{server.DATABASE}`.{table}", names, kinds)

    def read(self, table, names, kinds):
        chosen = ", ".join(f"hex({name}) AS {name}" if kind == "binary" else name
                           for name, kind in zip(names, kinds))
        lines = self.session.sql(f"SELECT to_json(struct({chosen}), {self.FORMAT}) FROM {table}").collectAsList()
        return values.rows(values.from_json((line.getString(0) for line in lines), names), kinds)


class DuckDB:
    """DuckDB reads the Parquet files that the metadata name (its own extension for Iceberg would have to be downloaded)."""

    name = "DuckDB"

    def __init__(self, pyiceberg):
        self.pyiceberg = pyiceberg
        self.reader = DuckDBReader()

    def rows(self, table, names, kinds):
        return values.rows(self.reader.read(self.pyiceberg.table(table), names), kinds)
