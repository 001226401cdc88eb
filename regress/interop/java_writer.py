# SPDX-License-Identifier: Apache-2.0
"""Writes tables with Iceberg's generic writers, as a stream processor does: rows, and deletes by equality."""

import uuid


class JavaWriter:
    """table: one of Iceberg's Java objects."""

    def __init__(self, jvm, table):
        self.jvm = jvm
        self.table = table
        self.data = jvm.package("org.apache.iceberg.data")
        self.parquet = jvm.iceberg("FileFormat").PARQUET

    def append(self, rows):
        """Adds a file with rows that are dictionaries by name."""
        schema = self.table.schema()
        factory = self.builder().dataSchema(schema).build()
        writer = factory.newDataWriter(self.new_file(), self.table.spec(), None)
        self.write(writer, schema, rows)
        self.table.newAppend().appendFile(writer.toDataFile()).commit()

    def delete_equal(self, names, rows):
        """Deletes all rows so far that are equal to one of these in the named columns."""
        schema = self.table.schema()
        chosen = schema.select(list(names))
        ids = self.jvm.array(self.jvm.java.int, [schema.findField(name).fieldId() for name in names])
        factory = self.builder().equalityFieldIds(ids).equalityDeleteRowSchema(chosen).build()
        writer = factory.newEqualityDeleteWriter(self.new_file(), self.table.spec(), None)
        self.write(writer, chosen, rows)
        self.table.newRowDelta().addDeletes(writer.toDeleteFile()).commit()

    def builder(self):
        return self.data.GenericFileWriterFactory.Builder(self.table).dataFileFormat(self.parquet).deleteFileFormat(
            self.parquet)

    def write(self, writer, schema, rows):
        for row in rows:
            writer.write(self.record(schema, row))
        writer.close()

    def record(self, schema, row):
        record = self.data.GenericRecord.create(schema)
        for name, value in row.items():
            record.setField(name, value)
        return record

    def new_file(self):
        name = f"{uuid.uuid4()}.parquet"
        file = self.table.io().newOutputFile(self.table.locationProvider().newDataLocation(name))
        return self.jvm.iceberg("encryption").EncryptedFiles.plainAsEncryptedOutput(file)
