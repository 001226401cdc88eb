// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are cut off, empty or damaged: errors only. */
class BrokenFilesTest {

  @TempDir private Path folder;

  private WrapperException failure(String path, String... columns) {
    try {
      TestTables.scan(path, columns);
    } catch (WrapperException failure) {
      return failure;
    }
    throw new AssertionError("was read: " + path);
  }

  private byte[] parquet() throws IOException {
    Path path = folder.resolve("whole.parquet");
    TestTables.duckdb(
        "COPY (SELECT range AS a, 'value ' || range AS b FROM range(1000)) TO '"
            + path
            + "' (FORMAT parquet)");
    return Files.readAllBytes(path);
  }

  @Test
  void anEmptyParquetFileIsAnError() throws IOException {
    String path = Files.write(folder.resolve("a.parquet"), new byte[0]).toString();
    WrapperException error = failure(path, "a bigint");
    assertThat(error.sqlState()).isEqualTo("XX001");
    assertThat(error.getMessage()).contains(path);
  }

  @Test
  void aTextFileThatClaimsToBeParquetIsAnError() throws IOException {
    String path = Files.writeString(folder.resolve("a.parquet"), "hello, world, hello").toString();
    WrapperException error = failure(path, "a bigint");
    assertThat(error.sqlState()).isEqualTo("XX001");
    assertThat(error.getMessage()).contains(path);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 1000})
  void aParquetFileThatIsCutOffIsAnError(int missing) throws IOException {
    byte[] whole = parquet();
    byte[] part = java.util.Arrays.copyOf(whole, whole.length - missing);
    String path = Files.write(folder.resolve("a.parquet"), part).toString();
    WrapperException error = failure(path, "a bigint", "b text");
    assertThat(error.sqlState()).isEqualTo("XX001");
    assertThat(error.getMessage()).contains(path);
  }

  @Test
  void estimatesOfBrokenFilesAreGuesses() throws IOException {
    String path = Files.write(folder.resolve("a.parquet"), new byte[5000]).toString();
    assertThat(
            TestTables.table(Map.of("path", path), "a bigint")
                .estimate(TestTables.all("a bigint"))
                .tableRows())
        .isBetween(1.0, 5000.0);
  }

  @Test
  void damageAnywhereIsAnErrorOrOtherValuesButNeverACrash() throws IOException {
    byte[] whole = parquet();
    Random random = new Random(42);
    int failures = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path path = Files.write(folder.resolve("damaged-" + i + ".parquet"), damaged);
      try {
        TestTables.table(Map.of("path", path.toString()), "a bigint", "b text")
            .estimate(TestTables.all("a bigint"));
        TestTables.scan(path.toString(), "a bigint", "b text");
      } catch (WrapperException expected) {
        failures++;
        assertThat(expected.sqlState()).as(expected.getMessage()).isNotEqualTo("XX000");
      }
    }
    assertThat(failures).isPositive();
  }

  @Test
  void damagedJsonIsAnErrorNamingTheFile() throws IOException {
    String path =
        Files.writeString(folder.resolve("a.json"), "{\"a\": 1}\n{\"a\": \n{\"a\": 3}").toString();
    WrapperException error = failure(path, "a integer");
    assertThat(error.sqlState()).isEqualTo("XX001");
    assertThat(error.detail()).contains(" of line 2 of file \"" + path + "\".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.json"})
  void anEmptyTextFileHasNoRowsAndNoColumns(String name) throws IOException {
    String path = Files.writeString(folder.resolve(name), "").toString();
    assertThat(TestTables.scan(path, "a integer", "b text").rowCount()).isZero();
    assertThatThrownBy(() -> TestTables.inferred(Map.of("path", path)))
        .isInstanceOf(WrapperException.class)
        .hasMessage("file \"" + path + "\" is empty, so it has no columns");
  }

  @Test
  void aCsvLineWithTooManyValuesIsAnErrorNamingTheFile() throws IOException {
    String path = Files.writeString(folder.resolve("a.csv"), "a,b\n1,2\n1,2,3\n").toString();
    WrapperException error = failure(path, "a integer", "b integer");
    assertThat(error.sqlState()).isEqualTo("22P04");
    assertThat(error.detail()).isEqualTo("Line 3 of file \"" + path + "\".");
  }
}
