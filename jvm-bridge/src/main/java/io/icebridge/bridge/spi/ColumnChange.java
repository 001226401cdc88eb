// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/** A difference between the columns of two versions of a table, in the order to apply them. */
public sealed interface ColumnChange {

  /** A column that is new, at the end. */
  record Added(InferredColumn column) implements ColumnChange {}

  /** A column that is gone. */
  record Dropped(String name) implements ColumnChange {}

  /** A column with another name. */
  record Renamed(String name, String newName) implements ColumnChange {}

  /** A column with another type, by its present name. */
  record Retyped(String name, InferredType type) implements ColumnChange {}

  /** A column that may hold nulls from now on, or may not any more, by its present name. */
  record Nullability(String name, boolean notNull) implements ColumnChange {}
}
