# SPDX-License-Identifier: Apache-2.0
"""What queries read: tables, sub-queries, common table expressions, functions, and joins of those."""

import values
from expressions import Column, Expressions
from nodes import Node, chance, listed, optional


class Source:
    """What stands in FROM. `keys` order its rows totally; None where nothing does."""

    def __init__(self, sql, columns, keys):
        self.sql, self.columns, self.keys = sql, columns, keys


class Sources:
    """Part of Queries that makes FROM."""

    def from_clause(self, outer, depth):
        """One source or a join of up to four, the last two of them in parentheses now and then."""
        count = self.generator.choices([1, 2, 3, 4], [5, 4, 1, 0.3])[0]
        source = self._source(outer, depth)
        while count > 1:
            nested = count > 2 and chance(self.generator, 0.4)
            right = self._join(self._source(outer, depth), outer, depth) if nested else None
            if right is not None:
                right = Source(Node("(", right.sql, ")"), right.columns, right.keys)
            source = self._join(source, outer, depth, right)
            count -= 2 if nested else 1
        return source

    def _source(self, outer, depth, lateral=()):
        maker = self.generator.choices(
            [self._table, self._derived, self._common, self._values, self._series, self._moments, self._side_by_side, self._unnest],
            [8, 3 if depth > 0 else 0, 4 if self.common else 0, 1, 0.5, 0.2, 0.2, 0.3],
        )[0]
        return maker(outer, depth, lateral)

    def _alias(self):
        self.aliases += 1
        return f"r{self.aliases}"

    def _table(self, outer, depth, lateral):
        table, alias = self.generator.choices(self.tables, [one.weight for one in self.tables])[0], self._alias()
        columns = [Column(f"{alias}.{column.sql}", column.type, column.sums) for column in table.columns]
        keys = [f"{alias}.id"] if table.columns[0].sql == "id" else None
        return Source(Node(f"{table.name} AS {alias}"), columns, keys)

    def _derived(self, outer, depth, lateral):
        alias = self._alias()
        types = [self.any_type() for _ in range(self.generator.randint(1, 3))]
        query, columns = self.select(types, list(outer) + list(lateral), depth - 1)
        columns = [Column(f"{alias}.x{number}", column.type, column.sums) for number, column in enumerate(columns)]
        names = ", ".join(f"x{number}" for number in range(len(columns)))
        return Source(Node("LATERAL " if lateral else "", "(", query, f") AS {alias}({names})"), columns, None)

    def _common(self, outer, depth, lateral):
        name, types = self.generator.choice(self.common)
        alias = self._alias()
        return Source(Node(f"{name} AS {alias}"), [Column(f"{alias}.x{number}", type, False) for number, type in enumerate(types)], None)

    def _values(self, outer, depth, lateral):
        alias, type = self._alias(), self.any_type()
        rows = [Node(f"({number}, ", Node(values.literal(self.generator, type), type=type), ")") for number in range(self.generator.randint(1, 4))]
        return Source(
            Node("(VALUES ", listed(rows), f") AS {alias}(n, x)"), [Column(f"{alias}.n", "int4", False), Column(f"{alias}.x", type, False)], [f"{alias}.n"]
        )

    def _unnest(self, outer, depth, lateral):
        """An array's elements, of a column where it may stand beside what has some."""
        alias = self._alias()
        arrays = [column for column in list(lateral) + list(outer) if column.type.startswith("_")]
        type = self.generator.choice(["_int4", "_text", "_int8"])
        array = values.literal(self.generator, type)
        if arrays and chance(self.generator, 0.8):
            column = self.generator.choice(arrays)
            array, type = column.sql, column.type
        columns = [Column(f"{alias}.x", type[1:], False), Column(f"{alias}.n", "int8", False)]
        return Source(Node(f"unnest({array}) WITH ORDINALITY AS {alias}(x, n)"), columns, [f"{alias}.n"])

    def _series(self, outer, depth, lateral):
        alias = self._alias()
        first = self.generator.randint(-2, 2)
        bounds = [column.sql for column in lateral if column.type == "int4" and column.sql.endswith((".k", ".n"))]
        if bounds:
            return Source(Node(f"generate_series({first}, {bounds[0]}) AS {alias}(n)"), [Column(f"{alias}.n", "int4", False)], [f"{alias}.n"])
        return Source(
            Node(f"generate_series({first}, {first + self.generator.randint(0, 5)}) AS {alias}(n)"), [Column(f"{alias}.n", "int4", False)], [f"{alias}.n"]
        )

    def _moments(self, outer, depth, lateral):
        """A series of moments or days."""
        alias, days = self._alias(), self.generator.randint(0, 5)
        type, step = self.generator.choice([("timestamp", "6 hours"), ("timestamptz", "1 day"), ("timestamp", "1 mon")])
        bounds = f"{type} '2024-03-30', {type} '2024-03-30' + interval '{days} days', interval '{step}'"
        return Source(Node(f"generate_series({bounds}) AS {alias}(n)"), [Column(f"{alias}.n", type, False)], [f"{alias}.n"])

    def _side_by_side(self, outer, depth, lateral):
        alias, type = self._alias(), self.generator.choice(["_int4", "_text"])
        calls = f"generate_series(1, {self.generator.randint(0, 4)}), unnest({values.literal(self.generator, type)})"
        columns = [Column(f"{alias}.n", "int4", False), Column(f"{alias}.x", type[1:], False), Column(f"{alias}.o", "int8", False)]
        return Source(Node(f"ROWS FROM ({calls}) WITH ORDINALITY AS {alias}(n, x, o)"), columns, [f"{alias}.o"])

    def _join(self, left, outer, depth, right=None):
        generator = self.generator
        kind = generator.choices(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN"], [5, 4, 1, 1, 0.5])[0]
        lateral = left.columns if right is None and kind in ("JOIN", "LEFT JOIN", "CROSS JOIN") and depth > 0 and chance(generator, 0.2) else ()
        if lateral:
            right = generator.choices([self._derived, self._series, self._unnest], [4, 1, 1])[0](outer, depth, lateral)
        right = right or self._source(outer, depth)
        columns = left.columns + right.columns
        keys = None if left.keys is None or right.keys is None else left.keys + right.keys
        if kind == "CROSS JOIN":
            return Source(Node(left.sql, " CROSS JOIN ", right.sql), columns, keys)
        pairs = [(one, other) for one in left.columns for other in right.columns if one.type == other.type and values.orderable(one.type)]
        if pairs:
            one, other = generator.choice(pairs)
            condition = Node(f"{one.sql} = {other.sql}", type="bool")
            name = one.sql.split(".")[-1]
            both = [column.sql.split(".")[-1] for column in columns]
            if one.sql.endswith((".id", ".k")) and other.sql.endswith("." + name) and both.count(name) == 2 and chance(generator, 0.3):
                return Source(Node(left.sql, f" {kind} ", right.sql, f" USING ({name})"), columns, keys)
        elif kind == "FULL JOIN":
            return Source(Node(left.sql, " CROSS JOIN ", right.sql), columns, keys)
        else:
            condition = Node("true")
        if kind != "FULL JOIN" and chance(generator, 0.3):
            more = Expressions(generator, self.signatures, columns, outer)
            condition = Node(condition, optional(" AND ", more.condition(1)))
        return Source(Node(left.sql, f" {kind} ", right.sql, " ON ", condition), columns, keys)
