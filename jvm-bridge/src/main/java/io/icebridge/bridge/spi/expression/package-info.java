// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL expressions as wrappers see them. */
package io.icebridge.bridge.spi.expression;
