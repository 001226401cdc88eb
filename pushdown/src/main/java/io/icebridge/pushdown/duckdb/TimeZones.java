// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.expression.Expression;
import io.icebridge.bridge.spi.expression.Expression.Constant;
import java.util.List;

/**
 * Names of time zones that are the same in DuckDB: those of the tz database by area. Abbreviations
 * and POSIX rules are not: their signs and meanings differ.
 */
final class TimeZones {

  private static final List<String> UNIVERSAL =
      List.of("UTC", "GMT", "Etc/UTC", "Etc/GMT", "Etc/Universal", "Etc/Zulu");

  private TimeZones() {}

  /** Whether a zone is UTC under one of its names; null is none. */
  static boolean isUniversal(String zone) {
    return zone != null && UNIVERSAL.contains(zone);
  }

  /** The session's time zone as a literal. */
  static String ofSession(Translator translator) throws NotShippable {
    String zone = translator.timeZone();
    if (zone == null) {
      throw new NotShippable("the session's time zone is not known when the expression runs");
    }
    return literal(zone);
  }

  /** A constant time zone as a literal. */
  static String constant(Translator translator, Expression expression) throws NotShippable {
    if (!(Translator.withoutRelabels(expression) instanceof Constant constant)
        || constant.isNull()) {
      throw new NotShippable("a time zone is no constant");
    }
    // DuckDB may not know it, which is found out before the first row of a whole query only.
    if (translator.timeZone() == null && !UNIVERSAL.contains(constant.text())) {
      throw new NotShippable("whether DuckDB knows time zone " + constant.text() + " is not known");
    }
    return literal(constant.text());
  }

  static String literal(String zone) throws NotShippable {
    if (!UNIVERSAL.contains(zone) && !isOfAnArea(zone)) {
      throw new NotShippable("time zone " + zone + " may be another one in DuckDB");
    }
    return "'" + zone + "'";
  }

  private static boolean isOfAnArea(String zone) {
    int slash = zone.indexOf('/');
    boolean plain = slash > 0 && !zone.startsWith("Etc/") && !zone.startsWith("posix");
    for (int i = 0; plain && i < zone.length(); i++) {
      char c = zone.charAt(i);
      plain = CharacterClasses.isLetter(c) || c == '/' || c == '_' || c == '-';
    }
    return plain;
  }

  static Operand convert(Translator translator, Invocation call) throws NotShippable {
    String zone = constant(translator, call.arguments().get(0));
    Operand value = translator.translate(call.arguments().get(1));
    return Operand.atom("timezone(" + zone + ", " + value.sql() + ")", DuckDbType.of(call.type()));
  }
}
