# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The private server under .work/server. To be sourced after common.sh and setup.sh.
# It listens on a Unix socket in a folder only its owner can enter, hence trust authentication.

# Sets SERVER_HOME. Its folder is .work/server, unless the server's user cannot get there (a repository under root's home)
# or the path is too long for a socket's name; then .work/server is a link to a folder under /var/tmp.
choose_server_home() {
  local near=$WORK/server far
  if [ -L "$near" ] && [ -d "$near" ]; then
    SERVER_HOME=$(readlink -f "$near")
    return
  fi
  SERVER_HOME=$near
  if [ -d "$near/data" ]; then
    return
  fi
  rm -rf "$near"
  mkdir -p "$near"
  give_to_server_user "$near"
  if [ ${#near} -le 80 ] && as_server_user test -w "$near"; then
    return
  fi
  rmdir "$near"
  far=/var/tmp/icebridge-$(id -un)-$(path_number)
  mkdir -p "$far"
  chmod 711 "$far"
  give_to_server_user "$far"
  ln -sfn "$far" "$near"
  SERVER_HOME=$far
}

give_to_server_user() {
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$@"
  fi
}

# How clients find the server.
export_connection() {
  PG_BIN=$("$PG_CONFIG" --bindir)
  export PGHOST=$SERVER_HOME/socket PGUSER=postgres PGDATABASE=${DATABASE:-icebridge}
  PGPORT=$((20000 + $(path_number) % 20000))
  export PGPORT PG_BIN SERVER_HOME
  export SERVER_LOG=$SERVER_HOME/log
}

make_cluster() {
  say "Making a cluster in $SERVER_HOME"
  need_packages locales
  if ! locale -a | grep -qiE '^en_US\.utf-?8$'; then
    # For tests of collations: databases under en_US.UTF-8 can be made from template0.
    as_root localedef -i en_US -f UTF-8 en_US.UTF-8
  fi
  as_server_user "$PG_BIN/initdb" -D "$SERVER_HOME/data.new" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$WORK/initdb.log" 2>&1 ||
    die "initdb failed: see $WORK/initdb.log"
  as_server_user mkdir -p -m 700 "$SERVER_HOME/socket"
  as_server_user mv "$SERVER_HOME/data.new" "$SERVER_HOME/data"
}

# Written at every start, so that a changed setting here reaches clusters that exist.
write_settings() {
  as_server_user tee "$SERVER_HOME/data/postgresql.auto.conf" >/dev/null <<SETTINGS
shared_preload_libraries = 'icebridge'
listen_addresses = ''
unix_socket_directories = '$SERVER_HOME/socket'
port = $PGPORT
max_connections = 60
max_prepared_transactions = 10
shared_buffers = '256MB'
max_wal_size = '2GB'
log_line_prefix = '%m [%p] %q%u@%d '
timezone = 'UTC'
SETTINGS
}

# What a running server holds open: it is restarted when this changes.
installed_state() {
  local library
  library=$("$PG_CONFIG" --pkglibdir)
  { "$PG_CONFIG" --version && find "$library/icebridge.so" "$library/icebridge" -type f -printf '%p %s %Ts\n' | sort; } | cksum
}

extension_state() {
  cat "$("$PG_CONFIG" --sharedir)"/extension/icebridge* | cksum
}

server_runs() {
  as_server_user "$PG_BIN/pg_ctl" -D "$SERVER_HOME/data" status >/dev/null 2>&1
}

stop_server() {
  if server_runs; then
    as_server_user "$PG_BIN/pg_ctl" -D "$SERVER_HOME/data" -m fast -w stop >/dev/null
  fi
}

# Leaves the server running with what is installed, and the database with its extension.
start_server() {
  choose_server_home
  export_connection
  if [ -e "$SERVER_HOME/data/PG_VERSION" ] &&
    [ "$(cat "$SERVER_HOME/data/PG_VERSION")" != "$("$PG_CONFIG" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')" ]; then
    die "$SERVER_HOME/data is of PostgreSQL $(cat "$SERVER_HOME/data/PG_VERSION"): remove $WORK/server to begin anew"
  fi
  [ -d "$SERVER_HOME/data" ] || make_cluster
  if server_runs && [ "$(installed_state)" != "$(cat "$WORK/server.state" 2>/dev/null)" ]; then
    say 'Restarting the server: what is installed has changed'
    stop_server
  fi
  if ! server_runs; then
    # Somebody may have made the whole repository readable; PostgreSQL insists.
    as_server_user chmod 700 "$SERVER_HOME/data" "$SERVER_HOME/socket"
    write_settings
    # The lock is not the server's to inherit.
    as_server_user "$PG_BIN/pg_ctl" -D "$SERVER_HOME/data" -l "$SERVER_LOG" -w start >/dev/null 9>&- ||
      { tail -n 20 "$SERVER_LOG" >&2 && die "the server did not start: see $SERVER_LOG"; }
    installed_state >"$WORK/server.state"
  fi
  make_database
}

make_database() {
  if [ "$(query postgres "SELECT 1 FROM pg_database WHERE datname = '$DATABASE'")" != 1 ]; then
    query postgres "CREATE DATABASE $DATABASE"
    rm -f "$WORK/extension.state"
  fi
  if [ "$(extension_state)" != "$(cat "$WORK/extension.state" 2>/dev/null)" ]; then
    # The scripts of a version under development change without a new version number.
    query "$DATABASE" 'DROP EXTENSION IF EXISTS icebridge CASCADE'
    query "$DATABASE" 'CREATE EXTENSION icebridge'
    extension_state >"$WORK/extension.state"
  fi
}

# Runs one statement in a database; prints bare values.
query() {
  "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" -c "SET client_min_messages = warning" -c "$2"
}

# A new, empty database with the extension.
fresh_database() {
  query postgres "DROP DATABASE IF EXISTS $1 WITH (FORCE)"
  query postgres "CREATE DATABASE $1"
  query "$1" 'CREATE EXTENSION icebridge'
}

# Sets LAKE_DATA to a folder with regress/data that the server's user can read.
choose_data() {
  LAKE_DATA=$ROOT/regress/data
  if ! as_server_user test -r "$LAKE_DATA/airports.csv"; then
    LAKE_DATA=$SERVER_HOME/files
    mkdir -p "$LAKE_DATA"
    cp -pRu "$ROOT"/regress/data/. "$LAKE_DATA"
    chmod -R a+rX "$LAKE_DATA"
  fi
  export LAKE_DATA
}

# Sets ARROW_TEST to the module of the conversion tests, at a place the server's user can read.
choose_arrow_test() {
  ARROW_TEST=$SERVER_HOME/icebridge_arrow_test
  if ! cmp -s "$BUILD/native-fdw/test/icebridge_arrow_test.so" "$ARROW_TEST.so"; then
    # Not written over: a server may have the old one mapped.
    rm -f "$ARROW_TEST.so"
    cp "$BUILD/native-fdw/test/icebridge_arrow_test.so" "$ARROW_TEST.so"
    chmod a+r "$ARROW_TEST.so"
  fi
  export ARROW_TEST
}

# Sets EXAMPLES_JAR to the example wrappers' jar, where the server's user can read it.
choose_examples() {
  EXAMPLES_JAR=$ROOT/examples/target/examples.jar
  if ! as_server_user test -r "$EXAMPLES_JAR"; then
    EXAMPLES_JAR=$SERVER_HOME/examples.jar
    cp -pu "$ROOT/examples/target/examples.jar" "$EXAMPLES_JAR"
    chmod a+r "$EXAMPLES_JAR"
  fi
  export EXAMPLES_JAR
}
