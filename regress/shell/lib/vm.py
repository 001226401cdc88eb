# SPDX-License-Identifier: Apache-2.0
"""The Java virtual machine's life in every kind of process; see ../vm.sh."""

import os
import subprocess
import time

import report
from report import Log, Session, test
from session import Failure, alive, threads, wait_until

WEATHER = os.path.join(os.environ["LAKE_DATA"], "seattle-weather.parquet")
QUIET = "SELECT count(*) FROM weather"
DATABASE = os.environ["PGDATABASE"]


def has_vm(process):
    return any(name.startswith("VM ") for name in threads(process))


def library():
    """Compiles regress/second_vm."""
    folder = report.scratch("second_vm")
    include = subprocess.run(
        [os.path.join(os.environ["PG_BIN"], "pg_config"), "--includedir-server"], check=True, capture_output=True, text=True
    ).stdout.strip()
    home = report.java_home()
    subprocess.run(
        ["gcc", "-O1", "-Wall", "-shared", "-fPIC", f"-I{include}", f"-I{home}/include", f"-I{home}/include/linux",
         "-o", f"{folder}/second_vm.so", os.path.join(os.path.dirname(report.HERE), "second_vm", "second_vm.c")],
        check=True,
    )
    report.readable(folder)
    os.chmod(f"{folder}/second_vm.so", 0o755)
    return f"{folder}/second_vm.so"


def set_up():
    with Session() as session:
        session.run(
            f"CREATE FOREIGN TABLE weather () SERVER lake OPTIONS (path '{WEATHER}');"
            "DROP ROLE IF EXISTS shell_vm; CREATE ROLE shell_vm LOGIN; GRANT SELECT ON weather TO shell_vm"
        )
        report.trouble_servers(session)
        for what in ("exit", "halt", "heap", "stack", "throw", "crash"):
            for moment in ("plan", "open", "fetch"):
                report.trouble_table(session, f"{what}_{moment}", what=what, moment=moment, rows=10)
        report.trouble_table(session, "numbers", rows=10)
        report.trouble_table(session, "sleeping", what="sleep", moment="open", seconds=30)


LOG = Log()
SECOND = library()
set_up()


def retried(setting, value, state):
    """A wrong value is an ERROR with a hint, when it is set or when it is used; then a right one works."""
    with Session() as session:
        right = session.value(f"SHOW {setting}")
        failure = session.fails(f"SET {setting} = '{value}'") or session.fails(QUIET)
        if failure is None:
            return "there is no error"
        if failure.state not in state:
            return f"{failure}"
        if not failure.hint and failure.state != "22023":
            return f"there is no hint: {failure}"
        session.run(f"SET {setting} = '{right}'")
        got = session.value(QUIET)
        return None if got == "1461" else f"then {got}"


@test("every wrong value of a setting is an error with a hint, and a right one works then")
def wrong_values():
    wrong = []
    for setting, value, *states in (
        ("icebridge.libjvm", "/no/such/libjvm.so", "58P01"),
        ("icebridge.libjvm", "/etc/passwd", "55000"),
        ("icebridge.libjvm", "/lib/x86_64-linux-gnu/libm.so.6" if os.path.exists("/lib/x86_64-linux-gnu/libm.so.6")
         else "/lib/aarch64-linux-gnu/libm.so.6", "55000"),
        ("icebridge.libjvm", "", "58P01"),
        ("icebridge.vm_options", "-XX:+NoSuchFlag", "55000"),
        ("icebridge.vm_options", "-Xms20g", "55000"),
        ("icebridge.vm_options", "-Xmx900000g", "55000"),
        ("icebridge.vm_options", "--add-modules=no.such", "55000"),
        ("icebridge.vm_options", "-XX:+UseG1GC", "55000"),
        ("icebridge.vm_options", "-Djava.class.path=/nowhere", "55000"),
        ("icebridge.vm_options", "\"unterminated", "22023"),
        ("icebridge.vm_options", "-Da=b " * 500, "22023"),
        ("icebridge.max_heap", "1MB", "22023"),
        ("icebridge.max_heap", "2TB", "22023"),
        ("icebridge.max_heap", "much", "22023"),
        ("icebridge.duckdb_memory_limit", "1MB", "22023"),
        ("icebridge.duckdb_threads", "-1", "22023"),
        ("icebridge.duckdb_threads", "5000", "22023"),
        ("icebridge.temp_directory", "/no/such/folder", "58P01"),
        ("icebridge.temp_directory", "relative", "58P01"),
        ("icebridge.temp_directory_limit", "-2", "22023"),
        ("icebridge.start", "sometimes", "22023"),
    ):
        reason = retried(setting, value, states)
        if reason:
            wrong.append(f"{setting} = {value[:40]}: {reason}")
    return "; ".join(wrong) or None


