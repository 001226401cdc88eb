# SPDX-License-Identifier: Apache-2.0
"""What is changed in PostgreSQL's scripts before both runs, so that their tables can be Iceberg tables at all:

- temporary and unlogged tables become ordinary ones, unless they have ON COMMIT DROP or DELETE ROWS;
- primary keys become NOT NULL; other unique, exclusion and foreign key constraints and indexes go, storage parameters too;
- columns of type numeric without precision become numeric(38,9), which is what an Iceberg table makes of them.

Tables that must be heap tables say so: temporary ones that remain, and materialized views.
"""

import re

from statements import tokens

TABLE = re.compile(r"^create\s+((?:global|local)\s+)?(temp|temporary|unlogged)?\s*table\b", re.IGNORECASE)
SKIPPED = re.compile(
    r"^(create\s+(unique\s+)?index\b|drop\s+index\b|alter\s+index\b|reindex\b|cluster\b"
    r"|alter\s+table\s+(only\s+)?[\w.\"]+\s+add\s+(constraint\s+\w+\s+)?(primary\s+key|unique|foreign\s+key|exclude)\b"
    r"|alter\s+table\s+(only\s+)?[\w.\"]+\s+set\s*\()",
    re.IGNORECASE)
KEPT_TEMPORARY = re.compile(r"\bon\s+commit\s+(drop|delete)\b", re.IGNORECASE)
TABLE_CONSTRAINT = re.compile(r"^\s*(constraint\s+\S+\s+)?(primary\s+key|unique|foreign\s+key|exclude)\b(?!\s*$)", re.IGNORECASE)
REFERENCES = re.compile(
    r"(constraint\s+\w+\s+)?\breferences\s+[\w.\"]+\s*(\([^)]*\))?"
    r"(\s+(match\s+\w+|on\s+(delete|update)\s+(no\s+action|restrict|cascade|set\s+null|set\s+default)"
    r"|(not\s+)?deferrable|initially\s+\w+))*", re.IGNORECASE)
NUMERIC = re.compile(r"^(\s*(?:\w+|\"[^\"]+\")\s+)(numeric|decimal)\b(?!\s*\(\d\d?\s*[,)])(\s*\(\s*\d+\s*,\s*\d+\s*\))?", re.IGNORECASE)
STORAGE = re.compile(r"\bwith\s*\(\s*(fillfactor|autovacuum\w*|toast[\w.]*|parallel_workers|user_catalog_table)\b[^)]*\)", re.IGNORECASE)


def without_comments(text):
    return "".join(" " if kind == "comment" else part for kind, part in tokens(text))


def elements(text):
    """Where the first list in parentheses is, and its parts between commas: (start, end, parts), or None."""
    depth, parts, start, position, last = 0, [], None, 0, 0
    for kind, part in tokens(text):
        if kind == "other":
            if part in "([":
                depth += 1
                if depth == 1 and part == "(":
                    start, last = position, position + 1
            elif part in ")]":
                depth -= 1
                if depth == 0 and start is not None:
                    parts.append(text[last:position])
                    return start, position, parts
            elif part == "," and depth == 1:
                parts.append(text[last:position])
                last = position + 1
        position += len(part)
    return None


def column(element):
    element = NUMERIC.sub(r"\1numeric(38,9)", element)
    element = REFERENCES.sub("", element)
    element = re.sub(r"\b(constraint\s+\w+\s+)?primary\s+key\b", "NOT NULL", element, flags=re.IGNORECASE)
    return re.sub(r"\b(constraint\s+\w+\s+)?unique\b(\s+(not\s+)?deferrable)?(\s+initially\s+\w+)?", "", element, flags=re.IGNORECASE)


def create_table(code):
    """CREATE TABLE as an Iceberg table could be made by it."""
    if KEPT_TEMPORARY.search(code):
        return re.sub(r"\bon\s+commit\b", "USING heap ON COMMIT", code, flags=re.IGNORECASE)
    code = TABLE.sub("CREATE TABLE", code)
    code = re.sub(r"\bon\s+commit\s+preserve\s+rows\b", "", code, flags=re.IGNORECASE)
    code = STORAGE.sub("", code)
    head = re.match(r"(?is)^create\s+table\s+(if\s+not\s+exists\s+)?[\w.\"]+\s*\(", code)
    found = elements(code) if head else None
    if found is None:
        return code
    start, end, parts = found
    kept = [column(part) for part in parts if not TABLE_CONSTRAINT.match(part)]
    return code[:start + 1] + ",".join(kept) + code[end:]


def transform(statement):
    """The statement's text for both runs, or None if it is left out."""
    code = without_comments(statement.text).strip()
    if statement.is_command:
        return statement.text
    if SKIPPED.match(code):
        return None
    if TABLE.match(code):
        return create_table(code)
    if re.match(r"(?i)^create\s+materialized\s+view\b", code):
        return re.sub(r"(?is)^(create\s+materialized\s+view\s+(if\s+not\s+exists\s+)?[\w.\"]+)", r"\1 USING heap", code)
    if re.match(r"(?i)^(select|with|values)\b", code):
        return re.sub(r"(?i)\binto\s+(temp|temporary|unlogged)\s+(table\s+)?", "INTO ", statement.text, count=1)
    return statement.text
