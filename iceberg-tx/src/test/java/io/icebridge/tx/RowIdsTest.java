// SPDX-License-Identifier: Apache-2.0
package io.icebridge.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.junit.jupiter.api.Test;

class RowIdsTest {

  private final RowIds ids = new RowIds();

  private static DataFile file(String name, long records) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(name)
        .withFormat("parquet")
        .withFileSizeInBytes(1)
        .withRecordCount(records)
        .build();
  }

  @Test
  void rowsAreNumberedOnAndFoundAgain() {
    assertThat(ids.base(file("a", 10))).isZero();
    assertThat(ids.base(file("empty", 0))).isEqualTo(10);
    assertThat(ids.base(file("b", 5))).isEqualTo(10);
    assertThat(ids.base(file("a", 10))).isZero();
    assertThat(ids.file(9)).isEqualTo("a");
    assertThat(ids.file(10)).isEqualTo("b");
    assertThat(ids.position(10)).isZero();
    assertThat(ids.file(14)).isEqualTo("b");
    assertThat(ids.position(14)).isEqualTo(4);
    assertThatThrownBy(() -> ids.file(15)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ids.file(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyFilesAreCollected() {
    for (int i = 0; i < 100; i++) {
      ids.base(file("f" + i, i));
    }
    long all = 99 * 100 / 2;
    long[] every = new long[(int) all];
    for (int i = 0; i < all; i++) {
      every[i] = all - 1 - i;
    }
    Map<String, PositionDeleteIndex> found = new HashMap<>();
    ids.collect(every, every.length, found);
    assertThat(found).hasSize(99);
    for (int i = 1; i < 100; i++) {
      List<Long> positions = new ArrayList<>();
      found.get("f" + i).forEach(positions::add);
      assertThat(positions).hasSize(i).startsWith(0L).endsWith((long) i - 1);
    }
  }

  @Test
  void idsHave48Bits() {
    ids.base(file("a", (1L << 48) - 1));
    assertThat(ids.base(file("b", 1))).isEqualTo((1L << 48) - 1);
    assertThatThrownBy(() -> ids.base(file("c", 1))).isInstanceOf(IllegalStateException.class);
  }
}
