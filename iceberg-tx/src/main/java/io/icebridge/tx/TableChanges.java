// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/**
 * What one statement does to a table. Each call adds to the transaction's log; statements with a
 * higher command id see it, and nothing is written to the table before {@link Tables#prepare}.
 *
 * <p>To be got when the statement starts writing: what it does, and the files it announces, belong
 * to the savepoint level of that moment. {@link #newFile} and {@link #written} may be called by any
 * thread, all else by the thread that works on the transaction.
 */
public interface TableChanges {

  /**
   * The table as it is for a writer: with all that the transaction has done to its schema and
   * properties up to now, whatever the command id.
   */
  TableMetadata metadata();

  /**
   * A location for a new file in the table's data folder, as the table's location provider gives
   * it; announced as by {@link #written}.
   *
   * @param name the last part, without a folder; to be unique
   */
  String newFile(String name);

  /**
   * Announces a file that is about to be written. It is deleted when the transaction (or the
   * savepoint level) is rolled back, or when it commits without naming the file.
   */
  void written(String location);

  /**
   * Makes the table. Only for a relation whose metadata location is null.
   *
   * @param schema field ids are assigned anew, as Iceberg does
   * @param location the table's folder, without a slash at the end
   * @param properties table properties, {@code format-version} among them (2 where it is absent);
   *     the defaults of {@link TableDefaults} are added
   */
  void create(Schema schema, PartitionSpec spec, String location, Map<String, String> properties);

  /** Adds data files. */
  void append(List<DataFile> files);

  /**
   * Removes rows.
   *
   * @param positions by the location of the data file; taken over by the callee. Rows removed
   *     already do no harm
   */
  void removePositions(Map<String, PositionDeleteIndex> positions);

  /**
   * Puts data files in the place of others, whole: for UPDATE and DELETE that rewrite files.
   *
   * @param removed locations of data files the statement saw
   * @param added may be empty
   */
  void replaceFiles(List<String> removed, List<DataFile> added);

  /**
   * Rewrites data files without changing rows (compaction). Unlike {@link #replaceFiles} the
   * snapshot says so where nothing else happens in the transaction.
   */
  void rewriteFiles(List<String> removed, List<DataFile> added);

  /** Removes all rows that the transaction sees now. */
  void truncate();

  /**
   * Changes the schema. The changes are applied at once to an in-memory copy, so a wrong one fails
   * here, and once more to the newest schema at the end of the transaction.
   */
  void updateSchema(Consumer<UpdateSchema> changes);

  /** Changes table properties. */
  void updateProperties(Consumer<UpdateProperties> changes);

  /**
   * Rolls back to a snapshot, sets the current one, makes or drops tags and branches. Not together
   * with changes of rows in one transaction (0A000).
   */
  void manageSnapshots(Consumer<ManageSnapshots> changes);

  /**
   * Forgets snapshots. Files that only they needed are deleted after the commit. Not together with
   * changes of rows in one transaction (0A000).
   */
  void expireSnapshots(Consumer<ExpireSnapshots> changes);

  /** Drops the table: its files are deleted after the commit. */
  void drop();
}
