# SPDX-License-Identifier: Apache-2.0
"""Random statements that write to a table, whose rows then are the same however they are executed."""

from expressions import Expressions
from nodes import Node, chance, listed, optional


def statement(queries, table):
    """An INSERT, UPDATE or DELETE on a table. Rows of another it is joined with are found by a key, so that each row is written once."""
    kinds = [_insert, _delete] if table.kind == "partitioned" else [_insert, _update, _update, _delete]
    return queries.generator.choice(kinds)(queries, table)


def _some(queries, columns):
    """A few columns of those, in order."""
    return sorted(queries.generator.sample(columns, min(len(columns), queries.generator.randint(1, 4))), key=columns.index)


def _insert(queries, table):
    columns = table.columns[:2] + _some(queries, table.columns[2:])
    body, _ = queries.select([column.type for column in columns], [], 2, bare=True)
    return Node(f"INSERT INTO {table.name} ({', '.join(column.sql for column in columns)}) ", body)


def _joined(queries, word):
    """Another table in FROM or USING, the columns there are then, and what joins it."""
    if chance(queries.generator, 0.6):
        return Node(), [], None
    other = queries.generator.choice(queries.keyed)
    columns = [column._replace(sql=f"r.{column.sql}") for column in other.columns]
    return Node(f" {word} {other.name} AS r"), columns, "w.id = r.id"


def _rest(queries, table, word):
    source, columns, joined = _joined(queries, word)
    own = [column._replace(sql=f"w.{column.sql}") for column in table.columns]
    inside = Expressions(queries.generator, queries.signatures, own + columns, (), queries, queries.parameters)
    condition = inside.condition(2) if joined is None or chance(queries.generator, 0.5) else None
    if joined is None:
        where = optional(" WHERE ", condition) if chance(queries.generator, 0.85) else Node()
    else:
        where = Node(f" WHERE {joined}", optional(" AND ", condition) if condition is not None else Node())
    return inside, source, where


def _update(queries, table):
    inside, source, where = _rest(queries, table, "FROM")
    changed = [Node(f"{column.sql} = ", inside.of(column.type, 2)) for column in _some(queries, table.columns[1:])]
    return Node(f"UPDATE {table.name} AS w SET ", listed(changed), source, where)


def _delete(queries, table):
    _, source, where = _rest(queries, table, "USING")
    return Node(f"DELETE FROM {table.name} AS w", source, where)
