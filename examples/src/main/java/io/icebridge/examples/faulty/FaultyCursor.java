// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.faulty;

import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.arrow.ArrowCursor;
import io.icebridge.bridge.spi.arrow.BatchSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Numbers, one to a batch, in columns that may not be those asked for. */
final class FaultyCursor implements Cursor {

  private final Faults faults;
  private final String shape;
  private final ArrowCursor cursor;

  FaultyCursor(ScanRequest request, Faults faults, int rows, String shape) {
    this.faults = faults;
    this.shape = shape;
    this.cursor = new ArrowCursor(schema(request), new Numbers(rows));
  }

  private Schema schema(ScanRequest request) {
    List<Field> fields = new ArrayList<>();
    ArrowType number = new ArrowType.Int(Integer.SIZE, true);
    int columns =
        switch (shape) {
          case "too many columns" -> request.columns().size() + 2;
          case "too few columns" -> request.columns().size() - 1;
          default -> request.columns().size();
        };
    for (int i = 0; i < columns; i++) {
      fields.add(
          Field.nullable("c" + i, shape.equals("wrong type") ? ArrowType.Binary.INSTANCE : number));
    }
    return new Schema(fields);
  }

  @Override
  public long arrowStream() {
    faults.at("arrowStream");
    return shape.equals("no stream") ? 0 : cursor.arrowStream();
  }

  @Override
  public List<ExplainLine> statistics() {
    faults.at("statistics");
    return List.of();
  }

  @Override
  public RuntimeException failure(String message) {
    faults.at("failure");
    return cursor.failure(message);
  }

  @Override
  public void close() {
    cursor.close();
    faults.at("closeCursor");
  }

  private final class Numbers implements BatchSource {

    private final int rows;
    private int row;

    Numbers(int rows) {
      this.rows = rows;
    }

    @Override
    public boolean next(VectorSchemaRoot batch) {
      faults.at("firstBatch");
      if (row == 2) {
        faults.at("thirdBatch");
      }
      if (row == rows) {
        return false;
      }
      row++;
      batch.allocateNew();
      for (FieldVector vector : batch.getFieldVectors()) {
        if (vector instanceof IntVector numbers) {
          numbers.setSafe(0, row);
        }
      }
      batch.setRowCount(1);
      return true;
    }

    @Override
    public void close() {
      faults.at("closeSource");
    }
  }
}
