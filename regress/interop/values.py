# SPDX-License-Identifier: Apache-2.0
"""One spelling for the values of all engines, by the kind of the column.

A kind is the name of one of the functions below, [kind] for arrays, or {name: kind} for composites. Engines give
Python's own objects, or text as JSON has it; both come out the same.
"""

import datetime
import decimal
import json
import math
import struct
import uuid as uuids

UTC = datetime.timezone.utc
EXACT = decimal.Context(prec=100)


def boolean(value):
    return bool(value)


def integer(value):
    return int(value)


def _float(value):
    return "NaN" if math.isnan(value) else repr(value)


def real(value):
    """Rounded to a float, because some engines give the double that is nearest to its decimal digits."""
    return _float(struct.unpack("f", struct.pack("f", float(value)))[0])


def double(value):
    return _float(float(value))


def numeric(value):
    return format(EXACT.create_decimal(str(value)).normalize(EXACT), "f")


def text(value):
    return str(value)


def binary(value):
    """Text is hexadecimal, with or without PostgreSQL's prefix."""
    return value.removeprefix("\\x").lower() if isinstance(value, str) else bytes(value).hex()


def date(value):
    return str(value)


def time(value):
    value = datetime.time.fromisoformat(value) if isinstance(value, str) else value
    return value.isoformat("microseconds")


def timestamp(value):
    value = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    assert value.tzinfo is None, value
    return value.isoformat(timespec="microseconds")


def timestamptz(value):
    value = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def uuid(value):
    return str(uuids.UUID(bytes=value) if isinstance(value, bytes) else value)


def canonical(value, kind):
    """The value as all engines are to spell it."""
    if value is None:
        return None
    if isinstance(kind, list):
        return [canonical(element, kind[0]) for element in value]
    if isinstance(kind, dict):
        return {name: canonical(value[name], field) for name, field in kind.items()}
    return globals()[kind](value)


def rows(tuples, kinds):
    """A table's rows in an order that does not depend on the engine: each a line of JSON."""
    return sorted(json.dumps([canonical(value, kind) for value, kind in zip(row, kinds)], ensure_ascii=False)
                  for row in tuples)


def from_json(lines, names):
    """Tuples of a table's JSON objects."""
    parsed = (json.loads(line, parse_float=decimal.Decimal) for line in lines)
    return [tuple(row[name] for name in names) for row in parsed]
