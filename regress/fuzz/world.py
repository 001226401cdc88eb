# SPDX-License-Identifier: Apache-2.0
"""Random tables of several kinds, once as heap tables and once as lake tables, made by nearly the same statements."""

import collections

import queries
import values
from expressions import Column
from nodes import chance
from session import Failure  # found by way of compare

# `weight`: how often queries read it; `kind`: one of these, or "view".
Table = collections.namedtuple("Table", "name columns weight kind")


# What a table of the lake's schema is; in the other schema all are heap tables.
_KINDS = ["iceberg", "iceberg", "files", "partitioned", "heap"]
# Files have no such type, or one with a limit that only PostgreSQL checks.
_NOT_IN_FILES = {"interval", "bpchar"}
_OTHER_COLLATIONS = ["C", "C", "en-x-icu", "en_US.utf8"]


def make(generator, sessions, folder, signatures, count):
    """Makes the tables anew in each session's schema, from the seed and the signatures alone. `folder` has the files of Iceberg tables of schema "lake"."""
    other = generator.choice(_OTHER_COLLATIONS)
    for schema, session in sessions.items():
        session.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
        if not session.run(f"SELECT FROM pg_collation WHERE collname = {values.quoted(other)}"):
            other = "C"
    tables = []
    for number in range(count):
        kind = "iceberg" if number < 2 else generator.choice(_KINDS)
        table, statements = _table(generator, f"t{number}", number, kind, folder)
        tables.append(table)
        for schema, session in sessions.items():
            for only, statement in statements:
                if only in (None, schema):
                    session.run(statement.replace(values.OTHER_TEXT, f'text COLLATE "{other}"'))
    tables.append(_view(generator, tables, sessions))
    tables.extend(_view_of_query(generator, tables, sessions, signatures))
    # PostgreSQL's planner should choose among its joins, not always the same.
    sessions["heap"].run("ANALYZE")
    return tables


def _view(generator, tables, sessions):
    table = generator.choice(tables)
    barrier = " WITH (security_barrier)" if chance(generator, 0.3) else ""
    condition = generator.choice(["k < 4", "k IS NOT NULL", "id % 2 = 0", "NOT (k = 2)"])
    for session in sessions.values():
        session.run(f"CREATE VIEW v{barrier} AS SELECT * FROM {table.name} WHERE {condition}")
    return Table("v", table.columns, table.weight / 2, "view")


def _view_of_query(generator, tables, sessions, signatures):
    """A view of any query that does not fail; of several none may be found."""
    for _ in range(5):
        made = queries.Queries(generator, signatures, tables)
        query, columns = made.select(["int4"] + [made.any_type() for _ in range(3)], [], 2, bare=True)
        columns = [Column(name, column.type, False) for name, column in zip(["k", "x1", "x2", "x3"], columns)]
        definition = f"w({', '.join(column.sql for column in columns)}) AS {query}"
        try:
            for session in sessions.values():
                session.run(f"CREATE VIEW {definition}")
            # Where it makes many rows, joins of it would take too long.
            if int(sessions["heap"].value("SELECT count(*) FROM w WHERE w IS NOT NULL OR w IS NULL OR true")) < 200:
                return [Table("w", columns, 1, "view")]
        except Failure:
            pass
        for session in sessions.values():
            session.run("DROP VIEW IF EXISTS w")
    return []


def _table(generator, name, number, kind, folder):
    """A table and its statements, each with the schema it is for, or None."""
    checked = kind == "iceberg" and chance(generator, 0.4)
    columns = [("id", "int4", "integer"), ("k", "int4", "integer" + (" CHECK (k <> 7)" if checked else ""))]
    choices = sorted(set(values.TYPES) - (_NOT_IN_FILES if kind == "files" else set()))
    types = generator.sample(choices, 9) + ["text", "numeric"]
    if number == 0:
        # Everything is somewhere.
        types = sorted(values.TYPES)
    for position, type in enumerate(types):
        declared = generator.choice(values.TYPES[type][0])
        columns.append((f"c{position}", type, "varchar" if kind == "files" and type == "varchar" else declared))
    rows = generator.choice([1, 6, 20, 40, 80])
    late = generator.randint(0, 2) if number and kind in ("iceberg", "heap") else 0
    first = columns[: len(columns) - late]
    defined = "(" + ", ".join(f"{column} {declared}" for column, _, declared in first) + ")"
    made = f"{name}_rows" if kind == "files" else name
    statements = _definition(generator, made, defined, kind, rows)
    start = 0
    for _ in range(generator.randint(1, 3)):
        statements.append((None, _insert(generator, made, first, start, rows)))
        start += rows
    if kind == "files":
        statements.append(("heap", f"CREATE VIEW {name} AS TABLE {made}"))
        options = f"(path {values.quoted(f'{folder}/lake/{made}/*/data/*.parquet')})"
        statements.append(("lake", f"CREATE FOREIGN TABLE {name} {defined} SERVER lake OPTIONS {options}"))
    else:
        columns = _changed(generator, name, columns, first, start, rows, kind, statements)
    # One relation that is not the lake's keeps most of a query in PostgreSQL.
    weight = {"heap": 0.5, "partitioned": 0.5}.get(kind, 2) + (number == 0)
    return Table(name, [Column(column, type, True) for column, type, _ in columns], weight, kind), statements


def _definition(generator, name, defined, kind, rows):
    if kind == "heap":
        return [(None, f"CREATE TABLE {name} {defined} USING heap")]
    if kind == "partitioned":
        parts = [f"FOR VALUES FROM (MINVALUE) TO ({rows // 2})", f"FOR VALUES FROM ({rows // 2}) TO ({rows * 2})", "DEFAULT"]
        return [(None, f"CREATE TABLE {name} {defined} PARTITION BY RANGE (id)")] + [
            (None, f"CREATE TABLE {name}_{number} PARTITION OF {name} {bounds}") for number, bounds in enumerate(parts)
        ]
    version = generator.choice([2, 3])
    return [("heap", f"CREATE TABLE {name} {defined}"), ("lake", f"CREATE TABLE {name} {defined} WITH (format_version = {version})")]


def _changed(generator, name, columns, first, start, rows, kind, statements):
    """Adds statements that change a table which has rows; its columns then."""
    late = columns[len(first):]
    for column, _, declared in late:
        statements.append((None, f"ALTER TABLE {name} ADD COLUMN {column} {declared}"))
    if late:
        statements.append((None, _insert(generator, name, columns, start, rows)))
    if chance(generator, 0.5):
        statements.append((None, f"DELETE FROM {name} WHERE id % {generator.randint(3, 6)} = 1"))
    if chance(generator, 0.3):
        statements.append((None, f"UPDATE {name} SET k = k + 1 WHERE id % 7 = 2"))
    if chance(generator, 0.2) and kind != "partitioned":
        statements.append((None, f"ALTER TABLE {name} RENAME COLUMN c0 TO renamed"))
        columns[2] = ("renamed",) + columns[2][1:]
    if chance(generator, 0.15) and kind != "partitioned":
        statements.append((None, f"ALTER TABLE {name} DROP COLUMN {columns[3][0]}"))
        del columns[3]
    return columns


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
