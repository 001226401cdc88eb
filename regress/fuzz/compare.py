# SPDX-License-Identifier: Apache-2.0
"""Runs a query on heap and on Iceberg tables and tells whether the answers are the same."""

import collections
import decimal
import json
import math
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "shell", "lib"))
from session import Failure, Session, Timeout  # noqa: E402

import forms  # noqa: E402
import values  # noqa: E402

# Such errors may be met or not, depending on what is computed first; 42P22 is that of collations, when rows are compared, 54000 that of chr(0).
_DATA = ("22", "21", "42P22", "54000")
# What functions of dates have against values, too: units and intervals.
_DATES = re.compile(r'^unit ".*" not (supported|recognized) for type|^timestamps cannot be binned')
# One object is equal to itself in tuples.
_NAN = float("nan")
TIMEOUT_STATE = "57014"
CRASH_STATES = ("lost", "57P01", "57P02", "57P03", "XX000")

_CANCELS = re.compile("regr_|corr|covar_|stddev|var_|variance")

# `types`: PostgreSQL's names of the columns' types.
Answer = collections.namedtuple("Answer", "rows state message types")


class Pair:
    """Two sessions: one finds the heap tables by a name, the other the Iceberg tables."""

    def __init__(self, settings):
        self._settings = settings
        self.sessions = {}
        self.open()

    def open(self):
        for session in self.sessions.values():
            session.close()
        for schema in ("heap", "lake"):
            session = Session()
            session.run(f"SET search_path = {schema}, public; SET statement_timeout = '8s'; SET timezone = 'Europe/Berlin'; {self._settings}")
            if schema == "lake":
                session.run("SET default_table_access_method = iceberg")
            self.sessions[schema] = session
        self._names = {int(oid): name for oid, name in self.sessions["heap"].run("SELECT oid, typname FROM pg_type")}

    def answer(self, schema, query, options=""):
        """Rows, or the error; with options of EXPLAIN its lines."""
        session = self.sessions[schema]
        try:
            rows = session.run(query.explained(options) if options else query.sql(), 60)
            return Answer(rows, "", "", query.form.types or [self._names.get(oid) for oid in session.types])
        except Failure as failure:
            if failure.state == "lost":
                self.open()
            elif query.form.transaction:
                session.run("ROLLBACK")
            return Answer(None, failure.state, failure.message, [])
        except (Timeout, UnicodeDecodeError) as failure:
            self.open()
            return Answer(None, "hang", str(failure), [])

    def difference(self, query):
        """"rows", "no rows" or "error" with its SQLSTATE where both answers are that and the same, "soft: …" where they may differ, else the reason and both answers."""
        lake = self.answer("lake", query)
        if lake.state in CRASH_STATES or lake.state == "hang":
            heap = self.answer("heap", query)
            return "internal error" if heap.state == lake.state else ("crash", heap, lake)
        heap = self.answer("heap", query)
        if TIMEOUT_STATE in (heap.state, lake.state):
            return "timeout"
        if heap.state or lake.state:
            if heap.state == lake.state:
                return f"error {heap.state}"
            # Where both failed, or one did, for a value that only one plan has looked at.
            data = [answer.state.startswith(_DATA) or bool(_DATES.match(answer.message)) for answer in (heap, lake)]
            if all(one or answer.state.startswith("23") for one, answer in zip(data, (heap, lake))):
                return "soft: both fail"
            if query.loose and any(data):
                return "soft: heap fails" if data[0] else "soft: lake fails"
            return "error", heap, lake
        if heap.types != lake.types:
            return "types", heap, lake
        if not same(heap.rows, lake.rows, heap.types, query):
            return "rows", heap, lake
        return "rows" if heap.rows else "no rows"


class Query:
    """SQL of a tree, the form in which it is asked, and how to compare its rows."""

    def __init__(self, tree, ordered, form=None, loose=True):
        self.tree, self.ordered, self.form, self.loose = tree, ordered, form or forms.Plain(), loose

    def sql(self):
        return self.form.sql(str(self.tree))

    def explained(self, options):
        return self.form.explained(str(self.tree), options)

    def with_tree(self, tree):
        return Query(tree, self.ordered, self.form, self.loose)


def same(heap, lake, types, query):
    """Whether the rows of two answers are the same."""
    if heap == lake:
        return True
    if len(heap) != len(lake):
        return False
    if not heap:
        return True
    # Differences of large numbers that are nearly the same.
    least = 1.0 if _CANCELS.search(str(query.tree)) else 0.0
    one = [tuple(_plain(text, type, query.loose) for text, type in zip(row, types)) for row in heap]
    other = [tuple(_plain(text, type, query.loose) for text, type in zip(row, types)) for row in lake]
    # Rows that differ in the last digits of floating point are sorted by these.
    if query.ordered and not any(type in values.FLOATS for type in types):
        return one == other
    return _matched(one, other, types, least)


def _matched(one, other, types, least):
    """Whether each row has one of its own that is near it on the other side; values below `least` are as near as those there."""
    exact = collections.Counter(one) & collections.Counter(other)
    # Only rows of which all else is the same are tried one by one.
    rest = collections.defaultdict(list)
    for row in (collections.Counter(other) - exact).elements():
        rest[_exact_fields(row, types)].append(row)
    for row in (collections.Counter(one) - exact).elements():
        candidates = rest[_exact_fields(row, types)]
        found = next((number for number, near in enumerate(candidates) if all(_near(*fields, least) for fields in zip(row, near, types))), None)
        if found is None:
            return False
        del candidates[found]
    return not any(rest.values())


def _exact_fields(row, types):
    return tuple(field for field, type in zip(row, types) if type not in values.FLOATS)


def _plain(text, type, loose):
    if text is None:
        return None
    if type in values.FLOATS:
        return _NAN if text == "NaN" else float(text) + 0.0
    if loose and type == "numeric" and text[-1].isdigit():
        return format(decimal.Context(2000).create_decimal(text).normalize(decimal.Context(2000)), "f").replace("-0", "0") if float(text) == 0 else format(
            decimal.Context(2000).create_decimal(text).normalize(decimal.Context(2000)), "f")
    if loose and type == "bpchar":
        return text.rstrip(" ")
    if loose and type == "jsonb":
        return json.dumps(json.loads(text), sort_keys=True)
    return text


def _near(one, other, type, least):
    if one is other or one == other:
        return True
    if type in values.FLOATS and isinstance(one, float) and isinstance(other, float):
        if math.isinf(one) or math.isinf(other):
            return False
        return abs(one - other) <= values.FLOATS[type] * max(abs(one), abs(other), least)
    return False