@test("extreme but right values work")
def extremes():
    for settings in ("icebridge.max_heap = '16MB'", "icebridge.max_heap = '1TB'", "icebridge.duckdb_threads = 64",
                     "icebridge.duckdb_memory_limit = '16MB'", "icebridge.temp_directory_limit = 0",
                     "icebridge.vm_options = '-Dname=\"with space\" -Xss1m'"):
        with Session() as session:
            session.run(f"SET {settings}")
            if session.value(QUIET) != "1461":
                return settings
    return None


@test("a setting that exists not at all is refused")
def unknown():
    with Session() as session:
        session.run("SELECT icebridge.version()")
        failure = session.fails("SET icebridge.no_such_setting = 1")
        return None if failure is not None and failure.state == "42602" else f"{failure}"


@test("after the start it is too late to change what the VM read")
def too_late():
    with Session() as session:
        session.run(QUIET)
        for setting, value in (
            ("libjvm", "/usr/lib/libjvm.so"), ("vm_options", "-Da=b"), ("max_heap", "300MB"),
            ("duckdb_memory_limit", "2GB"), ("duckdb_threads", "3"), ("temp_directory", "/tmp"),
            ("temp_directory_limit", "1GB"),
        ):
            failure = session.fails(f"SET icebridge.{setting} = '{value}'")
            if failure is None or failure.state != "55000" or "too late" not in failure.message or not failure.hint:
                return f"{setting}: {failure}"
            session.run(f"SET icebridge.{setting} TO DEFAULT; RESET icebridge.{setting}")
        session.run("ALTER ROLE shell_vm SET icebridge.max_heap = '300MB'; ALTER ROLE shell_vm RESET ALL")
        return None if session.value(QUIET) == "1461" else "the next query fails"


@test("ordinary users may not change what concerns the VM, but a superuser may for them")
def ordinary_users():
    with Session("user=shell_vm") as session:
        for setting in ("libjvm", "vm_options", "max_heap", "start", "duckdb_memory_limit", "duckdb_threads",
                        "temp_directory", "temp_directory_limit"):
            failure = session.fails(f"SET icebridge.{setting} = '1'")
            if failure is None or failure.state != "42501":
                return f"{setting}: {failure}"
    with Session() as session:
        session.run(
            "ALTER ROLE shell_vm SET icebridge.max_heap = '64MB';"
            f"ALTER DATABASE {DATABASE} SET icebridge.duckdb_memory_limit = '300MB'"
        )
    try:
        with Session("user=shell_vm") as session:
            got = (session.value("SHOW icebridge.max_heap"), session.value("SHOW icebridge.duckdb_memory_limit"),
                   session.value(QUIET))
            return None if got == ("64MB", "300MB", "1461") else f"{got}"
    finally:
        with Session() as session:
            session.run(f"ALTER ROLE shell_vm RESET ALL; ALTER DATABASE {DATABASE} RESET ALL")


def early(statements):
    """Runs the statements, which set up an early start; what a session of shell_vm then looks like."""
    with Session() as session:
        session.run(statements)
    try:
        with Session("user=shell_vm") as session:
            ready = wait_until(lambda: has_vm(session.backend), 10)
            heap = session.value("SHOW icebridge.max_heap")
            return ready, heap, session.value(QUIET)
    finally:
        with Session() as session:
            session.run(f"ALTER ROLE shell_vm RESET ALL; ALTER DATABASE {DATABASE} RESET ALL")


@test("without icebridge.start no VM starts with the session")
def not_early():
    with Session("user=shell_vm") as session:
        time.sleep(0.5)
        session.run("SELECT 1")
        return "there is one" if has_vm(session.backend) else None


