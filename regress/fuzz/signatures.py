# SPDX-License-Identifier: Apache-2.0
"""What is on the allow-list, with the types of PostgreSQL's results."""

import collections
import re

import values

Signature = collections.namedtuple("Signature", "kind name operands result")

_POLYMORPHIC = {
    "any": None, "anyelement": None, "anycompatible": None, "anynonarray": None, "anyarray": "_", "anycompatiblearray": "_",
}
_CATALOG = """
  SELECT 'operator', oprname, ltrim(concat_ws(', ', l.typname, r.typname), ', '), t.typname, ''
  FROM pg_operator o LEFT JOIN pg_type l ON l.oid = oprleft JOIN pg_type r ON r.oid = oprright JOIN pg_type t ON t.oid = oprresult
  WHERE oprnamespace = 'pg_catalog'::regnamespace
  UNION ALL
  SELECT CASE prokind WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' ELSE 'function' END, proname,
    coalesce((SELECT string_agg(a.typname, ', ' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY x(o, n) JOIN pg_type a ON a.oid = x.o), ''),
    t.typname, CASE WHEN proretset THEN 'set' WHEN prokind = 'a' AND EXISTS (SELECT FROM pg_aggregate WHERE aggfnoid = p.oid AND aggkind <> 'n') THEN 'ordered' ELSE '' END
  FROM pg_proc p JOIN pg_type t ON t.oid = prorettype WHERE pronamespace = 'pg_catalog'::regnamespace"""


def read(lines, session):
    """The signatures of the lines that PostgreSQL knows and for whose types there are values."""
    catalog = {}
    for kind, name, operands, result, special in session.run(_CATALOG):
        catalog[kind, name, operands] = (result, special)
    found, unknown = [], []
    for line in lines:
        kind, name, operands = re.fullmatch(r"(\w+) (\S+)\((.*)\)", line.strip()).groups()
        types = [operand for operand in operands.split(", ") if operand]
        if kind == "cast":
            # The source may be any type PostgreSQL casts through text.
            if name in values.TYPES and types[0] in values.TYPES:
                found.append(Signature("cast", name, tuple(types), name))
            else:
                unknown.append(line)
            continue
        result, special = catalog.get((kind, name, operands), (None, ""))
        if result is None or special:
            unknown.append(line)
            continue
        found.extend(_instances(kind, name, types, result))
        if not any(signature.kind == kind and signature.name == name for signature in found[-40:]):
            unknown.append(line)
    return found, unknown


def _instances(kind, name, types, result):
    if not any(type in _POLYMORPHIC for type in types):
        choices = [None]
    elif any(_POLYMORPHIC.get(type) == "_" for type in types):
        choices = ["int4", "text", "int8"]
    else:
        choices = [type for type in values.TYPES if not type.startswith("_")]
    for choice in choices:
        operands = tuple(_concrete(type, choice) for type in types)
        made = _concrete(result, choice)
        if all(type in values.TYPES for type in operands) and made in values.TYPES:
            yield Signature(kind, name, operands, made)


def _concrete(type, choice):
    return type if type not in _POLYMORPHIC else (_POLYMORPHIC[type] or "") + str(choice)
