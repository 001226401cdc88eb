# SPDX-License-Identifier: Apache-2.0
"""Reads an Iceberg table with DuckDB, file by file, as the specification says and as plainly as can be."""

import duckdb
import pyarrow
from pyiceberg.manifest import DataFileContent, FileFormat
from pyiceberg.table.puffin import PuffinFile


def local(location):
    return location.removeprefix("file://").removeprefix("file:")


def name_of(identifier):
    return '"' + identifier.replace('"', '""') + '"'


def text_of(value):
    return "'" + value.replace("'", "''") + "'"


class DuckDBReader:
    def __init__(self):
        self.connection = duckdb.connect(config={"threads": "1"})

    def read(self, table, names):
        """Tuples of the rows of a table of PyIceberg's, which is asked for nothing but its metadata."""
        fields = [table.schema().find_field(name) for name in names]
        found = []
        for task in table.scan().plan_files():
            query = self.file(local(task.file.file_path), fields)
            removed = self.removed(task)
            if removed:
                self.connection.register("removed", pyarrow.table({"position": pyarrow.array(removed, pyarrow.int64())}))
                query += " WHERE file_row_number NOT IN (SELECT position FROM removed)"
            lines = self.connection.sql(query).to_arrow_table().to_pylist()
            found += [tuple(line.values()) for line in lines]
        return found

    def file(self, path, fields):
        """Columns are found by field id; what the file does not have is the column's initial default."""
        ids = dict(self.connection.sql(
            f"SELECT field_id, name FROM parquet_schema({text_of(path)}) WHERE field_id IS NOT NULL").fetchall())
        chosen = []
        for number, field in enumerate(fields):
            value = name_of(ids[field.field_id]) if field.field_id in ids else self.default(field)
            chosen.append(f"{value} AS c{number}")
        return f"SELECT {', '.join(chosen)} FROM read_parquet({text_of(path)}, file_row_number = true)"

    def default(self, field):
        value = field.initial_default
        return "NULL" if value is None else text_of(str(value))

    def removed(self, task):
        """Positions in the file that deletes name."""
        positions = []
        for delete in task.delete_files:
            if delete.content != DataFileContent.POSITION_DELETES:
                raise ValueError(f"DuckDB cannot apply equality deletes: {delete.file_path}")
            if delete.file_format == FileFormat.PUFFIN:
                positions += self.vector(delete, task.file.file_path)
            else:
                positions += [position for position, in self.connection.sql(
                    f"SELECT pos FROM read_parquet({text_of(local(delete.file_path))}) "
                    f"WHERE file_path = {text_of(task.file.file_path)}").fetchall()]
        return positions

    def vector(self, delete, path):
        with open(local(delete.file_path), "rb") as file:
            vector = PuffinFile(file.read()).to_vector().get(path)
        # PyIceberg's plans name vectors of other data files, too.
        return [] if vector is None else vector.to_pylist()
