# SPDX-License-Identifier: Apache-2.0
"""Random expressions of a given type."""

import collections

import values
from nodes import Node, chance, listed, several

# `sums` says that sums of it do not depend on their order.
Column = collections.namedtuple("Column", "sql type sums")

# These fail for many values, and a query that fails tells little.
_RISKY = {"+", "-", "*", "/", "%", "mod", "power", "pow", "^", "exp", "sqrt", "ln", "log", "chr", "repeat", "factorial", "<<", "lcm", "div"}


class Expressions:
    """Makes expressions over columns, `outer` being those of the queries around."""

    def __init__(self, generator, signatures, columns, outer=(), queries=None, parameters=None):
        self.generator, self.columns, self.outer = generator, list(columns), list(outer)
        self.signatures, self.queries, self.parameters = signatures, queries, parameters

    def of(self, type, depth=2):
        """An expression."""
        generator = self.generator
        if depth <= 0 or chance(generator, 0.3):
            return self._leaf(type)
        makers = [self._call] * 6 + [self._case, self._coalesce, self._nullif]
        if type == "bool":
            makers += [self._comparison] * 5 + [self._logic] * 4 + [self._null_test, self._list, self._between, self._in_query, self._exists]
        elif values.orderable(type) and type != "bool" and not type.startswith("_"):
            makers += [self._greatest]
        if self.queries is not None and chance(generator, 0.12):
            return self._scalar_query(type, depth)
        return generator.choice(makers)(type, depth - 1)

    def condition(self, depth=2):
        """Something that is true often enough."""
        return self.of("bool", depth)

    def call(self, signature, depth=0):
        """A call of an operator, function or cast."""
        operands = [self.of(type, depth) for type in signature.operands]
        return called(signature, operands)

    def _leaf(self, type):
        fitting = [column for column in self.columns if column.type == type]
        around = [column for column in self.outer if column.type == type]
        if around and chance(self.generator, 0.3):
            return Node(self.generator.choice(around).sql, type=type)
        if fitting and chance(self.generator, 0.75):
            return Node(self.generator.choice(fitting).sql, type=type)
        return self.literal(type)

    def literal(self, type):
        """A constant, or a parameter."""
        text = values.literal(self.generator, type)
        if self.parameters is not None and len(self.parameters) < 6 and chance(self.generator, 0.3):
            self.parameters.append((type, text))
            return Node(f"${len(self.parameters)}", type=type)
        return Node(text, type=type)

    def _call(self, type, depth):
        found = [signature for signature in self.signatures.get(type, ()) if signature.kind in ("operator", "function", "cast")]
        if not found:
            return self._leaf(type)
        # By name first: many have a line for each pair of types.
        names = sorted({(signature.kind, signature.name) for signature in found})
        kind, name = self.generator.choice(names)
        if name in _RISKY and chance(self.generator, 0.6) or kind == "cast" and chance(self.generator, 0.7):
            return self._leaf(type)
        return self.call(self.generator.choice([one for one in found if (one.kind, one.name) == (kind, name)]), depth)

    def _case(self, type, depth):
        whens = several(
            self.generator, 1, 2, lambda: Node(" WHEN ", self.of("bool", depth), " THEN ", self.of(type, depth))
        )
        return Node("CASE", *whens, " ELSE ", self.of(type, depth), " END", type=type)

    def _coalesce(self, type, depth):
        return Node("coalesce(", listed(several(self.generator, 2, 3, lambda: self.of(type, depth))), ")", type=type)

    def _greatest(self, type, depth):
        return Node(self.generator.choice(["greatest", "least"]), "(", listed(several(self.generator, 2, 3, lambda: self.of(type, depth))), ")", type=type)

    def _nullif(self, type, depth):
        if not values.orderable(type):
            return self._leaf(type)
        return Node("nullif(", self.of(type, depth), ", ", self.of(type, depth), ")", type=type)

    def _comparable(self):
        types = [column.type for column in self.columns + self.outer if values.orderable(column.type)]
        return self.generator.choice(types or ["int4"])

    def _comparison(self, type, depth):
        operator = self.generator.choice(["=", "=", "<", "<=", ">", ">=", "<>", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"])
        compared = self._comparable()
        return Node("(", self.of(compared, depth), f" {operator} ", self.of(compared, depth), ")", type="bool")

    def _logic(self, type, depth):
        if chance(self.generator, 0.2):
            return Node("(NOT ", self.of("bool", depth), ")", type="bool")
        return Node("(", self.of("bool", depth), self.generator.choice([" AND ", " OR "]), self.of("bool", depth), ")", type="bool")

    def _null_test(self, type, depth):
        tested = self._comparable()
        return Node("(", self.of(tested, depth), self.generator.choice([" IS NULL", " IS NOT NULL"]), ")", type="bool")

    def _list(self, type, depth):
        compared = self._comparable()
        constants = listed([Node(values.literal(self.generator, compared)) for _ in range(self.generator.randint(1, 4))])
        operator = self.generator.choice([" IN ", " NOT IN "])
        return Node("(", self.of(compared, depth), operator, "(", constants, "))", type="bool")

    def _between(self, type, depth):
        compared = self._comparable()
        return Node("(", self.of(compared, 0), " BETWEEN ", self.of(compared, 0), " AND ", self.of(compared, depth), ")", type="bool")

    def _in_query(self, type, depth):
        if self.queries is None:
            return self._comparison(type, depth)
        compared = self._comparable()
        query = self.queries.sub_query([compared], self.columns + self.outer)
        operator = self.generator.choice([" IN ", " NOT IN ", " = ANY ", " > ALL ", " <= ANY ", " <> ALL "])
        return Node("(", self.of(compared, 0), operator, "(", query, "))", type="bool")

    def _exists(self, type, depth):
        if self.queries is None:
            return self._comparison(type, depth)
        return Node(self.generator.choice(["(EXISTS (", "(NOT EXISTS ("]), self.queries.sub_query(["int4"], self.columns + self.outer), "))", type="bool")

    def _scalar_query(self, type, depth):
        if not values.orderable(type):
            return self._leaf(type)
        return Node("(", self.queries.scalar_query(type, self.columns + self.outer), ")", type=type)


def called(signature, operands):
    """SQL of a call."""
    if signature.kind == "operator":
        if len(operands) == 1:
            return Node(f"({signature.name} ", operands[0], ")", type=signature.result)
        return Node("(", operands[0], f" {signature.name} ", operands[1], ")", type=signature.result)
    if signature.kind == "cast":
        return Node("CAST(", operands[0], f" AS {signature.result})", type=signature.result)
    commas = [part for operand in operands for part in (", ", operand)][1:]
    return Node(f'pg_catalog."{signature.name}"(', *commas, ")", type=signature.result)
