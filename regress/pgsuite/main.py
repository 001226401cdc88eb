# SPDX-License-Identifier: Apache-2.0
"""main.py SOURCE WORK [--write] [--show CLASS]… [FILE…]: PostgreSQL's own regression tests over Iceberg tables.

SOURCE is src/test/regress of PostgreSQL's sources, WORK a folder for outputs. Each file runs twice, after test_setup, in
databases of their own: its tables are heap tables, then Iceberg tables. What each statement prints is compared; nothing is
compared with PostgreSQL's expected files. Prints "ok" or "not ok" for each file: not ok if a statement differs in a way that is
neither of a class that docs/postgresql-suite.md excuses nor listed in differences.txt. --write renews that page's table.
Environment: PG_BIN, SERVER_HOME, libpq's variables; PUSH=off runs with icebridge.push_queries off.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

from compare import CLASSES, difference
from statements import split
from transform import transform

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "postgresql-suite.md"
MARK = "@@ statement"
FILES = """boolean char name varchar text int2 int4 int8 float4 float8 bit numeric uuid enum rangetypes strings numerology
date time timetz timestamp timestamptz interval horology inet regex expressions insert update delete returning
select select_into select_distinct select_distinct_on select_implicit select_having subselect union case join aggregates
random portals arrays groupingsets generated join_hash tsrf incremental_sort select_views window equivclass json jsonb
jsonb_jsonpath plancache limit prepare rangefuncs polymorphism rowtypes with partition_join partition_prune
partition_aggregate memoize tuplesort domain plpgsql copy2 inherit numeric_big xml tidscan merge insert_conflict""".split()
# What files need from others that are not run before them.
BEFORE = {"select": ["create_misc"], "select_views": ["create_misc"], "inherit": ["create_misc"], "rangefuncs": ["create_misc"],
          "polymorphism": ["create_misc"], "jsonb_jsonpath": [], "portals": [], "numeric_big": ["numeric"]}
EXCUSED = {"plan", "order", "ties", "scale", "refused", "follows", "message", "catalog"}


class Run:
    """Scripts over tables of one access method."""

    def __init__(self, source, work, method):
        self.source, self.work, self.method = source, work, method
        self.database = None
        self.psql = os.path.join(os.environ["PG_BIN"], "psql")

    def fresh_database(self, name):
        self.database = f"pgsuite_{self.method}_{name}"
        commands = [f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)", f"CREATE DATABASE {self.database} TEMPLATE template0 LOCALE 'C'"]
        settings = {"lc_messages": "C", "lc_monetary": "C", "lc_numeric": "C", "lc_time": "C", "bytea_output": "hex",
                    "timezone_abbreviations": "Default", "statement_timeout": "120s"}
        if self.method == "iceberg":
            settings["default_table_access_method"] = "iceberg"
            settings["icebridge.default_location_prefix"] = os.path.join(os.environ["SERVER_HOME"], "pgsuite")
            settings["icebridge.push_queries"] = os.environ.get("PUSH", "on")
        self.administer("postgres", commands)
        self.administer(self.database, ["CREATE EXTENSION icebridge"]
                        + [f"ALTER DATABASE {self.database} SET {setting} = '{value}'" for setting, value in settings.items()])

    def administer(self, database, commands):
        arguments = [argument for command in ["SET client_min_messages = warning"] + commands for argument in ("-c", command)]
        subprocess.run([self.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database] + arguments, check=True, stdout=subprocess.DEVNULL)

    def execute(self, name, statements):
        """Runs (statement, text) pairs in one session; what each printed, by its number."""
        script = "".join(f"{text}\n{statement.data}\\echo {MARK} {statement.number}\n" for statement, text in statements)
        path = self.work / f"{name}.{self.method}.sql"
        path.write_text(script, encoding="utf-8")
        environment = dict(os.environ, PGTZ="PST8PDT", PGDATESTYLE="Postgres, MDY", PGOPTIONS="-c intervalstyle=postgres_verbose",
                           PG_ABS_SRCDIR=str(self.source), PG_ABS_BUILDDIR=str(self.work), PG_LIBDIR=str(self.source), PG_DLSUFFIX=".so",
                           PSQL_PAGER="", LC_MESSAGES="C")
        with open(path, encoding="utf-8") as script_file:
            done = subprocess.run(["stdbuf", "-oL", self.psql, "-X", "-q", "-d", self.database, "-v", "HIDE_TABLEAM=on", "-v", "HIDE_TOAST_COMPRESSION=on"],
                                  stdin=script_file, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, check=False)
        output = done.stdout.decode("utf-8", "replace")
        (self.work / f"{name}.{self.method}.out").write_text(output, encoding="utf-8")
        outputs, last = {}, 0
        for match in re.finditer(rf"{MARK} (\d+)\n", output):
            outputs[int(match[1])] = output[last:match.start()]
            last = match.end()
        outputs["rest"] = output[last:]
        return outputs


def known_differences():
    """file → [(text a statement contains, reason)]: lines "file | text | reason"."""
    known = {}
    for line in (HERE / "differences.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, text, reason = (part.strip() for part in line.split(" | "))
            known.setdefault(name, []).append((text, reason))
    return known


def read(source, name):
    return split((source / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def run_file(source, runs, name):
    """Statements of the file with their class (None if the same), and how many were left out."""
    statements = [(statement, transform(statement)) for statement in read(source, name)]
    kept = [(statement, text) for statement, text in statements if text is not None]
    outputs = []
    for run in runs:
        run.fresh_database(name)
        for before in ["test_setup"] + BEFORE.get(name, []):
            run.execute(f"{name}-{before}", [(s, text) for s in read(source, before) for text in [transform(s)] if text is not None])
        outputs.append(run.execute(name, kept))
    heap, lake = outputs
    results = []
    for statement, _ in kept:
        if statement.number not in heap:
            # In the branch of an \if that is not taken.
            continue
        if statement.number in lake:
            kind = difference(statement.code, heap[statement.number], lake[statement.number])
        else:
            kind = "internal"
        results.append((statement, kind, heap[statement.number], lake.get(statement.number, lake["rest"])))
    return results, len(statements) - len(kept)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="append", default=["different", "internal", "sorted"])
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    (options.work / "results").mkdir(exist_ok=True)
    runs = [Run(options.source, options.work, method) for method in ("heap", "iceberg")]
    known, table, bad = known_differences(), [], 0
    for name in options.files or FILES:
        started = time.time()
        results, left_out = run_file(options.source, runs, name)
        counts, unexplained = {}, 0
        for statement, kind, heap, lake in results:
            counts[kind] = counts.get(kind, 0) + 1
            reason = next((reason for text, reason in known.get(name, []) if text == "*" or text in statement.code), None)
            if kind is not None and kind not in EXCUSED and not reason:
                unexplained += 1
            if kind in options.show and not reason:
                print(f"-- {name} {statement.number} {kind}\n{statement.text}\n-- heap\n{heap[:1500]}\n-- iceberg\n{lake[:1500]}")
        bad += unexplained > 0
        errors = sum(1 for _, kind, heap, _ in results if kind is None and re.search("^ERROR:", heap, re.MULTILINE))
        print(f"{'not ok' if unexplained else 'ok'} - {name}: {counts.get(None, 0)} of {len(results)} the same ({errors} errors); "
              + ", ".join(f"{kind} {counts[kind]}" for kind in CLASSES if kind in counts) + f"; {left_out} left out; {time.time() - started:.0f} s", flush=True)
        table.append((name, len(results), counts))
    if options.write:
        write_page(table)
    return 1 if bad else 0


def write_page(table):
    kinds = [kind for kind in CLASSES if any(counts.get(kind) for _, _, counts in table)]
    lines = ["| file | statements | the same | " + " | ".join(kinds) + " |", "|---" * (3 + len(kinds)) + "|"]
    total = {}
    for name, number, counts in table:
        lines.append(f"| {name} | {number} | {counts.get(None, 0)} | " + " | ".join(str(counts.get(kind, "")) for kind in kinds) + " |")
        for kind, count in list(counts.items()) + [("statements", number)]:
            total[kind] = total.get(kind, 0) + count
    lines.append(f"| all | {total['statements']} | {total.get(None, 0)} | " + " | ".join(str(total.get(kind, "")) for kind in kinds) + " |")
    page = PAGE.read_text(encoding="utf-8")
    text = "<!-- table -->\n" + "\n".join(lines) + "\n<!-- end -->"
    PAGE.write_text(re.sub(r"<!-- table -->\n.*?<!-- end -->", lambda _: text, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
