// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.Map;
import java.util.Objects;

/**
 * A server, its options, and the options of the current user's mapping.
 *
 * @param userMapping empty where there is no mapping
 */
public record ServerDefinition(
    long oid, String name, Map<String, String> options, Map<String, String> userMapping) {

  public ServerDefinition {
    Objects.requireNonNull(name, "name is null");
    options = Map.copyOf(options);
    userMapping = Map.copyOf(userMapping);
  }
}
