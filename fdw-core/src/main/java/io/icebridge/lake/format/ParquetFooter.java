// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * The number of rows in a Parquet file, read from its footer without DuckDB: planning a query then
 * needs no running engine, and asks many files cheaply.
 *
 * <p>The footer is a struct in Thrift's compact protocol: 1 is the version, 2 the schema, 3 the
 * number of rows. So only its beginning is read.
 */
final class ParquetFooter {

  private static final int TAIL = 8;
  private static final int FIRST_READ = 16 << 10;
  private static final int NUMBER_OF_ROWS = 3;
  private static final int DEEPEST_NESTING = 8;

  private final byte[] bytes;
  private int position;

  private ParquetFooter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The number of rows, or -1 where the file has no footer that can be read. */
  static long rowCount(String path) {
    try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
      long size = file.length();
      if (size < TAIL) {
        return -1;
      }
      byte[] tail = new byte[TAIL];
      file.seek(size - TAIL);
      file.readFully(tail);
      long length =
          tail[0] & 0xffL
              | (tail[1] & 0xffL) << 8
              | (tail[2] & 0xffL) << 16
              | (tail[3] & 0xffL) << 24;
      boolean plain = "PAR1".equals(new String(tail, 4, 4, StandardCharsets.ISO_8859_1));
      if (!plain || length > size - TAIL) {
        return -1;
      }
      int part = (int) Math.min(length, FIRST_READ);
      while (true) {
        byte[] start = new byte[part];
        file.seek(size - TAIL - length);
        file.readFully(start);
        long rows = new ParquetFooter(start).rows();
        if (rows >= 0 || part == length) {
          return rows;
        }
        part = (int) Math.min(length, 8L * part);
      }
    } catch (IOException | IllegalArgumentException failure) {
      return -1;
    }
  }

  /** The field, or -1 where the bytes end before it or make no sense. */
  private long rows() {
    try {
      int field = 0;
      while (true) {
        int header = next();
        int type = header & 15;
        if (type == 0) {
          return -1;
        }
        int delta = header >> 4 & 15;
        field = delta == 0 ? (int) zigzag() : field + delta;
        if (field == NUMBER_OF_ROWS) {
          return type == 6 ? zigzag() : -1;
        }
        skip(type, 0);
      }
    } catch (IndexOutOfBoundsException end) {
      return -1;
    }
  }

  private void skip(int type, int depth) {
    if (depth > DEEPEST_NESTING) {
      throw new IndexOutOfBoundsException("nested too deep");
    }
    switch (type) {
      case 1:
      case 2:
        break;
      case 3:
        move(1);
        break;
      case 4:
      case 5:
      case 6:
        varint();
        break;
      case 7:
        move(8);
        break;
      case 8:
        move(varint());
        break;
      case 9:
      case 10:
        skipList(depth);
        break;
      case 12:
        skipStruct(depth);
        break;
      default:
        throw new IndexOutOfBoundsException("unknown type");
    }
  }

  private void skipList(int depth) {
    int header = next();
    long count = header >> 4 & 15;
    if (count == 15) {
      count = varint();
    }
    int type = header & 15;
    for (long i = 0; i < count; i++) {
      if (type == 1 || type == 2) {
        move(1);
      } else {
        skip(type, depth + 1);
      }
    }
  }

  private void skipStruct(int depth) {
    while (true) {
      int header = next();
      int type = header & 15;
      if (type == 0) {
        return;
      }
      if ((header >> 4 & 15) == 0) {
        varint();
      }
      skip(type, depth + 1);
    }
  }

  private int next() {
    return bytes[position++] & 0xff;
  }

  private void move(long count) {
    if (count < 0 || count > bytes.length - position) {
      throw new IndexOutOfBoundsException("past the end");
    }
    position += (int) count;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = next();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("number too long");
  }

  private long zigzag() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }
}
