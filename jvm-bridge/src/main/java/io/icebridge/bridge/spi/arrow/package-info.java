// SPDX-License-Identifier: Apache-2.0
/**
 * For wrappers that build their batches in Java: Arrow Java over the Arrow C Data Interface.
 *
 * <p>Nothing here is needed by a wrapper whose engine hands out Arrow streams itself, and Arrow
 * Java is not even loaded then.
 */
package io.icebridge.bridge.spi.arrow;
