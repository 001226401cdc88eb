#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The queries of the benchmark, 22 of TPC-H and 43 on the table hits, at small scales: DuckDB does all of each on Iceberg
# tables, and returns what PostgreSQL does on heap tables.
set -euo pipefail

repository=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
scale=0.01
rows=20000
tpch=$("$repository/bin/lib/data" tpch $scale)
hits=$("$repository/bin/lib/data" hits $rows)
echo # Maven may have left the line unfinished.

run_psql() {
  "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 "$@"
}

{
  echo "SET icebridge.default_location_prefix = '$SERVER_HOME/scratch/whole-queries';"
  echo 'CREATE SCHEMA files; CREATE SCHEMA lake; CREATE SCHEMA heap;'
  for file in "$tpch"/*.parquet "$hits/hits.parquet"; do
    table=$(basename "$file" .parquet)
    cat <<SQL
CREATE FOREIGN TABLE files.$table () SERVER lake OPTIONS (path '$file');
CREATE TABLE heap.$table AS SELECT * FROM files.$table;
CREATE TABLE lake.$table (LIKE heap.$table) USING iceberg;
INSERT INTO lake.$table SELECT * FROM heap.$table;
ANALYZE heap.$table;
SQL
  done
  # Without these the correlated subqueries take minutes.
  echo 'CREATE INDEX ON heap.partsupp (ps_partkey, ps_suppkey); CREATE INDEX ON heap.lineitem (l_partkey, l_suppkey);'
  echo 'CREATE INDEX ON heap.lineitem (l_orderkey); CREATE INDEX ON heap.orders (o_orderkey); CREATE INDEX ON heap.orders (o_custkey);'
} | run_psql

# in_schema SCHEMA SQL
in_schema() {
  PGOPTIONS="-c search_path=$1 -c statement_timeout=300s" run_psql -c "$2" 2>&1 || true
}

for file in "$repository"/regress/bench/{tpch,hits}/[0-9][0-9].sql; do
  name="$(basename "$(dirname "$file")") $(basename "$file" .sql)"
  sql=$(sed -e 's/:fraction/0.01/; s/:many/20/; s/:skip/1/; s/;$//' "$file")
  plan=$(in_schema lake "EXPLAIN (COSTS OFF, VERBOSE) $sql")
  if [[ $plan == 'Custom Scan (DuckDB)'* ]] && ! grep -q -e '->' <<<"$plan"; then
    echo "ok - $name runs in DuckDB"
  else
    echo "not ok - $name runs in DuckDB"
    grep -e 'Not Pushed Down' -e ERROR <<<"$plan" | sort -u | sed 's/^ */# /' || true
  fi
  got=$(in_schema lake "$sql")
  wanted=$(in_schema heap "$sql")
  if grep -q 'Any ten groups' <<<"$sql"; then
    got=$(wc -l <<<"$got") wanted=$(wc -l <<<"$wanted")
  fi
  if [ "$got" = "$wanted" ] && [[ $got != *ERROR* ]]; then
    echo "ok - $name returns what PostgreSQL does ($(wc -l <<<"$got") rows)"
  else
    echo "not ok - $name returns what PostgreSQL does"
    { diff <(echo "$wanted") <(echo "$got") || true; } | head -n 10 | sed 's/^/# /'
  fi
done
