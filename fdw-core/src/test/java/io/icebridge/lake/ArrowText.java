// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import com.sun.jna.Pointer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A value of an Arrow array as text, in the way psql would show it where that is simple. */
final class ArrowText {

  private ArrowText() {}

  static String format(Pointer schema) {
    StringBuilder format = new StringBuilder(schema.getPointer(0).getString(0, "UTF-8"));
    long children = schema.getLong(32);
    if (children > 0) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < children; i++) {
        parts.add(format(schema.getPointer(40).getPointer(8L * i)));
      }
      format.append('[').append(String.join(",", parts)).append(']');
    }
    if (schema.getPointer(48) != null) {
      format.append("<").append(format(schema.getPointer(48))).append(">");
    }
    return format.toString();
  }

  static String value(Pointer schema, Pointer array, long index) {
    long row = index + array.getLong(16);
    String format = schema.getPointer(0).getString(0, "UTF-8");
    if (format.equals("n")) {
      return null;
    }
    Pointer buffers = array.getPointer(40);
    Pointer validity = array.getLong(24) > 0 ? buffers.getPointer(0) : null;
    if (validity != null && (validity.getByte(row / 8) >> (row % 8) & 1) == 0) {
      return null;
    }
    if (schema.getPointer(48) != null) {
      long position = integer(format, buffers.getPointer(8), row).longValue();
      return value(schema.getPointer(48), array.getPointer(72), position);
    }
    if (format.startsWith("+")) {
      return nested(format, schema, array, buffers, row);
    }
    return scalar(format, buffers, row);
  }

  private static String nested(
      String format, Pointer schema, Pointer array, Pointer buffers, long row) {
    List<String> parts = new ArrayList<>();
    if (format.equals("+s")) {
      for (int i = 0; i < schema.getLong(32); i++) {
        parts.add(
            value(
                schema.getPointer(40).getPointer(8L * i),
                array.getPointer(48).getPointer(8L * i),
                row));
      }
      return "(" + join(parts) + ")";
    }
    long start;
    long end;
    if (format.startsWith("+w:")) {
      long size = Long.parseLong(format.substring(3));
      start = row * size;
      end = start + size;
    } else {
      boolean large = format.equals("+L");
      Pointer offsets = buffers.getPointer(8);
      start = large ? offsets.getLong(8 * row) : offsets.getInt(4 * row);
      end = large ? offsets.getLong(8 * (row + 1)) : offsets.getInt(4 * (row + 1));
    }
    for (long i = start; i < end; i++) {
      parts.add(value(schema.getPointer(40).getPointer(0), array.getPointer(48).getPointer(0), i));
    }
    return "{" + join(parts) + "}";
  }

  private static String join(List<String> parts) {
    List<String> shown = new ArrayList<>();
    for (String part : parts) {
      shown.add(part == null ? "NULL" : part);
    }
    return String.join(",", shown);
  }

  private static String scalar(String format, Pointer buffers, long row) {
    Pointer data = buffers.getPointer(8);
    switch (format) {
      case "b":
        return (data.getByte(row / 8) >> (row % 8) & 1) == 1 ? "t" : "f";
      case "f":
        return Float.toString(data.getFloat(4 * row));
      case "g":
        return Double.toString(data.getDouble(8 * row));
      case "u":
        return new String(bytes(buffers, row), StandardCharsets.UTF_8);
      case "z":
        return hex(bytes(buffers, row));
      case "vu":
        return new String(view(buffers, row), StandardCharsets.UTF_8);
      case "vz":
        return hex(view(buffers, row));
      case "tdD":
        return date(data.getInt(4 * row));
      case "ttu":
        return time(data.getLong(8 * row));
      case "tin":
        return data.getInt(16 * row)
            + " mons "
            + data.getInt(16 * row + 4)
            + " days "
            + data.getLong(16 * row + 8)
            + " ns";
      default:
        if (format.startsWith("tsu:")) {
          return timestamp(data.getLong(8 * row)) + (format.length() > 4 ? "+00" : "");
        }
        if (format.startsWith("d:")) {
          return decimal(format, data, row);
        }
        return integer(format, data, row).toString();
    }
  }

  private static BigInteger integer(String format, Pointer data, long row) {
    switch (format) {
      case "c":
        return BigInteger.valueOf(data.getByte(row));
      case "C":
        return BigInteger.valueOf(data.getByte(row) & 0xff);
      case "s":
        return BigInteger.valueOf(data.getShort(2 * row));
      case "S":
        return BigInteger.valueOf(data.getShort(2 * row) & 0xffff);
      case "i":
        return BigInteger.valueOf(data.getInt(4 * row));
      case "I":
        return BigInteger.valueOf(data.getInt(4 * row) & 0xffffffffL);
      case "l":
        return BigInteger.valueOf(data.getLong(8 * row));
      case "L":
        return new BigInteger(Long.toUnsignedString(data.getLong(8 * row)));
      default:
        throw new IllegalStateException("unknown Arrow format " + format);
    }
  }

  private static String decimal(String format, Pointer data, long row) {
    String[] parts = format.substring(2).split(",");
    int bytes = parts.length < 3 ? 16 : Integer.parseInt(parts[2]) / 8;
    byte[] number = data.getByteArray(bytes * row, bytes);
    for (int i = 0; i < bytes / 2; i++) {
      byte swapped = number[i];
      number[i] = number[bytes - 1 - i];
      number[bytes - 1 - i] = swapped;
    }
    return new BigDecimal(new BigInteger(number), Integer.parseInt(parts[1])).toPlainString();
  }

  private static byte[] bytes(Pointer buffers, long row) {
    int start = buffers.getPointer(8).getInt(4 * row);
    int end = buffers.getPointer(8).getInt(4 * (row + 1));
    return end == start ? new byte[0] : buffers.getPointer(16).getByteArray(start, end - start);
  }

  private static byte[] view(Pointer buffers, long row) {
    Pointer views = buffers.getPointer(8);
    int length = views.getInt(16 * row);
    if (length <= 12) {
      return views.getByteArray(16 * row + 4, length);
    }
    int buffer = views.getInt(16 * row + 8);
    int offset = views.getInt(16 * row + 12);
    return buffers.getPointer(16 + 8L * buffer).getByteArray(offset, length);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder("\\x");
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }

  private static String date(int days) {
    if (Math.abs((long) days) == Integer.MAX_VALUE) {
      return days > 0 ? "infinity" : "-infinity";
    }
    return LocalDate.ofEpochDay(days).toString();
  }

  private static String time(long micros) {
    return micros == 86_400_000_000L
        ? "24:00"
        : java.time.LocalTime.ofNanoOfDay(micros * 1000).toString();
  }

  private static String timestamp(long micros) {
    if (Math.abs(micros) == Long.MAX_VALUE) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    return LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1000,
            ZoneOffset.UTC)
        .toString();
  }
}
