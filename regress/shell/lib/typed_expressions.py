# SPDX-License-Identifier: Apache-2.0
"""The calls of typed-calls.txt over the values of typed-values.json; see ../typed_expressions.sh.

Each kind of value has a heap table and an Iceberg table with the same rows. A call is grouped, so that it may run in DuckDB
even where DuckDB fails for some rows. Rows for which PostgreSQL raises an error are left out of the comparison; two of them
are asked for alone.
"""

import json
import os
import re

import report
from session import Failure, Session

DIFFERENTIAL = os.path.join(os.path.dirname(report.HERE), "..", "pushdown", "src", "test", "resources", "differential")
ONLY = re.compile(os.environ.get("CALLS", ""))
FAILING_ROWS = 2
# Larger products are computed for every n-th row.
MOST_ROWS = 1500
# What PostgreSQL does not group by, or DuckDB.
UNGROUPED = ("text[]", "int4[]", "interval", "json", "jsonb")
CALL = re.compile(r"(\w+) (\S+?)\((.*)\) (\S+)$")


def literal(value):
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"


class Twins:
    """The tables of edge values: heap_N and lake_N for the N-th kind."""

    def __init__(self, session):
        self.session = session
        self.kinds = {}
        with open(os.path.join(DIFFERENTIAL, "typed-values.json"), encoding="utf-8") as file:
            for kind in json.load(file):
                self._create(len(self.kinds), kind)

    def _create(self, table, kind):
        kind_of = kind["type"]
        for side, using in (("heap", ""), ("lake", " USING iceberg")):
            self.session.run(f"CREATE TABLE {side}_{table} (n integer, v {kind_of}){using}")
        good = [value for value in kind["values"] if self._fits(table, value)]
        rows = ", ".join(f"({n}, {literal(value)})" for n, value in enumerate(good))
        for side in ("heap", "lake"):
            self.session.run(f"INSERT INTO {side}_{table} VALUES {rows}")
        self.kinds[kind["name"]] = (table, kind_of, len(good))

    def _fits(self, table, value):
        """Whether Iceberg has the value: not all that PostgreSQL has fits its types."""
        self.session.run("BEGIN")
        failure = self.session.fails(f"INSERT INTO lake_{table} VALUES (0, {literal(value)})")
        self.session.run("ROLLBACK")
        return failure is None


def arguments_of(text):
    return [part.strip() for part in re.findall(r"'[^']*'|[^,' ][^,']*", text) if part.strip()]


