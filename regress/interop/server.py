# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL as the tests see it: sessions, and the addresses by which other engines reach its catalog.

The server listens on a Unix socket. Its place is told by libpq's variables; PGDATABASE is the database, whose name is
also that of the catalog.
"""

import os
from urllib.parse import quote

import psycopg2

DATABASE = os.environ["PGDATABASE"]
HOST = os.environ["PGHOST"]
PORT = os.environ.get("PGPORT", "5432")
USER = os.environ.get("PGUSER", "postgres")


class Session:
    """One connection; statements are committed at once unless begin() was called."""

    def __init__(self):
        self.connection = psycopg2.connect("")
        self.connection.autocommit = True
        self.cursor = self.connection.cursor()

    def run(self, sql, *values):
        """The rows of the statement; an empty list where it has none."""
        self.cursor.execute(sql, values or None)
        return self.cursor.fetchall() if self.cursor.description else []

    def value(self, sql, *values):
        """The one value of the one row."""
        return self.run(sql, *values)[0][0]

    def close(self):
        self.connection.close()


def jdbc_uri():
    """For engines in Java: PostgreSQL's driver over the socket."""
    socket = f"{HOST}/.s.PGSQL.{PORT}"
    return (f"jdbc:postgresql://localhost/{quote(DATABASE)}?socketFactory="
            f"org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg&socketFactoryArg={socket}&sslMode=disable")


def sqlalchemy_uri():
    """For PyIceberg."""
    return f"postgresql+psycopg2://{quote(USER)}@/{quote(DATABASE)}?host={quote(HOST, safe='')}&port={PORT}"
