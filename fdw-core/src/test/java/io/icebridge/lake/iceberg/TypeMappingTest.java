// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.TestTypes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeMappingTest {

  /** Declared type, its Iceberg type, what DuckDB holds it in, what it is inferred as. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean           | boolean        | BOOLEAN        | boolean
          smallint          | int            | INTEGER        | integer
          integer           | int            | INTEGER        | integer
          bigint            | long           | BIGINT         | bigint
          real              | float          | FLOAT          | real
          double precision  | double         | DOUBLE         | double precision
          numeric(10,2)     | decimal(10, 2) | DECIMAL(10,2)  | numeric(10,2)
          numeric(38,38)    | decimal(38, 38)| DECIMAL(38,38) | numeric(38,38)
          numeric(3,-2)     | decimal(5, 0)  | DECIMAL(5,0)   | numeric(5,0)
          numeric(3,5)      | decimal(5, 5)  | DECIMAL(5,5)   | numeric(5,5)
          numeric           | decimal(38, 9) | DECIMAL(38,9)  | numeric(38,9)
          numeric(39,2)     | decimal(38, 9) | DECIMAL(38,9)  | numeric(38,9)
          numeric(38,-1)    | decimal(38, 9) | DECIMAL(38,9)  | numeric(38,9)
          date              | date           | DATE           | date
          time              | time           | TIME           | time
          timestamp         | timestamp      | TIMESTAMP      | timestamp
          timestamptz       | timestamptz    | TIMESTAMPTZ    | timestamptz
          uuid              | uuid           | UUID           | uuid
          bytea             | binary         | BLOB           | bytea
          text              | string         | VARCHAR        | text
          varchar(5)        | string         | VARCHAR        | text
          char(5)           | string         | VARCHAR        | text
          enum              | string         | VARCHAR        | text
          json              | string         | VARCHAR        | text
          jsonb             | string         | VARCHAR        | text
          inet              | string         | VARCHAR        | text
          interval          | string         | VARCHAR        | text
          timetz            | string         | VARCHAR        | text
          money             | string         | VARCHAR        | text
          bit(3)            | string         | VARCHAR        | text
          int4range         | string         | VARCHAR        | text
          domain integer    | int            | INTEGER        | integer
          integer[]         | list<int>      | INTEGER[]      | integer[]
          row(a text, b enum[]) | struct<1: a: optional string, 2: b: optional list<string>> | STRUCT("a" VARCHAR, "b" VARCHAR[]) | row(a text, b text[])
          """)
  void declaredTypes(String declared, String iceberg, String duckDB, String inferred) {
    Type type = TypeMapping.iceberg(TestTypes.type(declared), new AtomicInteger());
    assertThat(type.toString()).isEqualTo(iceberg);
    assertThat(TypeMapping.duckDB("c", type)).isEqualTo(duckDB);
    assertThat(TestTypes.spell(TypeMapping.postgres("c", type))).isEqualTo(inferred);
  }

  @Test
  void typesOfOtherEngines() {
    assertInferred(Types.FixedType.ofLength(4), "BLOB", "bytea");
    assertInferred(Types.UnknownType.get(), "VARCHAR", "text");
    assertInferred(Types.TimestampNanoType.withZone(), "TIMESTAMPTZ_NS", "timestamptz");
    assertInferred(Types.TimestampNanoType.withoutZone(), "TIMESTAMP_NS", "timestamp");
    assertInferred(
        Types.MapType.ofOptional(1, 2, Types.StringType.get(), Types.LongType.get()),
        "MAP(VARCHAR, BIGINT)",
        "row(key text, value bigint)[]");
    assertInferred(
        Types.ListType.ofRequired(1, Types.ListType.ofRequired(2, Types.DoubleType.get())),
        "DOUBLE[][]",
        "double precision[][]");
  }

  private static void assertInferred(Type type, String duckDB, String inferred) {
    assertThat(TypeMapping.duckDB("c", type)).isEqualTo(duckDB);
    assertThat(TestTypes.spell(TypeMapping.postgres("c", type))).isEqualTo(inferred);
  }

  @Test
  void fieldIdsOfNestedTypesDiffer() {
    AtomicInteger ids = new AtomicInteger(4);
    Type type = TypeMapping.iceberg(TestTypes.type("row(a integer[], b text)"), ids);
    assertThat(type)
        .isEqualTo(
            Types.StructType.of(
                Types.NestedField.optional(
                    5, "a", Types.ListType.ofOptional(6, Types.IntegerType.get())),
                Types.NestedField.optional(7, "b", Types.StringType.get())));
    assertThat(ids.get()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric       | numeric(38,9)
          numeric(39,2) | numeric(38,9)
          numeric[]     | numeric(38,9)[]
          numeric(38,9) |
          numeric(2,-3) |
          integer       |
          text[]        |
          """)
  void openNumericsAreDeclaredNarrower(String declared, String narrowed) {
    assertThat(TypeMapping.narrowed(TestTypes.type(declared))).isEqualTo(narrowed);
  }

  @Test
  void typesWithoutCounterpartAreRefused() {
    PostgresType record =
        new PostgresType(
            2249, "pg_catalog", "record", -1, "record", PostgresType.Kind.PSEUDO, null, List.of());
    assertThatThrownBy(() -> TypeMapping.iceberg(record, new AtomicInteger()))
        .isInstanceOf(WrapperException.class)
        .hasMessageContaining("type record cannot be");
    assertThatThrownBy(() -> TypeMapping.duckDB("place", Types.GeometryType.crs84()))
        .isInstanceOf(WrapperException.class)
        .hasMessageContaining("column \"place\"")
        .hasMessageContaining("geometry");
  }
}
