// SPDX-License-Identifier: Apache-2.0
/** PostgreSQL's conditions as Iceberg's expressions, which tell which files need not be read. */
package io.icebridge.pushdown.iceberg;
