// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb;

import io.icebridge.pushdown.duckdb.Spellings.Spelling;

/** The rules for spelling calls on text, dates and times, JSON and arrays. */
final class TypeSpellings {

  private TypeSpellings() {}

  /** The rule of a name; null where there is none. */
  static Spelling rule(String name) {
    return switch (name) {
      case "@like" -> (translator, call) -> Patterns.like(translator, call, "LIKE");
      case "@not_like" -> (translator, call) -> Patterns.like(translator, call, "NOT LIKE");
      case "@ilike" -> (translator, call) -> Patterns.caselessLike(translator, call, "");
      case "@not_ilike" -> (translator, call) -> Patterns.caselessLike(translator, call, "NOT ");
      case "@matches" -> (translator, call) -> Patterns.matches(translator, call, false, false);
      case "@not_matches" -> (translator, call) -> Patterns.matches(translator, call, false, true);
      case "@matches_caseless" ->
          (translator, call) -> Patterns.matches(translator, call, true, false);
      case "@not_matches_caseless" ->
          (translator, call) -> Patterns.matches(translator, call, true, true);
      case "@regexp_replace" -> Patterns::replace;
      case "@regexp_like" -> RegularParts::like;
      case "@regexp_match" -> RegularParts::match;
      case "@regexp_split" -> RegularParts::split;
      case "@regexp_part" -> RegularParts::part;
      case "@regexp_count" -> RegularParts::count;
      case "@text_numeric" -> NumericTexts::ofText;
      case "@float_numeric" -> NumericTexts::ofFloat;
      case "@to_date", "@to_timestamp" -> DateTexts::read;
      case "@letters" -> Patterns::letters;
      case "@substring" -> TextSpellings::substring;
      case "@split_part" -> TextSpellings::splitPart;
      case "@concat" -> TextSpellings::concat;
      case "@varchar" -> TextSpellings::varchar;
      case "@output" -> OutputTexts::cast;
      case "@extract" -> DateParts::extract;
      case "@date_part" -> DateParts::datePart;
      case "@date_trunc" -> DateParts::truncate;
      case "@date_bin" -> DateParts::bin;
      case "@to_char" -> DateFormats::toChar;
      case "@timezone" -> TimeZones::convert;
      case "@encode" -> TextSpellings::encode;
      case "@decode" -> TextSpellings::decode;
      case "@array_comparison" -> ArraySpellings::compare;
      case "@array_contains" ->
          (translator, call) ->
              ArraySpellings.condition(translator, call, "icebridge.array_contains(%s, %s)", false);
      case "@array_contained" ->
          (translator, call) ->
              ArraySpellings.condition(translator, call, "icebridge.array_contains(%s, %s)", true);
      case "@array_overlap" ->
          (translator, call) ->
              ArraySpellings.condition(translator, call, "list_has_any(%s, %s)", false);
      case "@array_remove" -> ArraySpellings::remove;
      case "@array_position" -> ArraySpellings::position;
      case "@array_to_string" -> ArraySpellings::toText;
      case "@json_text" -> JsonSpellings::text;
      case "@json_path_text" -> JsonSpellings::pathText;
      case "@json_build_object" -> JsonTexts::object;
      case "@json_build_array" -> JsonTexts::array;
      case "@to_json" -> JsonTexts::ofValue;
      case "@json_exists" -> JsonSpellings::exists;
      default -> null;
    };
  }
}
