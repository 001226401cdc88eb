// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/** A table that tells about itself. */
public interface Inspectable extends Table {

  /**
   * One of the table's own views, as the statement sees the table.
   *
   * @param subject what is asked for, e.g. {@code snapshots}
   * @return a JSON value, such as an array of objects that are rows
   * @throws WrapperException where there is no such subject
   */
  String inspect(String subject);
}
