// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Objects;

/**
 * An option a wrapper accepts.
 *
 * @param level where it may stand
 * @param name as written in OPTIONS
 * @param required whether an object of that level must have it
 * @param values the accepted values in lower case, or empty where any text is accepted
 */
public record OptionDefinition(
    OptionLevel level, String name, boolean required, List<String> values) {

  public OptionDefinition {
    Objects.requireNonNull(level, "level is null");
    Objects.requireNonNull(name, "name is null");
    values = List.copyOf(values);
  }

  /** An option that may be left out and accepts any text. */
  public static OptionDefinition optional(OptionLevel level, String name) {
    return new OptionDefinition(level, name, false, List.of());
  }

  /** An option that must be given and accepts any text. */
  public static OptionDefinition required(OptionLevel level, String name) {
    return new OptionDefinition(level, name, true, List.of());
  }

  /** An option that may be left out and accepts PostgreSQL's spellings of a boolean. */
  public static OptionDefinition bool(OptionLevel level, String name) {
    return new OptionDefinition(
        level,
        name,
        false,
        List.of("true", "false", "on", "off", "yes", "no", "1", "0", "t", "f", "y", "n"));
  }
}
