# SPDX-License-Identifier: Apache-2.0
"""The ways in which a query is asked, and a statement that writes is looked at: all that is sent for its text."""


class Plain:
    """As it is."""

    name = "plain"
    # Whether what is sent begins a transaction, which an error leaves open.
    transaction = False
    # The types of the columns, where the answer does not tell.
    types = None

    def sql(self, text):
        return text

    def explained(self, text, options):
        """What tells about the plan that was used."""
        return options + text


class Prepared(Plain):
    """With parameters, executed twice; each is its type, its value, and the value for the first time."""

    name = "prepared"

    def __init__(self, parameters, mode):
        self.parameters, self.mode = parameters, mode

    def _prepare(self, text):
        types = ", ".join(type for type, *_ in self.parameters)
        # The plan, and what is kept with it, is used twice.
        return f"DEALLOCATE ALL; SET plan_cache_mode = {self.mode}; PREPARE q({types}) AS {text}; EXECUTE q({', '.join(first for _, _, first in self.parameters)}); "

    def _execute(self):
        return f"EXECUTE q({', '.join(value for _, value, _ in self.parameters)})"

    def sql(self, text):
        return self._prepare(text) + self._execute()

    def explained(self, text, options):
        return self._prepare(text) + options + self._execute()


class Function(Prepared):
    """In PL/pgSQL, whose variables are the parameters."""

    name = "PL/pgSQL"

    def __init__(self, parameters, mode, types):
        super().__init__(parameters, mode)
        self.columns = ", ".join(f"result_{number} {type}" for number, type in enumerate(types))

    def sql(self, text):
        types = ", ".join(type for type, *_ in self.parameters)
        drop = f"DROP FUNCTION IF EXISTS pg_temp.q({types})"
        made = f"CREATE FUNCTION pg_temp.q({types}) RETURNS TABLE ({self.columns}) LANGUAGE plpgsql AS $body$ BEGIN RETURN QUERY {text}; END $body$"
        first, second = (", ".join(parameter[index] for parameter in self.parameters) for index in (2, 1))
        return f"SET plan_cache_mode = {self.mode}; {drop}; {made}; SELECT * FROM pg_temp.q({first}); SELECT * FROM pg_temp.q({second})"


class Cursor(Plain):
    """All rows of a cursor, forwards, again after going back, or after the transaction."""

    name = "cursor"
    transaction = True

    def __init__(self, kind):
        self.kind = kind

    def sql(self, text):
        if self.kind == "WITH HOLD":
            return f"BEGIN; DECLARE c CURSOR WITH HOLD FOR {text}; COMMIT; FETCH ALL FROM c; CLOSE c"
        again = "FETCH 3 FROM c; MOVE BACKWARD ALL FROM c; " if self.kind == "SCROLL" else ""
        return f"BEGIN; DECLARE c {self.kind} CURSOR FOR {text}; {again}FETCH ALL FROM c; COMMIT"


class Copy(Plain):
    """By COPY … TO, whose lines are taken apart again."""

    name = "COPY"

    def __init__(self, types):
        self.types = types

    def sql(self, text):
        return f"COPY ({text}) TO STDOUT"


class Written(Plain):
    """A statement that writes, followed by the table's rows; undone. With parameters it is executed twice."""

    name = "write"
    transaction = True

    def __init__(self, table, parameters, mode):
        self.table = table
        self.way = Prepared(parameters, mode) if parameters else Plain()

    def sql(self, text):
        return f"BEGIN; {self.way.sql(text)}; SELECT * FROM {self.table}; ROLLBACK"

    def explained(self, text, options):
        return f"BEGIN; {self.way.explained(text, options)}; ROLLBACK"
