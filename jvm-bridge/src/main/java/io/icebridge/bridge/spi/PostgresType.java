// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Objects;

/**
 * A PostgreSQL type with its modifier, resolved down to its parts.
 *
 * @param oid the type's oid
 * @param schema the schema it lives in, {@code pg_catalog} for built-in types
 * @param name its catalog name, e.g. {@code int4}, {@code numeric}, {@code _text}
 * @param modifier the type modifier as PostgreSQL stores it, -1 where there is none
 * @param display its SQL spelling with modifier, e.g. {@code numeric(10,2)}
 * @param kind what it is made of
 * @param element the element of an array, the base of a domain; null otherwise
 * @param attributes the attributes of a composite in order; empty otherwise
 */
public record PostgresType(
    long oid,
    String schema,
    String name,
    int modifier,
    String display,
    Kind kind,
    PostgresType element,
    List<Attribute> attributes) {

  /** What a type is made of. */
  public enum Kind {
    BASE,
    ARRAY,
    COMPOSITE,
    DOMAIN,
    ENUM,
    RANGE,
    PSEUDO
  }

  /** A named attribute of a composite type. */
  public record Attribute(String name, PostgresType type) {}

  private static final int VARLENA_HEADER = 4;

  public PostgresType {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(kind, "kind is null");
    attributes = List.copyOf(attributes);
  }

  /** Whether this is the built-in type of that name. */
  public boolean is(String builtin) {
    return "pg_catalog".equals(schema) && name.equals(builtin);
  }

  /** The precision of a numeric with a modifier; -1 without. */
  public int numericPrecision() {
    return modifier < VARLENA_HEADER ? -1 : ((modifier - VARLENA_HEADER) >> 16) & 0xffff;
  }

  /** The scale of a numeric with a modifier, which may be negative; 0 without. */
  public int numericScale() {
    // PostgreSQL keeps the scale as an 11-bit two's complement number.
    return modifier < VARLENA_HEADER ? 0 : (((modifier - VARLENA_HEADER) & 0x7ff) ^ 1024) - 1024;
  }

  /** The length limit in characters of a varchar or bpchar; -1 without. */
  public int characterLength() {
    return modifier < VARLENA_HEADER ? -1 : modifier - VARLENA_HEADER;
  }
}
