// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultValueTest {

  private static Object value(String text, Type type) {
    Literal<?> literal = DefaultValue.of(text, type);
    return literal == null ? null : literal.value();
  }

  @Test
  void textFormsOfPostgres() {
    assertThat(value("t", Types.BooleanType.get())).isEqualTo(true);
    assertThat(value("-7", Types.IntegerType.get())).isEqualTo(-7);
    assertThat(value("1.5", Types.DecimalType.of(9, 2))).isEqualTo(new BigDecimal("1.50"));
    assertThat(value("1970-01-02", Types.DateType.get())).isEqualTo(1);
    assertThat(value("00:00:01.5", Types.TimeType.get())).isEqualTo(1_500_000L);
    assertThat(value("1970-01-01 00:00:01", Types.TimestampType.withoutZone()))
        .isEqualTo(1_000_000L);
    assertThat(value("1970-01-01 00:00:01.5+00", Types.TimestampType.withZone()))
        .isEqualTo(1_500_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinity", "0044-03-15 BC", "12026-01-31"})
  void datesThatIcebergDoesNotWrite(String text) {
    assertThat(value(text, Types.DateType.get())).isNull();
  }

  @Test
  void numbersThatJsonDoesNotHave() {
    assertThat(value("NaN", Types.DoubleType.get())).isNull();
    assertThat(value("-Infinity", Types.FloatType.get())).isNull();
    assertThat(value("123.45", Types.DecimalType.of(4, 2))).isNull();
  }

  @Test
  void nestedTypesHaveNone() {
    assertThat(value("{1}", Types.ListType.ofOptional(1, Types.IntegerType.get()))).isNull();
  }
}
