#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Random transactions of several clients on Iceberg and heap tables at once, backends killed and the server crashed among
# them: what was acknowledged is there once, what was not is not. TRANSACTIONS: how many (60); CLIENTS (4); SEED: repeats
# the statements of a run, not its timing.
exec python3 "$(dirname "$0")/lib/iceberg_random.py"
