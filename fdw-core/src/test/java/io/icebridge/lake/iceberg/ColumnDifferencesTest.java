// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.ColumnChange;
import io.icebridge.bridge.spi.InferredColumn;
import io.icebridge.bridge.spi.InferredType;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;

class ColumnDifferencesTest {

  private static final Schema BEFORE =
      new Schema(
          NestedField.required(1, "a", Types.IntegerType.get()),
          NestedField.optional(2, "b", Types.StringType.get()),
          NestedField.optional(3, "c", Types.DecimalType.of(9, 2)));

  @Test
  void nothing() {
    assertThat(changes(BEFORE.columns().toArray(new NestedField[0]))).isEmpty();
  }

  @Test
  void aMovedColumnIsTheSame() {
    assertThat(changes(BEFORE.columns().get(2), BEFORE.columns().get(0), BEFORE.columns().get(1)))
        .isEmpty();
  }

  @Test
  void droppedAndItsNameUsedAgain() {
    assertThat(
            changes(
                BEFORE.columns().get(0),
                BEFORE.columns().get(2),
                NestedField.optional(4, "b", Types.LongType.get())))
        .containsExactly(
            new ColumnChange.Dropped("b"),
            new ColumnChange.Added(
                new InferredColumn("b", new InferredType.Named("bigint"), false, Map.of())));
  }

  @Test
  void anotherTypeAndNullability() {
    assertThat(
            changes(
                NestedField.optional(1, "a", Types.LongType.get()),
                BEFORE.columns().get(1),
                NestedField.optional(3, "c", Types.DecimalType.of(12, 2))))
        .containsExactly(
            new ColumnChange.Retyped("a", new InferredType.Named("bigint")),
            new ColumnChange.Nullability("a", false),
            new ColumnChange.Retyped("c", new InferredType.Named("numeric(12,2)")));
  }

  @Test
  void renamedInARow() {
    assertThat(
            changes(
                NestedField.required(1, "b", Types.IntegerType.get()),
                NestedField.optional(2, "c", Types.StringType.get()),
                NestedField.optional(3, "d", Types.DecimalType.of(9, 2))))
        .containsExactly(
            new ColumnChange.Renamed("c", "d"),
            new ColumnChange.Renamed("b", "c"),
            new ColumnChange.Renamed("a", "b"));
  }

  @Test
  void namesSwapped() {
    assertThat(
            changes(
                NestedField.required(1, "b", Types.IntegerType.get()),
                NestedField.optional(2, "a", Types.StringType.get()),
                BEFORE.columns().get(2)))
        .containsExactly(
            new ColumnChange.Renamed("b", "a_2"),
            new ColumnChange.Renamed("a", "b"),
            new ColumnChange.Renamed("a_2", "a"));
  }

  private static List<ColumnChange> changes(NestedField... after) {
    return ColumnDifferences.between(BEFORE, new Schema(after));
  }
}
