// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Reads an {@code ArrowArrayStream} as C would, and throws its rows away. */
final class ReadStream {

  // Offsets of the functions in the structs of the Arrow C data interface.
  private static final long GET_NEXT = 8;
  private static final long RELEASE_STREAM = 24;
  private static final long RELEASE_ARRAY = 64;
  private static final long ARRAY_SIZE = 80;

  private ReadStream() {}

  /**
   * Reads a stream to its end and releases it.
   *
   * @param address of the stream
   * @return whether it ended without an error
   */
  static boolean toItsEnd(long address) {
    Pointer stream = new Pointer(address);
    try (Memory array = new Memory(ARRAY_SIZE)) {
      int error;
      while ((error = function(stream, GET_NEXT).invokeInt(new Object[] {stream, array})) == 0
          && array.getPointer(RELEASE_ARRAY) != null) {
        function(array, RELEASE_ARRAY).invokeVoid(new Object[] {array});
      }
      return error == 0;
    } finally {
      function(stream, RELEASE_STREAM).invokeVoid(new Object[] {stream});
    }
  }

  private static Function function(Pointer struct, long offset) {
    return Function.getFunction(struct.getPointer(offset));
  }
}
