// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.WrapperException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of {@link KeyValueWrapper} and what they mean. */
final class KeyValueOptions {

  static final String MAX_ROWS = "max_rows";
  static final String READ_ONLY = "read_only";
  static final String STORE = "store";
  static final String ROLE = "role";
  static final String KEY = "key";
  static final String VALUE = "value";

  private static final List<String> TRUE = List.of("true", "on", "yes", "1", "t", "y");

  private KeyValueOptions() {}

  /** Checks what the declarations of the options do not say. */
  static void validate(Map<String, String> options) {
    maxRows(options);
    if (options.getOrDefault(STORE, VALUE).isEmpty()) {
      throw WrapperException.of(
              SqlState.FDW_INVALID_ATTRIBUTE_VALUE, "the name of a store cannot be empty")
          .withHint("Leave option \"" + STORE + "\" out to use the table's name.");
    }
  }

  /** The most rows a store may have. */
  static long maxRows(Map<String, String> options) {
    String text = options.get(MAX_ROWS);
    if (text == null) {
      return Long.MAX_VALUE;
    }
    try {
      long rows = Long.parseLong(text);
      if (rows > 0) {
        return rows;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw WrapperException.of(
            SqlState.FDW_INVALID_ATTRIBUTE_VALUE,
            "invalid value for option \"" + MAX_ROWS + "\": \"" + text + "\"")
        .withHint("It must be a positive whole number.");
  }

  /** Whether the table or the user's mapping forbids changes. */
  static boolean isReadOnly(TableDefinition definition) {
    return isTrue(definition.options().get(READ_ONLY))
        || isTrue(definition.server().userMapping().get(READ_ONLY));
  }

  private static boolean isTrue(String value) {
    return value != null && TRUE.contains(value.toLowerCase(Locale.ROOT));
  }

  static ColumnDefinition keyColumn(TableDefinition definition) {
    ColumnDefinition column = column(definition, KEY);
    PostgresType type = column.type();
    if (!type.is("text") && !type.is("varchar")) {
      throw WrapperException.of(
              SqlState.DATATYPE_MISMATCH,
              "key column \"" + column.name() + "\" has type " + type.display())
          .withHint("Make it text.");
    }
    return column;
  }

  static ColumnDefinition valueColumn(TableDefinition definition) {
    return column(definition, VALUE);
  }

  /** The column of that role: by its option, else by its name. */
  private static ColumnDefinition column(TableDefinition definition, String role) {
    if (definition.columns().size() != 2) {
      throw wrongColumns(definition);
    }
    return definition.columns().stream()
        .filter(c -> role.equals(c.options().getOrDefault(ROLE, c.name()).toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> wrongColumns(definition));
  }

  private static WrapperException wrongColumns(TableDefinition definition) {
    return WrapperException.of(
            SqlState.FDW_INCONSISTENT_DESCRIPTOR_INFORMATION,
            "foreign table \"" + definition.name() + "\" does not have the columns of a store")
        .withDetail("It must have two: one is the key and one is the value.")
        .withHint("Name them \"key\" and \"value\", or give them the option \"" + ROLE + "\".");
  }
}
