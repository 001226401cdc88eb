// SPDX-License-Identifier: Apache-2.0
/** A read-only wrapper: the processes of the operating system as a table. */
package io.icebridge.examples.processes;
