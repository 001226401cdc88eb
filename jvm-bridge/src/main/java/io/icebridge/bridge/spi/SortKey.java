// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

/**
 * One key of a requested order.
 *
 * @param collation name of the collation, {@code C} where the order is that of the bytes, empty for
 *     types without one
 */
public record SortKey(String column, boolean descending, boolean nullsFirst, String collation) {}
