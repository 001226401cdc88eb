#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The virtual machine's life: wrong settings, early starts, what ends it, a second user of it, and every kind of process.
exec python3 "$(dirname "$0")/lib/vm.py"
