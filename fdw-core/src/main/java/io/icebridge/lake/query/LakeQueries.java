// SPDX-License-Identifier: Apache-2.0
package io.icebridge.lake.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.entry.WholeQueries;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.WrapperException;
import java.util.List;
import java.util.Map;

/** Queries over tables that DuckDB reads, carried out by it. */
public final class LakeQueries implements WholeQueries {

  @Override
  public void plan(JsonNode request, Map<Long, Table> tables, ObjectNode answer) {
    answer.putArray("blocks");
    answer.putArray("notes");
  }

  @Override
  public Cursor open(JsonNode request, Map<Long, Table> tables) {
    throw WrapperException.unsupported("no part of this query runs in DuckDB");
  }

  @Override
  public List<ExplainLine> explain(JsonNode request, Map<Long, Table> tables) {
    return List.of();
  }
}
