# SPDX-License-Identifier: Apache-2.0
"""SQL as a tree, so that parts can be taken away until a difference is small."""

import random


class Node:
    """Text and nodes in order. `type` is PostgreSQL's name of an expression's type, `empty` says that nothing may take its place."""

    __slots__ = ("parts", "type", "empty")

    def __init__(self, *parts, type=None, empty=False):
        self.parts, self.type, self.empty = parts, type, empty

    def __str__(self):
        return "".join(str(part) for part in self.parts)

    def nodes(self):
        """This one and all below, from the top."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.nodes()

    def replaced(self, old, new):
        """A copy with another node at the place of one."""
        if self is old:
            return new
        parts = tuple(part.replaced(old, new) if isinstance(part, Node) else part for part in self.parts)
        if all(one is other for one, other in zip(parts, self.parts)):
            return self
        return Node(*parts, type=self.type, empty=self.empty)


def optional(*parts):
    """A part of which nothing may stay."""
    return Node(*parts, empty=True)


def listed(nodes, separator=", "):
    """A list of which each element but the first may go."""
    parts = [nodes[0]] if nodes else []
    parts += [optional(separator, node) for node in nodes[1:]]
    return Node(*parts)


def minimised(root, still_differs, attempts=400):
    """The smallest tree found for which `still_differs(tree)` holds."""
    progress = True
    while progress and attempts > 0:
        progress = False
        for candidate in _smaller(root):
            attempts -= 1
            if attempts <= 0:
                break
            if still_differs(candidate):
                root, progress = candidate, True
                break
    return root


def _smaller(root):
    size = len(str(root))
    for node in root.nodes():
        for substitute in _substitutes(node):
            candidate = root.replaced(node, substitute)
            if len(str(candidate)) < size:
                yield candidate


def _substitutes(node):
    if node.empty and node.parts:
        yield Node()
    if node.type is not None:
        for below in node.nodes():
            if below is not node and below.type == node.type:
                yield below
        yield Node(f"NULL::{node.type}")


def chance(generator, probability):
    return generator.random() < probability


def several(generator: random.Random, least, most, make):
    return [make() for _ in range(generator.randint(least, most))]
