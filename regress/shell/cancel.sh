#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Cancel, timeout, termination, a lost client and a fast shutdown, each in the middle of every kind of work.
# CANCEL_ROUNDS: how often each pair is measured (2); CANCEL_LOOP: cancels at random moments (100); SEED.
exec python3 "$(dirname "$0")/lib/cancel.py"
