// SPDX-License-Identifier: Apache-2.0
/** Exceptions as PostgreSQL errors. */
package io.icebridge.bridge.error;
