// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import io.icebridge.bridge.spi.Alteration;
import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.Inspectable;
import io.icebridge.bridge.spi.ManagedTable;
import io.icebridge.bridge.spi.Procedures;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SqlState;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.TablePlace;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.bridge.spi.Writer;
import io.icebridge.bridge.spi.arrow.ArrowCursor;
import io.icebridge.bridge.spi.arrow.ArrowSchemas;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A version of a table with what the transaction did to it. Columns are of type bigint or text. */
final class LedgerTable implements ManagedTable, Explainable, Inspectable, Procedures {

  private static final int BATCH_ROWS = 1024;

  private final TableDefinition definition;
  private final LedgerWrapper wrapper;

  LedgerTable(TableDefinition definition, LedgerWrapper wrapper) {
    this.definition = definition;
    this.wrapper = wrapper;
  }

  @Override
  public Estimate estimate(ScanRequest request) {
    double rows = wrapper.rows(definition).size();
    return new Estimate(rows, -1, -1, 1, 0.01);
  }

  @Override
  public List<ExplainLine> explain(ScanRequest request, boolean verbose) {
    List<String> names = request.columns().stream().map(ColumnDefinition::name).toList();
    return List.of(new ExplainLine("Columns", String.join(", ", names)));
  }

  @Override
  public Cursor scan(ScanRequest request) {
    List<Field> fields = new ArrayList<>();
    for (ColumnDefinition column : request.columns()) {
      fields.add(ArrowSchemas.field(column.name(), column.type()));
    }
    Iterator<Row> rows = wrapper.rows(definition).values().iterator();
    return new ArrowCursor(
        fields.isEmpty() ? ArrowSchemas.of(List.of()) : new Schema(fields),
        batch -> fill(batch, rows, request.columns()));
  }

  private static boolean fill(
      VectorSchemaRoot batch, Iterator<Row> rows, List<ColumnDefinition> columns) {
    int count = 0;
    batch.allocateNew();
    for (; count < BATCH_ROWS && rows.hasNext(); count++) {
      Row row = rows.next();
      for (int i = 0; i < columns.size(); i++) {
        ColumnDefinition column = columns.get(i);
        String value =
            column.number() == ColumnDefinition.ROW_NUMBER
                ? Long.toString(row.number())
                : row.values().get(column.number());
        set(batch.getVector(i), count, value);
      }
    }
    batch.setRowCount(count);
    return count > 0;
  }

  private static void set(FieldVector vector, int place, String value) {
    if (value == null) {
      vector.setNull(place);
    } else if (vector instanceof BigIntVector numbers) {
      numbers.setSafe(place, Long.parseLong(value));
    } else {
      ((VarCharVector) vector).setSafe(place, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Any subject is answered with the rows and the columns' names. */
  @Override
  public String inspect(String subject) {
    return "{\"subject\":\"" + subject + "\",\"rows\":" + wrapper.rows(definition).size() + "}";
  }

  /** The one procedure there is removes a row by its number. */
  @Override
  public String call(String procedure, Map<String, String> arguments, Instant oldest) {
    if (!procedure.equals("remove")) {
      throw WrapperException.of(
          SqlState.INVALID_PARAMETER_VALUE, "there is no procedure \"" + procedure + "\"");
    }
    remove(wrapper.level(), Long.parseLong(arguments.get("number")));
    return "true";
  }

  @Override
  public List<ColumnDefinition> rowId() {
    return List.of(ColumnDefinition.rowNumber());
  }

  @Override
  public Writer insert(List<ColumnDefinition> columns) {
    int level = wrapper.level();
    return new LedgerWriter(
        (batch, row) -> insert(level, values(batch, row, columns, 0, Map.of())));
  }

  @Override
  public Writer update(List<ColumnDefinition> columns) {
    int level = wrapper.level();
    Map<Long, Row> before = wrapper.rows(definition);
    return new LedgerWriter(
        (batch, row) -> {
          long number = number(batch, row);
          remove(level, number);
          insert(level, values(batch, row, columns, 1, before.get(number).values()));
        });
  }

  @Override
  public Writer delete() {
    int level = wrapper.level();
    return new LedgerWriter((batch, row) -> remove(level, number(batch, row)));
  }

  @Override
  public void truncate() {
    for (Long number : wrapper.rows(definition).keySet()) {
      remove(wrapper.level(), number);
    }
  }

  /** A statement's changes belong to the savepoint below which it began. */
  private void insert(int level, Map<Integer, String> values) {
    wrapper.log(definition.oid()).insert(definition.pointer().command(), level, values);
  }

  private void remove(int level, long number) {
    wrapper.log(definition.oid()).remove(definition.pointer().command(), level, number);
  }

  @Override
  public void create(TablePlace place) {
    wrapper.log(definition.oid()).create(definition.pointer().command(), wrapper.level());
  }

  /** Values are kept by column number, so names may change, and dropped columns are not seen. */
  @Override
  public List<Integer> alter(Alteration before) {
    return List.copyOf(before.defaults().keySet());
  }

  /** The files stay: a real wrapper would remove them after the commit. */
  @Override
  public void drop() {
    wrapper.log(definition.oid()).drop(definition.pointer().command(), wrapper.level());
  }

  private static long number(VectorSchemaRoot batch, int row) {
    return ((BigIntVector) batch.getVector(0)).get(row);
  }

  /** The values of a row that is written, over those it had. */
  private static Map<Integer, String> values(
      VectorSchemaRoot batch,
      int row,
      List<ColumnDefinition> columns,
      int first,
      Map<Integer, String> before) {
    Map<Integer, String> values = new HashMap<>(before);
    for (int i = 0; i < columns.size(); i++) {
      FieldVector vector = batch.getVector(first + i);
      if (vector.isNull(row)) {
        values.remove(columns.get(i).number());
      } else {
        values.put(columns.get(i).number(), vector.getObject(row).toString());
      }
    }
    return values;
  }
}
