# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# regress/sql/*.sql against regress/expected by PostgreSQL's pg_regress, in a database of their own with the extension.
# A file regress/schedule gives the order; else it is that of the names.
# Tests find the data folder with:  \getenv data LAKE_DATA   and in the output its path reads DATA.

# Drops those tests from the array of that name for which nothing is expected: pg_regress would stop at the first.
drop_without_expected() {
  local -n names=$1
  local name kept=()
  for name in "${names[@]}"; do
    if compgen -G "$ROOT/regress/expected/$name*.out" >/dev/null; then
      kept+=("$name")
    else
      fail "$name: there is no regress/expected/$name.out (an empty file will do to see the difference)"
    fi
  done
  names=("${kept[@]}")
}

# run_pg_regress PROGRAM DATABASE ARGUMENT…: runs it and counts what it says of each test.
run_pg_regress() {
  local program=$1 database=$2 output=$WORK/regress
  shift 2
  mkdir -p "$output"
  fresh_database "$database"
  "$program" --bindir="$PG_BIN" --inputdir="$ROOT/regress" --outputdir="$output" --dbname="$database" --use-existing \
    --launcher="'$ROOT/bin/lib/check/launcher'" --max-concurrent-tests=1 "$@" >"$output/log" 2>&1 || true
  cat "$output/log"
  # Up to version 15 "test name ... ok 12 ms", after that "ok 1 - name 12 ms".
  count "$(grep -cE '^ok |\.\.\. ok ' "$output/log")" "$(grep -cE '^not ok |\.\.\. (FAILED|failed)' "$output/log")"
  if ! grep -qE '^(ok|not ok) |\.\.\. (ok|FAILED|failed)' "$output/log"; then
    fail "$(basename "$program") ran no test"
  fi
  if [ -s "$output/regression.diffs" ] && grep -qE '^not ok |\.\.\. (FAILED|failed)' "$output/log"; then
    head -n 200 "$output/regression.diffs"
  fi
}

pgxs_test() {
  echo "$("$PG_CONFIG" --pkglibdir)/pgxs/src/test/$1"
}

check_regress() {
  local tests=()
  if [ -e "$ROOT/regress/schedule" ]; then
    tests=(--schedule="$ROOT/regress/schedule")
  else
    mapfile -t tests < <(find "$ROOT/regress/sql" -name '*.sql' -printf '%f\n' 2>/dev/null | sed 's/\.sql$//' | sort)
  fi
  if [ ${#tests[@]} -eq 0 ]; then
    fail 'there are no tests in regress/sql'
    return
  fi
  if [ ! -e "$ROOT/regress/schedule" ]; then
    drop_without_expected tests
    [ ${#tests[@]} -gt 0 ] || return 0
  fi
  run_pg_regress "$(pgxs_test regress/pg_regress)" regress "${tests[@]}"
}
