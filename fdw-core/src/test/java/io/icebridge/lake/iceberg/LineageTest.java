// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.ColumnDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {

  private static final List<ColumnDefinition> COLUMNS =
      WrittenTable.columns("id bigint", "name text");

  private static final List<ColumnDefinition> NAME = WrittenTable.columns("name text");

  /** The value, the row's id, and the sequence number of its last change. */
  private static final String LINEAGE = "f1 || f2, f2147483540, f2147483539";

  @TempDir Path folder;
  private WrittenTable table;

  private void make(String second, int formatVersion) {
    Schema schema =
        new Schema(
            optional(1, "id", Types.LongType.get()), optional(2, second, Types.StringType.get()));
    table =
        new WrittenTable(folder, schema, Map.of("format-version", String.valueOf(formatVersion)));
  }

  @AfterEach
  void drop() {
    table.close();
  }

  private void insert(int from, int to) {
    table.insert(COLUMNS, "SELECT i, 'a' FROM range(" + from + ", " + to + ") r(i)");
  }

  @Test
  void insertedRowsInheritTheirs() {
    make("name", 3);
    insert(0, 3);
    table.commit();
    insert(3, 5);
    table.commit();
    assertThat(table.rows(LINEAGE, "true"))
        .containsExactly("0a|0|1", "1a|1|1", "2a|2|1", "3a|3|2", "4a|4|2");
    assertThat(inFile()).isZero();
  }

  @Test
  void updatedRowsKeepTheirIds() {
    make("name", 3);
    insert(0, 10);
    table.commit();
    table.update(NAME, "'b'", "f1 IN (2, 5)");
    table.commit();
    assertThat(table.rows(LINEAGE, "f1 IN (1, 2, 5, 6)"))
        .containsExactly("1a|1|1", "2b|2|2", "5b|5|2", "6a|6|1");
    table.update(COLUMNS, "50, 'c'", "f1 = 5");
    table.commit();
    assertThat(table.rows(LINEAGE, "f1 IN (2, 50)")).containsExactly("2b|2|2", "50c|5|3");
  }

  @Test
  void rowsOfRewrittenFilesKeepIdsAndSequenceNumbers() {
    make("name", 3);
    insert(0, 10);
    table.commit();
    String first = files().get(0);
    table.update(NAME, "'b'", "f1 >= 8");
    table.commit();
    assertThat(files()).contains(first).hasSize(2);
    table.delete("f1 < 6");
    table.commit();
    assertThat(files()).doesNotContain(first);
    assertThat(table.rows(LINEAGE, "true")).containsExactly("6a|6|1", "7a|7|1", "8b|8|2", "9b|9|2");
    table.delete("f1 = 8");
    table.commit();
    assertThat(table.rows(LINEAGE, "true")).containsExactly("6a|6|1", "7a|7|1", "9b|9|2");
  }

  @Test
  void rowsOfThisTransactionGetTheirsAtTheCommit() {
    make("name", 3);
    insert(0, 4);
    table.commit();
    insert(4, 8);
    table.update(NAME, "'b'", "f1 IN (1, 5)");
    table.update(NAME, "'c'", "f1 IN (1, 6)");
    table.commit();
    assertThat(table.rows("f1 || f2, f2147483540", "f1 < 4"))
        .containsExactly("0a|0", "1c|1", "2a|2", "3a|3");
    assertThat(table.rows("f2147483540", "true")).doesNotHaveDuplicates().hasSize(8);
    assertThat(table.rows("f2147483539", "f1 >= 4")).containsOnly("2");
  }

  @Test
  void formatTwoHasNone() {
    make("name", 2);
    insert(0, 10);
    table.commit();
    table.update(NAME, "'b'", "f1 = 1");
    table.commit();
    assertThat(inFile()).isZero();
  }

  @Test
  void aColumnOfThatNameIsTheTablesOwn() {
    make("_row_id", 3);
    table.insert(
        WrittenTable.columns("id bigint", "_row_id text"), "SELECT i, 'a' FROM range(10) r(i)");
    table.commit();
    table.update(WrittenTable.columns("_row_id text"), "'b'", "f1 = 1");
    table.commit();
    assertThat(table.rows("f1 || f2", "f1 < 2")).containsExactly("0a", "1b");
  }

  private List<String> files() {
    return table.dataFiles().stream().map(file -> file.location()).toList();
  }

  /** How many columns of lineage the files have. */
  private long inFile() {
    long[] found = new long[1];
    try (var connection = table.engine.acquire()) {
      connection.longs(
          "SELECT count(*) FROM parquet_schema('"
              + folder.resolve("t/data/*.parquet")
              + "') WHERE field_id IN (2147483540, 2147483539)",
          counts -> found[0] = counts[0]);
    }
    return found[0];
  }
}
