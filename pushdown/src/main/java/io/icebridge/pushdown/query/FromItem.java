// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.query;

import io.icebridge.bridge.spi.expression.Expression;
import java.util.List;

/** What stands in FROM. */
public sealed interface FromItem {

  /** An entry of the range table. */
  record Reference(int entry) implements FromItem {}

  /** A join. {@code condition} is null for a cross join. */
  record Join(Kind kind, FromItem left, FromItem right, Expression condition) implements FromItem {}

  /** Several items, comma between them. {@code condition} is null where there is none. */
  record Group(List<FromItem> items, Expression condition) implements FromItem {}

  /** Kinds of joins. */
  enum Kind {
    INNER,
    LEFT,
    FULL,
    RIGHT
  }
}
