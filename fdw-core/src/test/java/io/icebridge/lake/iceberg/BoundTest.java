// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class BoundTest {

  private static final Type FLOAT = Types.FloatType.get();
  private static final Type DOUBLE = Types.DoubleType.get();

  @Test
  void infinitiesAsDuckDBSpellsThem() {
    assertThat(value(DOUBLE, lower(DOUBLE, "-inf"))).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(value(DOUBLE, upper(DOUBLE, "inf"))).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(value(FLOAT, lower(FLOAT, "-inf"))).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(value(FLOAT, upper(FLOAT, "inf"))).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void notANumberIsNoBound() {
    assertThat(upper(DOUBLE, "nan")).isNull();
    assertThat(lower(FLOAT, "nan")).isNull();
  }

  @Test
  void zerosIncludeEachOther() {
    assertThat(value(DOUBLE, lower(DOUBLE, "0.0"))).isEqualTo(-0.0);
    assertThat(value(FLOAT, upper(FLOAT, "-0.0"))).isEqualTo(0.0f);
  }

  private static ByteBuffer lower(Type type, String text) {
    return Bound.lower(type, text, MetricsModes.Full.get());
  }

  private static ByteBuffer upper(Type type, String text) {
    return Bound.upper(type, text, MetricsModes.Full.get());
  }

  private static Object value(Type type, ByteBuffer bound) {
    return Conversions.fromByteBuffer(type, bound);
  }
}
