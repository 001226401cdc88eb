// SPDX-License-Identifier: Apache-2.0
/** Doors to parts of Iceberg that are not public; nothing here but delegation. */
package org.apache.iceberg;
