# SPDX-License-Identifier: Apache-2.0
"""Random calls of aggregates and window functions whose results do not depend on the order of rows."""

import values
from nodes import Node, chance, listed

# What these make depends on the order in which they see rows.
_ORDERED = {"array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg"}
_EACH_ROW = {"row_number", "ntile", "lag", "lead", "first_value", "last_value", "nth_value"}
# Of rows that are equal but do not look it, these show any.
_COUNTED = {"count"}


# Their last digits depend on the order of rows, and on how a system adds up. Where they decide about rows, so do those digits.
_INEXACT = ("stddev", "var", "corr", "covar", "regr_", "avg")


def is_inexact(signature):
    """Whether results are only nearly the same."""
    return signature.kind == "aggregate" and signature.result in values.FLOATS and signature.name.startswith(_INEXACT)


def ordered_set(expressions, type):
    """A call of an ordered-set aggregate that makes a type; None where there is none."""
    generator = expressions.generator
    if not values.orderable(type) or type.startswith("_"):
        return None
    direction = generator.choice(["", " DESC"])
    fraction = generator.choice(["0", "0.25", "0.5", "0.9", "1", "NULL"]) + "::float8"
    names = ["percentile_disc"] + (["mode"] if type not in values.LOOSE else [])
    # Between two finite numbers the interpolation is exact for few, so only the middle of dyadic ones is asked for.
    fitting = [column for column in expressions.columns if column.type == "float8" and column.sums]
    if type == "float8" and fitting:
        names.append("percentile_cont")
    name = generator.choice(names)
    ordered = Node(generator.choice(fitting).sql, type=type) if name == "percentile_cont" else expressions.of(type, 1)
    arguments = {"mode": "", "percentile_cont": generator.choice(["0", "0.5", "1"]) + "::float8"}.get(name, fraction)
    rest = Node(" FILTER (WHERE ", expressions.condition(1), ")", empty=True) if chance(generator, 0.15) else ""
    return Node(f"{name}({arguments}) WITHIN GROUP (ORDER BY ", ordered, direction, ")", rest, type=type)


def aggregate(expressions, type, windowed=False, inexact=False):
    """A call that makes a type; None where there is none. Whether it may be `inexact`."""
    generator = expressions.generator
    if not windowed and chance(generator, 0.12):
        call = ordered_set(expressions, type)
        if call is not None:
            return call
    found = [one for one in expressions.signatures.get(type, ()) if one.kind == "aggregate" and (inexact or not is_inexact(one))]
    if not found:
        return None
    name = generator.choice(sorted({one.name for one in found}))
    return aggregate_call(expressions, generator.choice([one for one in found if one.name == name]), windowed)


def aggregate_call(expressions, signature, windowed=False):
    """A call of an aggregate; None where there are no operands for it whose order does not matter."""
    generator = expressions.generator
    if windowed and signature.name in _ORDERED:
        return None
    if not signature.operands:
        inside = [Node("*")]
    else:
        inside = []
        for type in signature.operands:
            if type in values.FLOATS and signature.name not in ("min", "max", "count"):
                fitting = [column for column in expressions.columns if column.type == type and column.sums]
                if not fitting:
                    return None
                inside.append(Node(generator.choice(fitting).sql, type=type))
            else:
                inside.append(expressions.of(type, 1))
    commas = [part for operand in inside for part in (", ", operand)][1:]
    order, distinct = "", ""
    if signature.name in _ORDERED:
        if not all(values.orderable(type) for type in signature.operands):
            return None
        if "json" in signature.name and values.LOOSE.intersection(signature.operands):
            # Values that are equal stand in any order, and their texts tell.
            return None
        order = Node(" ORDER BY ", *commas)
    elif not windowed and len(inside) == 1 and signature.operands and values.orderable(signature.operands[0]) and chance(generator, 0.2):
        distinct = "DISTINCT "
    parts = [f'pg_catalog."{signature.name}"({distinct}', *commas, order, ")"]
    if chance(generator, 0.15):
        parts.append(Node(" FILTER (WHERE ", expressions.condition(1), ")", empty=True))
    return Node(*parts, type=signature.result)


