// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.util.Collection;
import org.apache.iceberg.io.FileIO;

/**
 * Storage where a file that was written and closed may still be lost in a crash. Object stores are
 * not: an upload that succeeded stays.
 */
public interface DurableFileIO extends FileIO {

  /** Files on their way to the disk. */
  interface Pending {
    /** Returns when they are safe from a crash, or throws the error there was. */
    void await();
  }

  /**
   * Begins to make files, and their names in their folders, safe from a crash.
   *
   * @param locations of files, whoever wrote them
   * @param below the folder up to which the folders above the files may be new
   * @return says when it is done. Who drops it instead may delete the files at once
   */
  Pending sync(Collection<String> locations, String below);
}
