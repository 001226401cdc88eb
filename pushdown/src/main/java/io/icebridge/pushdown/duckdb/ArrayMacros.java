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
      CREATE OR REPLACE MACRO icebridge.any_of(array_, value_, deciding_) AS
        CASE WHEN array_ IS NULL THEN NULL WHEN len(array_) = 0 THEN FALSE WHEN value_ IS NULL THEN NULL
          WHEN deciding_ > 0 THEN TRUE WHEN list_count(array_) < len(array_) THEN NULL ELSE FALSE END;
      CREATE OR REPLACE MACRO icebridge.all_of(array_, value_, deciding_) AS
        CASE WHEN array_ IS NULL THEN NULL WHEN len(array_) = 0 THEN TRUE WHEN value_ IS NULL THEN NULL
          WHEN deciding_ > 0 THEN FALSE WHEN list_count(array_) < len(array_) THEN NULL ELSE TRUE END;
      CREATE OR REPLACE MACRO icebridge.element(array_, number_) AS
        CASE WHEN number_ > 0 THEN array_[number_] END;
      CREATE OR REPLACE MACRO icebridge.slice(array_, first_, last_) AS
        CASE WHEN first_ IS NULL OR last_ IS NULL THEN NULL
          WHEN last_ < first_ OR last_ < 1 THEN array_[2:1]
          WHEN first_ < 1 THEN array_[1:last_] ELSE array_[first_:last_] END;
      CREATE OR REPLACE MACRO icebridge.array_remove(array_, element_) AS
        list_filter(array_, lambda each_: each_ IS DISTINCT FROM element_);
      CREATE OR REPLACE MACRO icebridge.array_text(array_, separator_) AS
        CASE WHEN array_ IS NOT NULL THEN coalesce(array_to_string(array_, separator_), '') END
      """;

  private ArrayMacros() {}
}
