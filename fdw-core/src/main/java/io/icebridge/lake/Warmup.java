// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.host.JavaNio;
import io.icebridge.lake.iceberg.RehearsalTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Does once what sessions do, so that the archive of loaded classes made from this run holds what
 * they need. Run at install time; leaves beside the archive the file that {@link
 * Rehearsal#firstQuery} reads.
 */
public final class Warmup {

  private static final String ROWS =
      "SELECT i::INTEGER AS i, (i*2)::BIGINT AS l, (i/3)::DECIMAL(10,2) AS n, (i/7)::DOUBLE AS f,"
          + " 'row ' || i AS t, DATE '2012-01-01' + i::INTEGER AS d,"
          + " TIMESTAMP '2012-01-01' + to_days(i::INTEGER) AS ts, i % 2 = 0 AS b"
          + " FROM range(100) r(i)";

  private Warmup() {}

  /** Exits with 1 where a request fails. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("icebridge");
    int status = 0;
    try {
      start(folder);
      Path parquet = folder.resolve(Rehearsal.PARQUET);
      Map<String, String> iceberg =
          Map.of(
              "@ICEBERG2@", RehearsalTable.make(folder.resolve("iceberg2"), parquet, 2),
              "@ICEBERG3@", RehearsalTable.make(folder.resolve("iceberg3"), parquet, 3));
      status = new RecordedSession(folder, iceberg).replay() ? 0 : 1;
      String installed = System.getProperty("icebridge.folder");
      if (installed != null) {
        Files.copy(
            parquet, Path.of(installed, Rehearsal.PARQUET), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      delete(folder);
    }
    System.exit(status);
  }

  private static void start(Path folder) throws IOException {
    String settings =
        "{\"memoryLimitMb\":256,\"threads\":1,\"tempLimitMb\":-1,\"tempDirectory\":\""
            + folder.resolve("spill")
            + "\"}";
    JavaNio.open();
    Start.start(settings.getBytes(StandardCharsets.UTF_8));
    for (String format : List.of("parquet", "csv", "json")) {
      LakeWrapper.engine()
          .rows(
              "COPY ("
                  + ROWS
                  + ") TO '"
                  + folder.resolve("rehearsal." + format)
                  + "' (FORMAT "
                  + format
                  + ")");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
