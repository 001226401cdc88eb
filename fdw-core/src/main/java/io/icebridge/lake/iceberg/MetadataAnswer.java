// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.lake.table.MetadataAggregate;
import io.icebridge.lake.table.MetadataAggregate.Kind;
import io.icebridge.tx.LiveFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.AggregateEvaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Numbers of rows, and least and greatest values, as the files' metrics tell them. Iceberg
 * evaluates them; what is decided here is where they are exact.
 */
final class MetadataAnswer {

  private MetadataAnswer() {}

  /**
   * A query without a table that returns the aggregates; null where files have to be read.
   *
   * @param schema of the table as the statement sees it
   */
  static String sql(List<MetadataAggregate> aggregates, Schema schema, List<LiveFile> files) {
    long rows = RowCount.of(files);
    if (rows == RowCount.UNKNOWN) {
      return null;
    }
    boolean onlyRows = true;
    List<Types.NestedField> fields = new ArrayList<>(aggregates.size());
    for (MetadataAggregate aggregate : aggregates) {
      boolean ofRows = aggregate.kind() == Kind.ROWS;
      Types.NestedField field = ofRows ? null : ScanColumns.field(schema, aggregate.column());
      if (!ofRows && !isExact(aggregate.kind(), field.type())) {
        return null;
      }
      onlyRows &= ofRows;
      fields.add(field);
    }
    if (onlyRows) {
      return select(aggregates, fields, null, rows);
    }
    StructLike values = hasDeletes(files) ? null : evaluate(aggregates, fields, schema, files);
    return values == null ? null : select(aggregates, fields, values, rows);
  }

  /** Bounds of texts may be cut off, those of floats say nothing about NaN. */
  private static boolean isExact(Kind kind, Type type) {
    return switch (type.typeId()) {
      case INTEGER, LONG, DATE, TIME, TIMESTAMP, DECIMAL -> true;
      case STRUCT, LIST, MAP, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN -> false;
      default -> kind == Kind.VALUES;
    };
  }

  private static boolean hasDeletes(List<LiveFile> files) {
    for (LiveFile live : files) {
      if (!live.deletes().isEmpty() || live.removed() != null && live.removed().isNotEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static StructLike evaluate(
      List<MetadataAggregate> aggregates,
      List<Types.NestedField> fields,
      Schema schema,
      List<LiveFile> files) {
    List<Expression> expressions = new ArrayList<>(aggregates.size());
    for (int i = 0; i < aggregates.size(); i++) {
      String name = fields.get(i) == null ? null : schema.findColumnName(fields.get(i).fieldId());
      expressions.add(
          switch (aggregates.get(i).kind()) {
            case ROWS -> Expressions.countStar();
            case VALUES -> Expressions.count(name);
            case MIN -> Expressions.min(name);
            case MAX -> Expressions.max(name);
          });
    }
    AggregateEvaluator evaluator = AggregateEvaluator.create(schema, expressions);
    for (LiveFile live : files) {
      evaluator.update(live.file());
    }
    return evaluator.allAggregatorsValid() ? evaluator.result() : null;
  }

  private static String select(
      List<MetadataAggregate> aggregates,
      List<Types.NestedField> fields,
      StructLike values,
      long rows) {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = 0; i < fields.size(); i++) {
      Types.NestedField field = fields.get(i);
      sql.append(i == 0 ? "" : ", ").append("CAST(");
      Kind kind = aggregates.get(i).kind();
      if (kind == Kind.ROWS) {
        sql.append(rows).append(" AS BIGINT");
      } else if (kind == Kind.VALUES) {
        sql.append(values.get(i, Long.class)).append(" AS BIGINT");
      } else {
        sql.append(ConstantSql.literal(field.type(), values.get(i, Object.class)));
        sql.append(" AS ").append(TypeMapping.duckDB(field.name(), field.type()));
      }
      sql.append(')');
    }
    return sql.toString();
  }
}
