# SPDX-License-Identifier: Apache-2.0
"""What the tests of Iceberg tables share: a second reader of them, faults to inject, and a disk that can be full."""

import contextlib
import json
import os
import shutil
import subprocess
import time

import report
from session import Failure, Session, wait_until

DATABASE = os.environ["PGDATABASE"]


class Reader:
    """Iceberg's library and DuckDB without icebridge, see ../java/LakeReader.java."""

    def __init__(self):
        self._process = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", f"-Djava.library.path={report.installed()}/lib",
             "-cp", os.path.join(report.installed(), "jars", "*"), os.path.join(report.HERE, "java", "LakeReader.java")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )

    def check(self, location, expression):
        """wrong, unreferenced, rows and digest of the table of a metadata file."""
        self._process.stdin.write(f"{location}\t{expression}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait()


def digest(session, table, expression, condition="true"):
    """Rows and digest of a table as PostgreSQL reads it; the digest is the reader's."""
    rows = session.run(
        f"SELECT count(*), coalesce(md5(string_agg(value, ',' ORDER BY value COLLATE \"C\")), '')"
        f" FROM (SELECT ({expression})::text AS value FROM {table} WHERE {condition}) x"
    )
    return int(rows[0][0]), rows[0][1]


def location(session, table):
    """The metadata location of a table."""
    return session.value(f"SELECT metadata_location FROM icebridge.iceberg_tables WHERE relation = '{table}'::regclass")


def connected(seconds=60, parameters=""):
    """A session, once the server takes one: it may be recovering."""
    end = time.monotonic() + seconds
    while True:
        try:
            return Session(parameters)
        except Failure:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class Faults:
    """The file of the setting icebridge.fault_points."""

    def __init__(self):
        self.path = os.path.join(report.scratch("points"), "points")

    @property
    def options(self):
        """Connection parameters of sessions that have faults."""
        return f"options='-c client_min_messages=error -c icebridge.fault_points={self.path}'"

    def set(self, point, action, skip=0):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path + ".reached")
        # In one step: the server reads it at any time.
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            file.write(f"{point} skip {skip} {action}\n" if skip else f"{point} {action}\n")
        os.chmod(self.path + ".new", 0o666)
        report.give_to_server(self.path + ".new")
        os.rename(self.path + ".new", self.path)

    def clear(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)

    def reached(self):
        return os.path.exists(self.path + ".reached")

    def wait_reached(self, session, seconds=30):
        """Whether the point was reached; not waited for longer than the session is busy."""
        wait_until(lambda: self.reached() or not session.busy(), seconds)
        return self.reached()


class Disk:
    """A folder on a file system of its own that can be filled, where mounting is possible."""

    def __init__(self, name, megabytes):
        # What a run that was killed has left mounted.
        self._as_root("umount", "-l", os.path.join(report.SCRATCH, name))
        self.path = report.scratch(name)
        self.small = self._as_root("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", self.path)
        self._filler = os.path.join(self.path, "filler")

    @staticmethod
    def _as_root(*command):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if sudo and not shutil.which("sudo"):
            return False
        return subprocess.run(sudo + list(command), check=False, capture_output=True).returncode == 0

    def fill(self):
        with open(self._filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        with open(self._filler, "ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 8))

    def empty(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._filler)

    def close(self):
        if self.small:
            self._as_root("umount", "-l", self.path)
