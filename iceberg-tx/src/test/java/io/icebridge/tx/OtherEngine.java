// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Commits as another engine with Iceberg's Java library does, by compare and swap. */
final class OtherEngine implements TableOperations {

  private final Lake lake;
  private final long oid;
  private TableMetadata current;

  private OtherEngine(Lake lake, long oid) {
    this.lake = lake;
    this.oid = oid;
    refresh();
  }

  static Table table(Lake lake, long oid) {
    return new BaseTable(new OtherEngine(lake, oid), "other");
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    current = TableMetadataParser.read(lake.io, lake.pointers.get(oid));
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (!base.metadataFileLocation().equals(lake.pointers.get(oid))) {
      throw new CommitFailedException("stale");
    }
    String location = MetadataLocations.next(metadata, base.metadataFileLocation());
    TableMetadataParser.write(metadata, lake.io.newOutputFile(location));
    lake.pointers.put(oid, location);
    refresh();
  }

  @Override
  public FileIO io() {
    return lake.io;
  }

  @Override
  public String metadataFileLocation(String name) {
    return MetadataLocations.in(current, name);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current.location(), current.properties());
  }
}
