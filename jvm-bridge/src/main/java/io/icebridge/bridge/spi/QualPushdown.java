// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.spi;

import io.icebridge.bridge.spi.expression.Expression;

/** A table that applies quals. */
public interface QualPushdown extends Table {

  /** How well this table applies that qual. The same qual must always get the same answer. */
  QualSupport support(Expression qual);

  /** Why a qual is not applied, for EXPLAIN VERBOSE; null to say nothing. */
  default String reason(Expression qual) {
    return null;
  }
}
