// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.ledger;

import java.util.Map;

/**
 * A row.
 *
 * @param number names the row; an update gives it a new one
 * @param values by column name, as texts; no entry for null
 */
record Row(long number, Map<String, String> values) {

  Row {
    values = Map.copyOf(values);
  }
}
