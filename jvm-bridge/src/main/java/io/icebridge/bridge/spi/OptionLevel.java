// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/** The kind of object an option belongs to. */
public enum OptionLevel {
  FOREIGN_DATA_WRAPPER,
  SERVER,
  USER_MAPPING,
  FOREIGN_TABLE,
  COLUMN
}
