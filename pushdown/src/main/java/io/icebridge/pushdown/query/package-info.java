// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL's analysed queries, names resolved: what {@code Query} trees mean, without oids. */
package io.icebridge.pushdown.query;
