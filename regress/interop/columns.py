# SPDX-License-Identifier: Apache-2.0
"""The type matrix: columns of every kind PostgreSQL has, and rows with ordinary, extreme and missing values."""

SETUP = """
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE place AS (name text, latitude double precision, code integer);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
"""

# name, PostgreSQL's type, kind (values.py), and the values of the rows 1 to 4; row 5 is NULL in all.
COLUMNS = [
    ("c_boolean", "boolean", "boolean", ["true", "false", "true", "false"]),
    ("c_smallint", "smallint", "integer", ["1", "-32768", "32767", "0"]),
    ("c_integer", "integer", "integer", ["42", "-2147483648", "2147483647", "0"]),
    ("c_bigint", "bigint", "integer", ["42", "-9223372036854775808", "9223372036854775807", "0"]),
    ("c_real", "real", "real", ["1.1", "-3.4028235e38", "1.1754944e-38", "'Infinity'"]),
    ("c_double", "double precision", "double", ["1.1", "-1.7976931348623157e308", "2.2250738585072014e-308", "'NaN'"]),
    ("c_numeric_9", "numeric(9,2)", "numeric", ["1.25", "-9999999.99", "9999999.99", "0"]),
    ("c_numeric_18", "numeric(18,4)", "numeric", ["1.25", "-99999999999999.9999", "99999999999999.9999", "0.0001"]),
    ("c_numeric_38", "numeric(38,10)", "numeric", ["1.25", "-9999999999999999999999999999.9999999999",
                                                  "9999999999999999999999999999.9999999999", "0.0000000001"]),
    ("c_numeric", "numeric(38,9)", "numeric", ["1.25", "-12345678901234567890.123456789", "1000000", "0.000000001"]),
    ("c_text", "text", "text", ["'one'", "''", "'Zürich 東京 🚀'", "E'tab\\tquote\"''back\\\\slash\\nline'"]),
    ("c_varchar", "varchar(20)", "text", ["'one'", "''", "'ÄÖÜ'", "'  blanks  '"]),
    ("c_char", "char(5)", "text", ["'one'", "'two'", "'three'", "'ß'"]),
    ("c_bytea", "bytea", "binary", [r"'\x0001ff'", "''", r"'\xdeadbeef'", r"'\x00'"]),
    ("c_date", "date", "date", ["'2024-02-29'", "'0001-01-01'", "'9999-12-31'", "'1969-12-31'"]),
    ("c_timestamp", "timestamp", "timestamp", ["'2024-02-29 12:34:56.789012'", "'1900-01-01 00:00:00'",
                                               "'9999-12-31 23:59:59.999999'", "'1969-12-31 23:59:59.999999'"]),
    ("c_timestamptz", "timestamptz", "timestamptz", ["'2024-02-29 12:34:56.789012+02'", "'1900-01-01 00:00:00+00'",
                                                     "'9999-12-31 23:59:59.999999+00'",
                                                     "'1969-12-31 23:59:59.999999+00'"]),
    ("c_time", "time", "time", ["'12:34:56.789012'", "'00:00:00'", "'23:59:59.999999'", "'01:00:00'"]),
    ("c_uuid", "uuid", "uuid", ["'f47ac10b-58cc-4372-a567-0e02b2c3d479'", "'00000000-0000-0000-0000-000000000000'",
                                "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "'0f0e0d0c-0b0a-4908-8706-050403020100'"]),
    ("c_interval", "interval", "text", ["'1 day 02:03:04.5'", "'-1 year'", "'1 mon -1 day'", "'00:00:00'"]),
    ("c_timetz", "timetz", "text", ["'12:34:56.789+02'", "'00:00:00+00'", "'23:59:59-11'", "'01:00:00+05:30'"]),
    ("c_json", "json", "text", ["'{\"a\": [1, 2]}'", "'null'", "'\"text\"'", "'{\"a\":  1}'"]),
    ("c_jsonb", "jsonb", "text", ["'{\"a\": [1, 2]}'", "'null'", "'\"text\"'", "'{\"a\":  1}'"]),
    ("c_inet", "inet", "text", ["'10.0.0.1'", "'::1'", "'10.0.0.0/8'", "'2001:db8::/32'"]),
    ("c_enum", "mood", "text", ["'sad'", "'ok'", "'happy'", "'ok'"]),
    ("c_range", "int4range", "text", ["'[1,5)'", "'empty'", "'(,3)'", "'[7,)'"]),
    ("c_domain", "positive", "integer", ["1", "2147483647", "7", "8"]),
    ("c_integers", "integer[]", ["integer"], ["'{1,2,3}'", "'{}'", "'{1,NULL,3}'", "'{-2147483648}'"]),
    ("c_texts", "text[]", ["text"], ["'{a,b}'", "'{}'", "ARRAY['ü', NULL, '']", "'{\"x y\"}'"]),
    ("c_numerics", "numeric(10,2)[]", ["numeric"], ["'{1.25}'", "'{}'", "'{NULL,-99999999.99}'", "'{0}'"]),
    ("c_timestamps", "timestamptz[]", ["timestamptz"], ["'{2024-02-29 12:34:56+02}'", "'{}'", "'{NULL}'",
                                                       "'{1970-01-01 00:00:00+00,9999-12-31 23:59:59.999999+00}'"]),
    ("c_composite", "place", {"name": "text", "latitude": "double", "code": "integer"},
     ["ROW('Zürich', 47.4, 1)", "ROW(NULL, NULL, NULL)", "ROW('', -90, 2147483647)", "ROW('a,b', 0, NULL)"]),
]

NAMES = ["id"] + [name for name, _, _, _ in COLUMNS]
KINDS = ["integer"] + [kind for _, _, kind, _ in COLUMNS]


def definition(leave_out=()):
    """The column list of CREATE TABLE."""
    return ", ".join(["id integer"] + [f"{name} {of}" for name, of, _, _ in COLUMNS if name not in leave_out])


def insert(table, leave_out=()):
    """INSERT of the five rows."""
    chosen = [column for column in COLUMNS if column[0] not in leave_out]
    rows = []
    for number in range(5):
        values = [f"CAST({values[number] if number < 4 else 'NULL'} AS {of})" for _, of, _, values in chosen]
        rows.append(f"({number + 1}, {', '.join(values)})")
    return f"INSERT INTO {table} (id, {', '.join(column[0] for column in chosen)}) VALUES {', '.join(rows)}"
