# SPDX-License-Identifier: Apache-2.0
"""Every entry of the list of shippable functions over edge values; see ../expressions.sh.

The program reads the list from the installed jars and builds the statements by itself, so that no entry can be forgotten.
Each value type has a heap table and an Iceberg table with the same rows. What an expression gives is first found out for
every row of the heap; then one statement computes it for all rows of the Iceberg table for which it is no error, and a few
more compute it for single rows for which it is.
"""

import collections
import itertools
import json
import os
import re
import subprocess

import report
from session import Failure, Session

DIFFERENTIAL = os.path.join(os.path.dirname(report.HERE), "..", "pushdown", "src", "test", "resources", "differential")
EDGE_VALUES = os.path.join(DIFFERENTIAL, "edge-values.json")
# Calls that need values or constants of their own: typed_expressions.sh makes those.
TYPED_CALLS = os.path.join(DIFFERENTIAL, "typed-calls.txt")
ONLY = re.compile(os.environ.get("SIGNATURES", ""))
# Pseudo-types stand for these.
PSEUDO = {"any": ["int4", "text"], "anyelement": ["int4", "numeric(12,4)", "text"], "anynonarray": ["int4", "text"],
          "anycompatible": ["int4", "numeric(12,4)"]}
# Floating point: sums and statistics depend on the order of additions, other functions on the mathematical library.
INEXACT = {"aggregate": 1e-9, "float": 4e-15}
# How many rows that are errors are tried one by one.
FAILING_ROWS = 2
CONSTANTS = 6
COUNTED_ROWS = 12
# Longer numbers are no constants that DuckDB's DECIMAL could be.
SHORT = 25

SIGNATURE = re.compile(r"(\w+) (\S+?)\((.*)\)$")


