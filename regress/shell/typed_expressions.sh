#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Calls on text, dates and times, intervals, bytes, JSON and arrays (typed-calls.txt) in whole queries over Iceberg tables and
# over their heap twins: the same values. CALLS: a pattern for some of them only.
exec python3 "$(dirname "$0")/lib/typed_expressions.py"
