// SPDX-License-Identifier: Apache-2.0
/**
 * What the C side calls: one method, {@link io.icebridge.bridge.entry.Entry#call}, and one for
 * cancel. Messages are JSON; see docs/architecture.md.
 */
package io.icebridge.bridge.entry;
