# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Other releases of Debian in folders of their own, to build and test there. To be sourced after common.sh and setup.sh.

# make_debian SUITE FOLDER: a minimal Debian, once. Its packages come from where debootstrap gets them by default.
make_debian() {
  local suite=$1 folder=$2
  [ ! -e "$folder/.ready" ] || return 0
  need_packages debootstrap ca-certificates
  say "Making a Debian $suite in $folder"
  as_root rm -rf "$folder"
  as_root debootstrap --variant=minbase --include=ca-certificates "$suite" "$folder" >&2
  # Services are ours to start, not the packages'.
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$folder/usr/sbin/policy-rc.d" >/dev/null
  as_root chmod 755 "$folder/usr/sbin/policy-rc.d"
  # Networks that put a certificate authority of their own before the world.
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    as_root cp -R /usr/local/share/ca-certificates/. "$folder/usr/local/share/ca-certificates/"
    as_root chroot "$folder" update-ca-certificates >&2
  fi
  as_root touch "$folder/.ready"
}

# Copies the repository's files, also those not committed yet, to /src of the Debian, leaving what was built there.
copy_sources() {
  local folder=$1
  as_root mkdir -p "$folder/src"
  as_root find "$folder/src" -mindepth 1 -maxdepth 1 ! -name .work ! -name build -exec rm -rf {} +
  (cd "$ROOT" && git ls-files -z --cached --others --exclude-standard | xargs -0 ls -d 2>/dev/null | tar -c --no-recursion -T -) |
    as_root tar -x --no-same-owner -C "$folder/src"
}

# in_debian FOLDER COMMAND…: runs a command inside, in /src, with namespaces of its own for mounts and processes, so that
# nothing stays mounted or running however it ends. Maven's local repository is shared, to spare downloads.
in_debian() {
  local folder=$1 maven=${HOME:-/root}/.m2
  shift
  mkdir -p "$maven"
  as_root cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
  as_root mkdir -p "$folder/root/.m2"
  # shellcheck disable=SC2016 # for the inner shell
  as_root unshare --mount --pid --fork --kill-child -- sh -e -c '
    folder=$1 maven=$2
    shift 2
    mount --make-rprivate /
    mount -t proc proc "$folder/proc"
    mount --rbind /dev "$folder/dev"
    mount --bind "$maven" "$folder/root/.m2"
    exec chroot "$folder" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive sh -c "cd /src && exec \"\$@\"" sh "$@"' sh "$folder" "$maven" "$@" </dev/null
}