@test("ALTER ROLE … SET icebridge.start starts the VM with the session, under all the role's settings")
def early_by_role():
    got = early("ALTER ROLE shell_vm SET icebridge.start = 'connect'; ALTER ROLE shell_vm SET icebridge.max_heap = '80MB'")
    return None if got == (True, "80MB", "1461") else f"{got}"


@test("ALTER DATABASE … SET icebridge.start does so too")
def early_by_database():
    got = early(
        f"ALTER DATABASE {DATABASE} SET icebridge.start = 'connect';"
        f"ALTER DATABASE {DATABASE} SET icebridge.max_heap = '81MB'"
    )
    return None if got == (True, "81MB", "1461") else f"{got}"


@test("an early start that fails spoils neither the session nor its first query")
def early_and_wrong():
    with Session() as session:
        session.run(
            "ALTER ROLE postgres SET icebridge.start = 'connect';"
            "ALTER ROLE postgres SET icebridge.vm_options = '-XX:+NoSuchFlag'"
        )
    try:
        with Session() as session:
            if session.value("SELECT 1") != "1":
                return "SELECT 1"
            failure = session.fails(QUIET)
            if failure is None or failure.state != "55000" or not failure.hint:
                return f"{failure}"
            session.run("SET icebridge.vm_options = ''")
            return None if session.value(QUIET) == "1461" else "the right value does not help"
    finally:
        with Session() as session:
            session.run("ALTER ROLE postgres RESET ALL")


@test("sessions that start early and leave at once leave nothing behind")
def early_and_gone():
    log = Log()
    with Session() as session:
        session.run("ALTER ROLE shell_vm SET icebridge.start = 'connect'")
    try:
        backends = []
        for number in range(20):
            with Session("user=shell_vm") as session:
                backends.append(session.backend)
                time.sleep(number * 0.01)
    finally:
        with Session() as session:
            session.run("ALTER ROLE shell_vm RESET ALL")
    if not wait_until(lambda: not any(alive(backend) for backend in backends)):
        return "processes are left"
    return "; ".join(log.crashes()) or None


def ended(table, states):
    """What a wrapper's end of the VM does: an error of this session alone. The Failure's problem, or None."""
    with Session() as bystander, Session() as session:
        bystander.run(QUIET)
        session.run("SET icebridge.max_heap = '64MB'")
        failure = session.fails(f"SELECT * FROM {table}")
        if failure is None or failure.state not in states:
            return f"{table}: {failure}"
        if failure.state != "XX000" and not failure.hint:
            return f"{table}: no hint: {failure}"
        if "lost" not in states and session.value(QUIET) != "1461":
            return f"{table}: the session cannot go on"
        if bystander.value(QUIET) != "1461":
            return f"{table}: another session is hurt"
    return None


@test("System.exit() and halt() end their session, and only that")
def exits():
    started = report.postmaster_start()
    for what in ("exit", "halt"):
        for moment in ("plan", "open", "fetch"):
            with Session() as bystander, Session() as session:
                bystander.run(QUIET)
                failure = session.fails(f"SELECT * FROM {what}_{moment}")
                if failure is None or failure.state != "XX000" or "has ended" not in failure.message or not failure.hint:
                    return f"{what} in {moment}: {failure}"
                if not wait_until(lambda: not alive(session.backend)):
                    return f"{what} in {moment}: the process is left"
                if bystander.value(QUIET) != "1461":
                    return f"{what} in {moment}: another session is hurt"
    return None if report.postmaster_start() == started else "the cluster was restarted"


@test("a full heap, a full stack and an unforeseen exception are errors, and the session goes on")
def errors():
    for what, state in (("heap", "53200"), ("stack", "54001"), ("throw", "XX000")):
        for moment in ("plan", "open"):
            reason = ended(f"{what}_{moment}", (state,))
            if reason:
                return reason
    return None


@test("the same inside a stream that Java makes")
def errors_in_streams():
    for what, states in (("heap", ("53200", "HV000", "XX000")), ("stack", ("54001", "HV000", "XX000")),
                         ("throw", ("HV000", "XX000"))):
        with Session() as session:
            session.run("SET icebridge.max_heap = '64MB'")
            failure = session.fails(f"SELECT * FROM {what}_fetch")
            if failure is None or failure.state not in states:
                return f"{what}: {failure}"
            if session.value(QUIET) != "1461":
                return f"{what}: the session cannot go on"
    return None


