// SPDX-License-Identifier: Apache-2.0
/** The file formats, their options, and how DuckDB is told to read them. */
package io.icebridge.lake.format;
