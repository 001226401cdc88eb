// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Named places on the way to a commit where tests make something go wrong.
 *
 * <p>Off, and then a single test of a constant, unless the VM has the property {@code
 * icebridge.fault.points}, which names a file. It is read anew at every point and holds a line
 * {@code point action}, with the actions
 *
 * <ul>
 *   <li>{@code fail}: an I/O error
 *   <li>{@code halt}: the process ends at once, as by {@code kill -9}
 *   <li>{@code stall}: waits as long as the file says so; an interrupt (a cancel) ends it with an
 *       error
 *   <li>{@code skip N action}: does nothing the first N times (the file's number is counted down)
 * </ul>
 *
 * A file that is missing or names another point does nothing. The file {@code <file>.reached} gets
 * the name of the point when an action takes place, so that a test knows when a stall began.
 */
public enum FaultPoint {
  /** An engine is about to write data files. */
  BEFORE_DATA_FILE,
  /** It has written and closed one. */
  DATA_FILE_WRITTEN,
  /** What it said about that file has been made sense of. */
  STATISTICS_READ,
  /** {@link Tables#prepare} begins. */
  PREPARE,
  /** A delete file or a file of deletion vectors is about to be written. */
  BEFORE_DELETE_FILE,
  AFTER_DELETE_FILE,
  BEFORE_MANIFEST,
  AFTER_MANIFEST,
  BEFORE_MANIFEST_LIST,
  AFTER_MANIFEST_LIST,
  BEFORE_METADATA,
  /** Half of the metadata file is written. */
  WITHIN_METADATA,
  AFTER_METADATA,
  BEFORE_SYNC,
  /** All files of one table are on the disk. */
  AFTER_SYNC,
  /** All tables are prepared. */
  PREPARED,
  /** The transaction has committed in PostgreSQL; files nobody needs are about to be deleted. */
  COMMITTED,
  /** A rollback is about to delete files. */
  ROLLBACK;

  private static final String FILE = System.getProperty("icebridge.fault.points");
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

  /** Whether this VM was started to have faults. */
  static boolean active() {
    return FILE != null;
  }

  /** Does what the test wants here. */
  public void reached() {
    if (FILE != null) {
      act(Path.of(FILE));
    }
  }

  void act(Path file) {
    String action = wanted(file);
    if (action != null && action.startsWith("skip ")) {
      action = countDown(file, action);
    }
    if (action == null) {
      return;
    }
    note(file);
    switch (action) {
      case "fail" -> throw new UncheckedIOException(new IOException("injected fault at " + name()));
      case "halt" -> Runtime.getRuntime().halt(137);
      case "stall" -> stall(file);
      default -> throw new IllegalArgumentException("unknown fault action: " + action);
    }
  }

  private void stall(Path file) {
    while ("stall".equals(wanted(file))) {
      if (Thread.currentThread().isInterrupted()) {
        throw new UncheckedIOException(new IOException("interrupted at " + name()));
      }
      LockSupport.parkNanos(POLL);
    }
  }

  private String countDown(Path file, String action) {
    String[] words = action.split(" ", 3);
    int left = Integer.parseInt(words[1]);
    if (left == 0) {
      // A stall lasts as long as the file says so.
      write(file, name() + " " + words[2] + "\n");
      return words[2];
    }
    write(file, name() + " skip " + (left - 1) + " " + words[2] + "\n");
    return null;
  }

  private void note(Path file) {
    write(Path.of(file + ".reached"), name() + "\n");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the file wants at this point; null for nothing. */
  private String wanted(Path file) {
    try {
      for (String line : Files.readString(file).split("\n")) {
        if (line.startsWith(name() + " ")) {
          return line.substring(name().length() + 1).strip();
        }
      }
      return null;
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