def with_second_vm(session):
    session.run(
        f"CREATE OR REPLACE FUNCTION second_vm_start(text) RETURNS int LANGUAGE c AS '{SECOND}';"
        f"CREATE OR REPLACE FUNCTION second_vm_property(text) RETURNS text LANGUAGE c AS '{SECOND}'"
    )
    return session.value("SHOW icebridge.libjvm")


@test("icebridge joins the VM that another extension made before")
def second_first():
    log = Log()
    with Session() as session:
        libjvm = with_second_vm(session)
        got = session.value(f"SELECT second_vm_start('{libjvm}')")
        if got != "0":
            return f"the other VM did not start: {got}"
        if session.value(QUIET) != "1461":
            return "wrong rows"
        if session.value("SELECT count(*) FROM (SELECT * FROM weather WHERE weather = 'rain' LIMIT 10) x") != "10":
            return "wrong rows"
        if session.value("SELECT sum(n) FROM numbers") != "45":
            return "a Java wrapper gives wrong rows"
        if not session.value("SELECT second_vm_property('java.version')"):
            return "the other extension lost its VM"
        # The main thread is the other extension's, too: a cancel still comes through.
        session.send("SELECT * FROM sleeping")
        time.sleep(0.5)
        session.cancel()
        try:
            session.wait()
            return "not canceled"
        except Failure as failure:
            if failure.state != "57014":
                return f"{failure}"
        if session.value(QUIET) != "1461":
            return "after a cancel: wrong rows"
        backend = session.backend
    if not wait_until(lambda: not alive(backend)):
        return "the process is left"
    return "; ".join(log.crashes()) or None


@test("another extension that comes second is told so by the VM, and nothing breaks")
def second_second():
    log = Log()
    with Session() as session:
        libjvm = with_second_vm(session)
        session.run(QUIET)
        got = session.value(f"SELECT second_vm_start('{libjvm}')")
        if got != "-5":
            return f"JNI_CreateJavaVM answered {got}, not JNI_EEXIST"
        if session.value(QUIET) != "1461":
            return "wrong rows"
        backend = session.backend
    if not wait_until(lambda: not alive(backend)):
        return "the process is left"
    return "; ".join(log.crashes()) or None


@test("parallel workers: a heap partition beside a lake one, and a function that reads the lake")
def parallel():
    with Session() as session:
        session.run(
            "CREATE TABLE days (date date, weather text) PARTITION BY LIST (weather);"
            "CREATE TABLE days_heap PARTITION OF days FOR VALUES IN ('drizzle');"
            f"CREATE FOREIGN TABLE days_lake PARTITION OF days DEFAULT SERVER lake OPTIONS (path '{WEATHER}');"
            "INSERT INTO days_heap SELECT '2000-01-01'::date + g, 'drizzle' FROM generate_series(1, 20000) g;"
            "CREATE FUNCTION lake_rows(int) RETURNS bigint LANGUAGE plpgsql PARALLEL SAFE AS"
            " 'BEGIN RETURN (SELECT count(*) FROM weather); END';"
            "ANALYZE days_heap"
        )
        name = "debug_parallel_query" if int(session.value("SHOW server_version_num")) >= 160000 else "force_parallel_mode"
        session.run(
            f"SET {name} = on; SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0;"
            "SET parallel_tuple_cost = 0; SET max_parallel_workers_per_gather = 2"
        )
        rows = session.value("SELECT count(*) FROM days")
        if rows != str(20000 + 1461):
            return f"{rows} rows"
        query = "SELECT max(lake_rows(extract(year FROM date)::int)) FROM days_heap WHERE date < '2000-01-05'"
        plan = "\n".join(row[0] for row in session.run(f"EXPLAIN {query}"))
        if "Gather" not in plan:
            return f"nothing is parallel: {plan}"
        rows = session.value(query)
        return None if rows == "1461" else f"in workers: {rows}"


