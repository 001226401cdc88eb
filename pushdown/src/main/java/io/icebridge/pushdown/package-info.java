// SPDX-License-Identifier: Apache-2.0
/** Reads PostgreSQL's expression trees, with the catalog facts they need, into expressions. */
package io.icebridge.pushdown;
