// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** Commits by writing a metadata file; that it becomes the table's is someone else's to do. */
final class CommitOperations implements TableOperations {

  private final TableMetadata newest;
  private final FileIO io;
  private final MetadataJson json;
  private final UnaryOperator<TableMetadata> last;
  private TableMetadata committed;

  /**
   * @param newest null for a table that is made
   * @param last done to the metadata before it is written
   */
  CommitOperations(
      TableMetadata newest, FileIO io, MetadataJson json, UnaryOperator<TableMetadata> last) {
    this.newest = newest;
    this.io = io;
    this.json = json;
    this.last = last;
  }

  /** What was committed, with its location; null where nothing was. */
  TableMetadata committed() {
    return committed;
  }

  @Override
  public TableMetadata current() {
    return committed == null ? newest : committed;
  }

  @Override
  public TableMetadata refresh() {
    return current();
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != newest || committed != null) {
      throw new CommitFailedException("the table has been committed already");
    }
    TableMetadata finished = last.apply(metadata);
    String location =
        MetadataLocations.next(finished, newest == null ? null : newest.metadataFileLocation());
    FaultPoint.BEFORE_METADATA.reached();
    write(finished, location);
    FaultPoint.AFTER_METADATA.reached();
    committed =
        TableMetadata.buildFrom(finished).discardChanges().withMetadataLocation(location).build();
  }

  private void write(TableMetadata metadata, String location) {
    OutputFile file = io.newOutputFile(location);
    if (MetadataJson.compressed(location)) {
      TableMetadataParser.write(metadata, file);
      return;
    }
    byte[] text = json.write(metadata, location);
    try (PositionOutputStream stream = file.create()) {
      stream.write(text, 0, text.length / 2);
      if (FaultPoint.active()) {
        stream.flush();
        FaultPoint.WITHIN_METADATA.reached();
      }
      stream.write(text, text.length / 2, text.length - text.length / 2);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + location, failure);
    }
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String name) {
    return MetadataLocations.in(newest, name);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(newest.location(), newest.properties());
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return new MemoryOperations(uncommitted, io);
  }
}
