#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The 22 queries of TPC-H at a small scale, on Parquet and CSV files and on heap tables of the same rows: the same results.
set -euo pipefail

repository=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
scale=0.01
folder=$("$repository/bin/lib/data" tpch $scale)
echo # Maven may have left the line unfinished.
tables=(region nation supplier customer part partsupp orders lineitem)

run_psql() {
  "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -v folder="$folder" "$@"
}

# The heap is filled by PostgreSQL's own COPY, so both readers of files are compared with it.
{
  echo 'CREATE SCHEMA parquet; CREATE SCHEMA csv; CREATE SCHEMA heap;'
  for table in "${tables[@]}"; do
    cat <<SQL
\set path :folder '/$table.parquet'
CREATE FOREIGN TABLE parquet.$table () SERVER lake OPTIONS (path :'path');
CREATE TABLE heap.$table (LIKE parquet.$table);
\set path :folder '/$table.tbl'
COPY heap.$table FROM :'path' (DELIMITER '|');
SELECT 'CREATE FOREIGN TABLE csv.$table (' || string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) || ') SERVER lake OPTIONS (format ''csv'', header ''false'', delimiter ''|'', path ' || quote_literal(:'path') || ')'
FROM pg_attribute WHERE attrelid = 'heap.$table'::regclass AND attnum > 0 \gexec
ANALYZE parquet.$table, csv.$table, heap.$table;
SQL
  done
  # Without these the correlated subqueries take minutes.
  echo 'CREATE INDEX ON heap.partsupp (ps_partkey, ps_suppkey); CREATE INDEX ON heap.lineitem (l_partkey, l_suppkey);'
  echo 'CREATE INDEX ON heap.lineitem (l_orderkey); CREATE INDEX ON heap.orders (o_orderkey); CREATE INDEX ON heap.orders (o_custkey);'
} | run_psql

for schema in parquet csv; do
  for table in "${tables[@]}"; do
    difference=$(run_psql -c "SELECT count(*) FROM ((TABLE $schema.$table EXCEPT ALL TABLE heap.$table) UNION ALL (TABLE heap.$table EXCEPT ALL TABLE $schema.$table)) x")
    if [ "$difference" = 0 ]; then
      echo "ok - $schema.$table has the heap's rows"
    else
      echo "not ok - $schema.$table has the heap's rows: $difference differ"
    fi
  done
done

answer() {
  PGOPTIONS="-c search_path=$1 -c statement_timeout=300s" run_psql -v fraction="$(awk "BEGIN { printf \"%.10f\", 0.0001 / $scale }")" -f "$2" 2>&1 || true
}

for query in "$repository"/regress/bench/tpch/[0-9][0-9].sql; do
  wanted=$(answer heap "$query")
  for schema in parquet csv; do
    # Text is slower, so a few queries must do.
    case $schema$(basename "$query" .sql) in csv0[16] | csv1[246] | parquet*) ;; *) continue ;; esac
    name="TPC-H query $(basename "$query" .sql) on $schema"
    got=$(answer $schema "$query")
    if [ "$got" = "$wanted" ] && [[ $got != *ERROR* ]]; then
      echo "ok - $name ($(wc -l <<<"$got") rows)"
    else
      echo "not ok - $name"
      { diff <(echo "$wanted") <(echo "$got") || true; } | head -n 10 | sed 's/^/# /'
    fi
  done
done
