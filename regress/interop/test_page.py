# SPDX-License-Identifier: Apache-2.0
"""What docs/interop.md shows in SQL, Spark SQL and Python runs, in its order; its settings of Spark are those of all the tests."""

import os
import subprocess

from suite import equal
from world import page_blocks


def page_tests(suite, world):
    blocks = page_blocks()
    for number, (language, text) in enumerate(blocks):
        name = f"{language} {number + 1}"
        if language == "python":
            suite.test("Page", "docs/interop.md", name, execute, text)
        elif language == "sparksql":
            suite.test("Page", "docs/interop.md", name, run_spark, world, text)
        elif language == "sql":
            following, output = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
            suite.test("Page", "docs/interop.md", name, run_psql, world, text, output if following == "text" else None)


def execute(text):
    exec(compile(text, "docs/interop.md", "exec"), {})  # pylint: disable=exec-used


def run_spark(world, text):
    for statement in text.split(";"):
        if statement.strip():
            world.spark.run(statement)


def run_psql(world, text, expected):
    psql = os.path.join(os.environ["PG_BIN"], "psql")
    setting = f"SET icebridge.default_location_prefix = '{world.lake}';\n"
    done = subprocess.run([psql, "-X", "-q", "-v", "ON_ERROR_STOP=1"], input=setting + text, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    if expected is not None:
        equal([line.rstrip() for line in expected.strip().split("\n")],
              [line.rstrip() for line in done.stdout.strip().split("\n")])
