# SPDX-License-Identifier: Apache-2.0
"""What all tests share: the sessions and engines, configured as docs/interop.md tells users to."""

import os
import re

import pyarrow

import server
from engines import DuckDB, IcebergJava, PostgreSQL, PyIceberg, Spark
from jvm import Jvm

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "interop.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def page_blocks():
    """The page's blocks as (language, text), with the names of its database and server replaced by those of the tests."""
    with open(PAGE, encoding="utf-8") as page:
        blocks = BLOCK.findall(page.read())
    return [(language, text.replace("jdbc:postgresql://localhost:5432/mydb", server.jdbc_uri())
             .replace("postgresql+psycopg2://user:password@localhost:5432/mydb", server.sqlalchemy_uri())
             .replace("mydb", server.DATABASE)) for language, text in blocks]


def spark_settings(warehouse):
    """The page's settings of Spark, with what differs here."""
    block = next(text for language, text in page_blocks() if language == "properties" and text.startswith("spark."))
    settings = dict(line.split(None, 1) for line in block.strip().split("\n") if line.strip())
    own = f"spark.sql.catalog.{server.DATABASE}."
    settings.update({own + "jdbc.user": server.USER, own + "warehouse": warehouse})
    # A catalog without PostgreSQL, for tables that are Spark's own.
    settings.update({"spark.sql.catalog.other": "org.apache.iceberg.spark.SparkCatalog",
                     "spark.sql.catalog.other.type": "hadoop",
                     "spark.sql.catalog.other.warehouse": os.path.join(warehouse, "other")})
    return settings


class World:
    def __init__(self, folder, jars):
        self.warehouse = os.path.join(folder, "warehouse")
        self.lake = os.path.join(folder, "lake")
        os.makedirs(self.warehouse, exist_ok=True)
        self.session = self.new_session()
        self.jvm = Jvm(jars, folder)
        self.postgresql = PostgreSQL(self.session)
        self.java = IcebergJava(self.jvm, self.warehouse)
        self.spark = Spark(self.jvm, self.warehouse, spark_settings(self.warehouse))
        self.pyiceberg = PyIceberg(self.warehouse)
        self.duckdb = DuckDB(self.pyiceberg)
        # In the order of the tables' columns.
        self.readers = [self.postgresql, self.java, self.spark, self.pyiceberg, self.duckdb]

    def new_session(self):
        session = server.Session()
        session.run(f"SET icebridge.default_location_prefix = '{self.lake}'")
        session.run("SET client_min_messages = warning")
        return session

    def open_folders(self):
        """Lets PostgreSQL's user write into the folders that engines have made, as an administrator would."""
        for folder, _, _ in os.walk(self.warehouse):
            os.chmod(folder, 0o777)

    def namespace(self, *names):
        return self.jvm.package("org.apache.iceberg.catalog").Namespace.of(self.jvm.array(self.jvm.java.String, names))

    def arrow(self, **columns):
        """A table of (type, values)."""
        return pyarrow.table({name: pyarrow.array(values, of if isinstance(of, pyarrow.DataType) else
                                                  pyarrow.type_for_alias(of)) for name, (of, values) in columns.items()})

    def spark_name(self, table):
        return f"`{server.DATABASE}`.{table}"
