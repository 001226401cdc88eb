// SPDX-License-Identifier: Apache-2.0
/**
 * What a Java class implements to become a foreign data wrapper.
 *
 * <p>A wrapper names itself in {@code CREATE SERVER … OPTIONS (wrapper 'class')}. {@link
 * io.icebridge.bridge.spi.Wrapper} and {@link io.icebridge.bridge.spi.Table} are all it must
 * implement; every other capability is an optional interface. All calls of one backend come from
 * one thread, one at a time, unless an interface says otherwise. Batches of rows travel through the
 * Arrow C Data Interface, never row by row.
 */
package io.icebridge.bridge.spi;
