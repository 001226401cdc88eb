# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Other engines read and write our Iceberg tables, and we theirs: regress/interop. Spark, PyIceberg and drivers are fetched
# into .work/interop, some 700 MB, and kept. INTEROP has options for main.py: --write, --part, --only.

# Sets ENGINES to a folder with a virtual environment of Python and a folder of jars, both as the sources ask for.
fetch_engines() {
  local sources=$ROOT/regress/interop state
  ENGINES=$WORK/interop
  mkdir -p "$ENGINES"
  state=$(cat "$sources/requirements.txt" "$sources/pom.xml" | cksum)
  [ "$state" != "$(cat "$ENGINES/state" 2>/dev/null)" ] || return 0
  say 'Fetching Spark and PyIceberg'
  need_packages python3 python3-venv
  rm -rf "$ENGINES/python" "$ENGINES/jars"
  python3 -m venv "$ENGINES/python"
  "$ENGINES/python/bin/pip" install -q --disable-pip-version-check -r "$sources/requirements.txt" >&2
  mvn -q -B -f "$sources/pom.xml" "-Dengines=$ENGINES" dependency:copy-dependencies >&2
  echo "$state" >"$ENGINES/state"
}

check_interop() {
  local folder=$SERVER_HOME/interop log=$WORK/interop.log status=0 good bad options=()
  fetch_engines
  find_jdk
  fresh_database interop
  # Some belong to us.
  rm -rf "$folder"
  # Both the server's user and ours put files there and delete the other's.
  as_server_user mkdir -p -m 777 "$folder" "$folder/lake"
  read -r -a options <<<"${INTEROP:-}"
  PGDATABASE=interop JAVA_HOME=$JDK "$ENGINES/python/bin/python" "$ROOT/regress/interop/main.py" "$folder" "$ENGINES/jars" \
    "${options[@]}" 2>"$log.errors" | tee "$log" || status=$?
  good=$(grep -c '^ok ' "$log") || true
  bad=$(grep -c '^not ok ' "$log") || true
  count "$good" "$bad"
  if [ "$((good + bad))" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    fail "interop ended with status $status"
    tail -n 20 "$log.errors"
  fi
}
