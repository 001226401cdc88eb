// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.keyvalue;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.Estimate;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Explainable;
import io.icebridge.bridge.spi.LimitPushdown;
import io.icebridge.bridge.spi.ParameterizedPaths;
import io.icebridge.bridge.spi.QualPushdown;
import io.icebridge.bridge.spi.QualSupport;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.SortKey;
import io.icebridge.bridge.spi.SortPushdown;
import io.icebridge.bridge.spi.TableDefinition;
import io.icebridge.bridge.spi.arrow.ArrowCursor;
import io.icebridge.bridge.spi.arrow.ArrowSchemas;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expressions;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A store as a table that can be read: looked up by key, read in the order of the keys. */
class KeyValueTable
    implements QualPushdown, SortPushdown, LimitPushdown, ParameterizedPaths, Explainable {

  private static final double LOOKUP_COST = 0.1;
  private static final double ROW_COST = 0.01;

  private final Store store;
  private final ColumnDefinition key;
  private final ColumnDefinition value;

  KeyValueTable(TableDefinition definition, Store store) {
    this.store = store;
    this.key = KeyValueOptions.keyColumn(definition);
    this.value = KeyValueOptions.valueColumn(definition);
  }

  final Store store() {
    return store;
  }

  final ColumnDefinition key() {
    return key;
  }

  final ColumnDefinition value() {
    return value;
  }

  @Override
  public QualSupport support(Expression qual) {
    KeyCondition condition = KeyCondition.of(qual, key.name());
    return condition == null ? QualSupport.NONE : condition.support();
  }

  @Override
  public String reason(Expression qual) {
    return support(qual) == QualSupport.NONE ? "not a condition a store can look up" : null;
  }

  /** No two rows have the same key, so nothing behind it can change their order. */
  @Override
  public int sortPrefix(List<SortKey> keys) {
    SortKey first = keys.get(0);
    return first.column().equals(key.name()) && first.collation().equals("C") ? keys.size() : 0;
  }

  @Override
  public boolean limit(ScanRequest request) {
    return true;
  }

  @Override
  public List<Lookup> lookups() {
    return List.of(new Lookup(List.of(key.name()), 1, LOOKUP_COST));
  }

  /** Parameters are not known yet, so only the number of looked-up keys can be told. */
  @Override
  public Estimate estimate(ScanRequest request) {
    double all = store.rows().size();
    boolean lookup =
        request.quals().stream()
            .map(qual -> KeyCondition.of(qual, key.name()))
            .anyMatch(KeyCondition::isLookup);
    return new Estimate(all, lookup ? 1 : -1, -1, lookup ? LOOKUP_COST : 1, ROW_COST);
  }

  @Override
  public List<ExplainLine> explain(ScanRequest request, boolean verbose) {
    List<ExplainLine> lines = new ArrayList<>();
    lines.add(new ExplainLine("Store", store.name()));
    lines.add(new ExplainLine("Keys", keys(request.quals())));
    if (!request.order().isEmpty()) {
      boolean descending = request.order().get(0).descending();
      lines.add(new ExplainLine("Order", descending ? "descending keys" : "ascending keys"));
    }
    if (request.limit() >= 0) {
      lines.add(new ExplainLine("Limit", Long.toString(request.limit())));
    }
    return lines;
  }

  private String keys(List<Expression> quals) {
    if (quals.isEmpty()) {
      return "all";
    }
    return quals.stream().anyMatch(Expressions::hasParameters)
        ? "by parameters"
        : KeyRange.of(quals, key.name()).toString();
  }

  @Override
  public Cursor scan(ScanRequest request) {
    List<Field> fields = new ArrayList<>();
    for (ColumnDefinition column : request.columns()) {
      fields.add(field(column));
    }
    KeyRange range = KeyRange.of(request.quals(), key.name());
    boolean descending = !request.order().isEmpty() && request.order().get(0).descending();
    return new ArrowCursor(
        fields.isEmpty() ? ArrowSchemas.of(List.of()) : new Schema(fields),
        new StoreBatches(
            store.values(),
            range.select(store.rows(), descending, request.limit()),
            request.columns().stream().map(key::equals).toList()));
  }

  /** Values leave in the type they came in; PostgreSQL converts to the column's where it can. */
  private Field field(ColumnDefinition column) {
    if (column.equals(key) || store.values() == null) {
      return ArrowSchemas.field(column.name(), column.type());
    }
    Field stored = store.values().getField();
    return new Field(column.name(), stored.getFieldType(), stored.getChildren());
  }
}
