// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.icebridge.bridge.spi.WrapperException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalStorageTest {

  private static final List<String> FILES =
      List.of(
          "a1.csv",
          "a2.csv",
          "a10.csv",
          "b.json",
          "d/a.csv",
          "d/e/b.csv",
          "d/_marker.csv",
          "_hidden/x.csv",
          ".dot/x.csv",
          "_day=1/x.csv",
          "odd [x]{y}.csv");

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String file : FILES) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
  }

  private List<String> list(String pattern) {
    List<String> names = new ArrayList<>();
    for (DataFile file : new LocalStorage().list(folder + "/" + pattern)) {
      names.add(folder.relativize(Path.of(file.path())).toString());
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a1.csv            | a1.csv
          a*.csv            | a1.csv a2.csv a10.csv
          a?.csv            | a1.csv a2.csv
          a[1-2].csv        | a1.csv a2.csv
          a[!1].csv         | a2.csv
          {b,a1}.{csv,json} | a1.csv b.json
          {d/a,d/e/b}.csv   | d/a.csv d/e/b.csv
          */*.csv           | _day=1/x.csv d/a.csv
          d/**/*.csv        | d/a.csv d/e/b.csv
          d/**              | d/a.csv d/e/b.csv
          _hidden/*.csv     | _hidden/x.csv
          d/_*.csv          | d/_marker.csv
          **/b.*            | b.json d/e/b.csv
          """)
  void patternsNameFilesInNaturalOrder(String pattern, String files) {
    assertThat(list(pattern)).containsExactly(files.split(" "));
  }

  @Test
  void bracketsInANameAreFoundByAClass() {
    assertThat(list("odd [[]x]?y?.csv")).containsExactly("odd [x]{y}.csv");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> list("d"))
        .isInstanceOfSatisfying(
            WrapperException.class,
            error ->
                assertThat(error.hint())
                    .isEqualTo("To read all files in it, append \"/*\" or \"/**\"."))
        .hasMessage("\"" + folder + "/d\" is a directory");
  }

  @Test
  void aFileUriIsAPath() {
    assertThat(new LocalStorage().list("file://" + folder + "/a1.csv").get(0).path())
        .isEqualTo(folder + "/a1.csv");
  }

  @Test
  void theVersionChangesWithTheFile() throws IOException {
    String path = folder + "/a1.csv";
    DataFile before = new LocalStorage().list(path).get(0);
    Path copy = Files.writeString(folder.resolve("copy"), "A1.csv");
    Files.move(copy, Path.of(path), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    DataFile after = new LocalStorage().list(path).get(0);
    assertThat(after.size()).isEqualTo(before.size());
    assertThat(after.version()).isNotEqualTo(before.version());
  }
}
