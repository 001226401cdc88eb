# SPDX-License-Identifier: Apache-2.0
"""Statements of a psql script, and small help to look into one."""

import re

TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?\*/)
      | (?P<dollar>\$(?P<tag>[A-Za-z_]\w*|)\$.*?\$(?P=tag)\$)
      | (?P<quoted>(?:\b[eE]'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"))
      | (?P<plain>'(?:[^']|'')*')
      | (?P<word>[A-Za-z_][\w$]*)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
BACKSLASHED = re.compile(r"'(?:[^'\\]|\\.|'')*'", re.DOTALL)
COPY_IN = re.compile(r"^\s*copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
END_OF_DATA = re.compile(r"^\\\.$", re.MULTILINE)
ROUTINE = re.compile(r"^\s*create\s+(or\s+replace\s+)?(function|procedure)\b", re.IGNORECASE)
CONFORMING = re.compile(r"^\s*set\s+standard_conforming_strings\s*(?:=|to)\s*(\w+)", re.IGNORECASE)


class Statement:
    """One statement with its semicolon (or backslash command that sends it), or one backslash command, and COPY's rows."""

    def __init__(self, number, text, data=""):
        self.number, self.text, self.data = number, text, data

    @property
    def code(self):
        """The text without comments, on one line."""
        return " ".join("".join(" " if kind == "comment" else part for kind, part in tokens(self.text)).split())

    @property
    def is_command(self):
        return self.text.lstrip().startswith("\\")


def tokens(text, conforming=True):
    """Pairs of kind and text, which together are the text."""
    position = 0
    while position < len(text):
        kind, part = token_at(text, position, conforming)
        yield kind, part
        position += len(part)


def token_at(text, position, conforming=True):
    """The kind and text of the token that begins there."""
    match = TOKEN.match(text, position)
    kind, part = match.lastgroup, match[0]
    if kind == "plain" and not conforming:
        longer = BACKSLASHED.match(text, position)
        part = longer[0] if longer else part
    return kind, part


def split(script):
    """The statements of a script, in order, numbered from 1."""
    result, current, position, conforming = [], "", 0, True
    depth = blocks = 0

    def finish(data=""):
        nonlocal current, depth, blocks
        if current.strip():
            result.append(Statement(len(result) + 1, current.strip("\n"), data))
        current, depth, blocks = "", 0, 0

    while position < len(script):
        kind, part = token_at(script, position, conforming)
        if part == "\\":
            line = script[position:].split("\n", 1)[0]
            if line.startswith("\\;"):
                current += "\\;"
                position += 2
                continue
            # A command on a line of its own leaves a statement that has begun unfinished only in tests of psql itself.
            current += line
            position += len(line)
            finish()
            continue
        current += part
        position += len(part)
        word = part.lower() if kind == "word" else ""
        if part == "(":
            depth += 1
        elif part == ")":
            depth -= 1
        elif word == "begin" and ROUTINE.match(current) and re.match(r"\s+atomic\b", script[position:], re.IGNORECASE):
            blocks += 1
        elif word == "case" and blocks:
            blocks += 1
        elif word == "end" and blocks:
            blocks -= 1
        elif part == ";" and depth <= 0 and blocks == 0:
            changed = CONFORMING.match(current)
            if changed:
                conforming = changed[1].lower() in ("on", "true")
            code = Statement(0, current).code
            end = END_OF_DATA.search(script, position) if COPY_IN.match(code) else None
            data = script[script.index("\n", position) + 1:end.end()] + "\n" if end else ""
            # A COPY that fails has no rows, so what comes then is statements.
            if end and not re.search(r";$", data, re.MULTILINE):
                position = end.end()
                finish(data)
            else:
                finish()
    finish()
    return result
