# SPDX-License-Identifier: Apache-2.0
"""Sessions that can be left waiting, canceled and killed: libpq's asynchronous functions through ctypes."""

import ctypes
import ctypes.util
import os
import re
import select
import time

POINTER, TEXT, NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
CONNECTION_OK = 0
TUPLES_OK, COMMAND_OK, COPY_OUT = 2, 1, 3
SQLSTATE, PRIMARY, DETAIL, HINT = (ord(letter) for letter in "CMDH")


def _library():
    library = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
    for name, result, arguments in (
        ("PQconnectdb", POINTER, [TEXT]),
        ("PQstatus", NUMBER, [POINTER]),
        ("PQerrorMessage", TEXT, [POINTER]),
        ("PQbackendPID", NUMBER, [POINTER]),
        ("PQsocket", NUMBER, [POINTER]),
        ("PQfinish", None, [POINTER]),
        ("PQsendQuery", NUMBER, [POINTER, TEXT]),
        ("PQconsumeInput", NUMBER, [POINTER]),
        ("PQisBusy", NUMBER, [POINTER]),
        ("PQgetResult", POINTER, [POINTER]),
        ("PQgetCancel", POINTER, [POINTER]),
        ("PQfreeCancel", None, [POINTER]),
        ("PQcancel", NUMBER, [POINTER, TEXT, NUMBER]),
        ("PQresultStatus", NUMBER, [POINTER]),
        ("PQresultErrorField", TEXT, [POINTER, NUMBER]),
        ("PQresultErrorMessage", TEXT, [POINTER]),
        ("PQntuples", NUMBER, [POINTER]),
        ("PQnfields", NUMBER, [POINTER]),
        ("PQftype", ctypes.c_uint, [POINTER, NUMBER]),
        ("PQgetvalue", TEXT, [POINTER, NUMBER, NUMBER]),
        ("PQgetisnull", NUMBER, [POINTER, NUMBER, NUMBER]),
        ("PQgetCopyData", NUMBER, [POINTER, ctypes.POINTER(POINTER), NUMBER]),
        ("PQfreemem", None, [POINTER]),
        ("PQclear", None, [POINTER]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


PQ = _library()


_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _unescaped(field):
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), field, flags=re.DOTALL)


class Failure(Exception):
    """An error of the server's, or a lost connection (state is then "lost")."""

    def __init__(self, state, message, detail="", hint=""):
        super().__init__(f"{state}: {message}" + (f" ({detail})" if detail else "") + (f" [{hint}]" if hint else ""))
        self.state, self.message, self.detail, self.hint = state, message, detail, hint


class Timeout(Exception):
    """The server has not answered within the time a test gives it: a hang."""


class Session:
    """A connection; database, host and user come from libpq's environment variables unless given."""

    def __init__(self, parameters=""):
        self._handle = PQ.PQconnectdb(f"options='-c client_min_messages=error' {parameters}".encode())
        if PQ.PQstatus(self._handle) != CONNECTION_OK:
            message = (PQ.PQerrorMessage(self._handle) or b"").decode(errors="replace")
            PQ.PQfinish(self._handle)
            self._handle = None
            raise Failure("lost", message)
        self.backend = PQ.PQbackendPID(self._handle)
        # The oids of the types of the columns that came last.
        self.types = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self._handle is not None:
            PQ.PQfinish(self._handle)
            self._handle = None

    def send(self, sql):
        """Starts statements without waiting."""
        if PQ.PQsendQuery(self._handle, sql.encode()) != 1:
            raise Failure("lost", self._error())

    def busy(self):
        PQ.PQconsumeInput(self._handle)
        return PQ.PQisBusy(self._handle) == 1

    def wait(self, seconds=60):
        """Waits for what was started; the rows of its last result, or a Failure."""
        end = time.monotonic() + seconds
        rows, failure = [], None
        while True:
            while PQ.PQisBusy(self._handle) == 1:
                rest = end - time.monotonic()
                if rest <= 0:
                    raise Timeout(f"no answer within {seconds} s")
                select.select([PQ.PQsocket(self._handle)], [], [], rest)
                if PQ.PQconsumeInput(self._handle) != 1:
                    # What the server said before it left may still be there.
                    break
            result = PQ.PQgetResult(self._handle)
            if not result:
                break
            status = PQ.PQresultStatus(result)
            if status == TUPLES_OK:
                rows = self._rows(result)
                self.types = [PQ.PQftype(result, column) for column in range(PQ.PQnfields(result))]
            elif status == COPY_OUT:
                rows = self._copied()
            elif status != COMMAND_OK and (failure is None or failure.state == "lost"):
                failure = failure or self._failure(result)
            PQ.PQclear(result)
        if failure is None and PQ.PQstatus(self._handle) != CONNECTION_OK:
            failure = Failure("lost", self._error())
        if failure is not None:
            raise failure
        return rows

    def _copied(self):
        """The fields of the lines of COPY … TO STDOUT in text format."""
        lines, line = [], POINTER()
        while (length := PQ.PQgetCopyData(self._handle, ctypes.byref(line), 0)) > 0:
            lines.append(ctypes.string_at(line, length).decode(errors="replace").rstrip("\n"))
            PQ.PQfreemem(line)
        return [[None if field == "\\N" else _unescaped(field) for field in line.split("\t")] for line in lines]

    def run(self, sql, seconds=60):
        self.send(sql)
        return self.wait(seconds)

    def value(self, sql, seconds=60):
        return self.run(sql, seconds)[0][0]

    def fails(self, sql, seconds=60):
        """The Failure of statements that must fail, or None where they do not."""
        try:
            self.run(sql, seconds)
        except Failure as failure:
            return failure
        return None

    def cancel(self):
        """What Ctrl-C in psql does."""
        handle = PQ.PQgetCancel(self._handle)
        error = ctypes.create_string_buffer(256)
        done = PQ.PQcancel(handle, ctypes.cast(error, TEXT), 256)
        PQ.PQfreeCancel(handle)
        if done != 1:
            raise Failure("lost", error.value.decode())

    def _error(self):
        return (PQ.PQerrorMessage(self._handle) or b"").decode(errors="replace").strip()

    @staticmethod
    def _failure(result):
        def field(code):
            return (PQ.PQresultErrorField(result, code) or b"").decode(errors="replace")

        state = field(SQLSTATE)
        if not state:
            return Failure("lost", (PQ.PQresultErrorMessage(result) or b"").decode(errors="replace").strip())
        return Failure(state, field(PRIMARY), field(DETAIL), field(HINT))

    @staticmethod
    def _rows(result):
        columns = range(PQ.PQnfields(result))
        return [
            [None if PQ.PQgetisnull(result, row, column) else PQ.PQgetvalue(result, row, column).decode(errors="replace")
             for column in columns]
            for row in range(PQ.PQntuples(result))
        ]


def alive(process):
    """Whether a process exists; one that has ended and only waits for its parent does not."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds=20):
    """Whether a condition came true in that time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def open_files(process):
    """What a process holds open, by kind, as far as one can compare it."""
    names = []
    for entry in os.listdir(f"/proc/{process}/fd"):
        try:
            names.append(os.readlink(f"/proc/{process}/fd/{entry}"))
        except OSError:
            pass
    return sorted(names)


def threads(process):
    """The names of a process' threads."""
    names = []
    for entry in os.listdir(f"/proc/{process}/task"):
        try:
            with open(f"/proc/{process}/task/{entry}/comm", encoding="utf-8") as file:
                names.append(file.read().strip())
        except OSError:
            pass
    return sorted(names)


def resident_kb(process):
    with open(f"/proc/{process}/status", encoding="utf-8") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0
