// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import io.icebridge.bridge.spi.ColumnDefinition;
import io.icebridge.bridge.spi.PostgresType;
import io.icebridge.bridge.spi.WrapperException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;

/**
 * Which type a column may get without its files being written anew: one whose values are all those
 * of the old type, and read from the same bytes.
 */
final class TypeChange {

  /** Text without a limit of its length holds the text form of any other type. */
  private static final Set<String> UNLIMITED = Set.of("text", "varchar");

  private TypeChange() {}

  /**
   * Checks a column's new type.
   *
   * @throws WrapperException (0A000) with what works instead
   */
  static void check(ColumnDefinition before, ColumnDefinition after) {
    if (before.type().equals(after.type())) {
      return;
    }
    if (!allowed(before.type(), after.type())) {
      throw WrapperException.unsupported(
              "column \""
                  + before.name()
                  + "\" of an Iceberg table cannot change its type from "
                  + before.type().display()
                  + " to "
                  + after.type().display())
          .withDetail(
              "The rows stay in the files as they are, which works for smallint to integer to"
                  + " bigint, real to double precision, numeric to more digits before the point,"
                  + " varchar to a greater length, and what is kept as text to text.")
          .withHint(
              "Add a column of the new type, UPDATE it from the old one, drop that, and rename the"
                  + " new one.");
    }
  }

  private static boolean allowed(PostgresType before, PostgresType after) {
    if (before.kind() == PostgresType.Kind.DOMAIN) {
      return allowed(before.element(), after);
    }
    if (before.equals(after)) {
      return true;
    }
    if (after.kind() != PostgresType.Kind.BASE || before.kind() == PostgresType.Kind.ARRAY) {
      return false;
    }
    Type from = TypeMapping.iceberg(before, new AtomicInteger());
    Type to = TypeMapping.iceberg(after, new AtomicInteger());
    if (from.typeId() == Type.TypeID.STRING && to.typeId() == Type.TypeID.STRING) {
      return isText(before, after);
    }
    if (before.is("int4") && after.is("int2")) {
      return false;
    }
    return from.isPrimitiveType()
        && to.isPrimitiveType()
        && TypeUtil.isPromotionAllowed(from, to.asPrimitiveType());
  }

  private static boolean isText(PostgresType before, PostgresType after) {
    boolean text =
        "pg_catalog".equals(after.schema())
            && UNLIMITED.contains(after.name())
            && !before.is("bpchar");
    if (!text) {
      return false;
    }
    boolean limited = after.is("varchar") && after.characterLength() >= 0;
    return !limited
        || before.is("varchar")
            && before.characterLength() >= 0
            && before.characterLength() <= after.characterLength();
  }

  /** Whether two types are the same but for the ids of nested fields. */
  static boolean same(Type first, Type second) {
    // Nested types cannot change, see allowed().
    return !second.isPrimitiveType() || first.equals(second);
  }
}
