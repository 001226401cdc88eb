// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Trees that PostgreSQL wrote (record-trees.sh), turned into messages as the native part does. */
final class RecordedTrees {

  private static final Pattern CONST =
      Pattern.compile(
          "\\{CONST :consttype (\\d+) :consttypmod (-?\\d+)([^{}]*):constisnull (true|false)"
              + " (:location -?\\d+) :constvalue [^{}]*\\}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode recording;

  RecordedTrees(String resource) {
    try {
      recording = JSON.readTree(text(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String resource) {
    try (InputStream in = RecordedTrees.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String query() {
    return recording.get("query").textValue();
  }

  JsonNode facts() {
    return recording.get("facts");
  }

  /** The messages by the conditions' names. */
  Map<String, JsonNode> messages() {
    Map<String, JsonNode> messages = new LinkedHashMap<>();
    for (JsonNode condition : recording.get("conditions")) {
      messages.put(condition.get("name").textValue(), message(condition));
    }
    return messages;
  }

  /** Constants are numbered and become NULL, as the native part hands them over. */
  private JsonNode message(JsonNode condition) {
    ObjectNode message = JSON.createObjectNode();
    ObjectNode facts = message.putObject("facts");
    facts.setAll((ObjectNode) facts());
    ArrayNode constants = facts.putArray("constants");
    Iterator<JsonNode> texts = condition.get("constants").elements();
    Matcher matcher = CONST.matcher(condition.get("tree").textValue());
    StringBuilder tree = new StringBuilder();
    while (matcher.find()) {
      String numbered =
          "{CONST :consttype %s :consttypmod %d%s:constisnull true %s :constvalue <>}"
              .formatted(matcher.group(1), constants.size(), matcher.group(3), matcher.group(5));
      matcher.appendReplacement(tree, Matcher.quoteReplacement(numbered));
      boolean isNull = matcher.group(4).equals("true");
      addConstant(
          constants,
          Long.parseLong(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          isNull ? null : texts.next().textValue());
    }
    matcher.appendTail(tree);
    if (texts.hasNext()) {
      throw new IllegalStateException("too many constants for " + condition.get("name"));
    }
    return message.put("tree", tree.toString());
  }

  private void addConstant(ArrayNode constants, long type, int modifier, String text) {
    ObjectNode constant = constants.addObject().put("type", type).put("modifier", modifier);
    boolean isArray =
        facts().get("types").get(Long.toString(type)).get("kind").textValue().equals("ARRAY");
    if (text == null || !isArray) {
      constant.put("text", text);
      return;
    }
    ArrayNode elements = constant.put("text", text).putArray("elements");
    for (String element : text.substring(1, text.length() - 1).split(",")) {
      elements.add(element.equals("NULL") ? null : element.replace("\"", ""));
    }
  }
}
