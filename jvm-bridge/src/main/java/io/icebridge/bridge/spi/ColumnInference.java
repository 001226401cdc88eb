// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/** A wrapper that finds out the columns of a table created with an empty column list. */
public interface ColumnInference extends Wrapper {

  /**
   * The columns of the data behind the definition.
   *
   * @throws WrapperException where there is none to learn from
   */
  List<InferredColumn> inferColumns(TableDefinition definition);
}
