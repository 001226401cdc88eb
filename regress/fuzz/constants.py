# SPDX-License-Identifier: Apache-2.0
"""Constants that functions want: units, formats, patterns, zones, small numbers. With any text most calls would only fail."""

import values
from nodes import Node, chance

_UNITS = ["year", "month", "day", "hour", "minute", "second", "week", "quarter", "decade", "century", "milliseconds", "microseconds"]
_FIELDS = _UNITS + ["dow", "isodow", "doy", "isoyear", "epoch", "millennium", "julian"]
_DATE_FORMATS = ["YYYY-MM-DD", "HH24:MI:SS", "YYYY", "DD Mon YYYY", "Day", "HH12:MI AM", "IYYY-IW", "MS US", "Q", "DDD", "FMMonth", "YYYYMMDDHH24MISS"]
_ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]
_PATTERNS = ["a", "^a", "b$", "[a-c]+", ".", "a|b", "\\d", "x*", "(a)(b)", "^$", "é", " "]
_FLAGS = ["i", "i", "", "x"]
_LIKES = ["a%", "%b", "_", "%", "", "a_c", "%\\%%", "A%", "%b%", "é%"]
_PIECES = ["a", "b", ",", " ", "ab", "", "x", "1"]
_INDEXES = ["0", "1", "2", "3", "-1", "5"]

# By name: the constants of operands by their position, counted from 0. What is not named is any expression.
_TYPICAL = {
    "date_part": {0: _FIELDS},
    "extract": {0: _FIELDS},
    "date_trunc": {0: _UNITS, 2: _ZONES},
    "to_char": {1: _DATE_FORMATS},
    "timezone": {0: _ZONES},
    "encode": {1: ["hex", "base64", "escape"]},
    "regexp_like": {1: _PATTERNS, 2: _FLAGS},
    "regexp_match": {1: _PATTERNS, 2: _FLAGS},
    "regexp_count": {1: _PATTERNS, 2: ["1"], 3: _FLAGS},
    "regexp_substr": {1: _PATTERNS},
    "regexp_split_to_array": {1: _PATTERNS, 2: _FLAGS},
    "regexp_replace": {1: _PATTERNS, 2: _PIECES, 3: ["g", "i", "gi", ""]},
    "split_part": {1: _PIECES, 2: _INDEXES},
    "string_to_array": {1: _PIECES},
    "array_to_string": {1: _PIECES},
    "position": {1: _PIECES},
    "strpos": {1: _PIECES},
    "replace": {1: _PIECES},
    "translate": {1: _PIECES},
    "starts_with": {1: _PIECES},
    "left": {1: _INDEXES},
    "right": {1: _INDEXES},
    "substr": {1: _INDEXES, 2: _INDEXES},
    "substring": {1: _INDEXES, 2: _INDEXES},
    "overlay": {2: ["1", "2", "3"], 3: ["0", "1", "2"]},
    "lpad": {1: _INDEXES},
    "rpad": {1: _INDEXES},
    "repeat": {1: _INDEXES},
    "chr": {0: ["65", "97", "233", "128512", "1"]},
    "date_bin": {0: ["15 minutes", "1 day", "1 hour", "00:00:00.5", "7 days"]},
    "make_date": {0: ["2024", "1970", "-44", "2023"], 1: ["1", "2", "12"], 2: ["1", "28", "29"]},
    "make_time": {0: ["0", "23"], 1: ["0", "59"], 2: ["0", "59.5"]},
    "array_length": {1: ["1", "1", "2"]},
    "array_upper": {1: ["1", "1", "2"]},
    "array_lower": {1: ["1", "1", "2"]},
    "round": {1: _INDEXES},
    "trunc": {1: _INDEXES},
    "numeric": {1: ["655366", "1310730"]},
    "lcm": {0: ["6", "4"], 1: ["9", "0"]},
    "<<": {1: ["0", "1", "5"]},
    ">>": {1: ["0", "1", "5"]},
    "^": {1: ["2", "0.5", "0", "-1"]},
    "power": {1: ["2", "0.5", "0", "-1"]},
    "pow": {1: ["2", "0.5", "0", "-1"]},
    "->>": {1: ["a", "b"]},
    "?": {1: ["a", "b"]},
    "~~": {1: _LIKES},
    "!~~": {1: _LIKES},
    "~~*": {1: _LIKES},
    "!~~*": {1: _LIKES},
    "~": {1: _PATTERNS},
    "!~": {1: _PATTERNS},
    "~*": {1: _PATTERNS},
    "!~*": {1: _PATTERNS},
    "^@": {1: _PIECES},
}


def typical(generator, signature, position):
    """A constant for an operand; None where any expression will do."""
    found = _TYPICAL.get(signature.name, {}).get(position)
    if found is None or chance(generator, 0.15):
        return None
    type = signature.operands[position]
    text = generator.choice(found)
    if type in ("int2", "int4", "int8") and not text.lstrip("-").isdigit():
        text = generator.choice(_INDEXES[:4])
    return Node(values.quoted(text) + "::" + type, type=type)
