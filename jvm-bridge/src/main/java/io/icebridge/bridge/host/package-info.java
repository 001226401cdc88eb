// SPDX-License-Identifier: Apache-2.0
/** What Java asks of the process that hosts it. */
package io.icebridge.bridge.host;
