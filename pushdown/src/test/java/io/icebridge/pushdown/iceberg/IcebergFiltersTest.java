// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.ArrayComparison;
import io.icebridge.bridge.spi.expression.Expression.BooleanTest;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import io.icebridge.bridge.spi.expression.Expression.ColumnReference;
import io.icebridge.bridge.spi.expression.Expression.Connective;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import io.icebridge.bridge.spi.expression.Expression.FieldSelect;
import io.icebridge.bridge.spi.expression.Expression.Logical;
import io.icebridge.bridge.spi.expression.Expression.NullTest;
import io.icebridge.bridge.spi.expression.Expression.Operator;
import io.icebridge.bridge.spi.expression.Expression.OperatorCall;
import io.icebridge.bridge.spi.expression.Expression.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Binder;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcebergFiltersTest {

  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "i", Types.IntegerType.get()),
          Types.NestedField.optional(2, "l", Types.LongType.get()),
          Types.NestedField.optional(3, "f", Types.FloatType.get()),
          Types.NestedField.optional(4, "d", Types.DoubleType.get()),
          Types.NestedField.optional(5, "n", Types.DecimalType.of(10, 2)),
          Types.NestedField.optional(6, "t", Types.StringType.get()),
          Types.NestedField.optional(7, "day", Types.DateType.get()),
          Types.NestedField.optional(8, "ts", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(9, "tz", Types.TimestampType.withZone()),
          Types.NestedField.optional(10, "b", Types.BooleanType.get()),
          Types.NestedField.optional(11, "u", Types.UUIDType.get()),
          Types.NestedField.optional(12, "tm", Types.TimeType.get()),
          Types.NestedField.optional(13, "c", Types.StringType.get()),
          Types.NestedField.optional(14, "s", struct(15, struct(17))));

  private static Types.StructType struct(int id, org.apache.iceberg.types.Type... inner) {
    return inner.length == 0
        ? Types.StructType.of(
            Types.NestedField.optional(id, "x", Types.IntegerType.get()),
            Types.NestedField.optional(id + 1, "y", Types.StringType.get()))
        : Types.StructType.of(
            Types.NestedField.optional(id, "a", Types.IntegerType.get()),
            Types.NestedField.optional(id + 1, "in", inner[0]));
  }

  private static final Map<String, PostgresType> COLUMN_TYPES =
      Map.ofEntries(
          Map.entry("i", type("int4")),
          Map.entry("l", type("int8")),
          Map.entry("f", type("float4")),
          Map.entry("d", type("float8")),
          Map.entry("n", numeric(10, 2)),
          Map.entry("t", type("text")),
          Map.entry("day", type("date")),
          Map.entry("ts", type("timestamp")),
          Map.entry("tz", type("timestamptz")),
          Map.entry("b", type("bool")),
          Map.entry("u", type("uuid")),
          Map.entry("tm", type("time")),
          Map.entry("c", type("bpchar")));

  private static final Collation C = new Collation(950, "C", true, true);
  private static final Collation GERMAN = new Collation(1, "de-x-icu", false, true);
  private static final Collation LOOSE = new Collation(2, "ci", false, false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          i   | =   | int4        | 5                      | ref(name="i") == 5
          i   | <   | int8        | 3000000000             | ref(name="i") < 3000000000
          l   | <>  | int2        | -1                     | ref(name="l") != -1
          i   | =   | float8      | 5                      | true
          n   | <   | numeric     | 1.234                  | ref(name="n") <= 1.23
          n   | >=  | numeric     | 1.234                  | ref(name="n") > 1.23
          n   | >   | numeric     | -1.234                 | ref(name="n") > -1.24
          n   | =   | numeric     | 1.234                  | false
          n   | =   | numeric     | 1.2                    | ref(name="n") == 1.20
          n   | <   | numeric     | NaN                    | true
          d   | <   | float8      | 2.5                    | ref(name="d") <= 2.5
          d   | >   | float8      | 2.5                    | (ref(name="d") >= 2.5 or is_nan(ref(name="d")))
          d   | =   | float8      | 0                      | (ref(name="d") >= -0.0 and ref(name="d") <= 0.0)
          d   | =   | float8      | NaN                    | is_nan(ref(name="d"))
          d   | <   | float8      | NaN                    | true
          f   | <   | float8      | 0.1                    | ref(name="f") <= 0.1
          f   | =   | float4      | -Infinity              | (ref(name="f") >= -Infinity and ref(name="f") <= -Infinity)
          f   | >   | float8      | 0.1                    | (ref(name="f") >= 0.099999994 or is_nan(ref(name="f")))
          t   | =   | text        | x                      | ref(name="t") == "x"
          t   | <   | text        | x                      | ref(name="t") < "x"
          t   | ~~  | text        | ab%                    | ref(name="t") startsWith ""ab""
          t   | ~~  | text        | ab_c%                  | ref(name="t") startsWith ""ab""
          t   | ~~  | text        | a\\%b                | ref(name="t") == "a%b"
          t   | ~~  | text        | %b                     | true
          t   | !~~ | text        | ab%                    | ref(name="t") notStartsWith ""ab""
          t   | !~~ | text        | ab%c                   | true
          t   | ^@  | text        | a%                     | ref(name="t") startsWith ""a%""
          t   | ~   | text        | ^a                     | true
          c   | =   | bpchar      | x                      | true
          day | >=  | date        | 2020-01-02             | ref(name="day") >= 18263
          day | >=  | date        | 0044-03-15 BC          | true
          day | <   | date        | infinity               | true
          day | <   | timestamp   | 2020-01-02 00:00:00    | ref(name="day") < 18263
          day | <   | timestamp   | 2020-01-02 00:00:00.1  | ref(name="day") <= 18263
          day | >=  | timestamp   | 2020-01-02 12:00:00    | ref(name="day") > 18263
          day | =   | timestamp   | 2020-01-02 12:00:00    | false
          day | <>  | timestamp   | 2020-01-02 12:00:00    | true
          day | >=  | timestamp   | -infinity              | true
          day | <   | timestamptz | 2020-01-02 00:00:00+00 | true
          ts  | <   | date        | 1970-01-02             | ref(name="ts") < 86400000000
          ts  | <   | date        | infinity               | true
          tz  | <   | date        | 1970-01-02             | true
          ts  | <   | timestamp   | 1970-01-01 00:00:01.5  | ref(name="ts") < 1500000
          tz  | <   | timestamptz | 1969-12-31 23:59:59+00 | ref(name="tz") < -1000000
          tm  | =   | time        | 00:00:01               | ref(name="tm") == 1000000
          tm  | =   | time        | 24:00:00               | true
          b   | =   | bool        | true                   | ref(name="b") == true
          u   | =   | uuid        | 00000000-0000-0000-0000-000000000000 | true
          """)
  void comparisons(String column, String operator, String type, String constant, String filter) {
    Expression call = call(column, operator, type, constant, C);
    assertThat(filter(call)).isEqualTo(filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          i | =   | int4   | 5     | ref(name="i") != 5
          i | <   | int4   | 5     | ref(name="i") >= 5
          n | <   | numeric| 1.234 | ref(name="n") > 1.23
          d | <   | float8 | 2.5   | (ref(name="d") >= 2.5 or is_nan(ref(name="d")))
          t | ~~  | text   | ab%   | ref(name="t") notStartsWith ""ab""
          t | ~~  | text   | ab%c  | true
          t | !~~ | text   | ab%c  | ref(name="t") startsWith ""ab""
          t | ~   | text   | ^a    | true
          """)
  void negatedComparisons(
      String column, String operator, String type, String constant, String filter) {
    assertThat(filter(not(call(column, operator, type, constant, C)))).isEqualTo(filter);
  }

  @Test
  void orderOfTextIsThatOfItsCollation() {
    assertThat(filter(call("t", "<", "text", "x", GERMAN))).isEqualTo("true");
    assertThat(filter(call("t", "=", "text", "x", GERMAN))).isEqualTo("ref(name=\"t\") == \"x\"");
    assertThat(filter(call("t", "~~", "text", "x%", GERMAN)))
        .isEqualTo("ref(name=\"t\") startsWith \"\"x\"\"");
    assertThat(filter(call("t", "=", "text", "x", LOOSE))).isEqualTo("true");
    assertThat(filter(call("t", "~~", "text", "x%", LOOSE))).isEqualTo("true");
  }

  @Test
  void whatIsNotUnderstoodKeepsEverything() {
    Expression five = call("i", "=", "int4", "5", null);
    Expression unknown = call("t", "~", "text", "^a", C);
    assertThat(filter(logical(Connective.AND, five, unknown))).isEqualTo("ref(name=\"i\") == 5");
    assertThat(filter(logical(Connective.OR, five, unknown))).isEqualTo("true");
    assertThat(filter(not(logical(Connective.OR, five, unknown))))
        .isEqualTo("ref(name=\"i\") != 5");
    assertThat(filter(not(logical(Connective.AND, five, unknown)))).isEqualTo("true");
    assertThat(
            filter(
                new OperatorCall(
                    operator("="),
                    List.of(column("i"), new Parameter(0, type("int4"))),
                    type("bool"),
                    null)))
        .isEqualTo("true");
  }

  @Test
  void nullKeepsNothingUnderEitherSign() {
    Expression comparison = call("i", "=", "int4", null, null);
    assertThat(filter(comparison)).isEqualTo("false");
    assertThat(filter(not(comparison))).isEqualTo("false");
    assertThat(filter(not(call("t", "~", "text", null, C)))).isEqualTo("true");
  }

  @Test
  void constantsMayStandOnTheLeft() {
    Expression call =
        new OperatorCall(
            operator("<"),
            List.of(new Constant(type("int4"), "5", null), column("i")),
            type("bool"),
            null);
    assertThat(filter(call)).isEqualTo("ref(name=\"i\") > 5");
  }

  @Test
  void arrays() {
    assertThat(filter(array("=", true, "1", null, "2")))
        .isEqualTo("(ref(name=\"i\") == 1 or ref(name=\"i\") == 2)");
    assertThat(filter(array("<>", false, "1", "2")))
        .isEqualTo("(ref(name=\"i\") != 1 and ref(name=\"i\") != 2)");
    assertThat(filter(array("<>", false, "1", null))).isEqualTo("false");
    assertThat(filter(not(array("=", true, "1", "2"))))
        .isEqualTo("(ref(name=\"i\") != 1 and ref(name=\"i\") != 2)");
    assertThat(filter(array("=", true))).isEqualTo("false");
  }

  @Test
  void testsOfNullAndTruth() {
    assertThat(filter(new NullTest(column("t"), true, type("bool"))))
        .isEqualTo("is_null(ref(name=\"t\"))");
    assertThat(filter(not(new NullTest(column("t"), true, type("bool")))))
        .isEqualTo("not_null(ref(name=\"t\"))");
    assertThat(filter(column("b"))).isEqualTo("ref(name=\"b\") == true");
    assertThat(filter(not(column("b")))).isEqualTo("ref(name=\"b\") == false");
    assertThat(filter(new BooleanTest(column("b"), true, false, type("bool"))))
        .isEqualTo("ref(name=\"b\") == true");
    assertThat(filter(new BooleanTest(column("b"), true, true, type("bool")))).isEqualTo("true");
    assertThat(filter(not(new BooleanTest(column("b"), false, true, type("bool")))))
        .isEqualTo("ref(name=\"b\") == false");
  }

  @Test
  void fieldsOfStructs() {
    PostgresType inner = composite("x", type("int4"), "y", type("text"));
    ColumnReference s =
        new ColumnReference("s", 1, composite("a", type("int4"), "in", inner), null);
    Expression x = new FieldSelect(new FieldSelect(s, "in", inner), "x", type("int4"));
    assertThat(filter(equal(x, "5"))).isEqualTo("ref(name=\"s.in.x\") == 5");
    assertThat(filter(not(equal(x, "5")))).isEqualTo("ref(name=\"s.in.x\") != 5");
    // Without the struct it is null, too.
    assertThat(filter(new NullTest(x, true, type("bool")))).isEqualTo("true");
    assertThat(filter(equal(new FieldSelect(s, "a", type("int4")), "5")))
        .isEqualTo("ref(name=\"s.a\") == 5");
    // A type whose attributes are called otherwise by now.
    PostgresType renamed = composite("y", type("int4"), "x", type("text"));
    Expression other = new FieldSelect(new FieldSelect(s, "in", renamed), "x", type("text"));
    assertThat(filter(equal(other, "5"))).isEqualTo("true");
  }

  private static Expression equal(Expression left, String constant) {
    return new OperatorCall(
        operator("="),
        List.of(left, new Constant(type("int4"), constant, null)),
        type("bool"),
        null);
  }

  private static PostgresType composite(
      String name, PostgresType type, String otherName, PostgresType otherType) {
    return new PostgresType(
        1,
        "public",
        "t",
        -1,
        "t",
        PostgresType.Kind.COMPOSITE,
        null,
        List.of(
            new PostgresType.Attribute(name, type),
            new PostgresType.Attribute(otherName, otherType)));
  }

  @Test
  void columnsDeclaredOtherwiseKeepEverything() {
    Expression call =
        new OperatorCall(
            operator("="),
            List.of(
                new ColumnReference("n", 1, numeric(10, 1), null),
                new Constant(type("numeric"), "1.0", null)),
            type("bool"),
            null);
    assertThat(filter(call)).isEqualTo("true");
  }

  /** As Iceberg will bind it, so that literals of wrong types fail here. */
  private static String filter(Expression qual) {
    org.apache.iceberg.expressions.Expression filter = IcebergFilters.of(List.of(qual), SCHEMA);
    Binder.bind(SCHEMA.asStruct(), filter, true);
    return filter.toString();
  }

  private static Expression call(
      String column, String operator, String type, String constant, Collation collation) {
    return new OperatorCall(
        operator(operator),
        List.of(column(column), new Constant(type(type), constant, null)),
        type("bool"),
        collation);
  }

  private static Expression array(String operator, boolean any, String... elements) {
    PostgresType array =
        new PostgresType(
            1,
            "pg_catalog",
            "_int4",
            -1,
            "int4[]",
            PostgresType.Kind.ARRAY,
            type("int4"),
            List.of());
    return new ArrayComparison(
        operator(operator),
        any,
        column("i"),
        new Constant(array, null, Arrays.asList(elements)),
        type("bool"),
        null);
  }

  private static Expression logical(Connective connective, Expression... arguments) {
    return new Logical(connective, List.of(arguments), type("bool"));
  }

  private static Expression not(Expression argument) {
    return logical(Connective.NOT, argument);
  }

  private static ColumnReference column(String name) {
    return new ColumnReference(name, 1, COLUMN_TYPES.get(name), null);
  }

  private static Operator operator(String name) {
    return new Operator(1, "pg_catalog", name, type("any"), type("any"));
  }

  private static PostgresType type(String name) {
    return new PostgresType(
        1, "pg_catalog", name, -1, name, PostgresType.Kind.BASE, null, List.of());
  }

  private static PostgresType numeric(int precision, int scale) {
    return new PostgresType(
        1,
        "pg_catalog",
        "numeric",
        (precision << 16 | scale) + 4,
        "numeric",
        PostgresType.Kind.BASE,
        null,
        List.of());
  }
}
