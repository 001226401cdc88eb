// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of any writer, after any change of the schema. */
class IcebergScanTest {

  private static final Schema PLAIN =
      new Schema(
          Types.NestedField.optional(1, "id", Types.IntegerType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));

  private static final String PLAIN_ROW = "SELECT 1::INTEGER AS id, 'one' AS name";
  private static final String PLAIN_IDS = "{id: 1, name: 2}";

  @TempDir Path folder;

  @Test
  void filesWithTheColumnsOfTheTableAreReadByName() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table.append(table.data(PLAIN_ROW, PLAIN_IDS));

    assertThat(table.rows("id integer", "name text")).containsExactly("1, one");
    assertThat(table.sql("id integer", "name text")).doesNotContain("schema =");
  }

  @Test
  void renamesAndDropsAndColumnsAddedUnderAnOldName() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table.append(table.data(PLAIN_ROW, PLAIN_IDS));
    table.table().updateSchema().renameColumn("name", "title").commit();
    table.append(table.data("SELECT 2::INTEGER AS id, 'two' AS title", "{id: 1, title: 2}"));
    assertThat(table.rows("id integer", "title text")).containsExactly("1, one", "2, two");
    assertThat(table.sql("id integer")).doesNotContain("schema =");
    assertThat(table.sql("title text")).contains("schema =");

    table.table().updateSchema().deleteColumn("title").commit();
    table.table().updateSchema().addColumn("name", Types.StringType.get()).commit();
    assertThat(table.rows("id integer", "name text")).containsExactly("1, null", "2, null");
    table.append(table.data("SELECT 3::INTEGER AS id, 'new' AS name", "{id: 1, name: 3}"));
    assertThat(table.rows("id integer", "name text"))
        .containsExactly("1, null", "2, null", "3, new");
  }

  @Test
  void columnsChangePlaces() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table.append(table.data(PLAIN_ROW, PLAIN_IDS));
    table.table().updateSchema().renameColumn("id", "x").renameColumn("name", "id").commit();
    table.table().updateSchema().renameColumn("x", "name").commit();

    assertThat(table.rows("id text", "name integer")).containsExactly("one, 1");
  }

  @Test
  void promotions() {
    Schema schema =
        new Schema(
            Types.NestedField.optional(1, "i", Types.IntegerType.get()),
            Types.NestedField.optional(2, "f", Types.FloatType.get()),
            Types.NestedField.optional(3, "n", Types.DecimalType.of(4, 2)));
    IcebergFolder table = IcebergFolder.of(folder, 2, schema);
    table.append(
        table.data(
            "SELECT 2147483647::INTEGER AS i, 1.5::FLOAT AS f, 12.34::DECIMAL(4,2) AS n",
            "{i: 1, f: 2, n: 3}"));
    table
        .table()
        .updateSchema()
        .updateColumn("i", Types.LongType.get())
        .updateColumn("f", Types.DoubleType.get())
        .updateColumn("n", Types.DecimalType.of(20, 2))
        .commit();
    table.append(
        table.data(
            "SELECT 9000000000::BIGINT AS i, 2.5::DOUBLE AS f,"
                + " 123456789012345678.90::DECIMAL(20,2) AS n",
            "{i: 1, f: 2, n: 3}"));

    assertThat(table.rows("i bigint", "f double precision", "n numeric(20,2)"))
        .containsExactly("2147483647, 1.5, 12.34", "9000000000, 2.5, 123456789012345678.90");
  }

  @Test
  void columnsAddedWithoutAndWithInitialDefault() {
    IcebergFolder table = IcebergFolder.of(folder, 3, PLAIN);
    table.append(table.data(PLAIN_ROW, PLAIN_IDS));
    table
        .table()
        .updateSchema()
        .addColumn("plain", Types.IntegerType.get())
        .addColumn("i", Types.IntegerType.get(), "", Literal.of(7))
        .addColumn("t", Types.StringType.get(), "", Literal.of("it's"))
        .addColumn("n", Types.DecimalType.of(5, 2), "", Literal.of(new BigDecimal("-1.50")))
        .addColumn("d", Types.DateType.get(), "", Literal.of("1969-12-31").to(Types.DateType.get()))
        .addColumn(
            "ts",
            Types.TimestampType.withZone(),
            "",
            Literal.of("2020-02-29T12:00:00.000001+00:00").to(Types.TimestampType.withZone()))
        .addColumn("b", Types.BooleanType.get(), "", Literal.of(true))
        .commit();
    table.append(table.data("SELECT 2::INTEGER AS id, 8::INTEGER AS i", "{id: 1, i: 4}"));

    assertThat(
            table.rows(
                "id integer",
                "plain integer",
                "i integer",
                "t text",
                "n numeric(5,2)",
                "d date",
                "ts timestamptz",
                "b boolean"))
        .containsExactly(
            "1, null, 7, it's, -1.50, 1969-12-31, 2020-02-29T12:00:00.000001+00, t",
            "2, null, 8, it's, -1.50, 1969-12-31, 2020-02-29T12:00:00.000001+00, t");
  }

  @Test
  void metricsTellWhichFilesHaveAnAddedColumn() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table.append(table.counted(PLAIN_ROW, PLAIN_IDS, Map.of(1, 1L, 2, 1L)));
    table.table().updateSchema().addColumn("more", Types.LongType.get()).commit();
    table.append(
        table.counted(
            "SELECT 2::INTEGER AS id, 'two' AS name, 5::BIGINT AS more",
            "{id: 1, name: 2, more: 3}",
            Map.of(1, 1L, 2, 1L, 3, 1L)));

    assertThat(table.rows("id integer", "more bigint")).containsExactly("1, null", "2, 5");
    assertThat(table.sql("id integer", "more bigint").split("UNION ALL"))
        .hasSize(2)
        .filteredOn(branch -> branch.contains("schema ="))
        .hasSize(1);
    assertThat(table.sql("id integer", "name text")).doesNotContain("UNION ALL");
  }

  @Test
  void nestedColumns() {
    Schema schema =
        new Schema(
            Types.NestedField.optional(
                1,
                "s",
                Types.StructType.of(
                    Types.NestedField.optional(3, "a", Types.IntegerType.get()),
                    Types.NestedField.optional(
                        4, "l", Types.ListType.ofOptional(5, Types.IntegerType.get())))),
            Types.NestedField.optional(
                2,
                "m",
                Types.MapType.ofOptional(6, 7, Types.StringType.get(), Types.LongType.get())));
    IcebergFolder table = IcebergFolder.of(folder, 2, schema);
    table.append(
        table.data(
            "SELECT {'a': 1::INTEGER, 'l': [1, 2]::INTEGER[]} AS s, MAP {'k': 5::BIGINT} AS m",
            "{s: {__duckdb_field_id: 1, a: 3, l: {__duckdb_field_id: 4, element: 5}},"
                + " m: {__duckdb_field_id: 2, key: 6, value: 7}}"));
    table
        .table()
        .updateSchema()
        .renameColumn("s.a", "renamed")
        .addColumn("s", "added", Types.StringType.get())
        .updateColumn("s.l.element", Types.LongType.get())
        .commit();

    assertThat(
            table.rows(
                "s row(renamed integer, l bigint[], added text)",
                "m row(key text, value bigint)[]"))
        .containsExactly("(1,{1,2},NULL), {(k,5)}");
  }

  @Test
  void namesThatDuckDBAddsOrDoesNotTellApart() {
    Schema schema =
        new Schema(
            Types.NestedField.optional(1, "a", Types.IntegerType.get()),
            Types.NestedField.optional(2, "A", Types.IntegerType.get()),
            Types.NestedField.optional(3, "filename", Types.StringType.get()),
            Types.NestedField.optional(4, "file_row_number", Types.IntegerType.get()),
            Types.NestedField.optional(5, "file_index", Types.IntegerType.get()),
            Types.NestedField.optional(6, "data", Types.IntegerType.get()),
            Types.NestedField.optional(7, "a-b", Types.IntegerType.get()));
    IcebergFolder table = IcebergFolder.of(folder, 2, schema);
    DataFile file =
        table.data(
            "SELECT unnest([1, 2]) AS x1, 20::INTEGER AS x2, 'f' AS x3, 7::INTEGER AS x4,"
                + " 8::INTEGER AS x5, 9::INTEGER AS x6, 10::INTEGER AS a_x20b",
            "{x1: 1, x2: 2, x3: 3, x4: 4, x5: 5, x6: 6, a_x20b: 7}");
    table.append(file);
    String[] columns = {
      "a integer",
      "A integer",
      "filename text",
      "file_row_number integer",
      "file_index integer",
      "data integer",
      "a-b integer"
    };
    assertThat(table.rows(columns))
        .containsExactly("1, 20, f, 7, 8, 9, 10", "2, 20, f, 7, 8, 9, 10");

    table.delete(
        table.positionDeletes(
            "SELECT '" + file.location() + "' AS file_path, 0::BIGINT AS pos", ""));
    assertThat(table.rows(columns)).containsExactly("2, 20, f, 7, 8, 9, 10");
  }

  @Test
  void identityPartitionsNeedNotBeInTheFile() {
    Schema schema =
        new Schema(
            Types.NestedField.optional(1, "id", Types.IntegerType.get()),
            Types.NestedField.optional(2, "day", Types.DateType.get()),
            Types.NestedField.optional(3, "place", Types.StringType.get()));
    PartitionSpec spec = PartitionSpec.builderFor(schema).identity("day").identity("place").build();
    IcebergFolder table = new IcebergFolder(folder, schema, spec, Map.of());
    table.append(
        table.data("SELECT 1::INTEGER AS id", "{id: 1}", "day=2020-01-01/place=a'b", Map.of(1, 1L)),
        table.data("SELECT 2::INTEGER AS id", "{id: 1}", "day=2021-01-01/place=c", Map.of(1, 1L)),
        table.data(
            "SELECT 3::INTEGER AS id, DATE '2022-01-01' AS day, 'd' AS place",
            "{id: 1, day: 2, place: 3}",
            "day=2022-01-01/place=d",
            Map.of(1, 1L, 2, 1L, 3, 1L)));

    assertThat(table.rows("place text", "id integer", "day date"))
        .containsExactly("a'b, 1, 2020-01-01", "c, 2, 2021-01-01", "d, 3, 2022-01-01");
  }

  @Test
  void filesWithoutFieldIdsAreReadByTheNameMapping() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table
        .table()
        .updateProperties()
        .set(
            "schema.name-mapping.default",
            NameMappingParser.toJson(MappingUtil.create(table.table().schema())))
        .commit();
    table.append(table.data("SELECT 'one' AS name, 1::INTEGER AS id, 5 AS other", null));
    table.table().updateSchema().renameColumn("name", "title").commit();
    table.table().updateSchema().updateColumn("id", Types.LongType.get()).commit();
    table.append(table.data("SELECT 'two' AS title, 2::BIGINT AS id", null));
    table.append(table.data("SELECT 'three' AS t, 3::BIGINT AS i", "{t: 2, i: 1}"));
    table.append(table.data("SELECT 4::BIGINT AS id", null));

    assertThat(table.rows("id bigint", "title text"))
        .containsExactly("1, one", "2, two", "3, three", "4, null");
  }

  @Test
  void columnsOfNoTypeAreNull() {
    Schema schema =
        new Schema(
            Types.NestedField.optional(1, "id", Types.IntegerType.get()),
            Types.NestedField.optional(2, "nothing", Types.UnknownType.get()));
    IcebergFolder table = IcebergFolder.of(folder, 3, schema);
    table.append(table.data("SELECT 1::INTEGER AS id", "{id: 1}"));

    assertThat(table.rows("id integer", "nothing text")).containsExactly("1, null");
  }

  @Test
  void filesOfOtherFormatsAreRefused() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    table.append(
        DataFiles.builder(PartitionSpec.unpartitioned())
            .withPath(folder + "/f.avro")
            .withFileSizeInBytes(10)
            .withRecordCount(1)
            .build());

    assertThatThrownBy(() -> table.rows("id integer"))
        .isInstanceOf(WrapperException.class)
        .hasMessage("cannot read files of the format avro, only Parquet");
  }

  @Test
  void columnsThatTheTableLacks() {
    IcebergFolder table = IcebergFolder.of(folder, 2, PLAIN);
    assertThatThrownBy(() -> table.rows("other integer"))
        .isInstanceOf(WrapperException.class)
        .hasMessage("column \"other\" does not exist in the Iceberg table");
  }

  @Test
  void emptyTables() {
    IcebergFolder table = IcebergFolder.of(folder, 1, PLAIN);
    assertThat(table.rows("id integer", "name text")).isEmpty();
    assertThat(table.open().estimate(io.icebridge.lake.TestTables.all()).tableRows()).isZero();
  }

  @Test
  void columnsAreInferred() {
    Schema schema =
        new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "n".repeat(70), Types.StringType.get()));
    IcebergFolder table = IcebergFolder.of(folder, 2, schema);
    assertThat(table.open().inferColumns())
        .extracting("name", "notNull")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("id", true),
            org.assertj.core.groups.Tuple.tuple("n".repeat(63), false));
    String name = "n".repeat(70);
    table.append(table.data("SELECT 1::BIGINT AS id, 'x' AS " + name, "{id: 1, " + name + ": 2}"));
    assertThat(table.rows("n".repeat(63) + " text")).isEqualTo(List.of("x"));
  }
}
