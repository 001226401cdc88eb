// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Reads messages that begin as others did: a query is planned and executed with the same tree,
 * facts and columns, and often again and again, and to read these takes longer than all the rest of
 * a small query. Members that are the same to the byte, up to the first that is not, are taken from
 * the message before.
 *
 * <p>So members of an object read here may be those of another one: who changes a member copies it
 * first. Serves one thread.
 */
final class RepeatedMessages {

  private static final int MOST = 4;

  /** Their trees take some ten times as much memory. */
  private static final int LONGEST = 64 << 10;

  /** The members of an object up to one whose end is not certain, each with where it ends. */
  private static final class Known {

    final byte[] message;
    final List<String> names = new ArrayList<>();
    final List<JsonNode> values = new ArrayList<>();
    final List<Integer> ends = new ArrayList<>();

    Known(byte[] message) {
      this.message = message;
    }

    void add(String name, JsonNode value, int end) {
      names.add(name);
      values.add(value);
      ends.add(end);
    }

    /** How many members another message begins with; what follows the last is the same, too. */
    int shared(byte[] other) {
      int same = Arrays.mismatch(message, other);
      int members = 0;
      while (members < ends.size() && (same < 0 || ends.get(members) < same)) {
        members++;
      }
      return members;
    }
  }

  // The one read last comes first.
  private final ArrayDeque<Known> messages = new ArrayDeque<>(MOST);

  /** Reads a JSON object in UTF-8, as {@link Json#read} does. */
  JsonNode read(byte[] message) throws IOException {
    if (message.length > LONGEST) {
      return Json.read(message);
    }
    Known known = new Known(message);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    int begin = share(known, object);
    if (begin == 0) {
      parse(message, 0, known, object);
    } else if (message[begin] == ',') {
      byte[] rest = Arrays.copyOfRange(message, begin, message.length);
      rest[0] = '{';
      parse(rest, begin, known, object);
    }
    if (!known.ends.isEmpty()) {
      remember(known);
    }
    return object;
  }

  /** Takes over what another message has; returns where the rest begins, or 0. */
  private int share(Known known, ObjectNode object) {
    Known best = null;
    int most = 0;
    for (Iterator<Known> all = messages.iterator(); all.hasNext(); ) {
      Known other = all.next();
      int members = other.shared(known.message);
      if (members > most) {
        best = other;
        most = members;
      }
    }
    for (int i = 0; i < most; i++) {
      known.add(best.names.get(i), best.values.get(i), best.ends.get(i));
      object.set(best.names.get(i), best.values.get(i));
    }
    if (best == null) {
      return 0;
    }
    // What follows it is likely to follow this one, too.
    messages.remove(best);
    return best.ends.get(most - 1);
  }

  private static void parse(byte[] rest, int begin, Known known, ObjectNode object)
      throws IOException {
    boolean certain = true;
    try (JsonParser parser = Json.parser(rest)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        // A number or a word ends where something else begins: only these have an end of their own.
        JsonToken token = parser.nextToken();
        boolean ends =
            token == JsonToken.START_OBJECT
                || token == JsonToken.START_ARRAY
                || token == JsonToken.VALUE_STRING;
        JsonNode value = Json.value(parser);
        object.set(name, value);
        int end = (int) parser.currentLocation().getByteOffset();
        certain = certain && ends && (rest[end] == ',' || rest[end] == '}');
        if (certain) {
          known.add(name, value, begin + end);
        }
      }
    }
  }

  private void remember(Known known) {
    if (messages.size() == MOST) {
      messages.removeLast();
    }
    messages.addFirst(known);
  }
}