def window(expressions, type, row_keys, inexact=False):
    """A call over a window that makes a type; None where there is none. `row_keys` order rows totally, if there are such."""
    generator = expressions.generator
    found = [one for one in expressions.signatures.get(type, ()) if one.kind in ("aggregate", "window") and (inexact or not is_inexact(one))]
    if not found:
        return None
    name = generator.choice(sorted({one.name for one in found}))
    return window_call(expressions, generator.choice([one for one in found if one.name == name]), row_keys)


def window_call(expressions, signature, row_keys):
    """A call of an aggregate or window function over a window; None where its result would depend on the order of equal rows."""
    generator = expressions.generator
    if signature.name in _EACH_ROW and not row_keys:
        return None
    if signature.kind == "window":
        operands = [expressions.of(operand, 1 if number == 0 else 0) for number, operand in enumerate(signature.operands)]
        if signature.name in ("ntile", "nth_value", "lag", "lead") and signature.operands[-1:] == ("int4",) and (signature.name == "ntile" or len(operands) > 1):
            operands[-1] = Node(str(generator.randint(1, 4)))
        commas = [part for operand in operands for part in (", ", operand)][1:]
        call = Node(f'pg_catalog."{signature.name}"(', *commas, ")")
    else:
        call = aggregate_call(expressions, signature, windowed=True)
        if call is None:
            return None
    return Node(call, " OVER (", *_definition(expressions, signature, row_keys), ")", type=signature.result)


def _definition(expressions, signature, row_keys):
    generator = expressions.generator
    parts = []
    ordered = [column for column in expressions.columns if values.orderable(column.type)]
    if ordered and chance(generator, 0.6):
        parts.append(Node("PARTITION BY ", generator.choice(ordered).sql, empty=True))
    total = bool(row_keys) and (signature.name in _EACH_ROW or chance(generator, 0.5))
    keys = [generator.choice(ordered)] if ordered and chance(generator, 0.7) else []
    directions = ["", " DESC", " NULLS FIRST", " DESC NULLS LAST"]
    written = [Node(key.sql + generator.choice(directions)) for key in keys]
    if total:
        written += [Node(key + generator.choice(directions[:2])) for key in row_keys]
    if written:
        parts.append(Node(" ORDER BY ", *[part for node in written for part in (", ", node)][1:]))
    if signature.kind == "aggregate" or signature.name in ("first_value", "last_value", "nth_value"):
        parts.append(_frame(generator, keys, total, bool(written)))
    return parts


def _frame(generator, keys, total, ordered):
    units = (["ROWS"] if total else []) + ["RANGE"] + (["GROUPS"] if ordered else [])
    unit = generator.choice(units)
    offset = str(generator.randint(0, 3))
    if unit == "RANGE":
        type = keys[0].type if len(keys) == 1 and not total else None
        if type in ("int2", "int4", "int8") and chance(generator, 0.5):
            bounds = [f"{offset} PRECEDING", f"{offset} FOLLOWING"]
        elif type in ("date", "timestamp") and chance(generator, 0.5):
            bounds = [f"interval '{offset} days' PRECEDING", f"interval '{offset} mons' FOLLOWING"]
        else:
            bounds = []
    else:
        bounds = [f"{offset} PRECEDING", f"{offset} FOLLOWING"]
    current = ["CURRENT ROW"] if ordered or unit == "ROWS" else []
    starts = ["UNBOUNDED PRECEDING"] + current + bounds
    ends = ["UNBOUNDED FOLLOWING"] + current + bounds
    exclusions = ["", "", "", " EXCLUDE CURRENT ROW"] if total else ["", "", ""]
    if ordered:
        exclusions += [" EXCLUDE GROUP"] + ([" EXCLUDE TIES"] if total else [])
    if chance(generator, 0.4):
        return Node("")
    return Node(f" {unit} BETWEEN {generator.choice(starts)} AND {generator.choice(ends)}{generator.choice(exclusions)}", empty=True)
