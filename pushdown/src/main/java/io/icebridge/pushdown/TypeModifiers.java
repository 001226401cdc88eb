// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown;

import io.icebridge.bridge.spi.PostgresType;

/** Puts modifiers on types that came without. */
final class TypeModifiers {

  private TypeModifiers() {}

  static PostgresType with(PostgresType type, int modifier) {
    if (type.modifier() == modifier) {
      return type;
    }
    PostgresType plain = copy(type, modifier, type.display());
    return copy(type, modifier, display(plain));
  }

  /** The spelling of the types whose modifier matters to wrappers; others keep theirs. */
  private static String display(PostgresType type) {
    if (type.is("numeric") && type.numericPrecision() > 0) {
      return "numeric(" + type.numericPrecision() + "," + type.numericScale() + ")";
    }
    if (type.is("varchar") && type.characterLength() >= 0) {
      return "character varying(" + type.characterLength() + ")";
    }
    if (type.is("bpchar") && type.characterLength() >= 0) {
      return "character(" + type.characterLength() + ")";
    }
    return type.display();
  }

  private static PostgresType copy(PostgresType type, int modifier, String display) {
    return new PostgresType(
        type.oid(),
        type.schema(),
        type.name(),
        modifier,
        display,
        type.kind(),
        type.element(),
        type.attributes());
  }
}
