// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.duckdb.query;

import io.icebridge.pushdown.duckdb.Operand;
import java.util.List;

/**
 * A query in DuckDB's SQL, whose columns are called c1, c2, ….
 *
 * @param columns a null item where a column cannot be had
 * @param reasons why, in the same places
 */
record Written(String sql, List<Operand> columns, List<String> reasons) {}
