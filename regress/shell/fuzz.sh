#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Truncated and corrupted Parquet, CSV and JSON files: rows or errors, never a crash or a hang.
# FUZZ_MUTATIONS: how many (300); SEED: repeats a run; FUZZ_KEEP: a folder for files that did harm.
exec python3 "$(dirname "$0")/lib/fuzz.py"
