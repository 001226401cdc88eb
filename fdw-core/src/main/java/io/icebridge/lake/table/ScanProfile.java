// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.icebridge.bridge.spi.ExplainLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** DuckDB's profile of a finished query as lines for EXPLAIN ANALYZE. */
final class ScanProfile {

  private final int totalFiles;
  private final StringBuilder operators = new StringBuilder();
  private long filesRead;
  private long rowGroupsRead;
  private long rowGroups;

  private ScanProfile(int totalFiles) {
    this.totalFiles = totalFiles;
  }

  static List<ExplainLine> lines(JsonNode profile, int totalFiles) {
    if (!profile.has("query")) {
      // DuckDB sums a profile up only when it has handed out the last row and looked for more.
      return unknown();
    }
    ScanProfile lines = new ScanProfile(totalFiles);
    for (JsonNode operator : profile.path("operator")) {
      lines.append(operator, 0);
    }
    return lines.lines(profile);
  }

  static List<ExplainLine> unknown() {
    return List.of(
        new ExplainLine("DuckDB Operators", "unknown, DuckDB has no profile of this scan"));
  }

  private List<ExplainLine> lines(JsonNode profile) {
    List<ExplainLine> lines = new ArrayList<>();
    lines.add(new ExplainLine("Files Read", filesRead + " of " + totalFiles));
    if (rowGroups > 0) {
      lines.add(new ExplainLine("Row Groups Read", rowGroupsRead + " of " + rowGroups));
    }
    JsonNode query = profile.path("query");
    lines.add(new ExplainLine("DuckDB Time", milliseconds(query.path("total_time").asDouble())));
    lines.add(new ExplainLine("DuckDB CPU Time", milliseconds(query.path("cpu_time").asDouble())));
    lines.add(
        new ExplainLine("Bytes Read", profile.path("io").path("total_bytes_read").asText("0")));
    lines.add(
        new ExplainLine(
            "Peak Memory",
            profile.path("system").path("peak_buffer_memory").asText("0") + " bytes"));
    if (operators.length() > 0) {
      lines.add(new ExplainLine("DuckDB Operators", operators.toString()));
    }
    return lines;
  }

  private void append(JsonNode operator, int depth) {
    String type = operator.path("type").asText();
    boolean wrapper = type.equals("RESULT_COLLECTOR") || type.equals("EXECUTE");
    if (!wrapper) {
      describe(operator, type, depth);
    }
    for (JsonNode child : operator.path("children")) {
      append(child, wrapper ? depth : depth + 1);
    }
  }

  private void describe(JsonNode operator, String type, int depth) {
    JsonNode details = operator.path("extra_info");
    if (operators.length() > 0) {
      operators.append('\n');
    }
    operators.append("  ".repeat(depth)).append("->  ");
    operators.append(details.path("Function").asText(type));
    operators.append("  (rows=").append(operator.path("intermediate_rows").asText("0"));
    operators.append(" bytes=").append(operator.path("intermediate_size_bytes").asText("0"));
    operators.append(" time=").append(milliseconds(operator.path("timing").asDouble()));
    if (operator.has("total_row_groups_to_scan")) {
      long read = operator.path("row_groups_scanned").asLong();
      long all = operator.path("total_row_groups_to_scan").asLong();
      operators.append(" row groups=").append(read).append(" of ").append(all);
      rowGroupsRead += read;
      rowGroups += all;
    }
    operators.append(')');
    appendDetail(details, "Filters", depth);
    appendDetail(details, "Expression", depth);
    filesRead += details.path("Total Files Read").asLong(0);
  }

  private void appendDetail(JsonNode details, String name, int depth) {
    String text = text(details.path(name));
    if (!text.isEmpty()) {
      operators.append('\n').append("  ".repeat(depth)).append("      ");
      operators.append(name).append(": ").append(text);
    }
  }

  private static String text(JsonNode detail) {
    if (!detail.isArray()) {
      return detail.asText("").replace('\n', ' ');
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode part : detail) {
      parts.add(part.asText());
    }
    return String.join(", ", parts);
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f ms", seconds * 1000);
  }
}
