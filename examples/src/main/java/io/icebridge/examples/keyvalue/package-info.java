// SPDX-License-Identifier: Apache-2.0
/** A writable wrapper: key–value stores in the session's memory, with transactions. */
package io.icebridge.examples.keyvalue;
