// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;

/** The PostgreSQL type of foreign data; composites are created on demand. */
public sealed interface InferredType {

  /** A type that exists, in its SQL spelling, e.g. {@code numeric(10,2)}. */
  record Named(String sql) implements InferredType {}

  /** A one-dimensional array; nested arrays become further dimensions of the same type. */
  record Array(InferredType element) implements InferredType {}

  /** A row of named fields. */
  record Composite(List<Field> fields) implements InferredType {}

  /** A field of a composite. */
  record Field(String name, InferredType type) {}
}
