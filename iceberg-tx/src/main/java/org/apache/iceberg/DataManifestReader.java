// SPDX-License-Identifier: Apache-2.0
package org.apache.iceberg;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.iceberg.avro.InternalReader;
import org.apache.iceberg.avro.NameMappingDatumReader;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/**
 * Reads manifests of data files as {@link ManifestReader} does, but several of them: to prepare for
 * a schema takes as long as to read a hundred entries, and the manifests of a table have the same
 * one. A door to classes of Iceberg that are not public. Not safe for use by several threads.
 */
public final class DataManifestReader {

  private final NameMappingDatumReader<ManifestEntry<DataFile>> reader;

  /** The one read last, to be filled again. */
  private ManifestEntry<DataFile> entry;

  /**
   * @param spec of the manifests
   * @param written the Avro schema of the manifests
   */
  public DataManifestReader(PartitionSpec spec, org.apache.avro.Schema written) {
    Schema schema = ManifestEntry.wrapFileSchema(StructType.of(fields(spec)));
    InternalReader<ManifestEntry<DataFile>> entries = InternalReader.create(schema);
    entries.setRootType(GenericManifestEntry.class);
    entries.setCustomType(ManifestEntry.DATA_FILE_ID, GenericDataFile.class);
    entries.setCustomType(DataFile.PARTITION_ID, PartitionData.class);
    this.reader = new NameMappingDatumReader<>(MappingUtil.create(schema), entries);
    reader.setSchema(written);
  }

  private static List<NestedField> fields(PartitionSpec spec) {
    StructType partition = spec.rawPartitionType();
    List<NestedField> fields = new ArrayList<>();
    for (NestedField field : DataFile.getType(partition).fields()) {
      // Newer formats leave out a partition that has no fields.
      fields.add(
          field.fieldId() == DataFile.PARTITION_ID && partition.fields().isEmpty()
              ? field.asOptional()
              : field);
    }
    fields.add(MetadataColumns.ROW_POSITION);
    return fields;
  }

  /**
   * Gives the live files of a manifest, in its order.
   *
   * @param avro an Avro file whose schema is not looked at: its blocks are those of the manifest
   * @param consumer must copy what it keeps: its argument changes with the next call
   */
  public void each(ManifestFile manifest, InputStream avro, Consumer<DataFile> consumer)
      throws IOException {
    InheritableMetadata inherited = InheritableMetadataFactory.fromManifest(manifest);
    Long rowId = manifest.firstRowId();
    reader.setRowPositionSupplier(() -> 0L);
    try (DataFileStream<ManifestEntry<DataFile>> entries =
        new DataFileStream<>(avro, new Prepared())) {
      while (entries.hasNext()) {
        entry = inherited.apply(entries.next(entry));
        if (entry.status() == ManifestEntry.Status.DELETED) {
          continue;
        }
        BaseFile<?> file = (BaseFile<?>) entry.file();
        if (rowId == null) {
          file.setFirstRowId(null);
        } else if (file.firstRowId() == null) {
          file.setFirstRowId(rowId);
          rowId += file.recordCount();
        }
        consumer.accept(entry.file());
      }
    }
  }

  /** The reader for Avro, without its preparations. */
  private final class Prepared implements DatumReader<ManifestEntry<DataFile>> {

    @Override
    public void setSchema(org.apache.avro.Schema ignored) {}

    @Override
    public ManifestEntry<DataFile> read(ManifestEntry<DataFile> reuse, Decoder in)
        throws IOException {
      return reader.read(reuse, in);
    }
  }
}
