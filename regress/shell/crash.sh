#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Backends and the whole cluster killed in the middle of lake queries.
# CRASH_ROUNDS: how often a backend is killed (3).
exec python3 "$(dirname "$0")/lib/crash.py"
