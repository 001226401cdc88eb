# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# A Docker engine: the one that is running, or one of our own for the time of the run. To be sourced after common.sh and
# setup.sh.

# The engine's process, where it is ours.
ENGINE=

start_engine() {
  local folder=$WORK/docker/engine socket _
  if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    return
  fi
  command -v dockerd >/dev/null || need_packages docker.io
  # Short enough for a socket's name, wherever the repository is.
  socket=$(mktemp -d)/docker.sock
  say "Starting a Docker engine in $folder"
  mkdir -p "$folder"
  # It needs neither a network of its own nor changes to this machine's: builds use the host's, containers none.
  as_root dockerd --host "unix://$socket" --group "$(id -gn)" --data-root "$folder/data" --exec-root "$(dirname "$socket")/run" \
    --pidfile "$folder/pid" --iptables=false --ip6tables=false --bridge=none >"$folder/log" 2>&1 </dev/null &
  ENGINE=$!
  export DOCKER_HOST=unix://$socket
  for _ in $(seq 60); do
    if docker info >/dev/null 2>&1; then
      return
    fi
    kill -0 "$ENGINE" 2>/dev/null || break
    sleep 1
  done
  die "the Docker engine did not start: see $folder/log"
}

stop_engine() {
  local folder=$WORK/docker/engine mount
  [ -n "$ENGINE" ] || return 0
  if [ -s "$folder/pid" ]; then
    as_root kill "$(cat "$folder/pid")" 2>/dev/null || true
  fi
  wait "$ENGINE" 2>/dev/null || true
  ENGINE=
  folder=$(dirname "${DOCKER_HOST#unix://}")
  # It leaves namespaces of networks mounted.
  awk -v folder="$folder/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | while IFS= read -r mount; do
    as_root umount "$mount"
  done
  as_root rm -rf "$folder"
}