@test("a background worker reads the lake")
def background():
    with Session() as session:
        session.run(
            f"CREATE OR REPLACE FUNCTION run_in_background(text, text) RETURNS bool LANGUAGE c AS '{SECOND}';"
            "CREATE TABLE noted (n bigint)"
        )
        if session.value(f"SELECT run_in_background('{SECOND}', 'INSERT INTO noted SELECT count(*) FROM weather')") != "t":
            return "the worker did not end"
        got = session.run("SELECT n FROM noted")
        return None if got == [["1461"]] else f"it noted {got}"


@test("autovacuum meets an index whose expression reads the lake")
def autovacuum():
    with Session() as session:
        session.run(
            "CREATE FUNCTION lake_count(int) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS"
            " 'BEGIN RETURN (SELECT count(*) FROM public.weather); END';"
            "CREATE TABLE indexed (i int) WITH (autovacuum_analyze_threshold = 1, autovacuum_vacuum_insert_threshold = 1);"
            "CREATE INDEX ON indexed (lake_count(i)); INSERT INTO indexed VALUES (1), (2), (3)"
        )
        session.run("ALTER SYSTEM SET autovacuum_naptime = 1")
        session.run("SELECT pg_reload_conf()")
        try:
            done = wait_until(
                lambda: session.value("SELECT autoanalyze_count FROM pg_stat_user_tables WHERE relname = 'indexed'") != "0",
                60,
            )
        finally:
            session.run("ALTER SYSTEM RESET autovacuum_naptime")
            session.run("SELECT pg_reload_conf()")
        return None if done else "it never came"


@test("ANALYZE and VACUUM of lake tables")
def analyze():
    with Session() as session:
        session.run("ANALYZE weather")
        session.run("VACUUM")
        session.run("ANALYZE")
        got = session.value("SELECT reltuples::int FROM pg_class WHERE relname = 'weather'")
        return None if got == "1461" else f"reltuples is {got}"


@test("pg_dump and restore of a database with lake tables")
def dump():
    copy = f"{DATABASE}_copy"
    programs = os.environ["PG_BIN"]
    with Session() as session:
        session.run(f"DROP DATABASE IF EXISTS {copy}")
        session.run(f"CREATE DATABASE {copy}")
    dumped = subprocess.run([f"{programs}/pg_dump", DATABASE], check=True, capture_output=True)
    restored = subprocess.run(
        [f"{programs}/psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", copy], input=dumped.stdout, capture_output=True, check=False
    )
    if restored.returncode != 0:
        return restored.stderr.decode()[:300]
    with Session(f"dbname={copy}") as session:
        got = session.value(QUIET)
    with Session() as session:
        session.run(f"DROP DATABASE {copy}")
    return None if got == "1461" else f"the copy has {got} rows"


@test("single-user mode")
def single_user():
    report.server("stop")
    try:
        owner = os.stat(os.path.join(report.SERVER_HOME, "data"))
        command = [os.path.join(os.environ["PG_BIN"], "postgres"), "--single", "-D",
                   os.path.join(report.SERVER_HOME, "data"), DATABASE]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", "--"] + command
        done = subprocess.run(command, input=f"{QUIET}\n".encode(), capture_output=True, timeout=60, check=False, cwd="/")
    finally:
        report.server("start")
    if done.returncode != 0 or b'= "1461"' not in done.stdout:
        return f"status {done.returncode}: {(done.stdout + done.stderr).decode()[-300:]}"
    return None


report.check_no_crash(LOG, "nothing crashed")


@test("native code that crashes in the VM ends its session, and only that")
def crashes():
    started = report.postmaster_start()
    for moment in ("plan", "open", "fetch"):
        with Session() as bystander, Session() as session:
            bystander.run(QUIET)
            failure = session.fails(f"SELECT * FROM crash_{moment}", 180)
            if failure is None or failure.state != "XX000" or "has ended" not in failure.message or not failure.hint:
                return f"in {moment}: {failure}"
            if not wait_until(lambda session=session: not alive(session.backend)):
                return f"in {moment}: the process is left"
            if bystander.value(QUIET) != "1461":
                return f"in {moment}: another session is hurt"
    if report.hs_err_files():
        return f"reports in the data folder: {report.hs_err_files()}"
    return None if report.postmaster_start() == started else "the cluster was restarted"


report.finish()
