// SPDX-License-Identifier: Apache-2.0
package io.icebridge.bridge.entry;

import static io.icebridge.bridge.entry.RecordingWrapper.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.icebridge.bridge.spi.Cursor;
import io.icebridge.bridge.spi.ExplainLine;
import io.icebridge.bridge.spi.ScanRequest;
import io.icebridge.bridge.spi.Table;
import io.icebridge.bridge.spi.Writer;
import java.util.List;
import java.util.Map;

/** Writes down which tables it is given. */
final class RecordingQueries implements WholeQueries {

  @Override
  public void plan(JsonNode request, Map<Long, Table> tables, ObjectNode answer) {
    call("query.plan", tables.keySet());
    answer.putArray("blocks");
  }

  @Override
  public Cursor open(JsonNode request, Map<Long, Table> tables) {
    call("query.open", tables.keySet());
    ScanRequest all = new ScanRequest(List.of(), List.of(), List.of(), -1, 0, false);
    return tables.values().iterator().next().scan(all);
  }

  @Override
  public void load(long rows, long arrowArrayStream, int columns) {
    call("query.load " + rows + " " + arrowArrayStream + " " + columns, List.of());
  }

  @Override
  public void unload(long rows) {
    call("query.unload " + rows, List.of());
  }

  @Override
  public long write(JsonNode request, Map<Long, Table> tables, Writer writer) {
    call("query.write", tables.keySet());
    return 3;
  }

  @Override
  public List<ExplainLine> explain(JsonNode request, Map<Long, Table> tables) {
    call("query.explain", tables.keySet());
    return List.of(new ExplainLine("Files", "t 1 of 2"));
  }
}
