// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.entry.Entry;
import io.icebridge.bridge.entry.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replays requests recorded from a backend.
 *
 * <p>The resource holds the lines {@code operation request} that a backend logs at DEBUG3 after
 * {@code icebridge:}, with paths of data files written {@code @FILE@.format}, metadata of Iceberg
 * tables {@code @ICEBERG2@} and {@code @ICEBERG3@} by their format, and cursors negative.
 */
final class Rehearsal {

  /** The file the first query reads; beside the archive of loaded classes. */
  static final String PARQUET = "rehearsal.parquet";

  private static final String FILES = "@FILE@";

  private Rehearsal() {}

  /**
   * Replays everything.
   *
   * @param folder holds {@code rehearsal.parquet}, {@code .csv} and {@code .json}
   * @param iceberg where the metadata of tables is, by their names in the requests
   * @return whether no request failed; failures are printed
   */
  static boolean all(Path folder, Map<String, String> iceberg) throws IOException {
    boolean good = true;
    for (String line : requests()) {
      for (Map.Entry<String, String> table : iceberg.entrySet()) {
        line = line.replace(table.getKey(), table.getValue());
      }
      JsonNode answer = replay(line, folder);
      if (answer.has("error")) {
        System.err.println(line.substring(0, line.indexOf(' ')) + ": " + answer.get("error"));
        good = false;
      }
    }
    return good;
  }

  /**
   * Plans and opens the first recorded scan.
   *
   * @return the address of its stream, 0 where it failed
   */
  static long firstQuery() {
    try {
      Path folder = Path.of(System.getProperty("icebridge.folder"));
      if (!Files.isReadable(folder.resolve(PARQUET))) {
        return 0;
      }
      for (String line : requests()) {
        boolean scan = line.startsWith("scan.open ");
        if (scan || line.startsWith("plan ")) {
          JsonNode answer = replay(line, folder);
          if (scan || answer.has("error")) {
            return answer.path("stream").asLong(0);
          }
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode replay(String line, Path folder) throws IOException {
    int space = line.indexOf(' ');
    String request = line.substring(space + 1).replace(FILES, folder + "/rehearsal");
    return Json.read(
        Entry.call(0, line.substring(0, space), request.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> requests() throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Rehearsal.class.getResourceAsStream("rehearsal.txt"), StandardCharsets.UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.add(line);
      }
    }
    return lines;
  }
}