class Call:
    """A line of typed-calls.txt."""

    def __init__(self, line, twins):
        head, arguments, *option = line.split(" | ")
        kind, name, types, self.result = CALL.match(head).groups()
        types = types.split(", ")
        self.zone = option[0].strip() if option and option[0].strip() != "C" else "UTC"
        in_c = bool(option) and option[0].strip() == "C"
        self.columns = []
        spelled = []
        for i, argument in enumerate(arguments_of(arguments)):
            declared = types[min(i, len(types) - 1)]
            if argument.startswith("'"):
                # What may be of any type is left without one.
                sql = argument if declared == "any" else f"{argument}::{declared}"
            else:
                sql = f"t{len(self.columns)}.v"
                self.columns.append(twins.kinds[argument])
            spelled.append(f'({sql}) COLLATE "C"' if in_c and declared == "text" else sql)
        if kind == "cast":
            self.sql = f"CAST({spelled[0]} AS {name})"
        elif kind == "function":
            self.sql = f'pg_catalog."{name}"({", ".join(spelled)})'
        elif len(spelled) == 1:
            self.sql = f"(OPERATOR(pg_catalog.{name}) {spelled[0]})"
        else:
            self.sql = f"({spelled[0]} OPERATOR(pg_catalog.{name}) {spelled[1]})"
        rows = 1
        for _, _, size in self.columns:
            rows *= size
        self.every = max(1, rows // MOST_ROWS)

    def tables(self, side):
        return ", ".join(f"{side}_{table} t{i}" for i, (table, _, _) in enumerate(self.columns))

    def number(self):
        number = "0"
        for i, (_, _, size) in enumerate(self.columns):
            number = f"({number}) * {size} + t{i}.n"
        return number

    def query(self, side, condition):
        # Grouped, but not by values: not all can be compared.
        keys = ", ".join(f"t{i}.n" for i in range(len(self.columns)))
        if self.result in UNGROUPED:
            return f"SELECT {self.number()} AS row, {self.sql} AS value FROM {self.tables(side)} WHERE {condition}"
        return (
            f"SELECT {self.number()} AS row, {self.sql} AS value FROM {self.tables(side)}"
            f" WHERE {condition} GROUP BY {keys}, {self.sql}"
        )


def compare(session, call):
    """What is different, or None; and whether DuckDB ran it."""
    session.run(f"SET timezone = '{call.zone}'")
    declared = ", ".join(re.sub(r"\(.*\)", "", kind) for _, kind, _ in call.columns)
    body = re.sub(r"\bt(\d)\.v", lambda match: f"${int(match[1]) + 1}", call.sql)
    session.run(
        f"CREATE OR REPLACE FUNCTION pg_temp.state({declared}) RETURNS text LANGUAGE plpgsql AS $body$ BEGIN"
        f" PERFORM {body}; RETURN NULL; EXCEPTION WHEN others THEN RETURN SQLSTATE; END $body$"
    )
    values = ", ".join(f"t{i}.v" for i in range(len(call.columns)))
    some = f"({call.number()}) % {call.every} = 0"
    failing = session.run(
        f"SELECT row, state FROM (SELECT {call.number()} AS row, pg_temp.state({values}) AS state"
        f" FROM {call.tables('heap')} WHERE {some}) s WHERE state IS NOT NULL ORDER BY row"
    )
    session.run(f"DROP FUNCTION pg_temp.state({declared})")
    bad = ", ".join(row for row, _ in failing)
    condition = some if not failing else f"{some} AND ({call.number()}) NOT IN ({bad})"
    plan = "\n".join(row[0] for row in session.run(f"EXPLAIN (COSTS OFF) {call.query('lake', condition)}"))
    pushed = "DuckDB" in plan and "Foreign Scan" not in plan
    session.run(
        "DROP TABLE IF EXISTS wanted, got;"
        f"CREATE TEMP TABLE wanted AS {call.query('heap', condition)};"
        f"CREATE TEMP TABLE got AS {call.query('lake', condition)}"
    )
    different = session.run(
        "SELECT row, w.value::text, g.value::text FROM wanted w FULL JOIN got g USING (row)"
        " WHERE w.value::text IS DISTINCT FROM g.value::text OR w.row IS NULL OR g.row IS NULL ORDER BY row LIMIT 3"
    )
    if different:
        return f"row, heap, lake: {different}", pushed
    for row, state in failing[:FAILING_ROWS]:
        failure = session.fails(call.query("lake", f"({call.number()}) = {row}"))
        if failure is None or failure.state != state:
            return f"row {row}: {failure} instead of {state}", pushed
    return None, pushed


def main():
    session = Session()
    prefix = report.scratch("typed_expressions")
    session.run(f"SET icebridge.default_location_prefix = '{prefix}'; SET extra_float_digits = 3")
    twins = Twins(session)
    calls = 0
    in_duckdb = 0
    with open(os.path.join(DIFFERENTIAL, "typed-calls.txt"), encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("#") or not line or not ONLY.search(line):
                continue
            try:
                different, pushed = compare(session, Call(line, twins))
            except Failure as failure:
                different, pushed = str(failure), False
            calls += 1
            in_duckdb += pushed
            report.report(different is None, line + ("" if pushed else " (not in DuckDB)"), different or "")
    report.note(f"{in_duckdb} of {calls} calls ran in DuckDB")
    report.finish()


main()
