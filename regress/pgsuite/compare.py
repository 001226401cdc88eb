# SPDX-License-Identifier: Apache-2.0
"""What a statement printed over heap tables and over Iceberg tables, and why the two differ."""

import re

from statements import tokens

CARET = re.compile(r"^LINE \d+: .*\n\s*\^?\n?", re.MULTILINE)
# What is said of any Iceberg table: the columns it has instead, what kind of relation it is, and that PostgreSQL does not look
# for rows of new partitions in a default partition that is a foreign table.
NOTICES = re.compile(r"^NOTICE:  column \"[^\n]*\" of type numeric(\[\])? becomes numeric\(38,9\)(\[\])?\n"
                     r"|^WARNING:  skipped scanning foreign table [^\n]*\n", re.MULTILINE)
POSITION = re.compile(r"^(psql:[^\n]*?:\d+: )", re.MULTILINE)
ZEROS = re.compile(r"(?<![\w.])(-?\d+\.\d*?)0+(?![\d.])")
ERROR = re.compile(r"^(ERROR|FATAL|PANIC):", re.MULTILINE)
INTERNAL = re.compile(r"PANIC|FATAL|server closed|XX000|internal error|Exception|INTERNAL Error|\bjava\.", re.IGNORECASE)
# Messages with which Iceberg tables, or foreign tables, refuse what docs/iceberg-tables.md says they do not have.
REFUSALS = re.compile(
    r"not supported (for|as|by) (Iceberg|foreign) tables|cannot (be an )?Iceberg|must have at least one column|cursor can only scan forward|cannot be written in Arrow format"
    r"|cannot vacuum non-tables|is not a table|is a foreign table|not supported for relation"
    r"|cannot execute MERGE|fields? of type numeric\(38,9\)|numeric field overflow|cannot convert .* to decimal"
    r"|there is no unique or exclusion constraint matching|Foreign tables cannot have|cannot open relation|foreign tables? .*not supported"
    r"|arrays? (with|of) (more than one|\d+) dimension|is not supported", re.IGNORECASE)
FOLLOWS = re.compile(r"current transaction is aborted|relation \"[^\"]*\" (does not exist|already exists)|table \"[^\"]*\" does not exist"
                     r"|cursor \"[^\"]*\" does not exist|savepoint \"[^\"]*\" does not exist")
DESCRIBES = re.compile(r"^\\d|pg_get_|pg_class|pg_attribute|information_schema|regclass|\btableoid\b|\bctid\b|\bxmin\b|pg_stat|pg_relation", re.IGNORECASE)


def normal(output):
    """Without what tells where in a text an error is."""
    output = NOTICES.sub("", CARET.sub("", POSITION.sub("", output)))
    return output.replace("to foreign table ", "to table ").rstrip()


def rows(output):
    """The lines in an order of their own, without what only depends on widths."""
    return sorted(" ".join(line.split()) for line in output.split("\n") if not re.fullmatch(r"[-+\s]*", line))


def difference(code, heap, lake):
    """None if both are the same, else the class of the difference: a key of CLASSES."""
    heap, lake = normal(heap), normal(lake)
    if heap == lake:
        return None
    if INTERNAL.search(lake) and not INTERNAL.search(heap):
        return "internal"
    # Also by functions of the suite that run EXPLAIN, or count the batches in it.
    if re.search(r"(?i)\bexplain|hash_join_batches", code) or "QUERY PLAN" in heap:
        return "plan"
    if REFUSALS.search(lake):
        return "refused"
    if FOLLOWS.search(lake) and ERROR.search(lake):
        return "follows"
    if rows(heap) == rows(lake):
        if ERROR.search(heap):
            return "message"
        return order_difference(code, heap, lake)
    if ERROR.search(heap) and ERROR.search(lake):
        return "message"
    if rows(ZEROS.sub(r"\1", heap)) == rows(ZEROS.sub(r"\1", lake)):
        return "scale"
    if DESCRIBES.search(code):
        return "catalog"
    return "different"


def order_difference(code, heap, lake):
    """"order" where none was asked for, "ties" where the keys are in the same order, else "sorted"."""
    keys = sort_keys(code)
    if keys is None:
        return "order"
    columns = [name.strip() for name in heap.split("\n")[0].split("|")]
    positions = []
    for key in keys:
        name = re.sub(r"(?i)\s+(asc|desc|using\s+\S+|nulls\s+\w+)\b", "", key).strip().split(".")[-1]
        if name.isdigit() and int(name) <= len(columns):
            positions.append(int(name) - 1)
        elif name in columns:
            positions.append(columns.index(name))
        else:
            break
    # Leading keys alone can show that the order is another one, but not that it is the same.
    def of_keys(output):
        cells = [[cell.strip() for cell in line.split("|")] for line in output.split("\n")[2:]]
        return [[row[position] for position in positions if position < len(row)] for row in cells]
    return "ties" if len(positions) == len(keys) and of_keys(heap) == of_keys(lake) else "sorted"


def sort_keys(code):
    """The expressions of the outermost ORDER BY, None if there is none."""
    depth, words, last = 0, [], None
    for kind, part in tokens(code):
        if part in ("(", "["):
            depth += 1
        elif part in (")", "]"):
            depth -= 1
        if depth == 0 and part.lower() == "order":
            last, words = [], []
        elif last is not None and depth == 0 and (part == ";" or part.lower() in ("limit", "offset", "fetch", "for", "union", "except", "intersect")):
            last.append("".join(words))
            words = []
            return [key.strip()[2:] if i == 0 and key.strip().lower().startswith("by") else key for i, key in enumerate(last)]
        elif last is not None and depth == 0 and part == ",":
            last.append("".join(words))
            words = []
        elif last is not None:
            words.append(part)
    return None


CLASSES = {
    "plan": "EXPLAIN shows another plan",
    "order": "the same rows in another order, where none was asked for",
    "ties": "the same rows in the order that was asked for; those with equal keys follow each other otherwise",
    "sorted": "the same rows in another order, though some order was asked for",
    "scale": "a numeric without precision became numeric(38,9) and is shown with nine digits",
    "refused": "what Iceberg tables do not have is refused",
    "follows": "an earlier refusal in the file: no such table, or an aborted transaction",
    "message": "an error in both, worded otherwise or found elsewhere",
    "catalog": "shows system catalogs or system columns, in which an Iceberg table is a foreign table",
    "different": "another result",
    "internal": "an internal error or a crash",
}
