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

/**
 * A first query in a session that starts its VM ahead.
 *
 * <p>The requests are those recorded for {@link RecordedSession}.
 */
final class Rehearsal {

  /** The file the first query reads; beside the archive of loaded classes. */
  static final String PARQUET = "rehearsal.parquet";

  /** The requests of whole queries; the first of them counts rows. */
  static final String QUERIES = "rehearsal-queries.txt";

  private static final String FILES = "@FILE@";

  private Rehearsal() {}

  /**
   * Plans and opens the first recorded query.
   *
   * @return the address of its stream, 0 where it failed
   */
  static long firstQuery() {
    Path folder = Path.of(System.getProperty("icebridge.folder"));
    if (!Files.isReadable(folder.resolve(PARQUET))) {
      return 0;
    }
    try (BufferedReader requests = requests(QUERIES)) {
      String line;
      while ((line = requests.readLine()) != null) {
        boolean scan = line.startsWith("query.open ");
        if (scan || line.startsWith("query.plan ")) {
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

  /** Carries out a line {@code operation request}. */
  static JsonNode replay(String line, Path folder) throws IOException {
    int space = line.indexOf(' ');
    String request = inFolder(line.substring(space + 1), folder);
    return Json.read(
        Entry.call(0, line.substring(0, space), request.getBytes(StandardCharsets.UTF_8)));
  }

  static String inFolder(String text, Path folder) {
    return text.replace(FILES, folder + "/rehearsal");
  }

  static BufferedReader requests(String resource) {
    return new BufferedReader(
        new InputStreamReader(
            Rehearsal.class.getResourceAsStream(resource), StandardCharsets.UTF_8));
  }
}
