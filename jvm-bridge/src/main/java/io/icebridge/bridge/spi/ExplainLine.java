// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * A line of EXPLAIN.
 *
 * @param label e.g. {@code "Files"}
 * @param value its text, which may have several lines
 */
public record ExplainLine(String label, String value) {}
