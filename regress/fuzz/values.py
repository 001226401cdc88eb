# SPDX-License-Identifier: Apache-2.0
"""Types and their values. The first few are the common ones, so that joins and groups meet; the rest are edges."""

COMMON = 6

# Explicit ones, in expressions.
COLLATIONS = ['"C"', '"en-x-icu"', '"C.utf8"']
# Text of columns has one collation besides the database's in a world, or else most comparisons would fail for their conflict.
OTHER_TEXT = "text COLLATE other"

# By PostgreSQL's name of the type: how columns are declared, and values as text.
TYPES = {
    "bool": (["boolean"], ["t", "f"]),
    "int2": (["smallint"], ["0", "1", "2", "3", "-1", "7", "32767", "-32768", "100"]),
    "int4": (["integer"], ["0", "1", "2", "3", "-1", "7", "2147483647", "-2147483648", "1000", "46341"]),
    "int8": (["bigint"], ["0", "1", "2", "3", "-1", "7", "9223372036854775807", "-9223372036854775808", "3037000500", "2147483648"]),
    # Sums of these are exact in any order.
    "float4": (["real"], ["0", "1", "1.5", "-2.25", "3", "0.5", "-0", "NaN", "Infinity", "-Infinity", "1024"]),
    "float8": (["double precision"], ["0", "1", "1.5", "-2.25", "3", "0.5", "-0", "NaN", "Infinity", "-Infinity", "1048576"]),
    "numeric": (
        ["numeric(10,2)", "numeric(38,10)", "numeric(5,0)", "numeric(18,4)"],
        ["0", "1", "1.50", "-2.25", "3", "0.5", "12345.67", "-99999", "0.01", "99.9"],
    ),
    "text": (
        ["text", "text", OTHER_TEXT],
        ["a", "b", "", "abc", "Abc", "12", "a b", "  x ", "é", "e\u0301", "\U0001f600z", "ß", "A%_\\", "ab\ncd", "1.5", "2024-01-31", "Z", "a,b,c", "NaN", "İ"],
    ),
    "varchar": (["varchar(20)", "varchar"], ["a", "b", "", "abc", "Abc", "12", "x ", "é", "\U0001f600z", "Z"]),
    "bpchar": (["char(4)"], ["a", "b", "", "abc", "Abc", "12", " x", "é", "Z"]),
    "bytea": (["bytea"], ["\\x", "\\x00", "\\x61", "\\xff00", "\\x616263", "\\x80"]),
    "uuid": (
        ["uuid"],
        ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "7f000000-0000-4000-8000-000000000001",
         "80000000-0000-4000-8000-000000000001"],
    ),
    "date": (
        ["date"],
        ["2024-02-29", "2024-01-31", "1970-01-01", "2023-12-31", "2000-01-01", "2024-03-31", "1969-12-31", "0001-01-01", "0044-03-15 BC",
         "infinity", "-infinity", "9999-12-31", "1582-10-10"],
    ),
    "time": (["time"], ["00:00:00", "12:34:56", "23:59:59.999999", "01:02:03.5", "24:00:00", "12:00:00"]),
    "timestamp": (
        ["timestamp"],
        ["2024-02-29 12:34:56.789", "2024-01-31 00:00:00", "1970-01-01 00:00:00", "2023-12-31 23:59:59.999999", "2000-01-01 00:00:00",
         "2024-03-31 02:30:00", "1969-12-31 23:59:59.5", "0044-03-15 10:00:00 BC", "infinity", "-infinity", "9999-12-31 23:59:59"],
    ),
    "timestamptz": (
        ["timestamptz"],
        ["2024-02-29 12:34:56.789+00", "2024-01-31 00:00:00+00", "1970-01-01 00:00:00+00", "2024-03-31 01:30:00+00", "2024-10-27 00:30:00+00",
         "2024-10-27 01:30:00+00", "1969-12-31 23:59:59.5+00", "0044-03-15 10:00:00+00 BC", "infinity", "-infinity"],
    ),
    "interval": (["interval"], ["0", "1 day", "1 mon", "2 hours", "-1 day", "1 year 2 mons 3 days 04:05:06.789", "00:00:00.000001", "-5 mons"]),
    "jsonb": (["jsonb"], ["1", "{}", "[]", "null", '{"a": 1}', '{"a": {"b": [1, 2, "x"]}}', '["a", 2]', '"s"', '{"a": "é", "b": null}']),
    "json": (["json"], ["1", "{}", "[]", "null", '{"a": 1}', '{"a": {"b": [1, 2, "x"]}}', '["a", 2]', '"s"']),
    "_int4": (["integer[]"], ["{}", "{1}", "{1,2,3}", "{2,1}", "{NULL}", "{1,NULL}", "{3,3,3}"]),
    "_int8": (["bigint[]"], ["{}", "{1}", "{1,2,3}", "{2,1}", "{NULL}", "{1,NULL}"]),
    "_text": (["text[]"], ["{}", "{a}", "{a,b}", '{""}', "{NULL}", "{b,a,é}"]),
}

UNORDERED = {"json"}
FLOATS = {"float4": 1e-5, "float8": 1e-9}
# Values that compare as equal may look different in these, so any of them may stand for a group.
LOOSE = {"numeric", "float4", "float8", "interval", "bpchar", "jsonb"}
# Needed by joins, groups and conditions more often than others.
FREQUENT = ["int4", "int8", "text", "numeric", "date", "bool", "float8", "int4", "timestamp"]


def value(generator, type):
    """The text of a value, edges less often."""
    texts = TYPES[type][1]
    return generator.choice(texts[:COMMON] if generator.random() < 0.75 else texts)


def literal(generator, type):
    return quoted(value(generator, type)) + "::" + type


def quoted(text):
    """A string constant, with escapes where it needs them."""
    if "\\" in text:
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
    return "'" + text.replace("'", "''") + "'"


def orderable(type):
    return type not in UNORDERED
