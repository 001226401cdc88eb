// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Map;

/**
 * A foreign data wrapper: the tables that one server offers.
 *
 * <p>Needs a public constructor without arguments, which must be cheap and must not fail: one
 * instance lives as long as its server's definition in one backend, but no longer than a call that
 * was canceled and does not return: then the session goes on with a new one. May also implement
 * {@link SchemaImporter}, {@link ColumnInference}, {@link PrivilegedWrapper} and {@link
 * TransactionListener} or {@link CatalogWrapper}.
 */
public interface Wrapper {

  /**
   * The options this wrapper accepts at every level; anything else is refused with the closest
   * match as a hint.
   */
  List<OptionDefinition> options();

  /**
   * Checks the options of one object when it is created or altered, after their names were checked
   * against {@link #options()}.
   *
   * @param options all options of the object after the change, in the order given
   * @throws WrapperException where a value is wrong or a combination makes no sense
   */
  default void validate(OptionLevel level, Map<String, String> options) {}

  /**
   * Opens a table for planning and scanning. The result is kept while the definition stays the
   * same, so it may cache what it learns but must notice when the data behind it changes.
   *
   * @throws WrapperException where the definition cannot be served
   */
  Table table(TableDefinition definition);
}
