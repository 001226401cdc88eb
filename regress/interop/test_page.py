# SPDX-License-Identifier: Apache-2.0
"""What docs/interop.md shows in SQL and Python runs, in its order; its settings of Spark are those of all the tests."""

import os
import subprocess

from suite import equal
from world import page_blocks


def page_tests(suite, world):
    blocks = page_blocks()
    for number, (language, text) in enumerate(blocks):
        name = f"{language} {number + 1}"
        if language == "python":
            suite.test("Page", "docs/interop.md", name, execute, world, text)
        elif language == "sql":
            following, output = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
            suite.test("Page", "docs/interop.md", name, run_psql, world, text, output if following == "text" else None)


def execute(world, text):
    exec(compile(text, "docs/interop.md", "exec"), {"spark": world.spark.session})  # pylint: disable=exec-used


def run_psql(world, text, expected):
    psql = os.path.join(os.environ["PG_BIN"], "psql")
    setting = f"SET icebridge.default_location_prefix = '{world.lake}';\n"
    done = subprocess.run([psql, "-X", "-q", "-v", "ON_ERROR_STOP=1"], input=setting + text, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    if expected is not None:
        equal([line.rstrip() for line in expected.strip().split("\n")],
              [line.rstrip() for line in done.stdout.strip().split("\n")])
