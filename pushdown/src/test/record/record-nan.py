# SPDX-License-Identifier: Apache-2.0
"""Writes nan.parquet with pyarrow, whose minimum and maximum leave NaN out (DuckDB writes none then)."""

import pathlib
import sys

import pyarrow
import pyarrow.parquet

nan = float("nan")
table = pyarrow.table(
    {
        "n": pyarrow.array(range(6), pyarrow.int32()),
        "f8": pyarrow.array([1.0, 2.0, nan, None, -0.0, 1.5], pyarrow.float64()),
        "r8": pyarrow.array([1.0, 2.0, nan, 1.5, -0.0, 1.5], pyarrow.float64()),
        "f4": pyarrow.array([1.0, 2.0, nan, None, -0.0, 1.5], pyarrow.float32()),
    }
)
pyarrow.parquet.write_table(table, pathlib.Path(sys.argv[1]), compression="none")
