# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# regress/shell/*.sh: programs that print "ok - name" or "not ok - name" for each test. Each gets a database of its own with
# the extension (PGHOST, PGPORT, PGUSER, PGDATABASE), and PG_BIN, LAKE_DATA, SERVER_LOG, SERVER_HOME and
# SERVER (the program bin/server, to stop, crash and start the server).

run_shell_test() {
  local script=$1 name output status=0 good bad
  name=$(basename "$script" .sh)
  output=$WORK/shell/$name.log
  mkdir -p "$WORK/shell"
  start_server
  fresh_database "shell_${name//-/_}"
  echo "-- $name"
  PGDATABASE="shell_${name//-/_}" SERVER="$ROOT/bin/server" "$script" </dev/null 2>&1 | tee "$output" || status=${PIPESTATUS[0]}
  good=$(grep -c '^ok ' "$output") || true
  bad=$(grep -c '^not ok ' "$output") || true
  count "$good" "$bad"
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    fail "$name ended with status $status"
  elif [ $((good + bad)) -eq 0 ]; then
    fail "$name tested nothing"
  fi
}

check_shell() {
  local script
  for script in "$ROOT"/regress/shell/*.sh; do
    # Slow ones with a part of their own.
    case $script in
      */\*.sh | */valgrind.sh) ;;
      *) run_shell_test "$script" ;;
    esac
  done
}
