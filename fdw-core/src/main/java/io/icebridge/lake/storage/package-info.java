// SPDX-License-Identifier: Apache-2.0
/** Where data files lie and which of them a location names. */
package io.icebridge.lake.storage;
