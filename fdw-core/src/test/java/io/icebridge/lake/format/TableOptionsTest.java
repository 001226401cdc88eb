// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableOptionsTest {

  /** Options as {@code name=value; name=value}. */
  private static TableOptions read(String options) {
    Map<String, String> map = new HashMap<>();
    for (String option : options.split("; ")) {
      int equals = option.indexOf('=');
      map.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return TableOptions.of(map);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/x.parquet, PARQUET",
    "/a/x.PARQUET, PARQUET",
    "/a/x.csv, CSV",
    "/a/x.csv.gz, CSV",
    "/a/x.tsv.zst, CSV",
    "/a/x.ndjson, JSON",
    "/a/*.json.gz, JSON",
    "file:///a/x.parquet, PARQUET"
  })
  void theExtensionTellsTheFormat(String path, FileFormat format) {
    assertThat(read("path=" + path).format()).isEqualTo(format);
  }

  @Test
  void severalPathsAreAJsonArray() {
    assertThat(read("path=[\"/a,b.csv\", \"/c\\u00e9\\\"d.csv\"]").paths())
        .isEqualTo(List.of("/a,b.csv", "/cé\"d.csv"));
  }

  @Test
  void emptyQuoteMeansThatThereIsNone() {
    assertThat(read("path=/a.csv; quote=").csv().quote()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          path=                                  | option "path" is empty
          path=a.csv                             | path "a.csv" is not absolute
          path=["/a.csv"                         | path "["/a.csv"" is not a JSON array of texts
          path=["/a.csv", 1]                     | path "["/a.csv", 1]" is not a JSON array of texts
          path=["/a.csv", "/b.json"]             | the paths have different file formats: csv and json
          path=/a.xls                            | cannot tell the file format of "/a.xls"
          path=/a.parquet; delimiter=,           | option "delimiter" is only for CSV, and this table's format is parquet
          path=/a.json; header=true              | option "header" is only for CSV, and this table's format is json
          path=/a.csv; compression=snappy        | compression "snappy" is only for Parquet
          path=/a.csv; header=maybe              | option "header" must be true or false, not "maybe"
          path=/a.csv; quote=ab                  | option "quote" must be a single one-byte character, not "ab"
          path=/a.csv; delimiter=abcde           | option "delimiter" must have one to four characters, not "abcde"
          path=/a.csv; delimiter="; quote="      | options "delimiter" and "quote" must be different
          path=/a.csv; delimiter=,; null=a,b     | option "null" must not contain the delimiter
          path=/a.csv; skip=-1                   | option "skip" must be a number from 0 to 1000000, not "-1"
          path=/a.csv; encoding=ebcdic           | encoding "ebcdic" is not supported
          path=/a.parquet; sample_rows=5         | option "sample_rows" is not for Parquet, whose files name their types
          """)
  void wrongValuesAndCombinationsAreErrors(String options, String message) {
    assertThatThrownBy(() -> read(options))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("HV024"))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"s3://b/a.csv", "https://h/a.csv", "gs://b/*.parquet"})
  void objectStoresAreRefused(String path) {
    assertThatThrownBy(() -> read("path=" + path))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("0A000"))
        .hasMessage("cannot read \"" + path + "\": only local files are supported");
  }
}
