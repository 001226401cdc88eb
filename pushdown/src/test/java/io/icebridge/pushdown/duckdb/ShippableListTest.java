// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.icebridge.pushdown.duckdb.AllowList.Entry;
import io.icebridge.pushdown.duckdb.AllowList.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The list in docs/shippable.md is that of the program. With {@code -Dwrite.shippable=true} it is
 * written there.
 */
class ShippableListTest {

  private static final Path PAGE = Path.of("..", "docs", "shippable.md");
  private static final String BEGIN = "<!-- list -->\n";
  private static final String END = "<!-- end of the list -->";

  private static final Map<String, String> AREAS = new LinkedHashMap<>();

  static {
    AREAS.put("Comparisons", ComparisonSignatures.TABLE);
    AREAS.put("Numbers", NumberSignatures.TABLE);
    AREAS.put("Casts of numbers", CastSignatures.TABLE);
    AREAS.put("Text", TextSignatures.TABLE);
    AREAS.put("Dates, times, intervals", TemporalSignatures.TABLE);
    AREAS.put("Bytes and UUIDs", BinarySignatures.TABLE);
    AREAS.put("JSON", JsonSignatures.TABLE);
    AREAS.put("Arrays", ArraySignatures.TABLE);
    AREAS.put("Aggregates", AggregateSignatures.TABLE);
    AREAS.put("Window functions", WindowSignatures.TABLE);
  }

  @Test
  void thePageHasTheList() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isPositive().isLessThanOrEqualTo(end);
    if (Boolean.getBoolean("write.shippable")) {
      Files.writeString(PAGE, page.substring(0, begin) + list() + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as("mvn -pl pushdown test -Dtest=ShippableListTest -Dwrite.shippable=true brings it up")
        .isEqualTo(list());
  }

  @Test
  void allTablesHaveAnArea() {
    Set<String> named = new LinkedHashSet<>();
    AREAS.values().forEach(table -> entries(table).forEach(e -> named.add(e.kind() + e.name())));
    Set<String> listed = new LinkedHashSet<>();
    for (String signature : AllowList.signatures()) {
      int space = signature.indexOf(' ');
      String kind = signature.substring(0, space).toUpperCase(java.util.Locale.ROOT);
      listed.add(kind + signature.substring(space + 1, signature.lastIndexOf('(')));
    }
    assertThat(named).isEqualTo(listed);
  }

  private static List<Entry> entries(String table) {
    SignatureTable signatures = new SignatureTable(table);
    List<Entry> entries = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      entries.addAll(signatures.entries(kind));
    }
    return entries;
  }

  private static String list() {
    StringBuilder text = new StringBuilder("\n");
    AREAS.forEach((area, table) -> text.append(section(area, entries(table))));
    return text.toString();
  }

  private static String section(String area, List<Entry> entries) {
    StringBuilder text = new StringBuilder("### " + area + "\n\n| | of |\n|---|---|\n");
    Map<String, Set<String>> operands = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String name = entry.kind() == Kind.CAST ? "cast to " + entry.name() : entry.name();
      String types =
          String.join(", ", entry.operands()).replace("_text", "text[]")
              + (isMarked(entry) ? " ¹" : "");
      operands.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(types);
    }
    // Names of the same operands stand in one line.
    Map<String, List<String>> names = new LinkedHashMap<>();
    new TreeMap<>(operands)
        .forEach(
            (name, types) ->
                names
                    .computeIfAbsent(String.join("; ", types), key -> new ArrayList<>())
                    .add("`" + name.replace("|", "\\|") + "`"));
    names.forEach(
        (types, together) ->
            text.append("| ")
                .append(String.join(" ", together))
                .append(" | ")
                .append(types.isBlank() ? "rows" : types)
                .append(" |\n"));
    return text.append('\n').toString();
  }

  /** Whether an argument or the collation has to be of some kind. */
  private static boolean isMarked(Entry entry) {
    return entry.conditions().stream()
        .anyMatch(condition -> !condition.equals("traps") && !condition.equals("deterministic"));
  }
}
