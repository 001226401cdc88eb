// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for arrays. */
final class ArrayMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.array_cat(left_, right_) AS
        CASE WHEN left_ IS NULL THEN right_ WHEN right_ IS NULL THEN left_
          ELSE list_concat(left_, right_) END;
      CREATE OR REPLACE MACRO icebridge.array_contains(array_, part_) AS
        CASE WHEN array_ IS NOT NULL AND part_ IS NOT NULL
          THEN list_has_all(array_, part_) AND len(part_) = list_count(part_) END;
      CREATE OR REPLACE MACRO icebridge.array_remove(array_, element_) AS
        list_filter(array_, lambda each_: each_ IS DISTINCT FROM element_);
      CREATE OR REPLACE MACRO icebridge.array_text(array_, separator_) AS
        CASE WHEN array_ IS NOT NULL THEN coalesce(array_to_string(array_, separator_), '') END
      """;

  private ArrayMacros() {}
}
