# SPDX-License-Identifier: Apache-2.0
"""docs.py PAGE: runs what a Markdown page shows.

Fenced blocks run in order in one psql session:
  ```sql            statements; they must succeed, unless <!-- expect error --> stands above the fence
  ```text, ```output right after a ```sql block: what it must print. "…" (or "...") stands for anything, also for lines
  ```sh             only below <!-- run -->: commands, run with the page's folder as the current one
  any               below <!-- file NAME -->: written to that file in the page's folder
  any               below <!-- skip -->: left alone
In SQL, output and commands /srv/lake stands for a folder with the data of regress/data, and in SQL and output /srv/page
for the page's folder. /srv/examples.jar stands for the example wrappers' jar.
Environment: LAKE (that folder), EXAMPLES_JAR, PG_BIN, CLASSPATH (the installed jars), and libpq's variables.
"""

import os
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```+(\w*)\s*$")
DIRECTIVE = re.compile(r"^<!--\s*(.*?)\s*-->\s*$")
LAKE = os.environ["LAKE"]
EXAMPLES = os.environ["EXAMPLES_JAR"]


class Block:
    def __init__(self, line, language, directive):
        self.line, self.language, self.directive = line, language, directive
        self.lines, self.expected = [], None

    @property
    def text(self):
        return "\n".join(self.lines).replace("/srv/lake", LAKE).replace("/srv/examples.jar", EXAMPLES) + "\n"


def read_blocks(path):
    """The page's blocks; an output block becomes the expectation of the sql block before it."""
    blocks, current, directive, adjacent = [], None, "", False
    with open(path, encoding="utf-8") as page:
        for number, line in enumerate(page.read().split("\n"), 1):
            fence = FENCE.match(line)
            if current is not None:
                if line.startswith("```"):
                    previous = blocks[-1] if blocks else None
                    if current.language in ("text", "output") and adjacent and not current.directive:
                        previous.expected = current.lines
                    else:
                        blocks.append(current)
                    adjacent = blocks[-1].language == "sql" and blocks[-1].expected is None
                    current, directive = None, ""
                else:
                    current.lines.append(line)
            elif fence:
                current = Block(number, fence.group(1), directive)
            elif DIRECTIVE.match(line):
                directive = DIRECTIVE.match(line).group(1)
            elif line.strip():
                directive = ""
                # Words such as "prints" may stand between, a heading may not.
                adjacent = adjacent and not line.startswith("#")
    return blocks


def matches(expected, actual):
    """Whether the lines agree; an ellipsis stands for anything."""
    pattern = []
    for line in expected:
        parts = re.split(r"…|\.\.\.", line.rstrip())
        pattern.append(".*".join(re.escape(part) for part in parts) if parts != ["", ""] else "(?s:.*)")
    text = "\n".join(line.rstrip() for line in actual).strip("\n")
    return re.fullmatch("\n".join(pattern).strip("\n").replace("\n(?s:.*)", "(?:\n(?s:.*))?"), text) is not None


class Psql:
    """One session that is fed block by block."""

    MARK = "-- end of block --"

    def __init__(self):
        self.process = subprocess.Popen(
            [os.path.join(os.environ["PG_BIN"], "psql"), "-X", "-q", "-v", "VERBOSITY=default"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")

    def run(self, text):
        """What the block prints, line by line, and whether a statement failed."""
        self.process.stdin.write(f"{text}\n;\n\\echo '{self.MARK}'\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            line = line.rstrip("\n")
            if line == self.MARK:
                return lines, any(re.match(r"(psql:\S+ )?(ERROR|FATAL|PANIC):|invalid command", l) for l in lines)
            lines.append(line)
        return lines + ["(psql ended)"], True


def report(good, name, details=()):
    print(("ok - " if good else "not ok - ") + name)
    if not good:
        for line in details:
            print("#   " + line)


def run_command(text, folder):
    done = subprocess.run(["sh", "-e", "-c", text], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, stdin=subprocess.DEVNULL)
    return done.returncode == 0, done.stdout.split("\n")


def main(path):
    psql = Psql()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for block in read_blocks(path):
            name = f"{os.path.basename(path)} line {block.line}"
            if block.directive == "skip":
                continue
            if block.directive.startswith("file "):
                target = os.path.join(folder, block.directive[5:])
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "w", encoding="utf-8") as file:
                    file.write(block.text)
            elif block.directive == "run":
                good, output = run_command(block.text, folder)
                report(good, name, output)
            elif block.language == "sql":
                output, failed = psql.run(block.text.replace("/srv/page", folder))
                output = [line.replace(LAKE, "/srv/lake").replace(folder, "/srv/page") for line in output]
                if failed != (block.directive == "expect error"):
                    report(False, name + (": must fail" if not failed else ""), output)
                elif block.expected is not None and not matches(block.expected, output):
                    report(False, name + ": prints something else", output)
                else:
                    report(True, name)


main(sys.argv[1])
