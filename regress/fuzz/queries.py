# SPDX-License-Identifier: Apache-2.0
"""Random queries whose rows are the same however they are executed."""

import calls
import values
from expressions import Column, Expressions
from nodes import Node, chance, listed, optional
from sources import Sources

_DIRECTIONS = ["", "", " DESC", " NULLS FIRST", " DESC NULLS LAST"]

class Queries(Sources):
    """Makes one query over tables. `parameters` gets the values of its parameters; None where it is to have none."""

    def __init__(self, generator, signatures, tables, parameters=None):
        self.generator, self.signatures, self.tables = generator, signatures, tables
        self.parameters, self.common, self.aliases, self.budget = parameters, [], 0, 5
        # Whether what is made now may end in other last digits: its rows are the answer, and nothing depends on their values.
        self.inexact = False
        # Those whose rows are told apart by a column "id".
        self.keyed = [table for table in tables if table.columns[0].sql == "id"]
        self.types = sorted({column.type for table in tables for column in table.columns})

    def any_type(self):
        if chance(self.generator, 0.6):
            return self.generator.choice([type for type in values.FREQUENT if type in self.types] or self.types)
        return self.generator.choice(self.types)

    def query(self):
        """A whole query, whether its rows have an order, and its columns."""
        common = [self._common_expression() for _ in range(self.generator.choices([0, 1, 2], [7, 2, 1])[0])]
        types = [self.any_type() for _ in range(self.generator.randint(1, 4))]
        ordered = chance(self.generator, 0.5)
        self.inexact = not ordered
        body, columns = self.select(types, [], 2, bare=True)
        parts = [Node("WITH ", "RECURSIVE " if any("UNION" in str(one) for one in common) else "", listed(common), " ")] if common else []
        parts.append(body)
        ordered = ordered and all(values.orderable(column.type) for column in columns)
        if ordered:
            parts += self._order_and_limit(columns)
        return Node(*parts), ordered and "WITH TIES" not in str(parts[-1]), columns

    def _order_and_limit(self, columns):
        numbers = list(range(1, len(columns) + 1))
        self.generator.shuffle(numbers)
        parts = [" ORDER BY " + ", ".join(f"{number}{self.generator.choice(_DIRECTIONS)}" for number in numbers)]
        limit = chance(self.generator, 0.5)
        ties = limit and chance(self.generator, 0.2)
        if ties:
            # Rows that are the same in some columns come together.
            parts = [parts[0].split(", ")[0]]
        if chance(self.generator, 0.2) and not ties:
            parts.append(optional(f" OFFSET {self.generator.randint(0, 4)}"))
        if limit:
            count = self.generator.randint(0, 8)
            parts.append(optional(f" FETCH FIRST {count} ROWS WITH TIES" if ties else f" LIMIT {count}"))
        return parts

    def _common_expression(self):
        name = f"c{len(self.common)}"
        if chance(self.generator, 0.2):
            self.common.append((name, ["int4", "int4"]))
            limit = self.generator.randint(2, 6)
            union = self.generator.choice(["UNION ALL", "UNION"])
            table = self.generator.choice(self.keyed).name
            if chance(self.generator, 0.5):
                step = f"SELECT x0 + 1, x1 * 2 FROM {name} WHERE x0 < {limit}"
            else:
                step = f"SELECT r.x0 + 1, t.k FROM {name} r JOIN {table} t ON t.k = r.x1 AND t.id < {limit * 2} WHERE r.x0 < 3"
            return Node(f"{name}(x0, x1) AS (SELECT 0, k FROM {table} WHERE id < {limit * 3} {union} {step})")
        types = [self.any_type() for _ in range(self.generator.randint(1, 3))]
        query, columns = self.select(types, [], 1)
        self.common.append((name, [column.type for column in columns]))
        names = ", ".join(f"x{number}" for number in range(len(columns)))
        return Node(f"{name}({names}) AS {self.generator.choice(['', '', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(", query, ")")

    def sub_query(self, types, outer, single=False):
        """A query for IN or EXISTS, which may look at columns of the queries around; a `single` one may be followed by ORDER BY."""
        if self.budget <= 0:
            return Node("SELECT ", listed([Node(values.literal(self.generator, type)) for type in types]))
        return self.select(types, outer if chance(self.generator, 0.5) else [], 0, bare=single)[0]

    def scalar_query(self, type, outer):
        """A query of at most one row."""
        if self.budget <= 0:
            return Node("SELECT ", values.literal(self.generator, type))
        self.budget -= 1
        source = self.from_clause(outer, 0)
        queries = self if self.budget > 0 and chance(self.generator, 0.4) else None
        inside = Expressions(self.generator, self.signatures, source.columns, outer if chance(self.generator, 0.6) else [], queries)
        where = optional(" WHERE ", inside.condition(1))
        call = calls.aggregate(inside, type) if chance(self.generator, 0.7) else None
        if call is not None:
            return Node("SELECT ", call, " FROM ", source.sql, where)
        return Node("SELECT ", inside.of(type, 1), " FROM ", source.sql, where, " ORDER BY 1 LIMIT 1")

    def select(self, types, outer, depth, bare=False):
        """A query of columns of these types, and the columns. Only a bare one may be followed by ORDER BY."""
        self.budget -= 1
        makers = [self._plain, self._grouped, self._windowed, self._distinct, self._distinct_on, self._set_operation]
        weights = [6, 5, 2, 1, 0.5 if not bare else 0, 1.5 if depth > 0 else 0]
        maker = self.generator.choices(makers, weights)[0]
        # Only what is made right here, of all rows: not below this, and not where equal rows become one.
        last_digits, self.inexact = self.inexact and maker in (self._grouped, self._windowed), False
        query, sums = maker(types, outer, depth, *([last_digits] if maker in (self._grouped, self._windowed) else []))
        columns = [Column(f"x{number}", type, exact) for number, (type, exact) in enumerate(zip(types, sums))]
        if not bare and chance(self.generator, 0.15) and all(values.orderable(type) for type in types):
            query = Node("SELECT * FROM (", query, ") AS l", *self._order_and_limit(columns))
        return query, columns

    def _start(self, outer, depth):
        source = self.from_clause(outer, depth)
        queries = self if self.budget > 0 else None
        inside = Expressions(self.generator, self.signatures, source.columns, outer, queries, self.parameters)
        where = optional(" WHERE ", inside.condition(2)) if chance(self.generator, 0.5) else Node()
        return source, inside, where

    def _plain(self, types, outer, depth):
        source, inside, where = self._start(outer, depth)
        targets = [inside.of(type, 2) for type in types]
        exact = {column.sql for column in source.columns if column.sums}
        return Node("SELECT ", listed(targets), " FROM ", source.sql, where), [str(target) in exact for target in targets]

    def _distinct(self, types, outer, depth):
        if not all(values.orderable(type) for type in types):
            return self._plain(types, outer, depth)
        source, inside, where = self._start(outer, depth)
        return Node("SELECT DISTINCT ", listed([inside.of(type, 1) for type in types]), " FROM ", source.sql, where), [False] * len(types)

    def _distinct_on(self, types, outer, depth):
        if not all(values.orderable(type) for type in types):
            return self._plain(types, outer, depth)
        source, inside, where = self._start(outer, depth)
        order = ", ".join(f"{number + 1}{self.generator.choice(_DIRECTIONS)}" for number in range(len(types)))
        targets = [inside.of(type, 1) for type in types]
        return Node("SELECT DISTINCT ON (1) ", *[part for one in targets for part in (", ", one)][1:], " FROM ", source.sql, where, f" ORDER BY {order}"), [False] * len(types)

    def _windowed(self, types, outer, depth, inexact=False):
        source, inside, where = self._start(outer, depth)
        plain = Expressions(self.generator, self.signatures, source.columns)
        targets = []
        for type in types:
            call = calls.window(plain, type, source.keys, inexact) if chance(self.generator, 0.7) else None
            targets.append(call or inside.of(type, 1))
        return Node("SELECT ", listed(targets), " FROM ", source.sql, where), [False] * len(types)

    def _grouped(self, types, outer, depth, inexact=False):
        source, inside, where = self._start(outer, depth)
        simple = Expressions(self.generator, self.signatures, source.columns, outer)
        keys = []
        for _ in range(self.generator.randint(0, 3)):
            fitting = [column for column in source.columns if values.orderable(column.type)]
            key = self.generator.choice(fitting).sql if fitting else None
            if key is not None and key not in [sql for sql, _ in keys]:
                keys.append((key, next(column.type for column in fitting if column.sql == key)))
        grouped = [Column(sql, type, False) for sql, type in keys]
        over = Expressions(self.generator, self.signatures, grouped, outer)
        targets = []
        for type in types:
            call = calls.aggregate(simple, type, inexact=inexact) if chance(self.generator, 0.7) else None
            if type == "int4" and keys and chance(self.generator, 0.2):
                call = Node(f"GROUPING({', '.join(sql for sql, _ in keys)})", type=type)
            targets.append(call or over.of(type, 1))
        parts = ["SELECT ", listed(targets), " FROM ", source.sql, where]
        if keys:
            parts.append(self._group_by([sql for sql, _ in keys]))
        if chance(self.generator, 0.25):
            parts.append(optional(" HAVING ", self._having(simple, over)))
        return Node(*parts), [False] * len(types)

    def _group_by(self, keys):
        written = ", ".join(keys)
        if chance(self.generator, 0.7):
            return Node(f" GROUP BY {written}")
        return Node(" GROUP BY " + self.generator.choice([
            f"ROLLUP ({written})", f"CUBE ({written})", f"GROUPING SETS (({written}), ())", f"GROUPING SETS (({keys[0]}), ({keys[-1]}), ())",
            f"{keys[0]}, ROLLUP ({written})",
        ]))

    def _having(self, simple, over):
        if chance(self.generator, 0.5):
            return over.condition(1)
        type = self.generator.choice(["int8", "numeric", "text", "date", "int4"])
        call = calls.aggregate(simple, type)
        if call is None:
            return Node("count(*) > 1", type="bool")
        return Node(call, self.generator.choice([" > ", " <> ", " <= "]), values.literal(self.generator, type), type="bool")

    def _set_operation(self, types, outer, depth):
        operator = self.generator.choice(["UNION", "UNION ALL", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL"])
        if operator != "UNION ALL" and not all(values.orderable(type) for type in types):
            operator = "UNION ALL"
        one, other = self.select(types, outer, depth - 1, bare=True)[0], self.select(types, outer, depth - 1, bare=True)[0]
        return Node("(", one, f") {operator} (", other, ")"), [False] * len(types)
