# SPDX-License-Identifier: Apache-2.0
"""Random expressions of a given type."""

import collections

import constants
import values
from nodes import Node, chance, listed, optional, several

# `sums` says that sums of it do not depend on their order.
Column = collections.namedtuple("Column", "sql type sums")

ARRAYS = [type for type in values.TYPES if type.startswith("_")]

_OF_ANY = {"concat", "concat_ws", "json_build_object", "jsonb_build_object", "json_build_array", "jsonb_build_array"}
_KEYS = ["'a'", "'bb'", "'B'", "''", "'é'", "'x\"y'", "'a'", "'ab'"]

# These fail for many values, and a query that fails tells little.
_RISKY = {"+", "-", "*", "/", "%", "mod", "power", "pow", "^", "exp", "sqrt", "ln", "log", "chr", "repeat", "factorial", "<<", "lcm", "div"}


class Expressions:
    """Makes expressions over columns, `outer` being those of the queries around."""

    def __init__(self, generator, signatures, columns, outer=(), queries=None, parameters=None):
        self.generator, self.columns, self.outer = generator, list(columns), list(outer)
        self.signatures, self.queries, self.parameters = signatures, queries, parameters
        self.collates = True

    def of(self, type, depth=2):
        """An expression."""
        generator = self.generator
        if depth <= 0 or chance(generator, 0.3):
            return self._leaf(type)
        makers = [self._call] * 6 + [self._case, self._simple_case, self._coalesce, self._nullif]
        if type == "bool":
            makers += [self._comparison] * 5 + [self._logic] * 4
            makers += [self._null_test, self._truth_test, self._list, self._between, self._rows, self._any_of_array, self._in_query, self._exists]
        elif type in ARRAYS:
            makers += [self._array] * 2
        elif "_" + type in ARRAYS:
            makers += [self._element]
        elif values.orderable(type) and type != "bool" and not type.startswith("_"):
            makers += [self._greatest]
        if self.queries is not None and chance(generator, 0.12):
            return self._scalar_query(type, depth)
        return generator.choice(makers)(type, depth - 1)

    def _branch(self, type, depth):
        """One of several values. Where constants leave but one over, PostgreSQL's planner forgets the collations of the others and sorts by its own."""
        collates, self.collates = self.collates, False
        result = self.of(type, depth)
        self.collates = collates
        return result

    def condition(self, depth=2):
        """Something that is true often enough."""
        return self.of("bool", depth)

    def call(self, signature, depth=0):
        """A call of an operator, function or cast."""
        operands = [
            constants.typical(self.generator, signature, position) or self.of(type, depth) for position, type in enumerate(signature.operands)
        ]
        if signature.name in _OF_ANY:
            operands = self._arguments(signature, operands, depth)
        return called(signature, operands)

    def _arguments(self, signature, operands, depth):
        """More operands for functions that take any number, some without a type; keys for those that make objects."""
        types = self.generator.choices([type for type in values.TYPES if not type.startswith("float")], k=self.generator.randint(0, 2))
        operands = operands + [self.of(type, depth) for type in types] + [Node(text) for text in optional_constants(self.generator)]
        if not signature.name.endswith("object"):
            return operands
        return [part for operand in operands for part in (Node(self.generator.choice(_KEYS)), operand)]

    def _leaf(self, type):
        fitting = [column for column in self.columns if column.type == type]
        around = [column for column in self.outer if column.type == type]
        if around and chance(self.generator, 0.3):
            return self._collated(self.generator.choice(around).sql, type)
        if fitting and chance(self.generator, 0.75):
            return self._collated(self.generator.choice(fitting).sql, type)
        return self.literal(type)

    def _collated(self, column, type):
        """A column, of text now and then by another collation than its own."""
        if type in ("text", "varchar", "bpchar") and self.collates and chance(self.generator, 0.05):
            return Node(f"({column} COLLATE {self.generator.choice(values.COLLATIONS)})", type=type)
        return Node(column, type=type)

    def literal(self, type):
        """A constant, or a parameter."""
        text = values.literal(self.generator, type)
        if self.parameters is not None and len(self.parameters) < 6 and chance(self.generator, 0.3):
            other = "NULL" if chance(self.generator, 0.1) else values.literal(self.generator, type)
            self.parameters.append((type, text, other))
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
            self.generator, 1, 2, lambda: Node(" WHEN ", self.of("bool", depth), " THEN ", self._branch(type, depth))
        )
        return Node("CASE", *whens, " ELSE ", self._branch(type, depth), " END", type=type)

    def _simple_case(self, type, depth):
        compared = self._comparable()
        whens = several(self.generator, 1, 2, lambda: Node(" WHEN ", self.of(compared, 0), " THEN ", self._branch(type, depth)))
        rest = optional(" ELSE ", self._branch(type, depth)) if chance(self.generator, 0.7) else ""
        return Node("CASE ", self.of(compared, 0), *whens, rest, " END", type=type)

    def _array(self, type, depth):
        element = type[1:]
        if self.queries is not None and chance(self.generator, 0.3):
            return Node("ARRAY(", self.queries.sub_query([element], self.columns + self.outer, single=True), " ORDER BY 1)", type=type)
        return Node("ARRAY[", listed(several(self.generator, 1, 3, lambda: self.of(element, depth))), f"]::{type}", type=type)

    def _element(self, type, depth):
        return Node("(", self.of("_" + type, depth), f")[{self.generator.randint(0, 3)}]", type=type)

    def _coalesce(self, type, depth):
        return Node("coalesce(", listed(several(self.generator, 2, 3, lambda: self._branch(type, depth))), ")", type=type)

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

    def _truth_test(self, type, depth):
        test = self.generator.choice([" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE", " IS UNKNOWN", " IS NOT UNKNOWN"])
        return Node("(", self.of("bool", depth), test, ")", type="bool")

    def _rows(self, type, depth):
        """A comparison of rows, or of a row with those of a query."""
        one, other = self._comparable(), self._comparable()
        left = Node("(", self.of(one, 0), ", ", self.of(other, 0), ")")
        if self.queries is not None and chance(self.generator, 0.4):
            query = self.queries.sub_query([one, other], self.columns + self.outer)
            return Node("(", left, self.generator.choice([" IN ", " NOT IN "]), "(", query, "))", type="bool")
        operator = self.generator.choice([" = ", " <> ", " < ", " >= ", " IS DISTINCT FROM "])
        return Node("(", left, operator, "(", self.of(one, 0), ", ", self.of(other, 0), "))", type="bool")

    def _any_of_array(self, type, depth):
        array = self.generator.choice(ARRAYS)
        operator = self.generator.choice([" = ANY ", " <> ALL ", " < ANY ", " = ALL "])
        return Node("(", self.of(array[1:], 0), operator, "(", self.of(array, depth), "))", type="bool")

    def _list(self, type, depth):
        compared = self._comparable()
        constants = listed([Node(values.literal(self.generator, compared)) for _ in range(self.generator.randint(1, 4))])
        operator = self.generator.choice([" IN ", " NOT IN "])
        return Node("(", self.of(compared, depth), operator, "(", constants, "))", type="bool")

    def _between(self, type, depth):
        compared = self._comparable()
        return Node("(", self.of(compared, 0), self.generator.choice([" BETWEEN ", " NOT BETWEEN ", " BETWEEN SYMMETRIC "]), self.of(compared, 0), " AND ", self.of(compared, depth), ")", type="bool")

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


def optional_constants(generator):
    return [generator.choice(["'x'", "' \"'", "NULL"])] if chance(generator, 0.3) else []


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
