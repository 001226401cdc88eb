// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.tree;

import java.util.List;

/**
 * Several values that stand in one field without parentheses: the bytes of a datum ({@code 4 [ 1 0
 * 0 0 ]}) or, before PostgreSQL 16, an array of numbers.
 */
public record TokenRun(List<TreeValue> values) implements TreeValue {

  public TokenRun {
    values = List.copyOf(values);
  }
}
