// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a table at one time: a file that never changes, with a JSON object for each row. */
final class Version {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String NUMBER = "row";

  private Version() {}

  /** The rows by number; none where the location is null. */
  static TreeMap<Long, Row> read(String location) {
    TreeMap<Long, Row> rows = new TreeMap<>();
    if (location == null) {
      return rows;
    }
    try (JsonParser parser = JSON.createParser(Path.of(location).toFile())) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        long number = -1;
        Map<Integer, String> values = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          String value = parser.nextTextValue();
          if (name.equals(NUMBER)) {
            number = Long.parseLong(value);
          } else {
            values.put(Integer.valueOf(name), value);
          }
        }
        rows.put(number, new Row(number, values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  static void write(Path file, Iterable<Row> rows, boolean durable) {
    try {
      Files.createDirectories(file.getParent());
      try (JsonGenerator generator =
          JSON.createGenerator(Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW))) {
        for (Row row : rows) {
          generator.writeStartObject();
          generator.writeStringField(NUMBER, Long.toString(row.number()));
          for (Map.Entry<Integer, String> value : row.values().entrySet()) {
            generator.writeStringField(value.getKey().toString(), value.getValue());
          }
          generator.writeEndObject();
        }
      }
      if (durable) {
        force(file);
        force(file.getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
