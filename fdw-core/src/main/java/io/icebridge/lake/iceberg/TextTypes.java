// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.iceberg;

import java.util.List;

/**
 * Types that Arrow has a format for, but Iceberg no type: they are stored as PostgreSQL's own text,
 * so that they come back as they were.
 */
final class TextTypes {

  private static final long INTERVAL = 1186;

  static final List<Long> OIDS = List.of(INTERVAL);

  private TextTypes() {}
}
