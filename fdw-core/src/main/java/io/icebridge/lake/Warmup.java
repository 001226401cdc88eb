// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import io.icebridge.bridge.entry.Entry;
import io.icebridge.bridge.host.JavaNio;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does once what sessions do, so that the archive of loaded classes made from this run holds what
 * they need. Run at install time; not part of a backend.
 *
 * <p>The requests are recorded from a backend that logs at DEBUG3 (the lines {@code icebridge:
 * operation request}); paths of the files it read are written {@code @FILE@}.
 */
public final class Warmup {

  private static final String FILES = "@FILE@";

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
      status = replay(folder) ? 0 : 1;
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
                  + folder.resolve("w." + format)
                  + "' (FORMAT "
                  + format
                  + ")");
    }
  }

  private static boolean replay(Path folder) throws IOException {
    boolean good = true;
    long call = 0;
    for (String line : requests()) {
      int space = line.indexOf(' ');
      String request = line.substring(space + 1).replace(FILES, folder + "/w");
      byte[] answer =
          Entry.call(--call, line.substring(0, space), request.getBytes(StandardCharsets.UTF_8));
      String text = new String(answer, StandardCharsets.UTF_8);
      if (text.startsWith("{\"error\"")) {
        System.err.println(line.substring(0, space) + ": " + text);
        good = false;
      }
    }
    Entry.cancel(call);
    return good;
  }

  private static List<String> requests() throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Warmup.class.getResourceAsStream("warmup.txt"), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
