// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import io.icebridge.bridge.spi.OptionDefinition;
import io.icebridge.bridge.spi.OptionLevel;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.Wrapper;
import io.icebridge.bridge.spi.WrapperException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Checks options against what a wrapper declares, then lets the wrapper check their meaning. */
final class OptionCheck {

  private OptionCheck() {}

  /**
   * Raises an error for an unknown, missing or malformed option.
   *
   * @param options all options of the object, in order; {@code wrapper} and {@code classpath} of a
   *     server are the bridge's own and must have been taken out
   */
  static void check(Wrapper wrapper, OptionLevel level, Map<String, String> options) {
    Map<String, OptionDefinition> known = new TreeMap<>();
    for (OptionDefinition definition : wrapper.options()) {
      if (definition.level() == level) {
        known.put(definition.name(), definition);
      }
    }
    for (Map.Entry<String, String> option : options.entrySet()) {
      OptionDefinition definition = known.get(option.getKey());
      if (definition == null) {
        throw unknown(option.getKey(), level, new ArrayList<>(known.keySet()));
      }
      checkValue(definition, option.getValue());
    }
    for (OptionDefinition definition : known.values()) {
      if (definition.required() && !options.containsKey(definition.name())) {
        throw WrapperException.of(
                SqlState.FDW_OPTION_NAME_NOT_FOUND,
                "option \"" + definition.name() + "\" is required for a " + word(level))
            .withHint("Add it to the OPTIONS clause.");
      }
    }
    wrapper.validate(level, options);
  }

  private static void checkValue(OptionDefinition definition, String value) {
    if (!definition.values().isEmpty()
        && !definition.values().contains(value.toLowerCase(Locale.ROOT))) {
      throw WrapperException.of(
              SqlState.FDW_INVALID_ATTRIBUTE_VALUE,
              "invalid value for option \"" + definition.name() + "\": \"" + value + "\"")
          .withHint("Valid values are: " + String.join(", ", definition.values()) + ".");
    }
  }

  private static WrapperException unknown(String name, OptionLevel level, List<String> known) {
    WrapperException error =
        WrapperException.of(
            SqlState.FDW_INVALID_OPTION_NAME,
            "invalid option \"" + name + "\" for a " + word(level));
    String meant = ClosestMatch.of(name, known);
    if (meant != null) {
      return error.withHint("Perhaps you meant the option \"" + meant + "\".");
    }
    return error.withHint(
        known.isEmpty()
            ? "There are no valid options in this context."
            : "Valid options are: " + String.join(", ", known) + ".");
  }

  private static String word(OptionLevel level) {
    return switch (level) {
      case FOREIGN_DATA_WRAPPER -> "foreign-data wrapper";
      case SERVER -> "server";
      case USER_MAPPING -> "user mapping";
      case FOREIGN_TABLE -> "foreign table";
      case COLUMN -> "column";
    };
  }
}
