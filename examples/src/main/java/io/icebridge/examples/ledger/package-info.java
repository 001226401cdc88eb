// SPDX-License-Identifier: Apache-2.0
/** Tables in PostgreSQL's catalog: small, but with all that transactions ask for. */
package io.icebridge.examples.ledger;
