// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.Map;

/** A column found in foreign data. */
public record InferredColumn(
    String name, InferredType type, boolean notNull, Map<String, String> options) {

  /** A nullable column without options. */
  public static InferredColumn of(String name, InferredType type) {
    return new InferredColumn(name, type, false, Map.of());
  }
}
