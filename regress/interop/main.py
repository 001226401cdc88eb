# SPDX-License-Identifier: Apache-2.0
"""main.py FOLDER JARS [--write] [--part PART]… [--only TEXT]: all tests with other engines; "ok" and "not ok" lines.

FOLDER is for files of the tests and is made anew, JARS has Spark and the drivers. The tables of docs/interop.md have to be
the results; --write writes them there. --part runs one part; --only the tests with TEXT in their names.
"""

import argparse
import os
import re
import sys

from suite import Suite, equal
from test_catalog import catalog_tests
from test_concurrent import concurrent_tests
from test_foreign import foreign_tests
from test_page import page_tests
from test_reading import reading_tests
from test_writing import writing_tests
from world import PAGE, World

PARTS = {"catalog": catalog_tests, "reading": reading_tests, "writing": writing_tests, "concurrent": concurrent_tests,
         "foreign": foreign_tests, "page": page_tests}
TABLE = re.compile(r"(<!-- table: (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_tables(page, tables):
    """The page with the tables of the sections between its marks; others stay."""
    return TABLE.sub(lambda match: f"{match[1]}{tables[match[2]]}\n{match[3]}" if match[2] in tables else match[0], page)


def check_page(suite, write):
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    tables = suite.tables()
    if write:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(with_tables(page, tables))
        return

    def same():
        sections = {name for _, name, _ in TABLE.findall(page)}
        equal(sorted(sections | {"Page"}), sorted(tables))
        assert with_tables(page, tables) == page, "INTEROP=--write bin/check interop brings the page up to date"

    suite.test("Page", "tables", "docs/interop.md", same)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("jars")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--part", action="append", choices=list(PARTS))
    parser.add_argument("--only")
    options = parser.parse_args()
    # PostgreSQL's own user has to change what engines write that were started by another.
    os.umask(0)
    world = World(options.folder, options.jars)
    suite = Suite(options.only)
    for part in options.part or PARTS:
        PARTS[part](suite, world)
    if options.write or not options.part and not options.only:
        check_page(suite, options.write)
    sys.stdout.flush()
    # Spark's threads need not be waited for.
    os._exit(1 if suite.failed else 0)


main()
