// SPDX-License-Identifier: Apache-2.0
package org.xerial.snappy;

import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;

/**
 * The functions of snappy-java that Avro's codec calls, by the pure Java library Iceberg brings.
 *
 * <p>So manifests that other engines have compressed with Snappy can be read. And Avro asks for
 * this class whenever it is initialised: were it missing, every new backend would look for it in
 * every jar, since the archive of classes cannot tell what is not there.
 */
public final class Snappy {

  private Snappy() {}

  /** Avro calls this to find out whether there is a Snappy at all. */
  public static String getNativeLibraryVersion() {
    return "none";
  }

  /** The most bytes that so many may become. */
  public static int maxCompressedLength(int length) {
    return new SnappyCompressor().maxCompressedLength(length);
  }

  /** Returns how many bytes were written. */
  public static int compress(
      byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset) {
    return new SnappyCompressor()
        .compress(
            input, inputOffset, inputLength, output, outputOffset, output.length - outputOffset);
  }

  /** How many bytes a block will become; {@code length} is the block's and not needed. */
  public static int uncompressedLength(byte[] input, int offset, int length) {
    return SnappyDecompressor.getUncompressedLength(input, offset);
  }

  /** Returns how many bytes were written. */
  public static int uncompress(
      byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset) {
    return new SnappyDecompressor()
        .decompress(
            input, inputOffset, inputLength, output, outputOffset, output.length - outputOffset);
  }
}
