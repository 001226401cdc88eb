// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.FileIO;

/**
 * A table as one statement sees it: a committed snapshot, and over it what the transaction had done
 * before the statement began. It does not change when the transaction goes on, and stays usable
 * until it ends.
 */
public interface TableView {

  /**
   * The metadata, with the transaction's changes of schema, properties and refs. Its snapshots are
   * the committed ones only. Never written as it is.
   */
  TableMetadata metadata();

  /** The columns that are seen: of the table, or for a pinned snapshot those it had. */
  Schema schema();

  /** The committed snapshot below the transaction's changes; null for a table that has none. */
  Snapshot snapshot();

  /**
   * The data files that may hold rows that satisfy a filter, with what is deleted from them.
   *
   * @param filter on the columns of {@link #schema()} by name; {@code Expressions.alwaysTrue()} for
   *     all files
   * @return files in the order in which manifests name them, newest manifest first, then those of
   *     this transaction in the order in which they came
   */
  List<LiveFile> files(Expression filter);

  /** How much there is to read. */
  Totals totals();

  /** Through which the files are read. */
  FileIO io();
}
