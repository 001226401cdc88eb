// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;

/**
 * Reads and writes the position-delete files of Iceberg's format 2, which are data files themselves
 * and so need an engine. Deletion vectors are not its business.
 *
 * <p>Called on the thread that works on the transaction.
 */
public interface PositionDeleteFiles {

  /**
   * Writes a Parquet file with the columns {@code file_path} (field id 2147483546, required string)
   * and {@code pos} (2147483545, required long), one row for each position, in ascending order.
   *
   * @param location where; nothing is there yet, its folder may be missing
   * @param dataFile the location of the data file, to be written as it is
   * @param positions at least one
   * @return the size of the file in bytes
   */
  long write(String location, String dataFile, PositionDeleteIndex positions);

  /**
   * Adds the positions that a position-delete file (Parquet, Avro or ORC, of any writer) has for
   * one data file.
   */
  void read(DeleteFile deletes, String dataFile, PositionDeleteIndex into);
}
