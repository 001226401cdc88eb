# SPDX-License-Identifier: Apache-2.0
"""Random queries on heap and on lake tables; see ../shell/query_fuzz.sh and bin/fuzz for the settings."""

import collections
import os
import random
import shutil
import subprocess
import sys
import time

import calls
import compare
import forms
import queries
import report  # found by way of compare
import signatures
import values
import world
import writes
from expressions import Expressions
from nodes import Node, chance, minimised, optional

COUNT = int(os.environ.get("QUERIES") or os.environ.get("QUERY") or "800")
SECONDS = float(os.environ.get("QUERY_SECONDS", "0"))
PER_WORLD = int(os.environ.get("QUERIES_PER_WORLD", "300"))
SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 1 << 30)
ONLY = int(os.environ.get("QUERY", "0"))
# Where Iceberg tables are, by schema and name.
PREFIX = os.path.join(os.environ["SERVER_HOME"], "scratch", "query_fuzz")
FOLDER = os.path.join(PREFIX, os.environ["PGDATABASE"])
# These come first among the relations, before views.
WORLD_TABLES = 5
MOST_DIFFERENCES = int(os.environ.get("DIFFERENCES", "5"))


class Fuzz:
    def __init__(self, known, settings):
        self.pair = compare.Pair(settings)
        self.known, self.by_result = known, collections.defaultdict(list)
        for one in known:
            self.by_result[one.result].append(one)
        self.counts, self.plans, self.differences, self.used = collections.Counter(), collections.Counter(), 0, set()
        self.reasons, self.forms = collections.Counter(), collections.Counter()
        self.tables = None

    def run(self):
        end = time.monotonic() + SECONDS if SECONDS else None
        number = 0
        while (number < COUNT if end is None else time.monotonic() < end) and self.differences < MOST_DIFFERENCES:
            if number % PER_WORLD == 0:
                if not ONLY or ONLY - 1 < number + PER_WORLD:
                    self.tables = world.make(random.Random(f"{SEED} world {number // PER_WORLD}"), self.pair.sessions, FOLDER, self.by_result, WORLD_TABLES)
            number += 1
            if ONLY and number != ONLY:
                continue
            self._one(number)
            if number % 1000 == 0:
                print(f"# {number} queries: {dict(self.counts)}; plans of some: {dict(self.plans)}", flush=True)
        return number

    def _one(self, number):
        generator = random.Random(f"{SEED} query {number}")
        query = self._signature(generator, number) if number % 4 == 0 else self._query(generator)
        found = self.pair.difference(query)
        self.counts["queries"] += 1
        self.forms[query.form.name] += 1
        if not isinstance(found, str):
            self._report(number, query, found)
            return
        self.counts[found] += 1
        if found.startswith("soft"):
            print(f"# query {number} of seed {SEED}: {found}", flush=True)
        if ONLY and found not in ("rows", "no rows"):
            print(query.sql(), *(self.pair.answer(schema, query) for schema in ("heap", "lake")), sep="\n")
        if found in ("rows", "no rows") and (ONLY or chance(generator, 0.1)):
            self._count_plan(query)

    def _query(self, generator):
        parameters = [] if chance(generator, 0.3) else None
        mode = generator.choice(["auto", "force_generic_plan", "force_custom_plan"])
        made = queries.Queries(generator, self.by_result, self.tables, parameters)
        if chance(generator, 0.2):
            table = generator.choice([table for table in self.tables if table.kind in ("iceberg", "partitioned")])
            return compare.Query(writes.statement(made, table), False, forms.Written(table.name, parameters, mode))
        tree, ordered, columns = made.query()
        types = [column.type for column in columns]
        if parameters:
            form = forms.Function(parameters, mode, types) if chance(generator, 0.3) else forms.Prepared(parameters, mode)
        else:
            form = generator.choices([forms.Plain(), forms.Cursor(generator.choice(["NO SCROLL", "SCROLL", "WITH HOLD"])), forms.Copy(types)], [10, 1, 1])[0]
        return compare.Query(tree, ordered, form)

    def _signature(self, generator, number):
        """Each signature in turn, in targets and in a condition, so that its errors are told apart as well."""
        signature = self.known[(number // 4 + SEED) % len(self.known)]
        table = self.tables[0] if chance(generator, 0.7) else generator.choice(self.tables[:WORLD_TABLES])
        inside = Expressions(generator, self.by_result, table.columns)
        keys = ["id"]
        if signature.kind == "aggregate":
            call = calls.aggregate_call(inside, signature)
        elif signature.kind == "window":
            call = calls.window_call(inside, signature, keys)
        else:
            call = inside.call(signature)
        if call is None:
            return self._query(generator)
        self.used.add(signature)
        parts = [call]
        rest = Node(" FROM ", table.name)
        if signature.kind == "aggregate":
            group = generator.choice(["", "", " GROUP BY k"])
            parts = [call] + ([", k"] if group else [])
            rest = Node(" FROM ", table.name, group)
        else:
            parts = [call, ", id"]
            if signature.kind != "window" and values.orderable(call.type) and chance(generator, 0.3):
                condition = call if call.type == "bool" else Node(call, " = ", inside.of(call.type, 0), type="bool")
                rest = Node(rest, " WHERE ", condition)
                parts = ["id"]
            elif chance(generator, 0.3):
                rest = Node(rest, optional(" WHERE ", inside.condition(1)))
        return compare.Query(Node("SELECT ", *parts, rest), False, loose=False)

    def _count_plan(self, query):
        plan = self.pair.answer("lake", query, "EXPLAIN (ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF) ")
        if plan.state == compare.TIMEOUT_STATE:
            return
        if plan.rows is None:
            # The query itself has just succeeded.
            self._report(self.counts["queries"], query, ("explain", plan, plan))
            return
        lines = [row[0] for row in plan.rows]
        scans = sum("Custom Scan (DuckDB" in line for line in lines)
        rest = any("Foreign Scan" in line for line in lines)
        rerun = any("Rerun in PostgreSQL" in line for line in lines)
        rest = rest and not rerun or any("Seq Scan" in line or "Append" in line for line in lines)
        kind = "write " if isinstance(query.form, forms.Written) else ""
        self.plans[kind + ("rerun" if rerun else "whole" if scans == 1 and not rest else "partly" if scans else "not" if rest else "no tables")] += 1
        self.reasons.update({line.split(": ", 1)[1] for line in lines if line.lstrip().startswith("Not Pushed Down: ")})
        if ONLY:
            print("\n".join(lines))

    def _report(self, number, query, found):
        self.differences += 1
        kind = found[0]
        print(f"not ok - query {number} of seed {SEED}: {kind}", flush=True)
        if kind == "crash":
            time.sleep(5)
            self.pair.open()

        end = time.monotonic() + 60

        def differs(tree):
            if time.monotonic() > end:
                return False
            again = self.pair.difference(query.with_tree(tree))
            return isinstance(again, tuple) and again[0] == kind

        small = query
        if kind != "crash" or found[2].state == "XX000":
            small = query.with_tree(minimised(query.tree, differs))
            again = self.pair.difference(small)
            found = again if isinstance(again, tuple) else found
        print(f"# {small.sql()}")
        for name, answer in (("heap", found[1]), ("lake", found[2])):
            text = f"{answer.state} {answer.message}" if answer.rows is None else _shown(answer, found)
            print(f"#   {name}: {text}", flush=True)


def _shown(answer, found):
    other = found[2] if answer is found[1] else found[1]
    rows = answer.rows if other.rows is None else [row for row in answer.rows if row not in other.rows]
    return f"{len(answer.rows)} rows, of these only here: {rows[:4]}"


def main():
    # What an earlier run has left there would be read with files of this one.
    shutil.rmtree(FOLDER, ignore_errors=True)
    settings = f"SET icebridge.default_location_prefix = {values.quoted(PREFIX)}"
    lines = subprocess.run(
        ["java", "-cp", os.path.join(report.installed(), "jars", "*"), os.path.join(report.HERE, "java", "Signatures.java")],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout.splitlines()
    with compare.Session() as session:
        known, unknown = signatures.read(lines, session)
    print(f"# seed {SEED}, {len(known)} signatures, {len(unknown)} others left out: {'; '.join(unknown[:40])}", flush=True)
    fuzz = Fuzz(known, settings)
    number = fuzz.run()
    print(f"# {fuzz.counts['queries']} queries, {len(fuzz.used)} signatures called alone: {dict(fuzz.counts)}; plans of some: {dict(fuzz.plans)}")
    print(f"# asked how: {dict(fuzz.forms)}")
    print(f"# why not more was pushed: {dict(fuzz.reasons.most_common(15))}")
    print(f"# repeat one with SEED={SEED} QUERY=number")
    if fuzz.differences == 0:
        print(f"ok - {fuzz.counts['queries']} random queries have the same answers on heap and on lake tables")
    sys.exit(1 if fuzz.differences else 0)


main()
