// SPDX-License-Identifier: Apache-2.0
package io.icebridge.examples.faulty;

import java.util.Locale;
import java.util.Map;

/**
 * What goes wrong where.
 *
 * @param call the name of the method; null for none
 */
record Faults(String call, Fault fault) {

  static final Faults NONE = new Faults(null, null);

  static Faults of(Map<String, String> options) {
    String call = options.get("call");
    if (call == null) {
      return NONE;
    }
    String fault = options.getOrDefault("fault", "unchecked");
    return new Faults(call, Fault.valueOf(fault.toUpperCase(Locale.ROOT)));
  }

  /** Goes wrong if this is the call to go wrong in. */
  void at(String here) {
    if (here.equals(call)) {
      fault.happen();
    }
  }
}
