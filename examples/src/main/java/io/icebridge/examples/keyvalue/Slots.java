// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Copies single values between vectors of the same type. Arrow's own {@code copyFromSafe} does not
 * know every type inside of lists.
 */
final class Slots {

  private Slots() {}

  /** Copies the value at one index to another, which must be behind all that were written. */
  static void copy(FieldVector from, int fromIndex, FieldVector to, int toIndex) {
    if (from instanceof ListVector list) {
      copyList(list, fromIndex, (ListVector) to, toIndex);
    } else if (from instanceof StructVector struct) {
      copyStruct(struct, fromIndex, (StructVector) to, toIndex);
    } else {
      to.copyFromSafe(fromIndex, toIndex, from);
    }
  }

  private static void copyList(ListVector from, int fromIndex, ListVector to, int toIndex) {
    if (from.isNull(fromIndex)) {
      to.setNull(toIndex);
      return;
    }
    int start = from.getElementStartIndex(fromIndex);
    int length = from.getElementEndIndex(fromIndex) - start;
    int target = to.startNewValue(toIndex);
    for (int i = 0; i < length; i++) {
      copy(from.getDataVector(), start + i, to.getDataVector(), target + i);
    }
    to.endValue(toIndex, length);
  }

  private static void copyStruct(StructVector from, int fromIndex, StructVector to, int toIndex) {
    if (from.isNull(fromIndex)) {
      to.setNull(toIndex);
      return;
    }
    to.setIndexDefined(toIndex);
    for (int i = 0; i < from.size(); i++) {
      copy(
          (FieldVector) from.getVectorById(i),
          fromIndex,
          (FieldVector) to.getVectorById(i),
          toIndex);
    }
  }
}
