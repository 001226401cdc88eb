# SPDX-License-Identifier: Apache-2.0
"""The few functions of libpq that benchmarks need, through ctypes: nothing to install, nothing between us and the wire."""

import ctypes
import ctypes.util
import time

CONNECTION_OK = 0
COMMAND_OK, TUPLES_OK = 1, 2


def _library():
    library = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("PQconnectdb", pointer, [text]),
        ("PQstatus", number, [pointer]),
        ("PQerrorMessage", text, [pointer]),
        ("PQbackendPID", number, [pointer]),
        ("PQfinish", None, [pointer]),
        ("PQexec", pointer, [pointer, text]),
        ("PQresultStatus", number, [pointer]),
        ("PQresultErrorMessage", text, [pointer]),
        ("PQntuples", number, [pointer]),
        ("PQnfields", number, [pointer]),
        ("PQgetvalue", text, [pointer, number, number]),
        ("PQgetisnull", number, [pointer, number, number]),
        ("PQclear", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


PQ = _library()


class DatabaseError(Exception):
    pass


class Connection:
    """A session; the other connection parameters come from libpq's environment variables."""

    def __init__(self, database, options=""):
        self._handle = PQ.PQconnectdb(f"dbname={database} options='-c client_min_messages=warning {options}'".encode())
        if PQ.PQstatus(self._handle) != CONNECTION_OK:
            message = PQ.PQerrorMessage(self._handle).decode()
            PQ.PQfinish(self._handle)
            raise DatabaseError(message)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        PQ.PQfinish(self._handle)

    @property
    def backend(self):
        return PQ.PQbackendPID(self._handle)

    def query(self, sql):
        """The rows as tuples of text or None."""
        result = PQ.PQexec(self._handle, sql.encode())
        try:
            if PQ.PQresultStatus(result) not in (COMMAND_OK, TUPLES_OK):
                raise DatabaseError(PQ.PQresultErrorMessage(result).decode().strip())
            fields = range(PQ.PQnfields(result))
            return [
                tuple(None if PQ.PQgetisnull(result, row, field) else PQ.PQgetvalue(result, row, field).decode()
                      for field in fields)
                for row in range(PQ.PQntuples(result))
            ]
        finally:
            PQ.PQclear(result)

    def seconds(self, sql):
        """How long the statement takes, with its result received but not looked at."""
        started = time.perf_counter()
        result = PQ.PQexec(self._handle, sql.encode())
        elapsed = time.perf_counter() - started
        status, message = PQ.PQresultStatus(result), PQ.PQresultErrorMessage(result).decode().strip()
        PQ.PQclear(result)
        if status not in (COMMAND_OK, TUPLES_OK):
            raise DatabaseError(message)
        return elapsed
