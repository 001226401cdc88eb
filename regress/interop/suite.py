# SPDX-License-Identifier: Apache-2.0
"""Counts tests and keeps their results as the cells of tables: one table a section, features down, engines across."""

import contextlib
import time
import traceback

YES = "yes"


class Refused(Exception):
    """A statement or call that had to fail did not."""


class Suite:
    def __init__(self, chosen=None):
        self.sections = {}
        self.failed = 0
        self.chosen = chosen
        self.started = time.time()

    def test(self, section, feature, engine, function, *arguments):
        """Runs one test. What the function returns, if anything, is the cell; without, the cell is "yes".

        True where it passed.
        """
        if self.chosen and self.chosen not in f"{section}: {feature}, {engine}":
            return True
        try:
            cell = function(*arguments) or YES
            print(f"ok - {section}: {feature}, {engine}", flush=True)
        except Exception as problem:  # pylint: disable=broad-except
            cell = "**fails**"
            self.failed += 1
            print(f"not ok - {section}: {feature}, {engine}", flush=True)
            for line in describe(problem):
                print("#   " + line, flush=True)
        self.sections.setdefault(section, {}).setdefault(feature, {})[engine] = cell
        return cell != "**fails**"

    def tables(self):
        """All sections in Markdown, by name."""
        return {name: table(features) for name, features in self.sections.items()}


def table(features):
    """The cells of a section; what was not tested is "–"."""
    engines = list(dict.fromkeys(engine for cells in features.values() for engine in cells))
    lines = ["| | " + " | ".join(engines) + " |", "|---" * (len(engines) + 1) + "|"]
    for feature, cells in features.items():
        lines.append(f"| {feature} | " + " | ".join(cells.get(engine, "–") for engine in engines) + " |")
    return "\n".join(lines)


def describe(problem):
    """What to print of an exception: messages from Java have long stacks, of which the beginning says enough."""
    lines = str(problem).strip().split("\n")
    place = traceback.extract_tb(problem.__traceback__)
    where = "; ".join(f"{frame.name} line {frame.lineno}" for frame in place[-4:] if "site-packages" not in frame.filename)
    return [f"{type(problem).__name__} ({where})"] + [line[:600] for line in lines[:40]]


def equal(expected, found):
    """Compares lists of lines and shows what differs."""
    if expected != found:
        missing = [line for line in expected if line not in found]
        surplus = [line for line in found if line not in expected]
        raise AssertionError("\n".join([f"{len(expected)} rows expected, {len(found)} found"] +
                                       [f"missing: {line}" for line in missing[:5]] +
                                       [f"surplus: {line}" for line in surplus[:5]]))


@contextlib.contextmanager
def refused(part, *more):
    """The block has to fail with an error whose text has the parts."""
    try:
        yield
    except Exception as problem:  # pylint: disable=broad-except
        for word in (part, *more):
            if word not in str(problem) and word != getattr(problem, "pgcode", None):
                raise AssertionError(f"fails, but not with {word!r}: {str(problem)[:500]}") from problem
        return
    raise Refused(f"was to fail with {part!r}, but succeeded")
