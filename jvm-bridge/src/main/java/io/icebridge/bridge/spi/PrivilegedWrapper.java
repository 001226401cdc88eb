// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import java.util.List;
import java.util.Map;

/** A wrapper whose tables do what only some roles may do, such as reading the server's files. */
public interface PrivilegedWrapper extends Wrapper {

  /**
   * The predefined roles needed for an object with these options. Whoever creates or alters it must
   * have them, and the owner of a foreign table whenever it is scanned.
   *
   * @return role names, e.g. {@code pg_read_server_files}
   */
  List<String> requiredRoles(OptionLevel level, Map<String, String> options);
}
