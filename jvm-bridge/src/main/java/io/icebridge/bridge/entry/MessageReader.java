// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.expression.Expression;

/**
 * Reads the parts of messages that are about PostgreSQL's trees and types; supplied by the
 * composition root.
 */
public interface MessageReader {

  /** An expression; parts that have no counterpart become {@link Expression.Unsupported}. */
  Expression expression(JsonNode message);

  ColumnDefinition column(JsonNode message);
}