def signatures():
    jars = os.path.join(report.installed(), "jars", "*")
    lines = subprocess.run(
        ["java", "-cp", jars, os.path.join(report.HERE, "java", "Signatures.java")],
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()
    with open(TYPED_CALLS, encoding="utf-8") as file:
        typed = {call[: call.index(")") + 1] for call in file if not call.startswith("#") and ")" in call}
    for line in lines:
        if line not in typed and ONLY.search(line):
            kind, name, types = SIGNATURE.match(line).groups()
            yield line, kind, name, [item for item in types.split(", ") if item]


class Twins:
    """The tables of edge values: heap_N and lake_N for the N-th variant of a type."""

    def __init__(self, session):
        self.session = session
        self.by_type = collections.defaultdict(list)
        self.values = {}
        self.tables = {}
        with open(EDGE_VALUES, encoding="utf-8") as file:
            for variant in json.load(file):
                if not variant.get("constant"):
                    self._create(variant["variant"], variant["type"], variant["values"])

    def _create(self, name, kind, values):
        table = len(self.tables)
        # Text is compared by its bytes, so that the database's locale does not matter.
        collate = ' COLLATE "C"' if kind in ("text",) or kind.startswith("char") else ""
        self.session.run(
            f"CREATE TABLE heap_{table} (n integer, v {kind}{collate});"
            f"CREATE TABLE lake_{table} (n integer, v {kind}{collate}) USING iceberg"
        )
        good = [value for value in values if self._fits(table, value)]
        for side in ("heap", "lake"):
            rows = ", ".join(f"({n}, {literal(value)})" for n, value in enumerate(good))
            self.session.run(f"INSERT INTO {side}_{table} VALUES {rows}")
        plain = re.sub(r"\(.*", "", kind)
        self.by_type["bpchar" if plain == "char" else plain].append(name)
        self.tables[name] = table
        self.values[name] = [(value, kind + collate) for value in good]

    def _fits(self, table, value):
        """Whether Iceberg has the value: not all that PostgreSQL has fits its types."""
        self.session.run("BEGIN")
        failure = self.session.fails(f"INSERT INTO lake_{table} VALUES (0, {literal(value)})")
        self.session.run("ROLLBACK")
        return failure is None

    def variants(self, kind):
        if kind in PSEUDO:
            return [name for name in PSEUDO[kind] if name in self.tables]
        return self.by_type[kind]


def literal(value):
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


def call(kind, name, arguments):
    if kind == "cast":
        return f"CAST({arguments[0]} AS {name})"
    if kind == "function":
        return f'pg_catalog."{name}"({", ".join(arguments)})'
    if len(arguments) == 1:
        return f"(OPERATOR(pg_catalog.{name}) {arguments[0]})"
    return f"({arguments[0]} OPERATOR(pg_catalog.{name}) {arguments[1]})"


def from_clause(side, twins, columns):
    return ", ".join(f"{side}_{twins.tables[variant]} {alias}" for alias, variant in columns)


class Comparison:
    """One expression over the rows of the tables it names."""

    def __init__(self, twins, expression, columns):
        self.twins, self.expression, self.columns = twins, expression, columns
        self.session = twins.session
        self.keys = ", ".join(f"{alias}.n AS {alias}n" for alias, _ in columns)
        self.order = ", ".join(f"{alias}n" for alias, _ in columns)

    def pushed(self):
        """Whether DuckDB computes it; if not, why."""
        lines = [row[0] for row in self.session.run(f"EXPLAIN (VERBOSE, COSTS OFF) {self.query('lake', '')}")]
        reasons = [line.strip() for line in lines if "Not Pushed" in line]
        if reasons:
            return reasons[0]
        return None if any("Custom Scan (DuckDB" in line for line in lines) else "no query was pushed"

    def query(self, side, where):
        return (
            f"SELECT {self.keys}, {self.expression} AS r"
            f" FROM {from_clause(side, self.twins, self.columns)}{where}"
        )

    def expected(self):
        """For each row its numbers, and the text or ! and the SQLSTATE."""
        pieces = ", ".join(
            f"quote_nullable({alias}.v::text)" for alias, _ in self.columns
        )
        types = [self.twins.values[variant][0][1] for _, variant in self.columns]
        template = self.expression.replace("%", "%%")
        for position, (alias, _) in enumerate(self.columns):
            template = template.replace(f"{alias}.v", f"(%{position + 1}$s::{types[position]})")
        numbers = ", ".join(f"{alias}.n" for alias, _ in self.columns)
        return self.session.run(
            f"SELECT {numbers}, pg_temp.answer(format({literal(template)}, {pieces}))"
            f" FROM {from_clause('heap', self.twins, self.columns)} ORDER BY {numbers}"
        )

    def difference(self, tolerance):
        rows = self.expected()
        failing = [row for row in rows if row[-1] is not None and row[-1].startswith("!")]
        good = {tuple(row[:-1]): row[-1] for row in rows if row not in failing}
        if good:
            where = "" if not failing else f" WHERE NOT ({' OR '.join(map(self.picker, failing))})"
            self.session.run("DROP TABLE IF EXISTS pg_temp.got")
            self.session.run(f"CREATE TEMP TABLE got AS {self.query('lake', where)}")
            got = {tuple(row[:-1]): row[-1] for row in self.session.run(f"SELECT {self.order}, r::text FROM got")}
            heap = self.session.value(f"SELECT pg_typeof(r) FROM ({self.query('heap', ' WHERE false')}) x"
                                      f" RIGHT JOIN (SELECT 1) y ON true")
            lake = self.session.value("SELECT pg_typeof(r) FROM got LIMIT 1")
            if heap != lake:
                return f"{lake} instead of {heap}"
            if got.keys() != good.keys():
                return f"{len(got)} rows instead of {len(good)}"
            for key, value in good.items():
                if not same(value, got[key], tolerance):
                    return f"{got[key]} instead of {value} for {self.described(key)}"
        for row in failing[:FAILING_ROWS]:
            failure = self.session.fails(self.query("lake", f" WHERE {self.picker(row)}"))
            if failure is None or "!" + failure.state != row[-1]:
                return f"{failure} instead of {row[-1]} for {self.described(row[:-1])}"
        return None

    def held(self):
        """The same where rows must not be returned one by one, since DuckDB may have no answer: how many are right."""
        rows = [row for row in self.expected() if row[-1] is None or len(row[-1]) <= SHORT and not row[-1].startswith("!")]
        rows = rows[:COUNTED_ROWS]
        right = " OR ".join(
            f"CASE WHEN {self.picker(row)} THEN {self.expression} IS NOT DISTINCT FROM {literal(row[-1])} END"
            for row in rows
        )
        query = f"SELECT count(*) FROM {from_clause('lake', self.twins, self.columns)} WHERE {right}"
        lines = [line[0] for line in self.session.run(f"EXPLAIN (VERBOSE, COSTS OFF) {query}")]
        reasons = [line.strip() for line in lines if "Not Pushed" in line]
        if reasons or not any("Custom Scan (DuckDB" in line for line in lines):
            return None, reasons[0] if reasons else "no query was pushed"
        count = int(self.session.value(query))
        return None if count == len(rows) else f"{count} rows of {len(rows)} are right", None

    def picker(self, row):
        return "(" + " AND ".join(f"{alias}.n = {n}" for (alias, _), n in zip(self.columns, row)) + ")"

    def described(self, numbers):
        return [self.twins.values[variant][int(n)][0] for (_, variant), n in zip(self.columns, numbers)]


def same(expected, actual, tolerance):
    if expected == actual or expected is None or actual is None:
        return expected == actual
    if tolerance:
        try:
            left, right = float(expected), float(actual)
        except ValueError:
            return False
        return abs(left - right) <= tolerance * max(abs(left), abs(right))
    return False


def scalar(twins, kind, name, types):
    """Compares one operator, function or cast; None, or what was different."""
    shipped = False
    reason = f"there are no values for ({', '.join(types)})"
    for variants in itertools.product(*(twins.variants(kind_of) for kind_of in types)):
        for arguments, columns in forms(twins, variants):
            comparison = Comparison(twins, call(kind, name, arguments), columns)
            why = comparison.pushed()
            if why is not None:
                reason = why
                different, why = comparison.held() if kind == "operator" or len(columns) == len(types) else (None, why)
                shipped = shipped or why is None
                if different:
                    return f"{comparison.expression} over {', '.join(variants)}: {different}"
                continue
            shipped = True
            floating = all(kind_of.startswith("float") for kind_of in types) and kind == "function"
            different = comparison.difference(INEXACT["float"] if floating else 0)
            if different:
                return f"{comparison.expression} over {', '.join(variants)}: {different}"
            if len(columns) == len(types):
                break
    return None if shipped else reason


def forms(twins, variants):
    """All operands columns; where that is not shipped, those behind the first as constants, then only the second."""
    aliases = "abcdef"
    yield [f"{aliases[i]}.v" for i in range(len(variants))], [(aliases[i], variants[i]) for i in range(len(variants))]
    if len(variants) > 1:
        choices = [
            [f"{literal(value)}::{kind}" for value, kind in twins.values[variant] if value is not None][:CONSTANTS]
            for variant in variants[1:]
        ]
        for constants in itertools.islice(itertools.product(*choices), CONSTANTS * 2):
            yield ["a.v", *constants], [("a", variants[0])]


ORDERED_SET = {"percentile_cont", "percentile_disc", "mode"}
ORDERED = {"string_agg", "array_agg"}


def aggregate_calls(kind, name, types):
    if kind == "window":
        for arguments in window_arguments(name, types):
            for over in ("ORDER BY a.n", "PARTITION BY a.n % 2 ORDER BY a.n DESC",
                         "ORDER BY a.n ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING"):
                yield f"{name}({arguments}) OVER ({over})"
        return
    if name == "mode":
        yield "mode() WITHIN GROUP (ORDER BY a.v)"
        yield "mode() WITHIN GROUP (ORDER BY a.v DESC) FILTER (WHERE a.n % 3 <> 1)"
        return
    if name == "any_value":
        # Which one it is differs.
        yield "any_value(a.v) IS NULL"
        return
    if name in ORDERED_SET:
        yield f"{name}(0.3) WITHIN GROUP (ORDER BY a.v)"
        return
    if not types:
        arguments = "*"
    elif name == "string_agg":
        arguments = "a.v, ', '"
    else:
        arguments = ", ".join(["a.v", "a.n::float8"][: len(types)])
    order = " ORDER BY a.n" if name in ORDERED else ""
    yield f"{name}({arguments}{order})"
    yield f"{name}({arguments}{order}) FILTER (WHERE a.n % 3 <> 1)"


def window_arguments(name, types):
    if not types:
        return [""]
    if name == "ntile":
        return ["1", "3", "100"]
    return ["a.v"] if len(types) == 1 else [", ".join(["a.v", str(n), "a.v"][: len(types)]) for n in (1, 2)]


def grouped(twins, kind, name, types):
    """Compares one aggregate or window function; None, or what was different."""
    valued = [item for item in types if item != "int4" or kind == "aggregate"]
    reason = f"there are no values for ({', '.join(types)})"
    shipped = False
    value_type = valued[-1] if name in ORDERED_SET else valued[0] if valued else "int4"
    for variant in twins.variants(value_type):
        table = twins.tables[variant]
        floating = variant.startswith("float")
        tolerance = INEXACT["aggregate"] if floating else 0
        # Infinity and NaN hide all else; the squares of what is left out are infinite on the way, or not.
        finite = " WHERE abs(a.v) BETWEEN 1e-9 AND 1e9"
        conditions = [" WHERE abs(a.v) <= 1e15 OR abs(a.v) >= 'Infinity'", finite] if floating else [""]
        for expression in aggregate_calls(kind, name, types):
            for where in conditions:
                heads = ["n"] if kind == "window" else ["", "a.n % 4"]
                for head in heads:
                    different, why = grouped_difference(twins, expression, table, where, head, kind, tolerance)
                    if why is not None:
                        reason = why
                        continue
                    shipped = True
                    if different:
                        return f"{expression} over {variant}{where} by {head or 'all'}: {different}"
    return None if shipped else reason


def grouped_difference(twins, expression, table, where, head, kind, tolerance):
    def query(side):
        if kind == "window":
            return f"SELECT a.n AS k, {expression} AS r FROM {side}_{table} a{where}"
        key = head or "0"
        group = f" GROUP BY {head}" if head else ""
        return f"SELECT {key} AS k, {expression} AS r FROM {side}_{table} a{where}{group}"

    session = twins.session
    lines = [row[0] for row in session.run(f"EXPLAIN (VERBOSE, COSTS OFF) {query('lake')}")]
    reasons = [line.strip() for line in lines if "Not Pushed" in line]
    if reasons or not any("Custom Scan (DuckDB" in line for line in lines):
        return None, reasons[0] if reasons else "no query was pushed"
    answers = []
    for side in ("heap", "lake"):
        session.run("DROP TABLE IF EXISTS pg_temp.got")
        failure = session.fails(f"CREATE TEMP TABLE got AS {query(side)}")
        if failure is not None:
            answers.append([["error", failure.state, ""]])
        else:
            answers.append(session.run("SELECT k::text, r::text, pg_typeof(r)::text FROM got ORDER BY k"))
    heap, lake = answers
    if len(heap) != len(lake):
        return f"{len(lake)} rows instead of {len(heap)}", None
    for left, right in zip(heap, lake):
        if left[0] != right[0] or left[2] != right[2] or not same(left[1], right[1], tolerance):
            return f"{right} instead of {left}", None
    return None, None


def main():
    session = Session()
    prefix = report.scratch("expressions")
    session.run(
        f"SET icebridge.default_location_prefix = '{prefix}'; SET timezone = 'UTC'; SET extra_float_digits = 3;"
        "CREATE FUNCTION pg_temp.answer(expression text) RETURNS text LANGUAGE plpgsql AS $$"
        " DECLARE answer text; BEGIN EXECUTE 'SELECT (' || expression || ')::text' INTO answer; RETURN answer;"
        " EXCEPTION WHEN others THEN IF SQLSTATE LIKE '42%' THEN RAISE; END IF; RETURN '!' || SQLSTATE; END $$"
    )
    twins = Twins(session)
    report.note(f"{sum(map(len, twins.values.values()))} edge values of {len(twins.tables)} kinds")
    known = {row[0] for row in session.run("SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace")}
    for line, kind, name, types in signatures():
        if kind in ("function", "aggregate", "window") and name not in known:
            continue  # of a later version
        compare = grouped if kind in ("aggregate", "window") else scalar
        try:
            different = compare(twins, kind, name, types)
        except Failure as failure:
            different = str(failure)
        report.report(different is None, line, different or "")
    report.finish()


main()
