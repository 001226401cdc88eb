// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

/** Macros for JSON. */
final class JsonMacros {

  static final String STATEMENTS =
      """
      CREATE OR REPLACE MACRO icebridge.json_typeof(value_) AS
        CASE json_type(value_) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array'
          WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null'
          ELSE CASE WHEN value_ IS NOT NULL THEN 'number' END END;
      CREATE OR REPLACE MACRO icebridge.json_array_length(value_) AS
        CASE WHEN json_type(value_) = 'ARRAY' THEN CAST(json_array_length(value_) AS INTEGER)
          WHEN value_ IS NOT NULL THEN error('icebridge: 22023 cannot get array length of a scalar') END;
      CREATE OR REPLACE MACRO icebridge.json_string(value_) AS
        CASE WHEN regexp_matches(value_, '["\\\\\\x00-\\x1f]') THEN '"' || array_to_string(list_transform(
            regexp_extract_all(value_, '.', 0, 's'), lambda character_:
              CASE WHEN character_ IN ('"', '\\') THEN '\\' || character_ WHEN character_ >= ' ' THEN character_
                WHEN character_ IN (chr(8), chr(9), chr(10), chr(12), chr(13))
                THEN '\\' || translate(character_, chr(8) || chr(9) || chr(10) || chr(12) || chr(13), 'btnfr')
                ELSE printf('\\u%04x', ascii(character_)) END), '') || '"'
          ELSE '"' || value_ || '"' END;
      CREATE OR REPLACE MACRO icebridge.json_key(value_) AS
        CASE WHEN value_ IS NULL THEN error('icebridge: 22023 field name must not be null')
          ELSE icebridge.json_string(value_) END;
      CREATE OR REPLACE MACRO icebridge.json_object(value_, path_) AS
        CASE WHEN json_type(value_, path_) = 'OBJECT'
          THEN CASE WHEN len(json_keys(value_, path_)) = list_unique(json_keys(value_, path_)) THEN TRUE
            ELSE error('icebridge: inexact JSON object with equal keys') END
          ELSE FALSE END;
      CREATE OR REPLACE MACRO icebridge.json_array(value_, path_) AS
        coalesce(json_type(value_, path_) = 'ARRAY', FALSE);
      CREATE OR REPLACE MACRO icebridge.json_holder(value_, path_, index_) AS
        CASE WHEN json_type(value_, path_) = 'ARRAY' THEN index_
          ELSE icebridge.json_object(value_, path_) END;
      CREATE OR REPLACE MACRO icebridge.jsonb_array(value_, path_) AS
        CASE coalesce(json_type(value_, path_), 'OBJECT') WHEN 'ARRAY' THEN TRUE WHEN 'OBJECT' THEN FALSE
          ELSE error('icebridge: inexact element of a scalar JSON value') END;
      CREATE OR REPLACE MACRO icebridge.json_leaf(value_, path_) AS
        CASE WHEN coalesce(json_type(value_, path_), 'NULL') = 'NULL' THEN NULL
          WHEN json_type(value_, path_) IN ('VARCHAR', 'BOOLEAN')
            OR json_type(value_, path_) IN ('UBIGINT', 'BIGINT') AND json_extract_string(value_, path_) <> '0'
          THEN json_extract_string(value_, path_)
          ELSE error('icebridge: inexact text of JSON') END
      """;

  private JsonMacros() {}
}
