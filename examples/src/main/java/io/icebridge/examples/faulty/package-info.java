// SPDX-License-Identifier: Apache-2.0
/** A wrapper that misbehaves on request, for tests: no model. */
package io.icebridge.examples.faulty;
