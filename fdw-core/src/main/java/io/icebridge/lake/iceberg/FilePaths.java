// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.WrapperException;
import io.icebridge.lake.Sql;
import java.util.List;

/** Locations of files as DuckDB is told of them. */
final class FilePaths {

  /** DuckDB takes longer to parse a list of literals than to split one. */
  private static final int MOST_LITERALS = 20;

  private static final int SHOWN = 3;

  private FilePaths() {}

  /**
   * The path behind a location.
   *
   * @throws WrapperException (0A000) where it is not on the server's own file system
   */
  static String path(String location) {
    String path = location;
    if (location.startsWith("file:")) {
      path = location.substring(location.startsWith("file://") ? 7 : 5);
    }
    if (!path.startsWith("/")) {
      throw WrapperException.unsupported("cannot read \"" + location + "\"")
          .withHint("Only files of the database server can be read, by their absolute paths.");
    }
    return path;
  }

  /**
   * A list of texts, in DuckDB's SQL.
   *
   * @param shown whether people will read it, who need not see thousands of them
   */
  static String list(List<String> texts, boolean shown) {
    if (shown && texts.size() > SHOWN) {
      String first = Sql.literals(texts.subList(0, SHOWN));
      return first.substring(0, first.length() - 1)
          + ", /* "
          + (texts.size() - SHOWN)
          + " more */]";
    }
    if (texts.size() <= MOST_LITERALS) {
      return Sql.literals(texts);
    }
    String joined = String.join("\n", texts);
    int newlines = 0;
    for (int i = joined.indexOf('\n'); i >= 0; i = joined.indexOf('\n', i + 1)) {
      newlines++;
    }
    return newlines == texts.size() - 1
        ? "string_split(" + Sql.literal(joined) + ", chr(10))"
        : Sql.literals(texts);
  }
}
