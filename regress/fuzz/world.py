# SPDX-License-Identifier: Apache-2.0
"""Random tables, once as heap tables and once as Iceberg tables, made by the same statements."""

import collections

import values
from expressions import Column
from nodes import chance

Table = collections.namedtuple("Table", "name columns")


def make(generator, sessions, count=4):
    """Makes the tables anew in each session's schema, from the seed alone."""
    for schema, session in sessions.items():
        session.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
    tables = []
    for number in range(count):
        table, statements = _table(generator, f"t{number}", number)
        tables.append(table)
        for session in sessions.values():
            for statement in statements:
                session.run(statement)
    # PostgreSQL's planner should choose among its joins, not always the same.
    sessions["heap"].run("ANALYZE")
    return tables


def _table(generator, name, number):
    columns = [("id", "int4", "integer"), ("k", "int4", "integer")]
    types = generator.sample(sorted(values.TYPES), 9) + ["text", "numeric"]
    if number == 0:
        # Everything is somewhere.
        types = sorted(values.TYPES)
    for position, type in enumerate(types):
        columns.append((f"c{position}", type, generator.choice(values.TYPES[type][0])))
    late = generator.randint(0, 2) if number else 0
    first = columns[: len(columns) - late]
    statements = [f"CREATE TABLE {name} (" + ", ".join(f"{column} {declared}" for column, _, declared in first) + ")"]
    rows = generator.choice([1, 6, 20, 40, 80])
    start = 0
    for part in range(generator.randint(1, 3)):
        statements.append(_insert(generator, name, first, start, rows))
        start += rows
    for column, _, declared in columns[len(first):]:
        statements.append(f"ALTER TABLE {name} ADD COLUMN {column} {declared}")
    if late:
        statements.append(_insert(generator, name, columns, start, rows))
    if chance(generator, 0.5):
        statements.append(f"DELETE FROM {name} WHERE id % {generator.randint(3, 6)} = 1")
    if chance(generator, 0.3):
        statements.append(f"UPDATE {name} SET k = k + 1 WHERE id % 7 = 2")
    if chance(generator, 0.2):
        statements.append(f"ALTER TABLE {name} RENAME COLUMN c0 TO renamed")
        columns[2] = ("renamed",) + columns[2][1:]
    return Table(name, [Column(column, type, True) for column, type, _ in columns]), statements


def _insert(generator, name, columns, start, rows):
    lines = []
    for row in range(rows):
        fields = [str(start + row), "NULL" if chance(generator, 0.1) else str(generator.randint(0, 5))]
        for _, type, declared in columns[2:]:
            fields.append("NULL" if chance(generator, 0.2) else values.quoted(_fitting(generator, type, declared)))
        lines.append("(" + ", ".join(fields) + ")")
    return f"INSERT INTO {name} ({', '.join(column for column, _, _ in columns)}) VALUES " + ", ".join(lines)


def _fitting(generator, type, declared):
    text = values.value(generator, type)
    if declared == "numeric(5,0)" and len(text) > 6:
        return "77777"
    return text
