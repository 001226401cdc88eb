# SPDX-License-Identifier: Apache-2.0
"""A heap table of 100,000 rows joined with lineitem: handed over to DuckDB, against lineitem's rows pulled up into PostgreSQL.
DuckDB alone has the rows in a table of its own before it begins."""

from statistics import median

import duckdb
from data import DATABASE, data_files, fetch, prepare_iceberg_tpch
from libpq import Connection
from queries import is_pushed

ROWS = 100_000
QUERIES = {
    "group": "SELECT c.priority, count(*), sum(l_extendedprice), avg(l_quantity) "
             "FROM chosen c JOIN lineitem ON l_orderkey = c.key GROUP BY c.priority ORDER BY c.priority",
    "semi-join": "SELECT l_returnflag, count(*), sum(l_quantity) FROM lineitem "
                 "WHERE l_orderkey IN (SELECT key FROM chosen WHERE total > 100000) GROUP BY l_returnflag ORDER BY l_returnflag",
    "outer-join": "SELECT c.priority, sum(l_extendedprice * (1 - l_discount)) FROM chosen c "
                  "LEFT JOIN lineitem ON l_orderkey = c.key AND l_shipmode = 'AIR' GROUP BY c.priority ORDER BY c.priority",
    "top": "SELECT l_orderkey, l_linenumber, l_extendedprice, c.priority FROM chosen c JOIN lineitem ON l_orderkey = c.key "
           "ORDER BY l_extendedprice DESC, l_orderkey, l_linenumber LIMIT 100",
    "ten-keys": "SELECT c.key, count(*), sum(l_quantity) FROM chosen c JOIN lineitem ON l_orderkey = c.key "
                "WHERE c.number <= 10 GROUP BY c.key ORDER BY c.key",
}


def _prepare(heap):
    """Makes the table chosen with some of the orders, wherever in the table these are."""
    with Connection(DATABASE) as connection:
        connection.query("DROP SCHEMA IF EXISTS heap_join CASCADE; CREATE SCHEMA heap_join")
        connection.query(
            "CREATE TABLE heap_join.chosen AS SELECT row_number() OVER (ORDER BY md5(o_orderkey::text)) AS number, o_orderkey AS key, "
            f"o_orderpriority COLLATE \"C\" AS priority, o_totalprice AS total FROM {heap}.orders LIMIT {ROWS}")
        connection.query("VACUUM ANALYZE heap_join.chosen")


def _prepare_duckdb(session, schema, scale):
    """Makes the same table there, and lineitem of the same files."""
    files = ", ".join(f"'{file.removeprefix('file:')}'" for file in data_files(schema)["lineitem"])
    session.seconds(f"CREATE VIEW lineitem AS SELECT * FROM read_parquet([{files}])")
    session.seconds(
        "CREATE TABLE chosen AS SELECT row_number() OVER (ORDER BY md5(o_orderkey::text)) AS number, o_orderkey AS key, "
        f"o_orderpriority AS priority, o_totalprice AS total FROM read_parquet('{fetch('tpch', scale)}/orders.parquet') "
        f"QUALIFY number <= {ROWS}")


def heap_join(settings):
    schema, heap = prepare_iceberg_tpch(settings.scale)
    _prepare(heap)
    with Connection(DATABASE) as ours, Connection(DATABASE) as pulled, Connection(DATABASE) as theirs, duckdb.Session() as alone:
        _prepare_duckdb(alone, schema, settings.scale)
        ours.query(f"SET search_path = heap_join, {schema}")
        pulled.query(f"SET search_path = heap_join, {schema}; SET icebridge.push_queries = off")
        theirs.query(f"SET search_path = heap_join, {heap}")
        for name, sql in QUERIES.items():
            sessions = (ours, pulled, theirs)
            results = [session.query(sql) for session in sessions]
            alone.seconds(sql)
            times = [[session.seconds(sql) for session in (*sessions, alone)] for _ in range(settings.repeat)]
            our_time, pulled_time, heap_time, alone_time = (1000 * median(side) for side in zip(*times))
            same = results[0] == results[1] == results[2]
            pushed = is_pushed(ours, sql)
            note = [f"rows pulled up: {pulled_time:,.0f} ms, {pulled_time / our_time:.1f} times as long",
                    f"same {len(results[0])} rows" if same else "RESULTS DIFFER"]
            yield {"name": f"heap-join-{name}", "unit": "ms", "ours": our_time, "heap": heap_time, "duckdb": alone_time,
                   "note": "; ".join(note if pushed else ["NOT FULLY PUSHED", *note]), "failed": not same}
