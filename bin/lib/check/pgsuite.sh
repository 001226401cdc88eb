# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# PostgreSQL's own regression tests with Iceberg tables in the place of heap tables: regress/pgsuite, docs/postgresql-suite.md.
# PGSUITE has options and file names for main.py; PGSUITE_SOURCE is src/test/regress of PostgreSQL's sources, which are otherwise
# fetched as Debian's source package into .work/pgsuite and kept.

fetch_postgresql_sources() {
  local folder=$WORK/pgsuite/source apt=$WORK/pgsuite/apt major
  major=$("$PG_CONFIG" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
  PGSUITE_SOURCE=$(compgen -G "$folder/postgresql-$major-*/src/test/regress" | head -n 1) || true
  [ -z "$PGSUITE_SOURCE" ] || return 0
  say "Fetching PostgreSQL's sources"
  need_packages dpkg-dev
  mkdir -p "$folder" "$apt/lists/partial"
  mkdir -p "$apt/parts"
  # The sources of what is installed, from where that came from; the system's own lists are left alone.
  sed 's/^deb /deb-src /' /etc/apt/sources.list >"$apt/sources.list" 2>/dev/null || true
  local list
  for list in /etc/apt/sources.list.d/*; do
    sed 's/^deb /deb-src /; s/^Types:.*/Types: deb-src/' "$list" >"$apt/parts/$(basename "$list")"
  done
  local options=(-o "Dir::Etc::SourceList=$apt/sources.list" -o "Dir::Etc::SourceParts=$apt/parts" -o "Dir::State::Lists=$apt/lists"
    -o APT::Sandbox::User=root)
  apt-get "${options[@]}" -q update >&2
  # A mirror may not have the newest.
  local version
  for version in $(apt-cache "${options[@]}" showsrc --only-source "postgresql-$major" | awk '/^Version:/ { print $2 }' | sort -rV); do
    if (cd "$folder" && apt-get "${options[@]}" -q --download-only source "postgresql-$major=$version" >&2); then
      break
    fi
  done
  mkdir -p "$folder/postgresql-$major-sources"
  tar -xf "$(compgen -G "$folder/postgresql-${major}_*.orig.tar.*" | grep -v '\.asc$' | head -n 1)" \
    -C "$folder/postgresql-$major-sources" --strip-components=1 --wildcards '*/src/test/regress'
  PGSUITE_SOURCE=$folder/postgresql-$major-sources/src/test/regress
}

check_pgsuite() {
  local log=$WORK/pgsuite/log status=0 good bad options=()
  mkdir -p "$WORK/pgsuite"
  [ -n "${PGSUITE_SOURCE:-}" ] || fetch_postgresql_sources
  need_packages python3
  start_server
  # Its files are read by the server.
  rm -rf "$SERVER_HOME/pgsuite-source"
  as_server_user mkdir -p -m 777 "$SERVER_HOME/pgsuite-source"
  cp -R "$PGSUITE_SOURCE/." "$SERVER_HOME/pgsuite-source"
  chmod -R a+rX "$SERVER_HOME/pgsuite-source"
  read -r -a options <<<"${PGSUITE:-}"
  PYTHONDONTWRITEBYTECODE=1 python3 "$ROOT/regress/pgsuite/main.py" "$SERVER_HOME/pgsuite-source" "$WORK/pgsuite/results" \
    "${options[@]}" 2>&1 | tee "$log" || status=$?
  good=$(grep -c '^ok ' "$log") || true
  bad=$(grep -c '^not ok ' "$log") || true
  count "$good" "$bad"
  if [ "$((good + bad))" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
    fail "pgsuite ended with status $status"
  fi
}
