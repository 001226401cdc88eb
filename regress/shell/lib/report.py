# SPDX-License-Identifier: Apache-2.0
"""What the programs of regress/shell share: reporting, the server's log, test classes and files."""

import glob
import os
import re
import shutil
import statistics
import subprocess
import sys
import traceback

from session import Session, Timeout

HERE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
SERVER_HOME = os.environ["SERVER_HOME"]
SERVER_LOG = os.environ["SERVER_LOG"]
SCRATCH = os.path.join(SERVER_HOME, "shell")

# What must never be in the server's log, whatever a test does to a session.
CRASHES = re.compile(
    r"terminated by signal|was terminated by|PANIC|SIGSEGV|SIGBUS|hs_err_pid|A fatal error has been detected|"
    r"terminate called|server process .* exited with exit code [02-9]"
)

_failed = 0


def report(good, name, why=""):
    """Prints one test's line."""
    global _failed
    if good:
        print(f"ok - {name}", flush=True)
    else:
        _failed += 1
        print(f"not ok - {name}", flush=True)
        if why:
            print(f"#   {why}", flush=True)
    return good


def failures():
    """How many tests have failed so far."""
    return _failed


def note(text):
    print(f"# {text}", flush=True)


def test(name):
    """Runs a function as one test: it returns None or a reason why it failed; an exception is one too."""

    def decorate(function):
        try:
            reason = function()
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            if os.environ.get("TRACE"):
                traceback.print_exc()
        report(reason is None, name, reason or "")
        return function

    return decorate


def finish():
    sys.exit(1 if _failed else 0)


class Log:
    """The server's log from now on."""

    def __init__(self):
        self._start = os.path.getsize(SERVER_LOG)

    def text(self):
        with open(SERVER_LOG, errors="replace", encoding="utf-8") as file:
            file.seek(self._start)
            return file.read()

    def crashes(self):
        """The lines that tell of a crash."""
        return [line for line in self.text().splitlines() if CRASHES.search(line)]


def check_no_crash(log, name):
    lines = log.crashes()
    report(not lines and not hs_err_files(), name, "; ".join(lines[:3] + hs_err_files()))


def hs_err_files():
    return glob.glob(os.path.join(SERVER_HOME, "data", "hs_err*")) + glob.glob(os.path.join(SERVER_HOME, "data", "core*"))


def milliseconds(times):
    """Median and maximum of times in seconds, as text."""
    return f"median {statistics.median(times) * 1000:.0f} ms, max {max(times) * 1000:.0f} ms"


def installed():
    """The folder of icebridge's own files."""
    library = subprocess.run(
        [os.path.join(os.environ["PG_BIN"], "pg_config"), "--pkglibdir"], check=True, capture_output=True, text=True
    ).stdout.strip()
    return os.path.join(library, "icebridge")


def java_home():
    return os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("javac"))))


def scratch(name):
    """A folder of that name the server can read and, as far as the caller is root, write; emptied."""
    folder = os.path.join(SCRATCH, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    give_to_server(SCRATCH, folder)
    return folder


def give_to_server(*paths):
    owner = os.stat(os.path.join(SERVER_HOME, "data"))
    for path in paths:
        if os.stat(path).st_uid != owner.st_uid:
            os.chown(path, owner.st_uid, owner.st_gid)


def trouble_classes():
    """Compiles the wrappers of regress/shell/java and returns their class path."""
    folder = os.path.join(SCRATCH, "classes")
    sources = glob.glob(os.path.join(HERE, "java", "io", "icebridge", "trouble", "*.java"))
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    subprocess.run(
        ["javac", "-nowarn", "--release", "17", "-cp", os.path.join(installed(), "jars", "*"), "-d", folder, *sources],
        check=True,
    )
    for root, folders, files in os.walk(SCRATCH):
        for name in folders + files:
            os.chmod(os.path.join(root, name), 0o755 if name in folders else 0o644)
    return folder


def trouble_servers(session):
    """Creates the servers "trouble" and "duck" and the schema-less helpers to make tables of them."""
    classes = trouble_classes()
    session.run(
        "DROP SERVER IF EXISTS trouble CASCADE; DROP SERVER IF EXISTS duck CASCADE;"
        "CREATE SERVER trouble FOREIGN DATA WRAPPER java_fdw"
        f" OPTIONS (wrapper 'io.icebridge.trouble.TroubleWrapper', classpath '{classes}');"
        "CREATE SERVER duck FOREIGN DATA WRAPPER java_fdw"
        f" OPTIONS (wrapper 'io.icebridge.trouble.DuckDbWrapper', classpath '{classes}')"
    )


def trouble_table(session, name, **options):
    listed = ", ".join(f"{key} '{value}'" for key, value in options.items())
    session.run(f"CREATE FOREIGN TABLE {name} (n bigint) SERVER trouble OPTIONS ({listed})")


def duck_table(session, name, columns, query):
    quoted = query.replace("'", "''")
    session.run(f"CREATE FOREIGN TABLE {name} ({columns}) SERVER duck OPTIONS (query '{quoted}')")


def make_files(*statements):
    """Has DuckDB make files."""
    subprocess.run(
        ["java", f"-Djava.library.path={installed()}/lib", "-cp", os.path.join(installed(), "jars", "*"), os.path.join(HERE, "java", "Make.java"),
         *statements],
        check=True, stdout=subprocess.DEVNULL,
    )


def readable(folder):
    for root, folders, files in os.walk(folder):
        os.chmod(root, 0o755)
        for name in files:
            os.chmod(os.path.join(root, name), 0o644)


def server(command):
    """bin/server start, stop, restart or crash."""
    subprocess.run([os.environ["SERVER"], command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def postmaster_start():
    with Session() as session:
        return session.value("SELECT pg_postmaster_start_time()")
