# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# regress/sql/*.sql against regress/expected by PostgreSQL's pg_regress, each in a new database with the extension, so that
# none depends on what another left.
# Tests find the data folder with:  \getenv data LAKE_DATA   and in the output its path reads DATA.
# The jar of the example wrappers is EXAMPLES_JAR, and reads EXAMPLES.

# run_pg_regress PROGRAM DATABASE TEST…: runs each test and counts it.
run_pg_regress() {
  local program=$1 database=$2 output=$WORK/$2 input=${REGRESS_INPUT:-$ROOT/regress} name
  shift 2
  rm -rf "$output"
  mkdir -p "$output"
  for name in "$@"; do
    if ! compgen -G "$input/expected/$name*.out" >/dev/null; then
      fail "$name: there is no regress/expected/$name.out (an empty file will do to see the difference)"
      continue
    fi
    fresh_database "$database"
    if "$program" --bindir="$PG_BIN" --inputdir="$input" --outputdir="$output" --dbname="$database" --use-existing \
      --launcher="'$ROOT/bin/lib/check/launcher'" "$name" >"$output/log" 2>&1; then
      pass "$name"
    else
      fail "$name"
      # Without a difference the program itself had trouble.
      head -n 200 "$output/regression.diffs" 2>/dev/null || cat "$output/log"
    fi
  done
}

pgxs_test() {
  echo "$("$PG_CONFIG" --pkglibdir)/pgxs/src/test/$1"
}

check_regress() {
  local tests=()
  mapfile -t tests < <(find "$ROOT/regress/sql" -name '*.sql' -printf '%f\n' 2>/dev/null | sed 's/\.sql$//' | sort)
  run_pg_regress "$(pgxs_test regress/pg_regress)" regress "${tests[@]}"
}
