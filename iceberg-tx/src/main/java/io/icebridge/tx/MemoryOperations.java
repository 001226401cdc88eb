// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.function.Consumer;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Metadata that can be read and evolved in memory, and is never committed. */
final class MemoryOperations implements TableOperations {

  private final TableMetadata metadata;
  private final FileIO io;

  MemoryOperations(TableMetadata metadata, FileIO io) {
    this.metadata = metadata;
    this.io = io;
  }

  /** The metadata as a change would make it. */
  static TableMetadata evolve(TableMetadata metadata, FileIO io, Consumer<Transaction> change) {
    Transaction transaction =
        Transactions.newTransaction("table", new MemoryOperations(metadata, io));
    change.accept(transaction);
    return ((HasTableOperations) transaction.table()).operations().current();
  }

  @Override
  public TableMetadata current() {
    return metadata;
  }

  @Override
  public TableMetadata refresh() {
    return metadata;
  }

  @Override
  public void commit(TableMetadata before, TableMetadata after) {
    throw new UnsupportedOperationException("this copy of the metadata is only to be looked at");
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String name) {
    return MetadataLocations.in(metadata, name);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(metadata.location(), metadata.properties());
  }
}
