// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A transaction in a process of its own, which {@link FaultsTest} starts with faults. Arguments:
 * the lake's folder, the table's oid, its pointer file, and for each transaction a point and an
 * action.
 */
final class FaultRun {

  private FaultRun() {}

  public static void main(String[] arguments) throws Exception {
    Lake lake = new Lake(Path.of(arguments[0]));
    long oid = Long.parseLong(arguments[1]);
    Path pointer = Path.of(arguments[2]);
    Path faults = Path.of(System.getProperty("icebridge.fault.points"));
    for (int i = 3; i < arguments.length; i += 2) {
      lake.pointers.put(oid, Files.readString(pointer));
      Files.writeString(faults, arguments[i] + " " + arguments[i + 1] + "\n");
      transaction(lake, oid, pointer, 1000 + i);
      Files.delete(faults);
    }
  }

  /** Deletes the row 1 where it is, else the lowest, and adds a row. */
  private static void transaction(Lake lake, long oid, Path pointer, long id) throws Exception {
    Tables session = lake.session();
    session.begin();
    try {
      TableView view = session.view(oid, lake.pointers.get(oid), 1);
      TableChanges changes = session.change(oid, lake.pointers.get(oid), 1);
      Lake.delete(view, changes, lake.rows(view).get(0));
      changes.append(List.of(lake.write(changes, id)));
      String location = session.prepare(lake.pointers, true).get(oid);
      // Written whole or not at all, as a row in PostgreSQL.
      Path next = Path.of(pointer + ".next");
      Files.writeString(next, location);
      Files.move(next, pointer, StandardCopyOption.ATOMIC_MOVE);
      session.commit();
    } catch (RuntimeException failure) {
      session.rollback();
    }
  }
}
