// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.lake.ArrowRows;
import io.icebridge.lake.TestTables;
import io.icebridge.lake.TestTypes;
import io.icebridge.tx.Positions;
import io.icebridge.tx.RowIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletes of all kinds, and row ids. */
class IcebergDeletesTest {

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.IntegerType.get()),
          Types.NestedField.optional(2, "part", Types.StringType.get()));

  private static final String IDS = "{id: 1, part: 2}";

  @TempDir Path folder;

  private static String rowsFrom(int first, int last, String part) {
    return "SELECT i::INTEGER AS id, "
        + part
        + " AS part FROM range("
        + first
        + ", "
        + last
        + ") t(i)";
  }

  private static String positions(DataFile file, String... positions) {
    return "SELECT '"
        + file.location()
        + "' AS file_path, unnest(["
        + String.join(", ", positions)
        + "])::BIGINT AS pos";
  }

  @Test
  void positionDeletes() {
    IcebergFolder table = IcebergFolder.of(folder, 2, SCHEMA);
    DataFile first = table.data(rowsFrom(0, 5, "'a'"), IDS);
    DataFile second = table.data(rowsFrom(5, 10, "'b'"), IDS);
    DataFile third = table.data(rowsFrom(10, 12, "'c'"), IDS);
    table.append(first, second, third);
    table.delete(
        table.positionDeletes(
            positions(first, "0", "4") + " UNION ALL " + positions(second, "2"), ""));
    table.delete(table.positionDeletes(positions(first, "1"), ""));

    assertThat(table.rows("id integer")).containsExactly("10", "11", "2", "3", "5", "6", "8", "9");
    assertThat(count(table)).isEqualTo("8");
  }

  @Test
  void deletionVectors() throws IOException {
    IcebergFolder table = IcebergFolder.of(folder, 3, SCHEMA);
    DataFile first = table.data(rowsFrom(0, 5, "'a'"), IDS);
    DataFile second = table.data(rowsFrom(5, 20_000, "'b'"), IDS);
    DataFile third = table.data(rowsFrom(20_000, 20_002, "'c'"), IDS);
    table.append(first, second, third);
    deleteVectors(table, first, 0, 3);
    deleteVectors(table, second, 0, 7, 19_000, 19_994);

    assertThat(count(table)).isEqualTo("19996");
    assertThat(countWhereRead(table)).isEqualTo(19_996);
    assertThat(table.rows("id integer"))
        .doesNotContain("0", "3", "5", "12", "19005", "19999")
        .contains("1", "2", "4", "6", "19998", "20001");
  }

  private static void deleteVectors(IcebergFolder table, DataFile file, long... positions)
      throws IOException {
    OutputFileFactory files =
        OutputFileFactory.builderFor(table.table(), 1, 1)
            .format(org.apache.iceberg.FileFormat.PUFFIN)
            .build();
    BaseDVFileWriter writer = new BaseDVFileWriter(files, path -> null);
    try (writer) {
      for (long position : positions) {
        writer.delete(file.location(), position, table.table().spec(), file.partition());
      }
    }
    writer.result().deleteFiles().forEach(table::delete);
  }

  @Test
  void equalityDeletesApplyToOlderFilesOnly() {
    IcebergFolder table = IcebergFolder.of(folder, 2, SCHEMA);
    table.append(table.data(rowsFrom(0, 5, "CASE WHEN i <> 2 THEN 'p' || i END"), IDS));
    table.delete(table.equalityDeletes("SELECT unnest([1, 3])::INTEGER AS id", "{id: 1}", "", 1));
    table.append(table.data(rowsFrom(1, 2, "'again'"), IDS));
    table.delete(
        table.equalityDeletes(
            "SELECT 2::INTEGER AS id, NULL::VARCHAR AS part UNION ALL SELECT 0, 'other'",
            IDS,
            "",
            1,
            2));
    table.append(table.data("SELECT 2::INTEGER AS id, NULL::VARCHAR AS part", IDS));

    assertThat(table.rows("id integer", "part text"))
        .containsExactly("0, p0", "1, again", "2, null", "4, p4");
    assertThat(count(table)).isEqualTo("4");
  }

  @Test
  void equalityDeletesByAColumnThatIsGone() {
    IcebergFolder table = IcebergFolder.of(folder, 2, SCHEMA);
    table.append(table.data(rowsFrom(0, 3, "'p' || i"), IDS));
    table.delete(table.equalityDeletes("SELECT 'p1' AS part", "{part: 2}", "", 2));
    table.table().updateSchema().deleteColumn("part").commit();
    table.table().updateSchema().renameColumn("id", "part").commit();

    assertThat(table.rows("part integer")).containsExactly("0", "2");
  }

  @Test
  void equalityDeletesOfAPartition() {
    PartitionSpec spec = PartitionSpec.builderFor(SCHEMA).identity("part").build();
    IcebergFolder table = new IcebergFolder(folder, SCHEMA, spec, Map.of());
    for (String part : List.of("a", "b")) {
      table.append(
          table.data(
              "SELECT unnest([1, 2])::INTEGER AS id", "{id: 1}", "part=" + part, Map.of(1, 2L)));
    }
    table.delete(
        table.equalityDeletes("SELECT 1::INTEGER AS id", "{id: 1}", "part=a", 1),
        table.equalityDeletes(
            "SELECT 2::INTEGER AS id, 'b' AS part", "{id: 1, part: 2}", "part=b", 1, 2));

    assertThat(table.rows("part text", "id integer")).containsExactly("a, 2", "b, 1");
  }

  @Test
  void rowsRemovedByTheTransaction() {
    IcebergFolder table = IcebergFolder.of(folder, 2, SCHEMA);
    DataFile first = table.data(rowsFrom(0, 5, "'a'"), IDS);
    DataFile second = table.data(rowsFrom(5, 10, "'b'"), IDS);
    table.append(first, second);
    table.delete(table.positionDeletes(positions(second, "0"), ""));
    table.tables().begin();
    PositionDeleteIndex gone = positions(1, 2);
    PositionDeleteIndex alsoGone = positions(0, 4);
    table
        .tables()
        .change(1, table.metadataLocation(), 3)
        .removePositions(Map.of(first.location(), gone, second.location(), alsoGone));

    IcebergTable before =
        table.open(() -> table.tables().view(1, table.metadataLocation(), 3), "id integer");
    assertThat(IcebergFolder.rows(before, "id integer")).hasSize(9);
    IcebergTable after =
        table.open(() -> table.tables().view(1, table.metadataLocation(), 4), "id integer");
    assertThat(IcebergFolder.rows(after, "id integer"))
        .containsExactly("0", "3", "4", "6", "7", "8");
    table.tables().rollback();
  }

  private static PositionDeleteIndex positions(long... positions) {
    PositionDeleteIndex index = Positions.empty();
    for (long position : positions) {
      index.delete(position);
    }
    return index;
  }

  @Test
  void rowIdsNameFileAndPosition() {
    IcebergFolder table = IcebergFolder.of(folder, 2, SCHEMA);
    DataFile first = table.data(rowsFrom(0, 5, "'a'"), IDS);
    DataFile second = table.data(rowsFrom(5, 10, "'b'"), IDS);
    DataFile third = table.data(rowsFrom(10, 13, "'c'"), IDS);
    table.append(first, second, third);
    table.delete(table.positionDeletes(positions(second, "0", "2"), ""));

    ColumnDefinition ctid =
        new ColumnDefinition("ctid", -1, TestTypes.type("bigint"), false, Map.of());
    ColumnDefinition id = TestTables.columns("id integer").get(0);
    List<List<String>> rows =
        ArrowRows.read(
                table
                    .open("id integer")
                    .scan(new ScanRequest(List.of(id, ctid), List.of(), List.of(), -1, 0, false)))
            .rows();
    assertThat(rows).hasSize(11);
    RowIds rowIds = table.tables().rowIds(1);
    for (List<String> row : rows) {
      int value = Integer.parseInt(row.get(0));
      long rowId = Long.parseLong(row.get(1));
      DataFile file = value < 5 ? first : value < 10 ? second : third;
      assertThat(rowIds.file(rowId)).isEqualTo(file.location());
      assertThat(rowIds.position(rowId)).isEqualTo(value % 5);
    }
  }

  @Test
  void fewFilesAreReadForFewRows() {
    IcebergFolder table = IcebergFolder.of(folder, 2, SCHEMA);
    DataFile first = table.data(rowsFrom(0, 5, "'a'"), IDS);
    DataFile second = table.data(rowsFrom(5, 10, "'b'"), IDS);
    DataFile third = table.data(rowsFrom(10, 13, "'c'"), IDS);
    table.append(first, second, third);
    assertThat(filesFor(table, 5)).isEqualTo(1);
    assertThat(filesFor(table, 6)).isEqualTo(2);
    assertThat(filesFor(table, 0)).isEqualTo(1);
    assertThat(filesFor(table, 100)).isEqualTo(3);

    // Which rows of that file are left only reading tells.
    table.delete(table.positionDeletes(positions(first, "0", "1", "2", "3", "4"), ""));
    assertThat(filesFor(table, 1)).isEqualTo(3);
  }

  private static int filesFor(IcebergFolder table, long limit) {
    ScanRequest request =
        new ScanRequest(TestTables.columns("id integer"), List.of(), List.of(), limit, 0, false);
    return table.open("id integer").query(request, false).files().size();
  }

  /** What count(*) answers. */
  private static String count(IcebergFolder table) {
    ScanRequest request = new ScanRequest(List.of(), List.of(), List.of(), -1, 0, true, false);
    return ArrowRows.read(table.open("id integer").scan(request)).rows().get(0).get(0);
  }

  private static int countWhereRead(IcebergFolder table) {
    return table.rows("id integer").size();
  }
}
