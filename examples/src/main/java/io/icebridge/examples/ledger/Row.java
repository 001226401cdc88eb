// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import java.util.Map;

/**
 * A row.
 *
 * @param number names the row; an update gives it a new one
 * @param values by column number, as texts; no entry for null. Columns may be renamed
 */
record Row(long number, Map<Integer, String> values) {

  Row {
    values = Map.copyOf(values);
  }
}
