// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

  @TempDir private Path folder;

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @Test
  void csvWithHeaderIsInferredAndRead() throws IOException {
    String path = write("a.csv", "id,name,at\n1,x,2020-01-02\n2,\"\",2020-01-03\n3,,\n");
    assertThat(TestTables.inferred(Map.of("path", path)))
        .containsExactly("id bigint", "name text", "at date");
    assertThat(TestTables.scan(path, "id bigint", "name text", "at date").rows())
        .containsExactly(
            List.of("1", "x", "2020-01-02"),
            List.of("2", "", "2020-01-03"),
            Arrays.asList("3", null, null));
  }

  @Test
  void csvWithoutHeaderIsMatchedByPosition() throws IOException {
    String path = write("a.csv", "1,x\n2,y\n");
    Map<String, String> options = Map.of("path", path, "header", "false");
    assertThat(TestTables.scan(options, "a integer", "b text").rows())
        .containsExactly(List.of("1", "x"), List.of("2", "y"));
  }

  @Test
  void aWrongNumberInCsvIsAnErrorNamingFileColumnAndValue() throws IOException {
    String path = write("a.csv", "a,b\n1,2\n1.5,3\n");
    assertThatThrownBy(() -> TestTables.scan(path, "b integer", "a integer"))
        .isInstanceOfSatisfying(
            WrapperException.class, error -> assertThat(error.sqlState()).isEqualTo("22P02"))
        .hasMessage("invalid input syntax for type integer: \"1.5\"");
  }

  @Test
  void jsonIsInferredAndRead() throws IOException {
    String path =
        write("a.json", "{\"a\":1,\"b\":\"x\",\"l\":[1,2]}\n{\"a\":2,\"s\":{\"y\":true}}\n");
    assertThat(TestTables.inferred(Map.of("path", path)))
        .containsExactly("a bigint", "b text", "l bigint[]", "s row(y boolean)");
    assertThat(TestTables.scan(path, "a bigint", "b text", "l bigint[]", "s row(y boolean)").rows())
        .containsExactly(
            Arrays.asList("1", "x", "{1,2}", null), Arrays.asList("2", null, null, "(t)"));
  }

  @Test
  void jsonArrayIsRead() throws IOException {
    String path = write("a.json", "[{\"a\":1},{\"a\":2}]");
    assertThat(TestTables.scan(path, "a integer").firstColumn()).containsExactly("1", "2");
  }

  @Test
  void wholeNumbersInJsonAreBigintWhereTheyFit() throws IOException {
    String path =
        write(
            "signs.json",
            "{\"a\":-9223372036854775808,\"b\":[1,-1],\"c\":{\"x y\":[-1]},\"d\":-1}\n"
                + "{\"a\":9223372036854775807,\"b\":[],\"c\":{\"x y\":[1]},\"d\":9223372036854775808}\n"
                + "{}\n");
    assertThat(TestTables.inferred(Map.of("path", path)))
        .containsExactly("a bigint", "b bigint[]", "c row(x y bigint[])", "d numeric");
    assertThat(TestTables.scan(path, "a bigint", "b bigint[]", "d numeric").rows())
        .containsExactly(
            List.of("-9223372036854775808", "{1,-1}", "-1"),
            List.of("9223372036854775807", "{}", "9223372036854775808"),
            Arrays.asList(null, null, null));
  }

  @Test
  void nanosecondsInTextAreTimestamps() throws IOException {
    String csv =
        write("ns.csv", "a,b\n2020-01-01T00:00:00.123456789Z,2020-01-01 00:00:00.1234565\n");
    assertThat(TestTables.inferred(Map.of("path", csv)))
        .containsExactly("a timestamptz", "b timestamp");
    assertThat(TestTables.scan(csv, "a timestamptz", "b timestamp").rows())
        .containsExactly(List.of("2020-01-01T00:00:00.123457+00", "2020-01-01T00:00:00.123456"));
    String json = write("ns.json", "{\"a\":\"2020-01-01T00:00:00.123456789Z\"}");
    assertThat(TestTables.inferred(Map.of("path", json))).containsExactly("a timestamptz");
    assertThat(TestTables.scan(json, "a timestamptz").value())
        .isEqualTo("2020-01-01T00:00:00.123457+00");
  }
}
