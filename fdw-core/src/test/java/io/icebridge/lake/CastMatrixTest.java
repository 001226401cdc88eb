// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every type with its edge values from every format. A value's text is what PostgreSQL shows, apart
 * from what only the native side does (the zone, the number of digits of floats).
 */
class CastMatrixTest {

  @TempDir private Path folder;

  private String parquet(String expression) {
    Path path = folder.resolve("a.parquet");
    TestTables.duckdb("COPY (SELECT " + expression + " AS v) TO '" + path + "' (FORMAT parquet)");
    return path.toString();
  }

  private String csv(String value) throws IOException {
    return Files.writeString(
            folder.resolve("a.csv"), "v\n\"" + value.replace("\"", "\"\"") + "\"\n")
        .toString();
  }

  private String json(String value) throws IOException {
    return Files.writeString(folder.resolve("a.json"), "{\"v\": " + value + "}\n").toString();
  }

  /** PostgreSQL type | DuckDB expression in a Parquet file | Arrow format | value */
  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      textBlock =
          """
          boolean          | true                                        | b        | t
          boolean          | NULL::BOOLEAN                               | b        | NULL
          smallint         | (-128)::TINYINT                             | s        | -128
          smallint         | 255::UTINYINT                               | s        | 255
          smallint         | (-32768)::SMALLINT                          | s        | -32768
          smallint         | 32767::BIGINT                               | s        | 32767
          integer          | 65535::USMALLINT                            | i        | 65535
          integer          | (-2147483648)::INTEGER                      | i        | -2147483648
          integer          | 2.5::DECIMAL(4,1)                           | i        | 3
          integer          | (-2.5)::DECIMAL(4,1)                        | i        | -3
          integer          | 2.5::DOUBLE                                 | i        | 2
          integer          | ' 12 '                                      | i        | 12
          bigint           | 4294967295::UINTEGER                        | l        | 4294967295
          bigint           | 9223372036854775807::BIGINT                 | l        | 9223372036854775807
          bigint           | (-9223372036854775808)::BIGINT              | l        | -9223372036854775808
          bigint           | 9223372036854775807::UBIGINT                | l        | 9223372036854775807
          bigint           | '-9223372036854775808'                      | l        | -9223372036854775808
          real             | 1.5::FLOAT                                  | f        | 1.5
          real             | 'NaN'::FLOAT                                | f        | NaN
          real             | '-Infinity'::FLOAT                          | f        | -Infinity
          real             | 1.1::DOUBLE                                 | f        | 1.1
          real             | 'infinity'                                  | f        | Infinity
          double precision | 1.7976931348623157e308::DOUBLE              | g        | 1.7976931348623157E308
          double precision | 'NaN'::DOUBLE                               | g        | NaN
          double precision | 0.1::DECIMAL(2,1)                           | g        | 0.1
          double precision | 123456789012345678.901::DECIMAL(21,3)       | g        | 1.2345678901234568E17
          double precision | 1::UBIGINT                                  | g        | 1.0
          double precision | '-.5e1'                                     | g        | -5.0
          numeric(10,2)    | 12345678.90::DECIMAL(10,2)                  | d:10,2,64 | 12345678.90
          numeric(10,2)    | 1.005::DECIMAL(10,3)                        | d:10,2,64 | 1.01
          numeric(10,2)    | (-1.005)::DECIMAL(10,3)                     | d:10,2,64 | -1.01
          numeric(10,2)    | 7::INTEGER                                  | d:10,2,64 | 7.00
          numeric(10,2)    | 0.1::DOUBLE                                 | d:10,2,64 | 0.10
          numeric(10,2)    | 2.675::DOUBLE                               | d:10,2,64 | 2.68
          numeric(10,2)    | '1e3'                                       | d:10,2,64 | 1000.00
          numeric(4,1)     | 999.9::DECIMAL(18,3)                        | d:4,1,32 | 999.9
          numeric(20,0)    | 18446744073709551615::UBIGINT               | d:20,0,128 | 18446744073709551615
          numeric(38,0)    | repeat('9', 38)::DECIMAL(38,0)              | d:38,0,128 | 99999999999999999999999999999999999999
          numeric          | 1.50::DECIMAL(5,2)                          | d:5,2,32 | 1.50
          numeric          | 18446744073709551615::UBIGINT               | L        | 18446744073709551615
          numeric          | 0.1::DOUBLE                                 | g        | 0.1
          numeric          | 'NaN'                                       | u        | NaN
          numeric          | '1e-400'                                    | u        | 1e-400
          text             | 'Zoë 🦆'                                     | u        | Zoë 🦆
          text             | ''''                                        | u        | '
          text             | 12345::BIGINT                               | u        | 12345
          text             | true                                        | u        | true
          varchar(3)       | 'abc'                                       | u        | abc
          char(5)          | 'ab'                                        | u        | ab
          enum             | 'happy'::ENUM ('happy', 'sad')              | u        | happy
          json             | '{"a": [1, null]}'::JSON                    | u        | {"a": [1, null]}
          jsonb            | {'a': 1, 'b': ['x']}                        | u        | {"a":1,"b":["x"]}
          bytea            | '\\x00\\xFF'::BLOB                            | vz       | \\x00ff
          bytea            | '\\x00ff'                                   | vz       | \\x00ff
          bytea            | 'plain'                                     | vz       | \\x706c61696e
          date             | DATE '0001-01-01'                           | tdD      | 0001-01-01
          date             | DATE '9999-12-31'                           | tdD      | 9999-12-31
          date             | DATE 'infinity'                             | tdD      | infinity
          date             | DATE '-infinity'                            | tdD      | -infinity
          date             | TIMESTAMP '2020-02-29 23:59:59'             | tdD      | 2020-02-29
          date             | '2020-02-29'                                | tdD      | 2020-02-29
          date             | '0044-03-15 BC'                             | tdD      | -0043-03-15
          time             | TIME '00:00:00'                             | ttu      | 00:00
          time             | TIME '23:59:59.999999'                      | ttu      | 23:59:59.999999
          time             | '24:00:00'                                  | ttu      | 24:00
          timestamp        | TIMESTAMP '1970-01-01 00:00:00.000001'      | tsu:     | 1970-01-01T00:00:00.000001
          timestamp        | TIMESTAMP '1500-01-01 00:00:00'             | tsu:     | 1500-01-01T00:00
          timestamp        | TIMESTAMP_NS '2020-01-01 00:00:00.123456789' | tsu:    | 2020-01-01T00:00:00.123457
          timestamp        | TIMESTAMP_MS '2020-01-01 00:00:00.123'      | tsu:     | 2020-01-01T00:00:00.123
          timestamp        | TIMESTAMP 'infinity'                        | tsu:     | infinity
          timestamp        | DATE '2020-01-01'                           | tsu:     | 2020-01-01T00:00
          timestamp        | '2020-01-01T10:20:30.5'                     | tsu:     | 2020-01-01T10:20:30.500
          timestamptz      | TIMESTAMPTZ '2020-06-01 00:00:00+02'        | tsu:UTC  | 2020-05-31T22:00+00
          timestamptz      | '2020-06-01 00:00:00+02:30'                 | tsu:UTC  | 2020-05-31T21:30+00
          timestamptz      | '2020-06-01 00:00:00Z'                      | tsu:UTC  | 2020-06-01T00:00+00
          timestamptz      | '2020-06-01'                                | tsu:UTC  | 2020-06-01T00:00+00
          interval         | INTERVAL '14 months 3 days 500 milliseconds' | tin     | 14 mons 3 days 500000000 ns
          interval         | '1 mon -3 days 04:05:06'                    | u        | 1 mon -3 days 04:05:06
          uuid             | 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID | u       | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          uuid             | 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'      | u        | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          integer[]        | [1, NULL, 3]                                | +l[i]    | {1,NULL,3}
          integer[]        | NULL::INTEGER[]                             | +l[i]    | NULL
          bigint[]         | [1::INTEGER]                                | +l[l]    | {1}
          integer[]        | [[1, 2], [3, 4]]                            | +l[+l[i]] | {{1,2},{3,4}}
          bigint[]         | [['1'], ['2']]                              | +l[+l[l]] | {{1},{2}}
          row(a integer, b text) | {'a': 1, 'b': 'x'}                    | +s[i,u]  | (1,x)
          row(b text, a bigint) | {'a': 1, 'b': 'x'}                     | +s[u,l]  | (x,1)
          row(a integer)   | NULL::STRUCT(a INTEGER)                     | +s[i]    | NULL
          row(key text, value integer)[] | MAP {'a': 1, 'b': 2}          | +l[+s[u,i]] | {(a,1),(b,2)}
          row(key text, value bigint)[] | MAP {'a': 1}                   | +l[+s[u,l]] | {(a,1)}
          domain integer   | 1::BIGINT                                   | i        | 1
          """)
  void parquetValuesKeepTheirMeaning(String type, String expression, String format, String value) {
    ArrowRows rows = TestTables.scan(parquet(expression), "v " + type);
    assertThat(rows.formats().get(0).replace("tsu:Etc/UTC", "tsu:UTC")).isEqualTo(format);
    assertThat(rows.value()).isEqualTo(value);
  }

  /** PostgreSQL type | text in a CSV file | value */
  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      textBlock =
          """
          boolean          | YES                         | t
          boolean          | of                          | f
          smallint         | +7                          | 7
          integer          | -2147483648                 | -2147483648
          bigint           | 9223372036854775807         | 9223372036854775807
          real             | 1e-3                        | 0.001
          double precision | -Infinity                   | -Infinity
          double precision | nan                         | NaN
          numeric(10,2)    | 1.005                       | 1.01
          numeric(38,10)   | -1234567890.0123456789      | -1234567890.0123456789
          numeric          | 123456789012345678901234567890123456789012345678901234567890 | 123456789012345678901234567890123456789012345678901234567890
          text             | Zoë, "quoted"               | Zoë, "quoted"
          text             | ``                          | ``
          varchar(10)      | x                           | x
          date             | 2020-02-29                  | 2020-02-29
          date             | infinity                    | infinity
          time             | 01:02:03.000004             | 01:02:03.000004
          timestamp        | 2020-01-01 01:02:03.000004  | 2020-01-01T01:02:03.000004
          timestamp        | -infinity                   | -infinity
          timestamptz      | 2020-01-01 01:02:03-08      | 2020-01-01T09:02:03+00
          time             | 01:02:03.0000045            | 01:02:03.000004
          time             | 01:02:03.9999999            | 01:02:04
          time             | 23:59:59.999999999          | 24:00
          timestamp        | 2020-01-01 01:02:03.123456789 | 2020-01-01T01:02:03.123457
          timestamp        | 2020-12-31T23:59:59.9999996Z | 2021-01-01T00:00
          timestamp        | 1969-12-31 23:59:59.1234567 | 1969-12-31T23:59:59.123457
          timestamptz      | 2020-01-01T01:02:03.123456789Z | 2020-01-01T01:02:03.123457+00
          timestamptz      | 2020-01-01 01:02:03.000000499999999999-08:30 | 2020-01-01T09:32:03+00
          date             | 2020-01-01 23:59:59.999999999 | 2020-01-01
          date             | 0001-01-01                  | 0001-01-01
          real             | 1e-45                       | 1.4E-45
          real             | 0e-99                       | 0.0
          double precision | 0.000                       | 0.0
          double precision | 5e-324                      | 4.9E-324
          uuid             | {a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11} | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          interval         | P1Y2M                       | P1Y2M
          uuid             | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          bytea            | \\xdeadBEEF                 | \\xdeadbeef
          json             | {"a": 1}                    | {"a": 1}
          integer[]        | {1,2}                       | {1,2}
          enum             | happy                       | happy
          timetz           | 01:02:03+04                 | 01:02:03+04
          """)
  void csvValuesAreReadAsPostgresqlReadsThem(String type, String text, String value)
      throws IOException {
    assertThat(TestTables.scan(csv(text), "v " + type).value()).isEqualTo(value);
  }

  /** PostgreSQL type | JSON value | value */
  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      textBlock =
          """
          boolean          | true                        | t
          boolean          | null                        | NULL
          integer          | 12                          | 12
          bigint           | -9223372036854775808        | -9223372036854775808
          numeric(20,0)    | 18446744073709551615        | 18446744073709551615
          double precision | 1.5e300                     | 1.5E300
          double precision | "NaN"                       | NaN
          numeric(10,2)    | 12.345                      | 12.35
          text             | "Zo\\u00eb \\"x\\""         | Zoë "x"
          text             | 12                          | 12
          date             | "2020-02-29"                | 2020-02-29
          timestamp        | "2020-01-01T00:00:00"       | 2020-01-01T00:00
          timestamptz      | "2020-01-01T00:00:00Z"      | 2020-01-01T00:00+00
          uuid             | "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
          integer[]        | [1, null]                   | {1,NULL}
          integer[]        | [[1], [2]]                  | {{1},{2}}
          jsonb            | {"a": [1, "x"]}             | {"a":[1,"x"]}
          row(a integer, b text[]) | {"a": 1, "b": ["x"]} | (1,{x})
          """)
  void jsonValuesKeepTheirMeaning(String type, String text, String value) throws IOException {
    assertThat(TestTables.scan(json(text), "v " + type).value()).isEqualTo(value);
  }

  /** PostgreSQL type | DuckDB expression in a Parquet file | SQLSTATE | message */
  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          smallint         | 32768::INTEGER          | 22003 | value "32768" is out of range for type smallint
          integer          | 2147483648::BIGINT      | 22003 | value "2147483648" is out of range for type integer
          integer          | 'NaN'::DOUBLE           | 22P02 | invalid input syntax for type integer: "nan"
          integer          | '1.5'                   | 22P02 | invalid input syntax for type integer: "1.5"
          integer          | '0x10'                  | 22P02 | invalid input syntax for type integer: "0x10"
          integer          | '1_000'                 | 22P02 | invalid input syntax for type integer: "1_000"
          integer          | ''                      | 22P02 | invalid input syntax for type integer: ""
          integer          | '99999999999'           | 22003 | value "99999999999" is out of range for type integer
          bigint           | 9223372036854775808::UBIGINT | 22003 | value "9223372036854775808" is out of range for type bigint
          real             | 1e-300::DOUBLE          | 22003 | value "1e-300" is out of range for type real
          real             | '1e-50'                 | 22003 | value "1e-50" is out of range for type real
          double precision | '-0.1e-400'             | 22003 | value "-0.1e-400" is out of range for type double precision
          time             | '24:00:00.000001'       | 22007 | invalid input syntax for type time: "24:00:00.000001"
          time             | '24:00:00.9999999'      | 22007 | invalid input syntax for type time: "24:00:00.9999999"
          date             | '0000-01-01'            | 22007 | invalid input syntax for type date: "0000-01-01"
          timestamp        | '0000-01-01 00:00:00'   | 22007 | invalid input syntax for type timestamp: "0000-01-01 00:00:00"
          timestamptz      | '0000-01-01 BC'         | 22007 | invalid input syntax for type timestamptz: "0000-01-01 BC"
          uuid             | 'a0eebc999-c0b4ef8bb6d6bb9bd380a11' | 22P02 | invalid input syntax for type uuid: "a0eebc999-c0b4ef8bb6d6bb9bd380a11"
          uuid             | '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' | 22P02 | invalid input syntax for type uuid: "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
          uuid             | ' a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' | 22P02 | invalid input syntax for type uuid: " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
          real             | 1e300::DOUBLE           | 22003 | value "1e+300" is out of range for type real
          double precision | '1e999'                 | 22003 | value "1e999" is out of range for type double precision
          double precision | 'abc'                   | 22P02 | invalid input syntax for type double precision: "abc"
          numeric(4,1)     | 1000::INTEGER           | 22003 | numeric field overflow: "1000" does not fit numeric(4,1)
          numeric(4,1)     | 999.95::DECIMAL(5,2)    | 22003 | numeric field overflow: "999.95" does not fit numeric(4,1)
          numeric(4,1)     | '1,5'                   | 22P02 | invalid input syntax for type numeric(4,1): "1,5"
          boolean          | '2'                     | 22P02 | invalid input syntax for type boolean: "2"
          date             | '2020-02-30'            | 22007 | invalid input syntax for type date: "2020-02-30"
          date             | '01/02/2020'            | 22007 | invalid input syntax for type date: "01/02/2020"
          timestamp        | '2020-01-01 00:00:00+02' | 22007 | invalid input syntax for type timestamp: "2020-01-01 00:00:00+02"
          uuid             | 'x'                     | 22P02 | invalid input syntax for type uuid: "x"
          bytea            | 'a\\b'                  | 22P02 | invalid input syntax for type bytea: "a\\b"
          """)
  void valuesThatDoNotFitAreErrors(String type, String expression, String state, String message) {
    String path = parquet(expression);
    assertThatThrownBy(() -> TestTables.scan(path, "v " + type))
        .isInstanceOfSatisfying(
            WrapperException.class,
            error -> {
              assertThat(error.sqlState()).isEqualTo(state);
              assertThat(error.detail())
                  .isEqualTo("Column \"v\" of file \"" + path + "\" has this value.");
            })
        .hasMessage(message);
  }

  /** PostgreSQL type | DuckDB expression in a Parquet file | the file's type */
  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          integer          | true                     | BOOLEAN
          boolean          | 1                        | INTEGER
          integer          | DATE '2020-01-01'        | DATE
          text             | 1.5::DOUBLE              | DOUBLE
          text             | TIMESTAMP '2020-01-01'   | TIMESTAMP
          timestamp        | TIMESTAMPTZ '2020-01-01' | TIMESTAMP WITH TIME ZONE
          timestamptz      | TIMESTAMP '2020-01-01'   | TIMESTAMP
          date             | 20200101                 | INTEGER
          integer[]        | 1                        | INTEGER
          integer          | [1]                      | INTEGER[]
          bytea            | 1                        | INTEGER
          uuid             | 1                        | INTEGER
          row(a integer)   | {'b': 1}                 | STRUCT(b INTEGER)
          """)
  void typesThatHaveNothingInCommonAreErrors(String type, String expression, String fileType) {
    String path = parquet(expression);
    assertThatThrownBy(() -> TestTables.scan(path, "v " + type))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("42804"))
        .hasMessage(
            "column \"v\" of type %s cannot be read from type %s in file \"%s\""
                .formatted(type, fileType, path));
  }

  /** DuckDB expression in a Parquet file | PostgreSQL type */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          true                      | boolean
          1::TINYINT                | smallint
          1::UTINYINT               | smallint
          1::SMALLINT               | smallint
          1::USMALLINT              | integer
          1::INTEGER                | integer
          1::UINTEGER               | bigint
          1::BIGINT                 | bigint
          1::UBIGINT                | numeric(20,0)
          1::HUGEINT                | double precision
          1::FLOAT                  | real
          1::DOUBLE                 | double precision
          1::DECIMAL(9,4)           | numeric(9,4)
          'x'                       | text
          'x'::ENUM ('x')           | text
          '\\x00'::BLOB             | bytea
          DATE '2020-01-01'         | date
          TIME '00:00'              | time
          TIMESTAMP '2020-01-01'    | timestamp
          TIMESTAMP_NS '2020-01-01' | timestamp
          TIMESTAMPTZ '2020-01-01'  | timestamptz
          INTERVAL 1 DAY            | interval
          gen_random_uuid()         | uuid
          '{}'::JSON                | jsonb
          [1]                       | integer[]
          [[1]]                     | integer[][]
          {'a': 1}                  | row(a integer)
          [{'a': 1}]                | row(a integer)[]
          MAP {'k': DATE '2020-01-01'} | row(key text, value date)[]
          [MAP {'k': 1}]            | jsonb
          """)
  void parquetTypesAreInferred(String expression, String type) {
    assertThat(TestTables.inferred(java.util.Map.of("path", parquet(expression))))
        .isEqualTo(List.of("v " + type));
  }
}
