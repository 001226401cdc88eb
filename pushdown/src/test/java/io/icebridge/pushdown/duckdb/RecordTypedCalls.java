// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Prints the SQL with which record-typed.sh asks PostgreSQL. */
final class RecordTypedCalls {

  private RecordTypedCalls() {}

  public static void main(String[] arguments) {
    for (JsonNode variant : TypedValues.VALUES) {
      String type = variant.get("type").asText();
      String table = "pg_temp.\"v_" + variant.get("name").asText() + "\"";
      System.out.printf("CREATE TABLE %s (n int, v %s);%n", table, type);
      int n = 0;
      for (JsonNode value : variant.get("values")) {
        System.out.printf(
            "INSERT INTO %s VALUES (%d, %s::text::%s);%n",
            table, n++, value.isNull() ? "NULL" : quoted(value.asText()), type);
      }
      System.out.printf(
          "INSERT INTO recorded_values SELECT %s, json_agg(pg_temp.canonical(v) ORDER BY n) FROM %s;%n",
          quoted(variant.get("name").asText()), table);
    }
    TypedCallsTest.calls().forEach(RecordTypedCalls::print);
  }

  private static void print(TypedCall call) {
    List<String> declared = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> from = new ArrayList<>();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < call.columns().size(); i++) {
      String type =
          TypedValues.type(call.columns().get(i))
              .display()
              .replaceAll("\\(.*\\)", "")
              .replace("character", "bpchar");
      declared.add("x" + i + " " + type);
      values.add("t" + i + ".v");
      from.add("pg_temp.\"v_" + call.columns().get(i) + "\" t" + i);
      order.add("t" + i + ".n");
    }
    System.out.printf("SET timezone = %s;%n", quoted(call.zone()));
    System.out.printf(
        "CREATE OR REPLACE FUNCTION pg_temp.answer(%s) RETURNS text LANGUAGE plpgsql AS $body$%n"
            + "BEGIN RETURN pg_temp.canonical(%s); EXCEPTION WHEN others THEN%n"
            + "  IF SQLSTATE LIKE '42%%' THEN RAISE; END IF; RETURN '!' || SQLSTATE; END $body$;%n",
        String.join(", ", declared), call.postgresSql());
    System.out.printf(
        "INSERT INTO recorded_answers SELECT %s, json_agg(pg_temp.answer(%s) ORDER BY %s) FROM %s;%n",
        quoted(call.line()),
        String.join(", ", values),
        String.join(", ", order),
        String.join(", ", from));
    System.out.printf("DROP FUNCTION pg_temp.answer;%n");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
