// SPDX-License-Identifier: Apache-2.0
package io.icebridge.pushdown.iceberg;

import io.icebridge.bridge.spi.PostgresType;
import org.apache.iceberg.types.Type;

/**
 * What a filter is about.
 *
 * @param name of a column, or of a field of a struct with those around it: {@code s.a}
 * @param type in Iceberg; null where it is not known
 * @param declared the type in PostgreSQL
 * @param nested whether it is a field, which is null in a row without the struct as well
 */
record FilteredColumn(String name, Type type, PostgresType declared, boolean nested) {}
