// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.PostgresType.Kind;
import io.icebridge.bridge.spi.expression.Expression.Collation;
import java.util.List;

/** PostgreSQL's types and collations for tests. */
final class Types {

  static final Collation C = new Collation(950, "C", true, true);
  static final Collation DETERMINISTIC = new Collation(100, "default", false, true, false, true);
  static final Collation NONDETERMINISTIC = new Collation(9999, "ci", false, false);

  static final PostgresType BOOL = base("bool");
  static final PostgresType INT4 = base("int4");
  static final PostgresType INT8 = base("int8");
  static final PostgresType TEXT = base("text");
  static final PostgresType VARCHAR = base("varchar");
  static final PostgresType DATE = base("date");
  static final PostgresType NUMERIC = base("numeric");

  private Types() {}

  static PostgresType base(String name) {
    return withModifier(name, -1, name);
  }

  static PostgresType numeric(int precision, int scale) {
    int modifier = (precision << 16 | scale & 0x7ff) + 4;
    return withModifier("numeric", modifier, "numeric(" + precision + "," + scale + ")");
  }

  static PostgresType character(int length) {
    return withModifier("bpchar", length + 4, "character(" + length + ")");
  }

  static PostgresType array(PostgresType element) {
    return new PostgresType(
        1,
        "pg_catalog",
        "_" + element.name(),
        -1,
        element.name() + "[]",
        Kind.ARRAY,
        element,
        List.of());
  }

  static PostgresType domain(String name, PostgresType base) {
    return new PostgresType(70000, "public", name, -1, name, Kind.DOMAIN, base, List.of());
  }

  private static PostgresType withModifier(String name, int modifier, String display) {
    return new PostgresType(1, "pg_catalog", name, modifier, display, Kind.BASE, null, List.of());
  }
}
