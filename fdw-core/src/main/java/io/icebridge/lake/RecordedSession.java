// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.lake.engine.EngineConnection;
import io.icebridge.lake.engine.QueryStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Replays what a backend has asked for in a session of queries and changes.
 *
 * <p>The resources hold lines {@code operation request} of the control plane. A backend does not
 * log its requests, since they may hold passwords; to record new ones, let {@code call.c} do so
 * beside the operation. In them stand {@code @FILE@.format} for a data file, {@code @ICEBERG2@} and
 * {@code @ICEBERG3@} for metadata of read-only tables by their format, {@code @LAKE@} for a folder
 * of new tables, {@code @LOCATION@} for the metadata that was written last, and {@code @STREAM@}
 * for the rows of the line {@code stream SQL} before. Streams of scans are read to their end; the
 * requests that C makes without logging them, to close cursors and writers, are added.
 */
final class RecordedSession {

  private static final List<String> RESOURCES =
      List.of("rehearsal.txt", Rehearsal.QUERIES, "rehearsal-writes.txt");

  private final Path folder;
  private final Map<String, String> tables;
  private String location = "";
  private long cursor;
  private EngineConnection connection;
  private QueryStream rows;
  private boolean good = true;

  /**
   * A session that has not begun.
   *
   * @param folder holds {@code rehearsal.parquet}, {@code .csv} and {@code .json}
   * @param tables where the metadata of read-only tables is, by their names in the requests
   */
  RecordedSession(Path folder, Map<String, String> tables) {
    this.folder = folder;
    this.tables = tables;
  }

  /**
   * Replays everything up to the session's end; returns whether no request failed. Failures are
   * printed.
   */
  boolean replay() throws IOException {
    for (String resource : RESOURCES) {
      try (BufferedReader requests = Rehearsal.requests(resource)) {
        String line;
        while ((line = requests.readLine()) != null) {
          replay(line);
        }
      }
      closeCursor();
    }
    send("stop {}");
    return good;
  }

  private void replay(String line) throws IOException {
    int space = line.indexOf(' ');
    String operation = line.substring(0, space);
    // What EXPLAIN ANALYZE asks for comes between the end of a stream and that of its cursor.
    if (!operation.equals("scan.statistics") && !operation.endsWith("explain")) {
      closeCursor();
    }
    if (operation.equals("stream")) {
      openRows(Rehearsal.inFolder(line.substring(space + 1), folder));
      return;
    }
    JsonNode answer = send(filled(line));
    switch (operation) {
      case "scan.open", "query.open" -> {
        cursor = number(line, "\"cursor\":");
        good = good && ReadStream.toItsEnd(answer.path("stream").asLong());
      }
      case "writer.finish" -> {
        send("writer.close {\"writer\":" + number(line, "\"writer\":") + "}");
        closeRows();
      }
      case "transaction.prepare" ->
          location = answer.path("tables").path(0).path("metadataLocation").asText();
      default -> {}
    }
  }

  private String filled(String line) {
    String filled =
        line.replace("@LAKE@", folder + "/lake")
            .replace("@LOCATION@", location)
            .replace("@STREAM@", rows == null ? "0" : Long.toString(rows.address()));
    for (Map.Entry<String, String> table : tables.entrySet()) {
      filled = filled.replace(table.getKey(), table.getValue());
    }
    return filled;
  }

  private JsonNode send(String line) throws IOException {
    JsonNode answer = Rehearsal.replay(line, folder);
    if (answer.has("error")) {
      System.err.println(line.substring(0, line.indexOf(' ')) + ": " + answer.get("error"));
      good = false;
    }
    return answer;
  }

  private static long number(String line, String before) {
    int start = line.lastIndexOf(before) + before.length();
    int end = start;
    while (line.charAt(end) == '-' || Character.isDigit(line.charAt(end))) {
      end++;
    }
    return Long.parseLong(line.substring(start, end));
  }

  private void closeCursor() throws IOException {
    if (cursor != 0) {
      send("scan.close {\"cursor\":" + cursor + "}");
      cursor = 0;
    }
  }

  private void openRows(String sql) {
    connection = LakeWrapper.engine().acquire();
    rows = connection.stream(sql, List.of(), "", 1024, false, false);
  }

  private void closeRows() {
    rows.close();
    connection.close();
    rows = null;
  }
}
