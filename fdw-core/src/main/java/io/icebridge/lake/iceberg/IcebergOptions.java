// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.tx.SnapshotChoice;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options of a foreign table that shows a version of an Iceberg table.
 *
 * @param metadataLocation null for a table of the catalog, or one that names such a table
 * @param named whether it shows a table of the catalog, which its pointer is of
 * @param choice which snapshot is read
 */
record IcebergOptions(String metadataLocation, boolean named, SnapshotChoice choice) {

  static final String METADATA_LOCATION = "metadata_location";
  private static final String TABLE_NAME = "table_name";
  private static final String SNAPSHOT_ID = "snapshot_id";
  private static final String AS_OF_TIMESTAMP = "as_of_timestamp";
  private static final String BRANCH = "branch";
  private static final String TAG = "tag";
  private static final List<String> CHOICES = List.of(SNAPSHOT_ID, AS_OF_TIMESTAMP, BRANCH, TAG);

  static List<OptionDefinition> definitions() {
    OptionLevel table = OptionLevel.FOREIGN_TABLE;
    List<OptionDefinition> definitions = new ArrayList<>(PropertyOptions.definitions());
    for (String name :
        List.of(METADATA_LOCATION, TABLE_NAME, SNAPSHOT_ID, AS_OF_TIMESTAMP, BRANCH, TAG)) {
      definitions.add(OptionDefinition.optional(table, name));
    }
    return definitions;
  }

  /**
   * Reads and checks the options.
   *
   * @throws WrapperException where a value is wrong, or two do not fit together
   */
  static IcebergOptions of(Map<String, String> options) {
    String chosen = null;
    for (String name : CHOICES) {
      if (options.containsKey(name)) {
        if (chosen != null) {
          throw invalid("options \"" + chosen + "\" and \"" + name + "\" cannot be given together");
        }
        chosen = name;
      }
    }
    String location = options.get(METADATA_LOCATION);
    boolean named = options.containsKey(TABLE_NAME);
    if (location != null) {
      FilePaths.path(location);
    } else if (chosen != null && !named) {
      throw invalid(
              "option \"" + chosen + "\" needs the option \"table_name\" or \"metadata_location\"")
          .withHint("It says which version of that table is read.");
    }
    if (location != null && named) {
      throw invalid("options \"metadata_location\" and \"table_name\" cannot be given together");
    }
    return new IcebergOptions(location, named, choice(chosen, options));
  }

  private static SnapshotChoice choice(String chosen, Map<String, String> options) {
    if (chosen == null) {
      return new SnapshotChoice.Current();
    }
    String value = options.get(chosen).trim();
    return switch (chosen) {
      case SNAPSHOT_ID -> new SnapshotChoice.Id(snapshotId(value));
      case AS_OF_TIMESTAMP -> new SnapshotChoice.AsOf(instant(value));
      default -> new SnapshotChoice.Ref(value);
    };
  }

  private static long snapshotId(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notNumber) {
      throw invalid("option \"snapshot_id\" must be a whole number, not \"" + value + "\"");
    }
  }

  /** ISO dates and times; those without a time zone are UTC. */
  private static Instant instant(String value) {
    String text = value.replace(' ', 'T').replaceFirst("(T.*[+-]\\d\\d)$", "$1:00");
    try {
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:\\d\\d");
      return zoned
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notTime) {
      throw invalid("option \"as_of_timestamp\" must be a timestamp, not \"" + value + "\"")
          .withHint("Write it like 2026-01-31 14:30:00+00.");
    }
  }

  private static WrapperException invalid(String message) {
    return WrapperException.of(SqlState.FDW_INVALID_ATTRIBUTE_VALUE, message);
  }
}
