#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The tests of the conversion between Arrow and Datums in a server of their own under valgrind: same results, and no read
# or use of memory that is not there or was never written. Takes some minutes.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd -P)
build=${BUILD:-$root/build}
tests=(arrow_formats arrow_encoding arrow_duckdb arrow_roundtrip)

work=$(mktemp -d /tmp/valgrind-arrow.XXXXXX)
postmaster=
finish() {
  if [ -n "$postmaster" ]; then
    kill -INT "$postmaster" 2>/dev/null || true
    wait "$postmaster" || true
  fi
  rm -rf "$work"
}
trap finish EXIT

# PostgreSQL refuses root, so root borrows the user of the private server.
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  user=$(stat -c %U "$SERVER_HOME/data")
  as_user=(setpriv "--reuid=$user" "--regid=$(id -gn "$user")" --init-groups --)
  chown "$user" "$work"
fi
cd "$work"

cmake --build "$build" --target icebridge_arrow_valgrind >"$work/build.log" 2>&1 || {
  cat "$work/build.log"
  echo 'not ok - the module for valgrind is built'
  exit 1
}
cp "$build/native-fdw/test/icebridge_arrow_valgrind.so" "$work"
chmod a+r "$work/icebridge_arrow_valgrind.so"
export ARROW_TEST=$work/icebridge_arrow_valgrind

"${as_user[@]}" "$PG_BIN/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$work/initdb.log" 2>&1 || {
  cat "$work/initdb.log"
  exit 1
}
# Backends are forked from the postmaster and so run under its valgrind, each with a log of its own.
"${as_user[@]}" valgrind --quiet --leak-check=no --error-markers=ERROR-BEGIN,ERROR-END "--log-file=$work/valgrind.%p" \
  "$PG_BIN/postgres" -D "$work/data" -c port=5432 -c listen_addresses= -c "unix_socket_directories=$work" -c fsync=off \
  -c autovacuum=off -c shared_buffers=16MB >"$work/server.log" 2>&1 &
postmaster=$!
export PGHOST=$work PGPORT=5432 PGUSER=postgres PGDATABASE=regress
for _ in $(seq 120); do
  if "$PG_BIN/pg_isready" -q -d postgres; then
    break
  fi
  sleep 1
done
"$PG_BIN/createdb" regress

# Errors in what came from us. PostgreSQL writes padding to files, and loading DuckDB makes the dynamic linker read by words.
count_errors() {
  cat "$work"/valgrind.* | awk '
    /ERROR-BEGIN/ { block = ""; ours = 1 }
    { block = block $0 "\n" }
    /Syscall param|libduckdb_java|dl-load\.c|dl-open\.c/ { ours = 0 }
    /ERROR-END/ { if (ours) { count++; printf "%s", block > "/dev/stderr" } }
    END { print count + 0 }' 2>"$work/errors"
}

for test in "${tests[@]}"; do
  "$PG_BIN/psql" -X -a -q <"$root/regress/sql/$test.sql" >"$work/$test.out" 2>&1 || true
  if diff -u "$root/regress/expected/$test.out" "$work/$test.out" >"$work/$test.diff"; then
    echo "ok - $test has the same results under valgrind"
  else
    head -n 60 "$work/$test.diff"
    echo "not ok - $test has the same results under valgrind"
  fi
done
errors=$(count_errors)
if [ "$errors" -eq 0 ]; then
  echo 'ok - valgrind finds no error'
else
  head -n 200 "$work/errors"
  echo "not ok - valgrind finds $errors errors"
fi

# An array whose offsets say more bytes than there are cannot be noticed by the reader, so it has to be by valgrind.
"$PG_BIN/psql" -X -q >"$work/control.out" 2>&1 <<'SQL' || true
\getenv arrow_test ARROW_TEST
CREATE FUNCTION arrow_read(jsonb) RETURNS SETOF record STRICT LANGUAGE c AS :'arrow_test';
SELECT count(*) FROM arrow_read('{"length": 1, "children": [{"format": "z", "length": 1, "buffers": [null, "0000000020000000", "6162"]}]}')
  AS t(v bytea);
SQL
if [ "$(count_errors)" -gt "$errors" ]; then
  echo 'ok - valgrind sees a read outside a buffer'
else
  cat "$work/control.out"
  echo 'not ok - valgrind sees a read outside a buffer'
fi
