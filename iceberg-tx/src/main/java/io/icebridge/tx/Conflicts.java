// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types.NestedField;

/** What another transaction may not have done meanwhile. */
final class Conflicts {

  private Conflicts() {}

  static WrapperException conflict(String detail) {
    return WrapperException.of(
            SqlState.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update")
        .withDetail(detail)
        .withHint("The transaction might succeed if retried.");
  }

  /**
   * Checks that a data file whose rows the transaction removed or moved is the same as then.
   *
   * @param seen as the statement saw it; null where it is not in that version
   * @param now as it is in the newest version; null where it is gone
   */
  static void checkUnchanged(String location, LiveFile seen, LiveFile now) {
    if (now == null) {
      throw conflict("Data file \"" + location + "\" has been removed from the table.");
    }
    if (seen == null) {
      throw conflict("Data file \"" + location + "\" is not the one that was read.");
    }
    Set<String> known = new HashSet<>();
    seen.deletes().forEach(deletes -> known.add(key(deletes)));
    for (DeleteFile deletes : now.deletes()) {
      if (!known.contains(key(deletes))) {
        throw conflict("Rows of data file \"" + location + "\" have been deleted.");
      }
    }
  }

  private static String key(DeleteFile deletes) {
    return Positions.isVector(deletes)
        ? deletes.location() + '#' + deletes.contentOffset()
        : deletes.location();
  }

  /** Checks that the columns are those a schema change was made for. */
  static void checkSameColumns(TableMetadata seen, TableMetadata now) {
    if (seen.lastColumnId() != now.lastColumnId() || !seen.schema().sameSchema(now.schema())) {
      throw conflict("The columns of table at \"" + now.location() + "\" have been changed.");
    }
  }

  /** Checks that files written under one schema can be read under another. */
  static void checkReadable(TableMetadata written, TableMetadata now) {
    List<NestedField> columns = now.schema().columns();
    for (NestedField column : columns) {
      if (column.isRequired() && column.initialDefault() == null) {
        NestedField before = written.schema().findField(column.fieldId());
        if (before == null || before.isOptional()) {
          throw conflict("Column \"" + column.name() + "\" has become NOT NULL.");
        }
      }
    }
  }
}
