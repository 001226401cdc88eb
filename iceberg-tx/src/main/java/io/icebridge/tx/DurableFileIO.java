// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.Collection;
import org.apache.iceberg.io.FileIO;

/**
 * Storage where a file that was written and closed may still be lost in a crash. Object stores are
 * not: an upload that succeeded stays.
 */
public interface DurableFileIO extends FileIO {

  /**
   * Returns when files, and their names in their folders, are safe from a crash.
   *
   * @param locations of files, whoever wrote them
   * @param below the folder up to which the folders above the files may be new
   */
  void sync(Collection<String> locations, String below);
}
