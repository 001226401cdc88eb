// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.icebridge.bridge.spi.PostgresType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What PostgreSQL answered; made by record-expected.sh. */
final class Recording {

  /**
   * A list of values of one type.
   *
   * @param texts as PostgreSQL writes them, null for NULL
   * @param numbers days or microseconds since 1970 (since midnight for times), where they are dates
   *     or times
   * @param constantOnly whether no DuckDB column can hold them
   */
  record Variant(
      String name,
      PostgresType type,
      List<String> texts,
      List<String> numbers,
      boolean constantOnly) {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * The answers of one signature for every combination of the variants' values, the last fastest: a
   * text, null, or {@code !} and an SQLSTATE.
   */
  record Call(String signature, List<Variant> variants, List<String> answers) {

    String kind() {
      return signature.substring(0, signature.indexOf(' '));
    }

    String name() {
      return signature.substring(signature.indexOf(' ') + 1, signature.indexOf('('));
    }

    @Override
    public String toString() {
      return signature + " of " + variants;
    }
  }

  /**
   * The answers of ANY or ALL for every left value.
   *
   * @param positions the array's elements among the element variant's values, -1 for NULL; null for
   *     a NULL array
   */
  record ArrayCall(
      Variant left,
      Variant element,
      String operator,
      boolean any,
      List<Integer> positions,
      List<String> answers) {

    @Override
    public String toString() {
      return left + " " + operator + (any ? " ANY " : " ALL ") + element + positions;
    }
  }

  static final Recording INSTANCE = new Recording();

  private final Map<String, Variant> variants = new LinkedHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<ArrayCall> arrayCalls = new ArrayList<>();

  private Recording() {
    JsonNode json = read("/differential/expected.json");
    for (JsonNode variant : json.get("variants")) {
      String name = variant.get("variant").textValue();
      variants.put(
          name,
          new Variant(
              name,
              type(variant.get("typname").textValue(), variant.get("type").textValue()),
              texts(variant.get("texts")),
              texts(variant.get("numbers")),
              variant.get("constant").booleanValue()));
    }
    for (JsonNode call : json.get("calls")) {
      calls.add(
          new Call(
              call.get("signature").textValue(),
              texts(call.get("variants")).stream().map(variants::get).toList(),
              texts(call.get("answers"))));
    }
    for (JsonNode call : json.get("arrays")) {
      List<Integer> positions = null;
      if (call.get("positions").isArray()) {
        positions = new ArrayList<>();
        for (JsonNode position : call.get("positions")) {
          positions.add(position.intValue());
        }
      }
      arrayCalls.add(
          new ArrayCall(
              variants.get(call.get("left").textValue()),
              variants.get(call.get("element").textValue()),
              call.get("operator").textValue(),
              call.get("quantifier").textValue().equals("ANY"),
              positions,
              texts(call.get("answers"))));
    }
  }

  Iterable<Variant> variants() {
    return variants.values();
  }

  List<Call> calls() {
    return calls;
  }

  List<ArrayCall> arrayCalls() {
    return arrayCalls;
  }

  private static PostgresType type(String name, String display) {
    if (!name.equals("numeric") || !display.contains("(")) {
      return Types.base(name);
    }
    String[] digits = display.substring(8, display.length() - 1).split(",");
    return Types.numeric(Integer.parseInt(digits[0]), Integer.parseInt(digits[1]));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : array) {
      texts.add(text.textValue());
    }
    return texts;
  }

  private static JsonNode read(String resource) {
    try (InputStream in = Recording.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
