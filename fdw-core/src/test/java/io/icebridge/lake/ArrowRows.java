// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.icebridge.bridge.spi.Cursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives an {@code ArrowArrayStream} as the native side does, and shows its values as text. Written
 * on the bare structs, so that the exact formats are seen.
 */
public final class ArrowRows {

  private static final int SCHEMA_BYTES = 72;
  private static final int ARRAY_BYTES = 80;

  private final List<String> formats = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private long rowCount;
  private int batches;
  private int mostBatches = Integer.MAX_VALUE;
  private String error;

  private ArrowRows() {}

  /** Reads everything, releases the stream, closes the cursor; fails as the statement would. */
  public static ArrowRows read(Cursor cursor) {
    return read(cursor, true);
  }

  /** Only counts the rows. */
  public static ArrowRows count(Cursor cursor) {
    return read(cursor, false);
  }

  /** Gives up after the first batch. */
  public static ArrowRows begin(Cursor cursor) {
    ArrowRows rows = new ArrowRows();
    rows.mostBatches = 1;
    return read(cursor, true, rows);
  }

  private static ArrowRows read(Cursor cursor, boolean values) {
    return read(cursor, values, new ArrowRows());
  }

  private static ArrowRows read(Cursor cursor, boolean values, ArrowRows rows) {
    RuntimeException failure = null;
    try (cursor) {
      Pointer stream = new Pointer(cursor.arrowStream());
      try {
        rows.drain(stream, values);
        if (rows.error != null) {
          failure = cursor.failure(rows.error);
        }
      } finally {
        Function.getFunction(stream.getPointer(24)).invokeVoid(new Object[] {stream});
      }
    }
    if (failure != null) {
      throw failure;
    }
    return rows;
  }

  private void drain(Pointer stream, boolean values) {
    Memory schema = new Memory(SCHEMA_BYTES);
    if (call(stream, 0, schema) != 0) {
      error = lastError(stream);
      return;
    }
    try {
      Pointer children = schema.getPointer(40);
      for (int i = 0; i < schema.getLong(32); i++) {
        formats.add(ArrowText.format(children.getPointer(8L * i)));
        names.add(children.getPointer(8L * i).getPointer(8).getString(0, "UTF-8"));
      }
      drainArrays(stream, schema, values);
    } finally {
      Function.getFunction(schema.getPointer(56)).invokeVoid(new Object[] {schema});
    }
  }

  private void drainArrays(Pointer stream, Pointer schema, boolean values) {
    while (batches < mostBatches) {
      Memory array = new Memory(ARRAY_BYTES);
      if (call(stream, 8, array) != 0) {
        error = lastError(stream);
        return;
      }
      Pointer release = array.getPointer(64);
      if (release == null) {
        return;
      }
      batches++;
      rowCount += array.getLong(0);
      for (long row = 0; values && row < array.getLong(0); row++) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
          texts.add(
              ArrowText.value(
                  schema.getPointer(40).getPointer(8L * i),
                  array.getPointer(48).getPointer(8L * i),
                  row));
        }
        rows.add(texts);
      }
      Function.getFunction(release).invokeVoid(new Object[] {array});
    }
  }

  private static int call(Pointer stream, long offset, Memory out) {
    return Function.getFunction(stream.getPointer(offset)).invokeInt(new Object[] {stream, out});
  }

  private static String lastError(Pointer stream) {
    Pointer text =
        (Pointer)
            Function.getFunction(stream.getPointer(16))
                .invoke(Pointer.class, new Object[] {stream});
    return text == null ? "no error text" : text.getString(0, "UTF-8");
  }

  /** The format of each column, with those of its children in brackets. */
  public List<String> formats() {
    return formats;
  }

  public List<String> names() {
    return names;
  }

  public List<List<String>> rows() {
    return rows;
  }

  /** The only value. */
  public String value() {
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new IllegalStateException("not one value: " + rows);
    }
    return rows.get(0).get(0);
  }

  /** The values of the first column. */
  public List<String> firstColumn() {
    List<String> values = new ArrayList<>();
    for (List<String> row : rows) {
      values.add(row.get(0));
    }
    return values;
  }

  public long rowCount() {
    return rowCount;
  }

  public int batches() {
    return batches;
  }
}
