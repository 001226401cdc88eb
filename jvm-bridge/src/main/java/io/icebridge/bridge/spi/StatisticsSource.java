// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A table that knows something of its columns' values without reading them. PostgreSQL asks where
 * it has no statistics of its own, which ANALYZE makes.
 */
public interface StatisticsSource extends Table {

  /**
   * What is known of a column of the table. Called while a statement is planned; must be quick.
   *
   * @return null where nothing is known
   */
  ColumnStatistics statistics(ColumnDefinition column);
}
