// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.Test;

class PackedFileTest {

  private static DataFile file(Metrics metrics) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath("/f.parquet")
        .withFileSizeInBytes(7)
        .withMetrics(metrics)
        .build();
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  @Test
  void allStatisticsAreThoseOfTheFile() {
    DataFile file =
        file(
            new Metrics(
                10L,
                Map.of(1000, 5L, 2, 6L),
                Map.of(2, 10L, 1, 10L, 1000, 10L),
                Map.of(1, 0L),
                Map.of(),
                Map.of(2, bytes(), 1, bytes(1, 2, 3), 1000, bytes(9)),
                Map.of(2, bytes(4))));
    DataFile packed = new PackedFile(file, new SharedIds());

    assertThat(packed.location()).isEqualTo(file.location());
    assertThat(packed.recordCount()).isEqualTo(10);
    assertThat(packed.columnSizes()).isEqualTo(file.columnSizes());
    assertThat(packed.valueCounts()).isEqualTo(file.valueCounts());
    assertThat(packed.nullValueCounts()).isEqualTo(file.nullValueCounts());
    assertThat(packed.nanValueCounts()).isEqualTo(file.nanValueCounts());
    assertThat(packed.lowerBounds()).isEqualTo(file.lowerBounds());
    assertThat(packed.upperBounds()).isEqualTo(file.upperBounds());
    assertThat(new HashMap<>(packed.lowerBounds())).isEqualTo(file.lowerBounds());
    assertThat(packed.valueCounts().get(3)).isNull();
    assertThat(packed.valueCounts()).doesNotContainKey(3).containsKey(1000);
  }

  @Test
  void statisticsThatAreMissingStayMissing() {
    DataFile packed = new PackedFile(file(new Metrics(1L)), new SharedIds());
    assertThat(packed.valueCounts()).isNull();
    assertThat(packed.lowerBounds()).isNull();
  }

  @Test
  void filesWithTheSameColumnsShareTheirIds() {
    SharedIds ids = new SharedIds();
    int[] first = ids.of(Map.of(3, 1L, 1, 1L));
    assertThat(first).containsExactly(1, 3);
    assertThat(ids.of(Map.of(1, 2L, 3, 2L))).isSameAs(first);
    assertThat(ids.of(Map.of(1, 2L, 4, 2L))).containsExactly(1, 4);
  }
}
